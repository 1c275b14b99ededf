"""Scenes of the evening: a stage, lanterns, stars."""

from bot.simulator.publishers.pictures.canvas import WIDTH, Canvas, mix, rgb
from bot.simulator.publishers.pictures.outdoors import STEEL
from bot.simulator.publishers.pictures.people import YOUTH_BLUE, person
from bot.simulator.publishers.pictures.scenery import BLACK, TRUNK, WHITE, hills, palm, ridge, water


def stage(canvas: Canvas) -> None:
    """Singers in the light of an evening stage."""
    canvas.gradient(rgb("#1e2350"), rgb("#5b4a8a"))
    for x, colour in ((180, "#e8743b"), (520, "#3f9ad0"), (800, "#c9589a"), (1120, "#f3c84b")):
        beam = mix(rgb("#453f78"), rgb(colour), share=0.3)
        shift = canvas.random.uniform(-140, 140)
        canvas.polygon(
            [(x - 12, 0), (x + 12, 0), (x + shift + 150, 620), (x + shift - 150, 620)], fill=beam
        )
        canvas.box(x - 22, 0, 44, 34, fill=BLACK, r=6)
    canvas.disc(640, 640, 720, fill=rgb("#6f5540"), flat=0.16)
    canvas.box(0, 640, WIDTH, 160, fill=rgb("#4a3829"))
    for place, pose in enumerate(("cheer", "hold", "wave", "hold", "cheer")):
        facing = 1 if place < 3 else -1
        shirt = (rgb("#d9483b"), rgb("#f3c84b"), rgb("#f4efe6"), rgb("#f3c84b"), rgb("#d9483b"))[
            place
        ]
        person(
            canvas, x=250 + place * 195, foot=650, height=300, pose=pose, shirt=shirt, facing=facing
        )
    for row in range(2):
        for x in range(30 + row * 40, WIDTH + 40, 96):
            dark = mix(rgb("#1a1730"), rgb("#4a3829"), share=0.25 * (1 - row))
            y = 740 + row * 46 + canvas.random.uniform(-8, 8)
            canvas.disc(x, y, 34, fill=dark)
            canvas.box(x - 48, y + 26, 96, 90, fill=dark, r=34)


def night_sky(canvas: Canvas) -> None:
    """A dark sky, its moon and its stars."""
    palette = canvas.palette
    canvas.gradient(palette.sky_top, palette.sky_low, height=620)
    for _ in range(120):
        x, y = canvas.random.uniform(0, WIDTH), canvas.random.uniform(0, 430)
        canvas.disc(
            x, y, canvas.random.uniform(0.8, 2.6), fill=mix(palette.sky_low, WHITE, share=0.75)
        )
    x = canvas.random.uniform(760, 1060)
    for radius, share in ((104, 0.1), (82, 0.22), (60, 1)):
        canvas.disc(x, 150, radius, fill=mix(palette.sky_top, palette.sun, share=share))


def lanterns(canvas: Canvas) -> None:
    """Children with star lanterns by the river, at full moon."""
    night_sky(canvas)
    hills(canvas, horizon=520)
    water(canvas, level=500)
    ridge(canvas, level=620, swing=6, colour=canvas.palette.ground)
    for x in (60, 1220):
        palm(canvas, x=x, foot=660, height=380)
    canvas.stroke([(0, 60), (320, 120), (640, 136), (960, 120), (WIDTH, 60)], colour=BLACK, width=3)
    for x, y in ((120, 84), (280, 114), (450, 128), (630, 136), (800, 130), (980, 116), (1140, 88)):
        round_lantern(canvas, x=x, y=y + 44)
    for place, pose in enumerate(("hold", "wave", "hold", "wave", "hold")):
        x, height = 190 + place * 225, canvas.random.uniform(205, 245)
        foot = 745 + (place % 2) * 22
        person(canvas, x=x, foot=foot, height=height, pose=pose, facing=1)
        reach, lift = (0.24, 0.62) if pose == "hold" else (0.2, 0.98)
        hand = (x + reach * height, foot - lift * height)
        star = (hand[0] + 26, hand[1] - 74)
        canvas.stroke([hand, star], colour=TRUNK, width=5)
        star_lantern(canvas, x=star[0], y=star[1])


def star_lantern(canvas: Canvas, *, x: float, y: float) -> None:
    """The five-pointed lantern of the mid-autumn feast."""
    red = canvas.random.choice((rgb("#e8473b"), rgb("#f08a2e"), rgb("#d94a8a")))
    canvas.disc(x, y, 56, fill=mix(canvas.palette.water, rgb("#ffce6b"), share=0.35))
    canvas.ring(x, y, 46, colour=rgb("#f3c84b"), width=4)
    canvas.star(x, y, 45, fill=red)
    canvas.star(x, y, 20, fill=rgb("#ffe9a8"))


def round_lantern(canvas: Canvas, *, x: float, y: float) -> None:
    """A paper lantern on a string."""
    colour = canvas.random.choice((rgb("#e8473b"), rgb("#ffb545"), rgb("#f2704a")))
    canvas.disc(x, y, 44, fill=mix(canvas.palette.sky_top, colour, share=0.28))
    canvas.disc(x, y, 29, fill=colour, flat=0.9)
    canvas.disc(x, y, 13, fill=mix(colour, WHITE, share=0.55), flat=1.6)
    for level in (-28, 22):
        canvas.box(x - 12, y + level, 24, 7, fill=TRUNK, r=2)
    canvas.stroke([(x, y + 30), (x, y + 48)], colour=rgb("#f3c84b"), width=4)


def stars(canvas: Canvas) -> None:
    """Pupils around a telescope."""
    night_sky(canvas)
    hills(canvas, horizon=600)
    ridge(canvas, level=640, swing=8, colour=canvas.palette.ground)
    canvas.stroke([(640, 610), (580, 752)], colour=STEEL, width=9)
    canvas.stroke([(640, 610), (700, 752)], colour=STEEL, width=9)
    canvas.stroke([(560, 650), (740, 500)], colour=rgb("#e9edf2"), width=46)
    canvas.stroke([(715, 521), (768, 477)], colour=YOUTH_BLUE, width=56)
    canvas.stroke([(560, 650), (538, 668)], colour=rgb("#2b313b"), width=22)
    for x, pose, facing in (
        (470, "hold", 1),
        (320, "wave", 1),
        (180, "stand", 1),
        (880, "stand", -1),
    ):
        person(
            canvas, x=x, foot=758, height=canvas.random.uniform(215, 250), pose=pose, facing=facing
        )
    person(canvas, x=1040, foot=758, height=235, pose="wave", facing=-1)
