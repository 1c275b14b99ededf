"""People as flat figures: a few joints, thick lines, and something on the head."""

from collections.abc import Mapping

from bot.simulator.publishers.pictures.canvas import Canvas, Colour, Point, mix, rgb
from bot.simulator.publishers.pictures.scenery import BLACK

YOUTH_BLUE = rgb("#2468b2")
SKINS = (rgb("#e9b58f"), rgb("#d99f76"), rgb("#c68a62"))
HAIR = rgb("#2b2320")
STRAW = rgb("#e9d39a")
TROUSERS = (rgb("#2c3447"), rgb("#4a3f38"), rgb("#38506b"))
SHIRTS = (YOUTH_BLUE, rgb("#e06a4e"), rgb("#f0b541"), rgb("#3f9a6a"), rgb("#f4efe6"))

# Joints as (x, y) in heights, x forward and y up from the feet; arm and leg: shoulder/hip side out.
Pose = Mapping[str, tuple[Point, ...]]
POSES: Mapping[str, Pose] = {
    "stand": {
        "spine": ((0, 0.48), (0, 0.79), (0, 0.91)),
        "arms": ((-0.13, 0.64), (-0.14, 0.48), (0.13, 0.64), (0.14, 0.48)),
        "legs": ((-0.05, 0.25), (-0.07, 0), (0.05, 0.25), (0.07, 0)),
    },
    "wave": {
        "spine": ((0, 0.48), (0, 0.79), (0, 0.91)),
        "arms": ((-0.13, 0.64), (-0.14, 0.48), (0.17, 0.8), (0.2, 0.98)),
        "legs": ((-0.05, 0.25), (-0.07, 0), (0.05, 0.25), (0.07, 0)),
    },
    "cheer": {
        "spine": ((0, 0.48), (0, 0.79), (0, 0.91)),
        "arms": ((-0.17, 0.82), (-0.2, 1.0), (0.17, 0.82), (0.2, 1.0)),
        "legs": ((-0.06, 0.25), (-0.09, 0), (0.06, 0.25), (0.09, 0)),
    },
    "hold": {
        "spine": ((0, 0.48), (0, 0.79), (0, 0.91)),
        "arms": ((0.06, 0.62), (0.2, 0.6), (0.12, 0.62), (0.24, 0.62)),
        "legs": ((-0.05, 0.25), (-0.07, 0), (0.05, 0.25), (0.07, 0)),
    },
    "kneel": {
        "spine": ((-0.08, 0.3), (0.1, 0.56), (0.18, 0.66)),
        "arms": ((0.16, 0.36), (0.3, 0.2), (0.22, 0.38), (0.33, 0.22)),
        "legs": ((-0.02, 0.06), (-0.24, 0.03), (0.12, 0.26), (0.12, 0)),
    },
    "dig": {
        "spine": ((-0.06, 0.47), (0.08, 0.76), (0.14, 0.87)),
        "arms": ((0.06, 0.58), (0.2, 0.56), (0.2, 0.56), (0.3, 0.42)),
        "legs": ((-0.12, 0.25), (-0.16, 0), (0.06, 0.26), (0.04, 0)),
    },
    "run": {
        "spine": ((0, 0.5), (0.07, 0.79), (0.11, 0.91)),
        "arms": ((-0.12, 0.68), (-0.08, 0.53), (0.2, 0.66), (0.29, 0.78)),
        "legs": ((-0.06, 0.26), (-0.28, 0.2), (0.17, 0.36), (0.14, 0.1)),
    },
    "kick": {
        "spine": ((0, 0.5), (-0.06, 0.79), (-0.07, 0.91)),
        "arms": ((-0.2, 0.72), (-0.32, 0.66), (0.1, 0.68), (0.22, 0.74)),
        "legs": ((-0.04, 0.26), (-0.1, 0), (0.16, 0.36), (0.36, 0.22)),
    },
    "sit": {
        "spine": ((0, 0.28), (0.01, 0.59), (0.04, 0.71)),
        "arms": ((0.06, 0.42), (0.2, 0.42), (0.11, 0.42), (0.24, 0.44)),
        "legs": ((0.2, 0.28), (0.2, 0), (0.24, 0.28), (0.25, 0)),
    },
}


def person(
    canvas: Canvas,
    *,
    x: float,
    foot: float,
    height: float,
    pose: str = "stand",
    shirt: Colour | None = None,
    hat: str = "",
    facing: int = 1,
) -> None:
    """One figure; `hat` is empty, `straw` (conical) or `sun` (the volunteers' soft hat)."""
    random, joints = canvas.random, POSES[pose]
    skin, trousers = random.choice(SKINS), random.choice(TROUSERS)
    cloth = shirt or random.choice(SHIRTS)

    def at(point: Point) -> Point:
        return x + facing * point[0] * height, foot - point[1] * height

    hip, neck, head = map(at, joints["spine"])
    elbow_far, hand_far, elbow, hand = map(at, joints["arms"])
    knee_far, foot_far, knee, foot_near = map(at, joints["legs"])
    shoulder = neck[0], neck[1] + 0.03 * height
    shade = mix(cloth, BLACK, share=0.18)
    leg = 0.085 * height
    canvas.stroke([hip, knee_far, foot_far], colour=mix(trousers, BLACK, share=0.2), width=leg)
    canvas.stroke([elbow_far, hand_far], colour=mix(skin, BLACK, share=0.12), width=0.05 * height)
    canvas.stroke([shoulder, elbow_far], colour=shade, width=0.07 * height)
    canvas.stroke([hip, knee, foot_near], colour=trousers, width=leg)
    for ankle_x, ankle_y in (foot_far, foot_near):
        canvas.disc(ankle_x + facing * 0.02 * height, ankle_y, 0.052 * height, fill=HAIR, flat=0.55)
    canvas.stroke([neck, head], colour=mix(skin, BLACK, share=0.1), width=0.06 * height)
    canvas.stroke([hip, shoulder], colour=cloth, width=0.18 * height)
    canvas.stroke([elbow, hand], colour=skin, width=0.05 * height)
    canvas.stroke([shoulder, elbow], colour=mix(cloth, BLACK, share=0.09), width=0.07 * height)
    _head(canvas, head, size=0.085 * height, skin=skin, hat=hat, facing=facing)


def _head(canvas: Canvas, at: Point, *, size: float, skin: Colour, hat: str, facing: int) -> None:
    x, y = at
    if canvas.random.random() < 0.4:
        canvas.stroke(
            [(x - facing * 0.7 * size, y), (x - facing * 1.15 * size, y + 1.5 * size)],
            colour=HAIR,
            width=0.7 * size,
        )
    canvas.disc(x, y, size, fill=skin)
    canvas.half_disc(x, y - 0.05 * size, 1.07 * size, fill=HAIR, turn=-18 * facing)
    if hat == "straw":
        brim = y - 0.25 * size
        canvas.polygon(
            [(x - 2.1 * size, brim), (x + 2.1 * size, brim), (x, brim - 1.7 * size)], fill=STRAW
        )
        canvas.polygon(
            [(x, brim), (x + 2.1 * size, brim), (x, brim - 1.7 * size)],
            fill=mix(STRAW, BLACK, share=0.09),
        )
    if hat == "sun":
        green = rgb("#4f7f4a")
        canvas.half_disc(x, y - 0.25 * size, 1.12 * size, fill=green)
        canvas.box(x - 1.6 * size, y - 0.4 * size, 3.2 * size, 0.34 * size, fill=green, r=4)
