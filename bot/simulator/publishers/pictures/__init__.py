"""Flat illustrations drawn by the demo itself; an address always gives the same bytes."""

import zlib
from collections.abc import Callable, Sequence
from functools import lru_cache
from random import Random

from bot.simulator.publishers.pictures import indoors, night, outdoors
from bot.simulator.publishers.pictures.canvas import HEIGHT, WIDTH, Canvas, Palette
from bot.simulator.publishers.pictures.palettes import DAYLIGHT, NIGHT

__all__ = ["HEIGHT", "SCENES", "WIDTH", "draw"]

CACHED_PICTURES = 256

Scene = Callable[[Canvas], None]
SCENES: dict[str, Scene] = {
    "planting": outdoors.planting,
    "road": outdoors.road,
    "river": outdoors.river,
    "farm": outdoors.farm,
    "football": outdoors.football,
    "running": outdoors.running,
    "village": outdoors.village,
    "reading": indoors.reading,
    "computers": indoors.computers,
    "robot": indoors.robot,
    "hall": indoors.hall,
    "clinic": indoors.clinic,
    "workshop": indoors.workshop,
    "stage": night.stage,
    "lanterns": night.lanterns,
    "stars": night.stars,
}
AT_NIGHT = frozenset({"stage", "lanterns", "stars"})


def draw(slug: str, *, number: int = 1, scenes: Sequence[str] = ()) -> bytes:
    """Picture `number` (from 1) of an article, a JPEG; no `scenes` means any scene."""
    seed = zlib.crc32(f"{slug}-{number}".encode())
    names = scenes or (Random(seed).choice(sorted(SCENES)),)
    return _drawn(names[(number - 1) % len(names)], seed)


@lru_cache(maxsize=CACHED_PICTURES)
def _drawn(scene: str, seed: int) -> bytes:
    canvas = Canvas(seed=seed, palette=_palette(scene, seed=seed))
    SCENES[scene](canvas)
    return canvas.jpeg()


def _palette(scene: str, *, seed: int) -> Palette:
    return NIGHT if scene in AT_NIGHT else DAYLIGHT[seed % len(DAYLIGHT)]
