"""Hours of the day as colours."""

from bot.simulator.publishers.pictures.canvas import Palette, rgb

MORNING = Palette(
    sky_top=rgb("#8fd0ee"),
    sky_low=rgb("#fdf1d6"),
    sun=rgb("#ffd36b"),
    hills=(rgb("#a9cfc6"), rgb("#7cb7a0"), rgb("#4f9a7c")),
    ground=rgb("#86bb5b"),
    leaf=rgb("#3f8f4f"),
    water=rgb("#6fb9cf"),
    wall=rgb("#fbeedb"),
    accent=rgb("#e8743b"),
)
NOON = Palette(
    sky_top=rgb("#4fa8e0"),
    sky_low=rgb("#d9f1fb"),
    sun=rgb("#fff0b0"),
    hills=(rgb("#9fc9d8"), rgb("#6fb08f"), rgb("#3d8f62")),
    ground=rgb("#7fb84a"),
    leaf=rgb("#2f8044"),
    water=rgb("#4fa3c7"),
    wall=rgb("#eaf3f1"),
    accent=rgb("#d9483b"),
)
DUSK = Palette(
    sky_top=rgb("#5b5f9e"),
    sky_low=rgb("#ffc58a"),
    sun=rgb("#ff8f5a"),
    hills=(rgb("#c58b96"), rgb("#8a6488"), rgb("#574a73")),
    ground=rgb("#6f7a55"),
    leaf=rgb("#44604f"),
    water=rgb("#d98f7e"),
    wall=rgb("#f7dcc0"),
    accent=rgb("#f2a541"),
)
NIGHT = Palette(
    sky_top=rgb("#141b41"),
    sky_low=rgb("#4a4f86"),
    sun=rgb("#fdf3cf"),
    hills=(rgb("#3a4274"), rgb("#2b325e"), rgb("#1e2448")),
    ground=rgb("#2a3a4f"),
    leaf=rgb("#24424a"),
    water=rgb("#2f4a7d"),
    wall=rgb("#d8cfe6"),
    accent=rgb("#ffb545"),
)
DAYLIGHT = (MORNING, NOON, DUSK)
