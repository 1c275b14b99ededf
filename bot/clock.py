"""What time it is, for everything that asks. The demo and the tests bring their own."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """A source of the current instant."""

    def now(self) -> datetime:
        """Aware, UTC."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Aware, UTC."""
        return datetime.now(UTC)


class ShiftedClock:
    """The machine's clock, moved forward by hand."""

    def __init__(self, *, start: datetime | None = None) -> None:
        self.ahead = timedelta() if start is None else start - datetime.now(UTC)

    def now(self) -> datetime:
        """Aware, UTC."""
        return datetime.now(UTC) + self.ahead

    def jump(self, by: timedelta) -> None:
        """Moves the clock forward; going back would repeat what has happened.

        Raises:
            ValueError: `by` is negative.
        """
        if by < timedelta():
            raise ValueError("a clock that jumps goes forward only")
        self.ahead += by
