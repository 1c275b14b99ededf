"""A canvas in picture coordinates, drawn at twice the size so that edges come out smooth."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from random import Random

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 1280, 800
FINE = 2
JPEG_QUALITY = 84

Colour = tuple[int, int, int]
Point = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """The colours of an hour of the day."""

    sky_top: Colour
    sky_low: Colour
    sun: Colour
    hills: tuple[Colour, Colour, Colour]
    ground: Colour
    leaf: Colour
    water: Colour
    wall: Colour
    accent: Colour


def rgb(text: str) -> Colour:
    """`#rrggbb` as a colour."""
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


def mix(one: Colour, other: Colour, *, share: float) -> Colour:
    """`share` of the other colour in the first."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


class Canvas:
    """A picture in the making; its randomness comes from the seed alone."""

    def __init__(self, *, seed: int, palette: Palette) -> None:
        self.random = Random(seed)
        self.palette = palette
        self._image = Image.new("RGB", (WIDTH * FINE, HEIGHT * FINE), palette.sky_low)
        self._draw = ImageDraw.Draw(self._image)

    def gradient(self, top: Colour, low: Colour, *, height: float = HEIGHT) -> None:
        """Fills the upper part with colours that run into each other."""
        column = Image.new("RGB", (1, 128))
        for row in range(128):
            column.putpixel((0, row), mix(top, low, share=row / 127))
        size = (WIDTH * FINE, round(height * FINE))
        self._image.paste(column.resize(size, Image.Resampling.BILINEAR), (0, 0))

    def polygon(self, points: Sequence[Point], *, fill: Colour) -> None:
        """A filled polygon."""
        self._draw.polygon([(x * FINE, y * FINE) for x, y in points], fill=fill)

    def box(self, x: float, y: float, w: float, h: float, *, fill: Colour, r: float = 0) -> None:
        """A filled rectangle, its corners rounded by `r`."""
        corners = (x * FINE, y * FINE, (x + w) * FINE, (y + h) * FINE)
        self._draw.rounded_rectangle(corners, r * FINE, fill=fill)

    def disc(self, x: float, y: float, radius: float, *, fill: Colour, flat: float = 1) -> None:
        """A filled circle; `flat` is its height over its width."""
        tall = radius * flat
        corners = ((x - radius), (y - tall), (x + radius), (y + tall))
        self._draw.ellipse([edge * FINE for edge in corners], fill=fill)

    def ring(self, x: float, y: float, radius: float, *, colour: Colour, width: float) -> None:
        """The outline of a circle."""
        corners = (x - radius, y - radius, x + radius, y + radius)
        self._draw.ellipse(
            [edge * FINE for edge in corners], outline=colour, width=max(1, round(width * FINE))
        )

    def half_disc(self, x: float, y: float, radius: float, *, fill: Colour, turn: int = 0) -> None:
        """The upper half of a circle, turned by so many degrees."""
        corners = (x - radius, y - radius, x + radius, y + radius)
        self._draw.pieslice([edge * FINE for edge in corners], 180 + turn, 360 + turn, fill=fill)

    def stroke(self, points: Sequence[Point], *, colour: Colour, width: float) -> None:
        """A line with round ends and joints."""
        for one, other in pairwise(points):
            fine = [(x * FINE, y * FINE) for x, y in (one, other)]
            self._draw.line(fine, fill=colour, width=max(1, round(width * FINE)))
        for x, y in points:
            self.disc(x, y, width / 2, fill=colour)

    def star(self, x: float, y: float, radius: float, *, fill: Colour) -> None:
        """A five-pointed star standing on two points."""
        tips = []
        for corner in range(10):
            angle = math.pi * (corner / 5 - 0.5)
            reach = radius if corner % 2 == 0 else radius * 0.4
            tips.append((x + reach * math.cos(angle), y + reach * math.sin(angle)))
        self.polygon(tips, fill=fill)

    def jpeg(self) -> bytes:
        """The finished picture, 1280 by 800."""
        data = BytesIO()
        small = self._image.reduce(FINE)
        small.save(data, format="JPEG", quality=JPEG_QUALITY, optimize=True, progressive=True)
        return data.getvalue()
