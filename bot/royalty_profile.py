"""A royalty profile: dated figures from a TOML file, and the example that is shipped."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from importlib import resources
from typing import Final

from bot.royalty import unit_value
from storage.model import RoyaltyScale, RoyaltyUnit

EXAMPLE: Final = "royalty_profile.toml"
_FIGURES: Final = ("least", "most", "usual", "per_page", "per_photo", "ceiling")


class BadProfile(Exception):
    """A file that is no royalty profile."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What a point is worth, and how many points a genre may have."""

    units: tuple[RoyaltyUnit, ...]
    scales: tuple[RoyaltyScale, ...]


def example_profile() -> Profile:
    """The example beside this file."""
    return read_profile(resources.files("bot").joinpath(EXAMPLE).read_text(encoding="utf-8"))


def read_profile(text: str) -> Profile:
    """A profile as written in TOML.

    Raises:
        BadProfile: a figure is missing, is no number, or contradicts another.
    """
    try:
        tables = tomllib.loads(text)
        return Profile(
            units=tuple(_unit(row) for row in tables.get("unit", ())),
            scales=tuple(scale for row in tables.get("genre", ()) for scale in _scales(row)),
        )
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError, InvalidOperation) as error:
        raise BadProfile(str(error)) from error


def _unit(row: Mapping[str, object]) -> RoyaltyUnit:
    base, percent = _whole(row["base_salary_vnd"]), _number(row["percent"])
    return RoyaltyUnit(
        effective_on=_day(row["effective_on"]),
        base_salary_vnd=base,
        percent=percent,
        unit_vnd=unit_value(base, percent=percent),
        most_points=_number(row["most_points"]),
        rounding_vnd=_whole(row["rounding_vnd"]),
        words_per_page=_whole(row["words_per_page"]),
        source=str(row["source"]),
    )


def _scales(row: Mapping[str, object]) -> Iterator[RoyaltyScale]:
    names = row["names"]
    least, most, usual, per_page, per_photo, ceiling = (_number(row[name]) for name in _FIGURES)
    if not isinstance(names, list) or not least <= usual <= most <= ceiling:
        raise ValueError(f"{names}: least <= usual <= most <= ceiling does not hold")
    for name in names:
        yield RoyaltyScale(
            genre=str(name),
            effective_on=_day(row["effective_on"]),
            least=least,
            most=most,
            usual=usual,
            per_page=per_page,
            per_photo=per_photo,
            ceiling=ceiling,
        )


def _number(value: object) -> Decimal:
    number = Decimal(str(value))
    if not number.is_finite() or number < 0:
        raise ValueError(f"{value} is no figure of a profile")
    return number


def _whole(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value <= 0:
        raise ValueError(f"{value} is no whole number above 0")
    return value


def _day(value: object) -> date:
    if type(value) is not date:
        raise ValueError(f"{value} is no day")
    return value
