"""Numbered steps at which a rehearsal may kill the process: how never-twice is tested."""

from __future__ import annotations

import os
import signal

STEPS = (
    "claimed",
    "sending",
    "bytes",
    "answered",
    "recorded",
    "inbox",
    "published",
    "fanned_out",
    "digest_enqueued",
    "feed_stored",
)


class CrashPoint:
    """Kills this process, as `kill -9` does, the n-th time it reaches a step.

    `at`: "step:n" or empty for never.

    Raises:
        ValueError: `at` names no step, or n is not a whole number from 1.
    """

    def __init__(self, at: str = "") -> None:
        step, _, times = at.partition(":")
        if at and (step not in STEPS or not times.isdecimal() or int(times) < 1):
            raise ValueError(f"write <step>:<n> with one of {', '.join(STEPS)}")
        self._step = step
        self._left = int(times) if at else 0

    def reached(self, step: str) -> None:
        """Says that a step was reached; may not return."""
        if step != self._step:
            return
        self._left -= 1
        if self._left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def awaits(self, step: str) -> bool:
        """Whether this is the step at which it kills."""
        return step == self._step
