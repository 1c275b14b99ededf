"""Time zones: those that many need, and any other by its name (pure)."""

from __future__ import annotations

import re
from functools import cache
from typing import Final
from zoneinfo import available_timezones

from bot.text import fold

USUAL: Final = {
    "Asia/Ho_Chi_Minh": "Việt Nam",
    "Asia/Singapore": "Singapore",
    "Asia/Taipei": "Taipei",
    "Asia/Seoul": "Seoul",
    "Asia/Tokyo": "Tokyo",
    "Australia/Sydney": "Sydney",
    "Europe/Moscow": "Moscow",
    "Europe/Berlin": "Berlin",
    "Europe/London": "London",
    "America/New_York": "New York",
    "America/Chicago": "Chicago",
    "America/Los_Angeles": "Los Angeles",
}
"""Where many Vietnamese live: the zone and what its button says."""

_OFFSET: Final = re.compile(r"(?:gmt|utc)?\s*([+-])\s*(\d{1,2})(?::?00)?")


def find_zone(given: str) -> str | None:
    """The zone that people mean: its name, its city, or its distance from Greenwich.

    >>> find_zone("asia/tokyo"), find_zone("New York"), find_zone("GMT+7"), find_zone("Sao Hỏa")
    ('Asia/Tokyo', 'America/New_York', 'Etc/GMT-7', None)
    """
    wanted = fold(given).strip()
    offset = _OFFSET.fullmatch(wanted)
    if offset is not None:
        # In these names the sign is turned round (tzdata, "etcetera").
        sign, hours = "-" if offset[1] == "+" else "+", int(offset[2])
        name = f"Etc/GMT{sign}{hours}" if hours else "Etc/UTC"
        return name if name in available_timezones() else None
    return _names().get(wanted.replace(" ", "_"))


def zone_name(zone: str) -> str:
    """A zone as its button says it.

    >>> zone_name("Asia/Ho_Chi_Minh"), zone_name("Etc/GMT-7"), zone_name("Asia/Dhaka")
    ('Việt Nam', 'GMT+7', 'Dhaka')
    """
    if zone.startswith("Etc/GMT"):
        return zone.removeprefix("Etc/").translate(str.maketrans("+-", "-+"))
    return USUAL.get(zone) or zone.rpartition("/")[2].replace("_", " ")


@cache
def _names() -> dict[str, str]:
    zones = sorted(available_timezones())
    areas = [it for it in zones if "/" in it]
    names = {it.rpartition("/")[2].lower(): it for it in reversed(areas)}
    names |= {fold(label).replace(" ", "_"): it for it, label in USUAL.items()}
    return names | {it.lower(): it for it in zones}
