"""What happens, for whoever watches: the phone page listens here."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from .errors import JsonObject

MOST_WAITING = 1000


class Stream:
    """Hands every event to every listener; costs nothing when nobody listens."""

    def __init__(self) -> None:
        self._listeners: list[asyncio.Queue[JsonObject]] = []

    @property
    def is_watched(self) -> bool:
        """Whether anybody listens, so that nobody prepares events in vain."""
        return bool(self._listeners)

    def publish(self, event: JsonObject) -> None:
        """Tells all; a listener that does not keep up loses the oldest."""
        for queue in self._listeners:
            if queue.full():
                queue.get_nowait()
            queue.put_nowait(event)

    @contextmanager
    def subscribe(self) -> Iterator[asyncio.Queue[JsonObject]]:
        """A queue that gets every event for as long as the block lasts."""
        queue: asyncio.Queue[JsonObject] = asyncio.Queue(MOST_WAITING)
        self._listeners.append(queue)
        try:
            yield queue
        finally:
            self._listeners.remove(queue)
