"""Sky, land, trees, houses: what stands behind the people."""

import math

from bot.simulator.publishers.pictures.canvas import HEIGHT, WIDTH, Canvas, Colour, mix, rgb

WHITE = rgb("#ffffff")
BLACK = rgb("#101418")
TRUNK = rgb("#7a5a3c")
TILE = rgb("#c4563a")


def sky(canvas: Canvas, *, horizon: float = 520) -> None:
    """A sky with its sun and a few clouds."""
    palette, random = canvas.palette, canvas.random
    canvas.gradient(palette.sky_top, palette.sky_low, height=horizon + 40)
    x, y = random.uniform(200, 1080), random.uniform(110, 220)
    around = mix(palette.sky_top, palette.sky_low, share=min(1, y / horizon))
    for radius, share in ((118, 0.18), (88, 0.38), (62, 1)):
        canvas.disc(x, y, radius, fill=mix(around, palette.sun, share=share))
    for _ in range(3):
        cloud(canvas, x=random.uniform(60, 1220), y=random.uniform(80, 260))


def cloud(canvas: Canvas, *, x: float, y: float) -> None:
    """A cloud of round pieces on a flat base."""
    base = mix(canvas.palette.sky_low, WHITE, share=0.55)
    size = canvas.random.uniform(26, 44)
    for step, lift in ((-1.3, 0.1), (-0.5, 0.5), (0.4, 0.7), (1.2, 0.2)):
        canvas.disc(x + step * size, y - lift * size, size * 0.8, fill=base)
    canvas.box(x - 2.1 * size, y - 0.2 * size, 4.1 * size, 0.9 * size, fill=base, r=0.45 * size)


def hills(canvas: Canvas, *, horizon: float = 520) -> None:
    """Three ranges, the nearer the darker."""
    for depth, colour in enumerate(canvas.palette.hills):
        ridge(canvas, level=horizon - 120 + depth * 55, swing=70 - depth * 14, colour=colour)


def ridge(canvas: Canvas, *, level: float, swing: float, colour: Colour) -> None:
    """One range from edge to edge, filled down to the foot of the picture."""
    shift, length = canvas.random.uniform(0, 6.28), canvas.random.uniform(180, 260)
    points = [
        (x, level - swing * (math.sin(x / length + shift) + 0.4 * math.sin(x / 71 + 2 * shift)))
        for x in range(0, WIDTH + 21, 20)
    ]
    canvas.polygon([*points, (WIDTH, HEIGHT), (0, HEIGHT)], fill=colour)


def ground(canvas: Canvas, *, level: float = 560, colour: Colour | None = None) -> None:
    """The foreground, a little uneven, with tufts of grass."""
    fill = colour or canvas.palette.ground
    ridge(canvas, level=level, swing=9, colour=fill)
    blade = mix(fill, BLACK, share=0.16)
    for _ in range(60):
        x, y = canvas.random.uniform(0, WIDTH), canvas.random.uniform(level + 40, HEIGHT)
        for lean in (-5, 0, 5):
            canvas.stroke([(x, y), (x + lean, y - 11)], colour=blade, width=2.4)


def countryside(canvas: Canvas, *, level: float = 560) -> None:
    """Sky, hills and ground together."""
    sky(canvas, horizon=level)
    hills(canvas, horizon=level)
    ground(canvas, level=level)


def tree(canvas: Canvas, *, x: float, foot: float, height: float) -> None:
    """A broad tree."""
    leaf, random = canvas.palette.leaf, canvas.random
    canvas.polygon(
        [(x - 0.04 * height, foot), (x + 0.04 * height, foot), (x, foot - 0.6 * height)], fill=TRUNK
    )
    crown = [(0, 0.78, 0.26), (-0.2, 0.6, 0.2), (0.2, 0.6, 0.2), (0.02, 0.58, 0.23)]
    for step, lift, radius in crown:
        tint = mix(leaf, WHITE, share=random.uniform(0, 0.14))
        canvas.disc(x + step * height, foot - lift * height, radius * height, fill=tint)


def palm(canvas: Canvas, *, x: float, foot: float, height: float) -> None:
    """A coconut palm, a little bent."""
    lean = canvas.random.choice((-1, 1)) * 0.12 * height
    trunk = [(x + lean * (k / 5) ** 2, foot - height * k / 5) for k in range(6)]
    canvas.stroke(trunk, colour=TRUNK, width=0.035 * height)
    top_x, top_y = trunk[-1]
    for angle in range(-200, 40, 34):
        turn = math.radians(angle)
        reach = 0.36 * height
        tip = (top_x + reach * math.cos(turn), top_y + 0.7 * reach * math.sin(turn) + 0.1 * height)
        middle = (
            top_x + 0.55 * reach * math.cos(turn),
            top_y + 0.62 * reach * math.sin(turn) - 0.04 * height,
        )
        leaf = [(top_x, top_y - 4), middle, tip, (middle[0], middle[1] + 0.07 * height)]
        canvas.polygon(leaf, fill=mix(canvas.palette.leaf, WHITE, share=0.07 * (angle % 3)))


def house(canvas: Canvas, *, x: float, foot: float, width: float) -> None:
    """A village house under tiles."""
    wall, height = canvas.palette.wall, 0.5 * width
    dark = mix(wall, BLACK, share=0.45)
    canvas.box(x, foot - height, width, height, fill=wall)
    canvas.box(x + 0.42 * width, foot - 0.34 * width, 0.18 * width, 0.34 * width, fill=dark)
    for step in (0.12, 0.72):
        canvas.box(x + step * width, foot - 0.34 * width, 0.16 * width, 0.15 * width, fill=dark)
    eave, top = foot - height, foot - height - 0.34 * width
    canvas.polygon(
        [
            (x - 0.1 * width, eave + 4),
            (x + 1.1 * width, eave + 4),
            (x + 0.88 * width, top),
            (x + 0.12 * width, top),
        ],
        fill=mix(TILE, canvas.palette.hills[2], share=0.15),
    )


def water(canvas: Canvas, *, level: float) -> None:
    """A river to the foot of the picture, with light lying on it."""
    base = canvas.palette.water
    canvas.box(0, level, WIDTH, HEIGHT - level, fill=base)
    for _ in range(70):
        y = canvas.random.uniform(level + 8, HEIGHT)
        length = 30 + (y - level) * 0.4
        x = canvas.random.uniform(-40, WIDTH)
        tint = mix(base, WHITE, share=canvas.random.uniform(0.1, 0.3))
        canvas.stroke([(x, y), (x + length, y)], colour=tint, width=3)


def bunting(canvas: Canvas, *, y: float, sag: float = 46) -> None:
    """A string of small flags across the picture."""
    colours = (canvas.palette.accent, rgb("#2f6fb3"), rgb("#f3c84b"), rgb("#3f9a6a"))
    points = [(x, y + sag * math.sin(math.pi * x / WIDTH)) for x in range(0, WIDTH + 1, 40)]
    canvas.stroke(points, colour=rgb("#6b6257"), width=2)
    for place, (x, top) in enumerate(points[:-1]):
        canvas.polygon(
            [(x + 6, top), (x + 34, top), (x + 20, top + 34)], fill=colours[place % len(colours)]
        )
