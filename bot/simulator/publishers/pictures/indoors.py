"""Scenes under a roof."""

from bot.simulator.publishers.pictures.canvas import HEIGHT, WIDTH, Canvas, Colour, mix, rgb
from bot.simulator.publishers.pictures.outdoors import STEEL
from bot.simulator.publishers.pictures.people import HAIR, SKINS, YOUTH_BLUE, person
from bot.simulator.publishers.pictures.scenery import (
    BLACK,
    TRUNK,
    WHITE,
)

WOOD = rgb("#b98550")
BOOKS = ("#c4563a", "#2f6fb3", "#e9b949", "#3f9a6a", "#7c5a9b", "#d98f7e", "#3a4a63")


def room(canvas: Canvas, *, floor: float = 600) -> None:
    """A wall, a skirting and a wooden floor."""
    wall = canvas.palette.wall
    canvas.gradient(mix(wall, canvas.palette.sky_top, share=0.16), wall)
    wood = mix(WOOD, wall, share=0.35)
    canvas.box(0, floor, WIDTH, HEIGHT - floor, fill=wood)
    canvas.box(0, floor, WIDTH, 10, fill=mix(wood, BLACK, share=0.22))
    for x in range(-200, WIDTH + 400, 130):
        line = [(x, HEIGHT), (640 + (x - 640) * 0.72, floor + 10)]
        canvas.stroke(line, colour=mix(wood, BLACK, share=0.1), width=2.4)


def window(canvas: Canvas, *, x: float, y: float, width: float, height: float) -> None:
    """A window on hills and sky."""
    palette = canvas.palette
    canvas.box(x - 10, y - 10, width + 20, height + 20, fill=WHITE, r=6)
    canvas.box(x, y, width, height, fill=mix(palette.sky_top, palette.sky_low, share=0.45))
    canvas.disc(x + 0.7 * width, y + 0.3 * height, 0.11 * width, fill=palette.sun)
    low = y + height
    canvas.polygon(
        [
            (x, low),
            (x, y + 0.68 * height),
            (x + 0.35 * width, y + 0.5 * height),
            (x + 0.7 * width, y + 0.72 * height),
            (x + width, y + 0.6 * height),
            (x + width, low),
        ],
        fill=palette.hills[1],
    )
    canvas.box(x + width / 2 - 4, y, 8, height, fill=WHITE)
    canvas.box(x, y + height / 2 - 4, width, 8, fill=WHITE)


def shelf(canvas: Canvas, *, x: float, y: float, width: float, rows: int) -> None:
    """A bookcase, full."""
    random, tall = canvas.random, 112
    canvas.box(x - 14, y - 14, width + 28, rows * tall + 28, fill=mix(WOOD, BLACK, share=0.25), r=6)
    for row in range(rows):
        top = y + row * tall
        canvas.box(x, top, width, tall - 14, fill=mix(WOOD, BLACK, share=0.5))
        place = x + 6.0
        while place < x + width - 34:
            thick, high = random.uniform(14, 28), random.uniform(62, 90)
            cover = mix(rgb(random.choice(BOOKS)), canvas.palette.wall, share=0.12)
            canvas.box(place, top + tall - 14 - high, thick, high, fill=cover, r=2)
            canvas.box(place, top + tall - high, thick, 5, fill=mix(cover, WHITE, share=0.5))
            place += thick + 2


def reading(canvas: Canvas) -> None:
    """A reading room: shelves, a lamp, people over books."""
    room(canvas)
    shelf(canvas, x=70, y=130, width=360, rows=4)
    shelf(canvas, x=880, y=130, width=330, rows=4)
    window(canvas, x=520, y=150, width=270, height=240)
    lamp_glow = mix(canvas.palette.wall, rgb("#ffe08a"), share=0.55)
    canvas.stroke([(655, 0), (655, 70)], colour=BLACK, width=4)
    canvas.polygon([(605, 112), (705, 112), (680, 66), (630, 66)], fill=canvas.palette.accent)
    canvas.disc(655, 114, 24, fill=lamp_glow, flat=0.6)
    for x, facing in ((300, 1), (560, 1), (770, -1), (1010, -1)):
        person(canvas, x=x, foot=740, height=300, pose="sit", facing=facing)
        canvas.box(x - 34, 650, 68, 14, fill=TRUNK, r=5)
        canvas.stroke([(x - 26, 660), (x - 26, 742)], colour=TRUNK, width=8)
        open_book(canvas, x=x + facing * 78, y=606, cover=rgb(canvas.random.choice(BOOKS)))


def open_book(canvas: Canvas, *, x: float, y: float, cover: Colour) -> None:
    """A book held open."""
    for side in (-1, 1):
        canvas.polygon(
            [(x, y), (x + side * 46, y - 20), (x + side * 46, y - 54), (x, y - 34)], fill=cover
        )
        canvas.polygon(
            [(x, y - 6), (x + side * 41, y - 24), (x + side * 41, y - 53), (x, y - 36)], fill=WHITE
        )


def computers(canvas: Canvas) -> None:
    """A room of computers with helpers beside the screens."""
    room(canvas)
    window(canvas, x=120, y=120, width=240, height=210)
    window(canvas, x=920, y=120, width=240, height=210)
    canvas.box(440, 110, 400, 220, fill=rgb("#2f5d50"), r=8)
    for row, length in enumerate((250, 310, 190)):
        canvas.stroke(
            [(480, 170 + row * 46), (480 + length, 170 + row * 46)], colour=WHITE, width=5
        )
    canvas.box(40, 610, 1200, 22, fill=WOOD, r=6)
    for x in (90, 1190):
        canvas.box(x - 12, 628, 24, 150, fill=mix(WOOD, BLACK, share=0.2))
    for place, x in enumerate((240, 640, 1040)):
        person(canvas, x=x - 130, foot=770, height=330, pose="hold", facing=1)
        if place != 1:
            person(
                canvas, x=x + 140, foot=770, height=320, pose="hold", shirt=YOUTH_BLUE, facing=-1
            )
        screen(canvas, x=x, y=606)
    canvas.box(40, 610, 1200, 22, fill=WOOD, r=6)
    canvas.box(40, 632, 1200, 120, fill=mix(WOOD, BLACK, share=0.12), r=4)


def screen(canvas: Canvas, *, x: float, y: float) -> None:
    """A monitor on its foot."""
    canvas.box(x - 14, y - 34, 28, 34, fill=STEEL)
    canvas.box(x - 44, y - 8, 88, 10, fill=STEEL, r=4)
    canvas.box(x - 86, y - 146, 172, 116, fill=rgb("#2b313b"), r=8)
    canvas.box(x - 78, y - 138, 156, 100, fill=mix(canvas.palette.sky_top, WHITE, share=0.5), r=3)
    for row in range(4):
        length = canvas.random.uniform(50, 120)
        line = [(x - 62, y - 118 + row * 20), (x - 62 + length, y - 118 + row * 20)]
        canvas.stroke(line, colour=canvas.palette.accent if row == 0 else YOUTH_BLUE, width=7)


def robot(canvas: Canvas) -> None:
    """Pupils around a machine of their own."""
    room(canvas)
    window(canvas, x=110, y=110, width=270, height=240)
    shelf(canvas, x=900, y=110, width=290, rows=3)
    for x, pose, facing in (
        (250, "hold", 1),
        (460, "wave", 1),
        (840, "hold", -1),
        (1040, "stand", -1),
    ):
        person(canvas, x=x, foot=750, height=340, pose=pose, facing=facing)
    canvas.box(400, 640, 480, 22, fill=WOOD, r=6)
    for x in (440, 840):
        canvas.box(x - 10, 660, 20, 120, fill=mix(WOOD, BLACK, share=0.25))
    orange = canvas.palette.accent
    canvas.box(560, 520, 160, 96, fill=orange, r=22)
    canvas.box(596, 440, 88, 72, fill=mix(orange, WHITE, share=0.35), r=16)
    canvas.stroke([(640, 440), (640, 404)], colour=STEEL, width=6)
    canvas.disc(640, 396, 11, fill=rgb("#f3c84b"))
    for x in (620, 660):
        canvas.disc(x, 474, 12, fill=WHITE)
        canvas.disc(x, 474, 6, fill=BLACK)
    for x in (585, 695):
        canvas.disc(x, 622, 26, fill=rgb("#2b313b"))
        canvas.disc(x, 622, 11, fill=STEEL)
    canvas.stroke([(560, 560), (520, 586), (506, 556)], colour=STEEL, width=10)
    canvas.stroke([(720, 560), (760, 532), (778, 500)], colour=STEEL, width=10)


def hall(canvas: Canvas) -> None:
    """A meeting: a speaker before rows of listeners."""
    room(canvas, floor=470)
    curtain = mix(rgb("#b3323a"), canvas.palette.wall, share=0.08)
    canvas.box(0, 0, WIDTH, 470, fill=curtain)
    for x in range(0, WIDTH, 64):
        canvas.box(x, 0, 26, 470, fill=mix(curtain, BLACK, share=0.1))
    canvas.box(330, 80, 620, 190, fill=mix(curtain, WHITE, share=0.92), r=10)
    canvas.star(640, 142, 42, fill=rgb("#f0b92e"))
    for row, length in ((214, 400), (240, 260)):
        line = [(640 - length / 2, row), (640 + length / 2, row)]
        canvas.stroke(line, colour=YOUTH_BLUE, width=9)
    person(canvas, x=640, foot=520, height=230, pose="wave", shirt=rgb("#f4efe6"))
    canvas.polygon([(585, 410), (695, 410), (682, 520), (598, 520)], fill=WOOD)
    for x in (606, 628, 650, 672):
        canvas.disc(x, 404, 15, fill=canvas.random.choice((rgb("#f3c84b"), rgb("#e8743b"), WHITE)))
    for row in range(3):
        for x in range(20 + row * 34, WIDTH + 60, 118 + row * 14):
            listener(canvas, x=x, y=590 + row * 88, size=34 + row * 9)


def listener(canvas: Canvas, *, x: float, y: float, size: float) -> None:
    """Somebody seen from behind."""
    shirt = YOUTH_BLUE if canvas.random.random() < 0.7 else rgb("#f4efe6")
    canvas.box(x - 1.35 * size, y + 0.9 * size, 2.7 * size, 4 * size, fill=shirt, r=size)
    canvas.box(x - 0.3 * size, y + 0.5 * size, 0.6 * size, 0.7 * size, fill=SKINS[1])
    canvas.disc(x, y, size, fill=HAIR)


def clinic(canvas: Canvas) -> None:
    """Blood donors and a doctor."""
    room(canvas)
    window(canvas, x=120, y=110, width=250, height=230)
    canvas.box(880, 110, 290, 200, fill=WHITE, r=10)
    canvas.disc(1025, 232, 48, fill=rgb("#d9483b"))
    canvas.polygon([(982, 210), (1068, 210), (1025, 134)], fill=rgb("#d9483b"))
    canvas.disc(1008, 240, 12, fill=rgb("#f0a59c"))
    for x in (300, 820):
        canvas.stroke([(x + 150, 700), (x + 150, 300)], colour=STEEL, width=7)
        canvas.box(x + 124, 316, 52, 74, fill=rgb("#c8323c"), r=14)
        canvas.stroke([(x + 150, 390), (x + 110, 520)], colour=rgb("#c8323c"), width=4)
        canvas.box(x - 120, 640, 250, 34, fill=mix(canvas.palette.water, WHITE, share=0.4), r=12)
        canvas.stroke([(x - 100, 670), (x - 100, 752)], colour=STEEL, width=9)
        canvas.stroke([(x + 110, 670), (x + 110, 752)], colour=STEEL, width=9)
        person(canvas, x=x, foot=744, height=330, pose="sit", facing=1)
    person(canvas, x=610, foot=752, height=345, pose="hold", shirt=WHITE, facing=-1)
    person(canvas, x=1150, foot=752, height=335, pose="stand", shirt=YOUTH_BLUE, facing=-1)


def workshop(canvas: Canvas) -> None:
    """A workshop with tools on the wall."""
    room(canvas)
    canvas.box(90, 110, 620, 230, fill=mix(WOOD, canvas.palette.wall, share=0.25), r=8)
    for x in range(140, 660, 78):
        length = canvas.random.uniform(90, 150)
        canvas.stroke([(x, 150), (x, 150 + length)], colour=TRUNK, width=13)
        canvas.box(x - 24, 138, 48, 26, fill=STEEL, r=6)
    window(canvas, x=860, y=120, width=290, height=230)
    person(canvas, x=330, foot=750, height=345, pose="hold", hat="sun", shirt=YOUTH_BLUE, facing=1)
    person(canvas, x=930, foot=750, height=345, pose="hold", hat="sun", facing=-1)
    canvas.box(400, 600, 470, 26, fill=WOOD, r=6)
    for x in (440, 830):
        canvas.box(x - 14, 624, 28, 150, fill=mix(WOOD, BLACK, share=0.25))
    canvas.box(560, 500, 160, 100, fill=canvas.palette.accent, r=14)
    canvas.disc(640, 548, 40, fill=rgb("#2b313b"))
    canvas.disc(640, 548, 18, fill=STEEL)
    canvas.stroke([(486, 594), (540, 566)], colour=STEEL, width=13)
    person(canvas, x=1130, foot=756, height=330, pose="wave", facing=-1)
