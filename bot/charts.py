"""A report as one picture: light, calm, at twice a phone's size (pure).

Colours: Okabe and Ito, "Color Universal Design", told apart by every kind of colour sight;
no meaning hangs on a colour alone. Letters: DejaVu Sans, see `fonts/LICENSE.txt`.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

from PIL import Image, ImageDraw, ImageFont

WIDTH: Final = 1080
MARGIN: Final = 48
INK, FAINT, GRID, PAPER = "#222222", "#666666", "#dddddd", "#ffffff"
BLUE, ORANGE = "#0072b2", "#d55e00"
_FONT: Final = "DejaVuSans-Vietnamese.ttf"
_TITLE, _LABEL, _SMALL = 34, 28, 24
_BAR_ROW: Final = 46
_CHART: Final = 260
_GAP: Final = 44
_COLOURS: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """A number for each day, one at least, as columns or a line; labels for first and last."""

    title: str
    values: tuple[int, ...]
    first: str
    last: str
    is_line: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """Named numbers, a bar each: name, number, how the number is written."""

    title: str
    rows: tuple[tuple[str, int, str], ...]
    colour: str = BLUE


Panel = Columns | Bars


def picture(title: str, panels: Sequence[Panel]) -> bytes:
    """The panels under each other, as a PNG of few colours."""
    height = MARGIN * 2 + _TITLE + _GAP + sum(_height(panel) + _GAP for panel in panels) - _GAP
    image = Image.new("RGB", (WIDTH, height), PAPER)
    pen = ImageDraw.Draw(image)
    _write(pen, (MARGIN, MARGIN), title, size=_TITLE, width=WIDTH - 2 * MARGIN)
    top = MARGIN + _TITLE + _GAP
    for panel in panels:
        _write(pen, (MARGIN, top), panel.title, size=_LABEL, colour=FAINT)
        inside = top + _LABEL + 24
        if isinstance(panel, Columns):
            _columns(pen, panel, top=inside)
        else:
            _bars(pen, panel, top=inside)
        top += _height(panel) + _GAP
    written = io.BytesIO()
    few = image.quantize(_COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    few.save(written, "PNG", optimize=True)
    return written.getvalue()


def _height(panel: Panel) -> int:
    body = _deep(panel) + _SMALL + 20 if isinstance(panel, Columns) else _BAR_ROW * len(panel.rows)
    return _LABEL + 24 + body


def _deep(panel: Columns) -> int:
    return _CHART // 2 if panel.is_line else _CHART


def _columns(pen: ImageDraw.ImageDraw, panel: Columns, *, top: int) -> None:
    most, deep = max(panel.values, default=0), _deep(panel)
    label = _number_width(most) + 16
    left, right, floor = MARGIN + label, WIDTH - MARGIN, top + _deep(panel)
    for value in {0, most}:
        y = floor - (deep * value // most if most else 0)
        pen.line((left, y, right, y), fill=GRID, width=2)
        _write(pen, (MARGIN, y - _SMALL // 2 - 4), f"{value}", size=_SMALL, colour=FAINT)
    step = (right - left) / max(len(panel.values), 1)
    heights = [deep * value / most if most else 0 for value in panel.values]
    if panel.is_line:
        points = [(left + step * (at + 0.5), floor - it) for at, it in enumerate(heights)]
        pen.line(points, fill=ORANGE, width=6, joint="curve")
        x, high = points[-1]
        pen.ellipse((x - 9, high - 9, x + 9, high + 9), fill=ORANGE)
    else:
        for at, tall in enumerate(heights):
            x = left + step * at
            pen.rectangle((x + step * 0.12, floor - tall, x + step * 0.88, floor), fill=BLUE)
    _write(pen, (left, floor + 12), panel.first, size=_SMALL, colour=FAINT)
    last = _font(_SMALL).getlength(panel.last)
    _write(pen, (int(right - last), floor + 12), panel.last, size=_SMALL, colour=FAINT)


def _bars(pen: ImageDraw.ImageDraw, panel: Bars, *, top: int) -> None:
    most = max((number for _, number, _ in panel.rows), default=0)
    names = (WIDTH - 2 * MARGIN) * 6 // 10
    figures = max((int(_font(_SMALL).getlength(said)) for _, _, said in panel.rows), default=0)
    left, right = MARGIN + names + 16, WIDTH - MARGIN - figures - 16
    for at, (name, number, said) in enumerate(panel.rows):
        y = top + _BAR_ROW * at
        _write(pen, (MARGIN, y + 4), name, size=_SMALL, width=names)
        long = (right - left) * number // most if most else 0
        pen.rectangle((left, y + 4, left + max(long, 3), y + _BAR_ROW - 12), fill=panel.colour)
        _write(pen, (left + max(long, 3) + 12, y + 4), said, size=_SMALL, colour=FAINT)


def _write(
    pen: ImageDraw.ImageDraw,
    at: tuple[int, int],
    words: str,
    *,
    size: int,
    colour: str = INK,
    width: int = 0,
) -> None:
    font = _font(size)
    if width and font.getlength(words) > width:
        while words and font.getlength(f"{words}…") > width:
            words = words[:-1]
        words = f"{words.rstrip()}…"
    pen.text(at, words, font=font, fill=colour)


def _number_width(most: int) -> int:
    return int(_font(_SMALL).getlength(f"{most}"))


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    letters = resources.files("bot").joinpath("fonts", _FONT).read_bytes()
    # The plain layout needs no library of the system, and Vietnamese comes composed.
    return ImageFont.truetype(io.BytesIO(letters), size, layout_engine=ImageFont.Layout.BASIC)
