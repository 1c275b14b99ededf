"""Who looks at a page: a person, whose opening counts, or a machine, whose does not."""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime
from hashlib import blake2b

from starlette.requests import Request

from storage.model import ReaderId

# Not the browsers inside apps: those are people (Telegram's, Zalo's and Facebook's name the app).
MACHINES = re.compile(
    r"(?<!cu)bot\b|crawl|spider|slurp|preview|fetch|scan|monitor|facebookexternalhit|whatsapp/"
    r"|embedly|curl|wget|python|java/|go-http|okhttp|axios|libwww|headless|lighthouse|\brss\b"
    r"|feedly|archive\.org",
    re.IGNORECASE,
)
# Many people share an address; nobody reads this much of one in an hour.
MOST_AN_HOUR = 240
MOST_ADDRESSES = 50_000


class Crowd:
    """How often each address opened something in this hour. Nothing of it is written down."""

    def __init__(self) -> None:
        self._hour = -1
        self._openings: Counter[str] = Counter()

    def admits(self, address: str, *, now: datetime) -> bool:
        """Whether another opening from there can still be a person's."""
        hour = int(now.timestamp()) // 3600
        if hour != self._hour or len(self._openings) > MOST_ADDRESSES:
            self._hour = hour
            self._openings.clear()
        self._openings[address] += 1
        return self._openings[address] <= MOST_AN_HOUR


def person_of(request: Request) -> ReaderId | None:
    """A number for whoever looks; None for machines, previews and prefetches.

    Below zero: Telegram's users are above. It goes into a hash under the article's own key.
    """
    headers = request.headers
    agent = headers.get("user-agent", "")
    purpose = f"{headers.get('purpose', '')}{headers.get('sec-purpose', '')}"
    if request.method != "GET" or not agent or MACHINES.search(agent) or "prefetch" in purpose:
        return None
    address = request.client.host if request.client else ""
    digest = blake2b(f"{address}|{agent}".encode(), digest_size=7).digest()
    return ReaderId(-1 - int.from_bytes(digest))


def address_of(request: Request) -> str:
    """Where the request came from."""
    return request.client.host if request.client else ""
