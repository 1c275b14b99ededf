"""Feeds in five real shapes, as many as are wanted, no two with an entry in common."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "tests" / "data" / "feeds"
HOST = re.compile(rb"https?://")


def bodies(rounds: int) -> Iterator[tuple[str, bytes]]:
    """Address and body of each feed: every shape once a round, on hosts of its own."""
    for at in range(rounds):
        for path in sorted(FOLDER.glob("*.xml")):
            host = f"https://r{at}."
            yield f"{host}example/{path.name}", HOST.sub(host.encode(), path.read_bytes())
