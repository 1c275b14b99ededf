"""Scenes under the sky."""

from bot.simulator.publishers.pictures.canvas import HEIGHT, WIDTH, Canvas, mix, rgb
from bot.simulator.publishers.pictures.people import STRAW, YOUTH_BLUE, person
from bot.simulator.publishers.pictures.scenery import (
    BLACK,
    TRUNK,
    WHITE,
    bunting,
    countryside,
    ground,
    hills,
    house,
    palm,
    ridge,
    sky,
    tree,
    water,
)

STEEL = rgb("#8a94a0")


def planting(canvas: Canvas) -> None:
    """Volunteers plant saplings in rows."""
    random = canvas.random
    countryside(canvas, level=540)
    for edge in (90, 1190):
        tree(canvas, x=edge + random.uniform(-40, 40), foot=600, height=random.uniform(230, 300))
    soil = mix(rgb("#8a623f"), canvas.palette.ground, share=0.25)
    for row in range(3):
        low = 655 + row * 55
        canvas.polygon(
            [(0, low), (WIDTH, low - 10), (WIDTH, low + 14), (0, low + 26)],
            fill=soil,
        )
        for bed in range(40 + 60 * row, WIDTH, 165):
            sapling(canvas, x=bed + random.uniform(-12, 12), foot=662 + row * 55, size=26 + 5 * row)
    start = random.uniform(170, 250)
    poses = ["kneel", "dig", "kneel", "stand"]
    random.shuffle(poses)
    for place, pose in enumerate(poses):
        x = start + place * 250
        foot = 712 + (place % 2) * 34
        facing = random.choice((-1, 1))
        if pose == "dig":
            shaft = [(x + facing * 52, foot - 210), (x + facing * 92, foot - 8)]
            canvas.stroke(shaft, colour=TRUNK, width=8)
            canvas.box(x + facing * 92 - 15, foot - 26, 30, 34, fill=STEEL, r=8)
        if pose == "kneel":
            sapling(canvas, x=x + facing * 88, foot=foot, size=52)
        hat = random.choice(("sun", "sun", "straw"))
        person(
            canvas, x=x, foot=foot, height=255, pose=pose, shirt=YOUTH_BLUE, hat=hat, facing=facing
        )


def sapling(canvas: Canvas, *, x: float, foot: float, size: float) -> None:
    """A young plant with four leaves."""
    canvas.stroke([(x, foot), (x, foot - size)], colour=TRUNK, width=0.09 * size)
    leaf = mix(canvas.palette.leaf, rgb("#b7dd5a"), share=0.45)
    for side in (-1, 1):
        for lift in (0.55, 0.95):
            tip = (x + side * 0.42 * size, foot - (lift + 0.16) * size)
            low = (x + side * 0.26 * size, foot - (lift - 0.06) * size)
            canvas.polygon([(x, foot - (lift - 0.1) * size), low, tip], fill=leaf)
            canvas.polygon(
                [(x, foot - (lift - 0.1) * size), (x, foot - lift * size), tip], fill=leaf
            )


def road(canvas: Canvas) -> None:
    """A village road being laid."""
    countryside(canvas, level=500)
    for x in (70, 260, 980):
        house(canvas, x=x, foot=560, width=canvas.random.uniform(120, 160))
    for x in (30, 420, 930, 1220):
        palm(canvas, x=x, foot=575, height=canvas.random.uniform(200, 260))
    grey = mix(rgb("#b9b6ae"), canvas.palette.sky_low, share=0.2)
    canvas.polygon([(600, 520), (664, 520), (1130, HEIGHT), (180, HEIGHT)], fill=grey)
    earth = rgb("#a9794d")
    canvas.polygon([(600, 520), (664, 520), (770, 592), (520, 592)], fill=earth)
    for step in range(5):
        y = 620 + step * 40
        canvas.stroke([(640, y), (640, y + 14 + step * 3)], colour=WHITE, width=4 + step)
    shirts = (YOUTH_BLUE, YOUTH_BLUE, None, YOUTH_BLUE)
    for place, shirt in enumerate(shirts):
        x, foot = 235 + place * 260, 735 - (place % 2) * 40
        facing = 1 if place < 2 else -1
        shaft = [(x + facing * 46, foot - 190), (x + facing * 96, foot - 6)]
        canvas.stroke(shaft, colour=TRUNK, width=8)
        canvas.box(x + facing * 96 - 22, foot - 14, 44, 18, fill=STEEL, r=5)
        person(
            canvas,
            x=x,
            foot=foot,
            height=240,
            pose="dig",
            shirt=shirt,
            hat="straw" if place % 2 else "sun",
            facing=facing,
        )


def river(canvas: Canvas) -> None:
    """Small boats on a wide river."""
    random = canvas.random
    sky(canvas, horizon=470)
    hills(canvas, horizon=450)
    ridge(canvas, level=470, swing=6, colour=canvas.palette.leaf)
    for _ in range(7):
        palm(canvas, x=random.uniform(0, WIDTH), foot=490, height=random.uniform(120, 190))
    house(canvas, x=random.uniform(200, 900), foot=488, width=120)
    water(canvas, level=482)
    for x, y, size in ((300, 590, 150), (920, 570, 120), (640, 710, 230)):
        boat(canvas, x=x + random.uniform(-70, 70), y=y, size=size)


def boat(canvas: Canvas, *, x: float, y: float, size: float) -> None:
    """A sampan with two people aboard, over its own shadow."""
    canvas.disc(
        x,
        y + 0.17 * size,
        1.05 * size,
        fill=mix(canvas.palette.water, BLACK, share=0.22),
        flat=0.09,
    )
    for step, pose in ((-0.45, "stand"), (0.32, "sit")):
        tall = size * (0.95 if pose == "stand" else 0.9)
        hat = canvas.random.choice(("straw", "sun"))
        person(canvas, x=x + step * size, foot=y + 0.06 * size, height=tall, pose=pose, hat=hat)
    oar = [(x - 0.35 * size, y - 0.6 * size), (x - 1.0 * size, y + 0.24 * size)]
    canvas.stroke(oar, colour=TRUNK, width=0.035 * size)
    hull = mix(rgb("#6f4a30"), canvas.palette.accent, share=0.15)
    canvas.polygon(
        [
            (x - 1.1 * size, y - 0.12 * size),
            (x + 1.1 * size, y - 0.14 * size),
            (x + 0.8 * size, y + 0.18 * size),
            (x - 0.8 * size, y + 0.18 * size),
        ],
        fill=hull,
    )
    canvas.stroke(
        [(x - 1.1 * size, y - 0.12 * size), (x, y), (x + 1.1 * size, y - 0.14 * size)],
        colour=mix(hull, WHITE, share=0.25),
        width=0.05 * size,
    )


def farm(canvas: Canvas) -> None:
    """Terraced fields and people at work in them."""
    sky(canvas, horizon=430)
    hills(canvas, horizon=410)
    for step in range(7):
        level = 425 + step * 56
        green = mix(canvas.palette.ground, rgb("#e4cf5a"), share=0.12 * (step % 3))
        ridge(canvas, level=level, swing=14, colour=mix(green, BLACK, share=0.14))
        ridge(canvas, level=level + 12, swing=14, colour=green)
    tree(canvas, x=130, foot=590, height=270)
    house(canvas, x=1010, foot=500, width=150)
    for place, pose in enumerate(("kneel", "stand", "kneel", "hold")):
        facing = 1 if place % 2 else -1
        x, foot = 310 + place * 230, 690 + (place % 2) * 50
        if pose == "hold":
            canvas.disc(x + facing * 62, foot - 140, 40, fill=STRAW, flat=0.6)
        person(canvas, x=x, foot=foot, height=220, pose=pose, hat="straw", facing=facing)


def football(canvas: Canvas) -> None:
    """A match before a full stand."""
    random = canvas.random
    sky(canvas, horizon=330)
    stand = mix(canvas.palette.hills[1], rgb("#58606f"), share=0.5)
    canvas.box(0, 280, WIDTH, 190, fill=stand)
    for row in range(6):
        for x in range(12, WIDTH, 30):
            tint = random.choice((canvas.palette.accent, YOUTH_BLUE, STRAW, WHITE, rgb("#d99f76")))
            spot = mix(tint, stand, share=0.3)
            canvas.disc(x + (row % 2) * 14 + random.uniform(-3, 3), 298 + row * 30, 9, fill=spot)
    bunting(canvas, y=236)
    turf = mix(canvas.palette.ground, rgb("#3f9a3f"), share=0.45)
    canvas.box(0, 470, WIDTH, HEIGHT - 470, fill=turf)
    for stripe in range(8):
        shade = mix(turf, WHITE, share=0.07 * (stripe % 2))
        x = stripe * 160
        far = (x - 640) * 0.7 + 640
        canvas.polygon(
            [(far, 470), (far + 113, 470), (x * 1.6 - 384 + 257, HEIGHT), (x * 1.6 - 384, HEIGHT)],
            fill=shade,
        )
    for points in ([(0, 480), (WIDTH, 480)], [(640, 470), (640, HEIGHT)]):
        canvas.stroke(points, colour=WHITE, width=5)
    for x, pose, shirt, facing in (
        (330, "run", rgb("#d9483b"), 1),
        (560, "kick", rgb("#d9483b"), 1),
        (880, "run", YOUTH_BLUE, -1),
        (1080, "run", YOUTH_BLUE, -1),
    ):
        shift = random.uniform(-30, 30)
        foot = 735 + random.uniform(-30, 25)
        canvas.disc(x + shift, foot, 62, fill=mix(turf, BLACK, share=0.22), flat=0.16)
        person(canvas, x=x + shift, foot=foot, height=250, pose=pose, shirt=shirt, facing=facing)
    canvas.disc(716, 700, 22, fill=WHITE)
    canvas.star(716, 700, 12, fill=rgb("#2b2f36"))


def running(canvas: Canvas) -> None:
    """Runners on a bridge."""
    sky(canvas, horizon=470)
    hills(canvas, horizon=440)
    water(canvas, level=480)
    concrete = mix(rgb("#c9c6bf"), canvas.palette.sky_low, share=0.25)
    for x in (120, 640, 1160):
        canvas.box(x - 9, 150, 18, 470, fill=mix(concrete, BLACK, share=0.22))
        for step in range(1, 8):
            for side in (-1, 1):
                canvas.stroke([(x, 165), (x + side * step * 33, 600)], colour=concrete, width=2)
    canvas.box(0, 600, WIDTH, 18, fill=mix(concrete, BLACK, share=0.3))
    canvas.box(0, 618, WIDTH, HEIGHT - 618, fill=mix(concrete, BLACK, share=0.14))
    for x in range(20, WIDTH, 150):
        canvas.box(x, 766, 80, 8, fill=WHITE, r=3)
    for place in range(6):
        at = 110 + place * 212 + canvas.random.uniform(-25, 25)
        foot = 700 + (place % 3) * 26
        height = canvas.random.uniform(190, 245)
        person(canvas, x=at, foot=foot, height=height, pose="run")
        canvas.box(at + 2, foot - 158, 24, 20, fill=WHITE, r=3)
    for x in range(60, WIDTH, 240):
        top = 560
        canvas.stroke([(x, 605), (x, top - 40)], colour=STEEL, width=4)
        canvas.polygon(
            [(x, top - 40), (x + 44, top - 26), (x, top - 10)], fill=canvas.palette.accent
        )


def village(canvas: Canvas) -> None:
    """Houses under palms, people greeting."""
    countryside(canvas, level=540)
    ground(canvas, level=570)
    for x in (150, 520, 900):
        house(canvas, x=x, foot=630, width=210)
    for x in (70, 440, 820, 1190):
        palm(canvas, x=x, foot=650, height=canvas.random.uniform(260, 340))
    for place, pose in enumerate(("wave", "stand", "hold", "wave")):
        person(
            canvas,
            x=260 + place * 250,
            foot=750,
            height=225,
            pose=pose,
            hat="sun" if place % 2 else "",
        )
