"""How fast a bot may send.

Bots FAQ, "My bot is hitting limits": about one message a second in a chat (short bursts allowed),
20 a minute in a group, 30 a second overall. Telegram does not publish how it counts; we count
accepted messages in sliding windows of real time, whatever the pretend clock shows.
"""

import math
import time
from collections import deque
from dataclasses import dataclass, field

from .errors import too_many_requests
from .settings import Limits
from .state import ChatRecord


@dataclass(slots=True)
class _Allowance:
    left: float
    at: float


@dataclass(slots=True)
class Flood:
    """The windows of one bot."""

    limits: Limits
    _all: deque[float] = field(default_factory=deque)
    _groups: dict[int, deque[float]] = field(default_factory=dict)
    _private: dict[int, _Allowance] = field(default_factory=dict)

    def admit(self, chat: ChatRecord, *, messages: int = 1, is_paid: bool = False) -> None:
        """Counts messages to a chat.

        Raises:
            Refusal: 429; nothing was counted.
        """
        if not self.limits.flood:
            return
        now = time.monotonic()
        limit = self.limits.paid_per_second if is_paid else self.limits.per_second
        _forget(self._all, before=now - 1.0)
        if len(self._all) + messages > limit:
            raise too_many_requests(1 + math.ceil(self._all[0] + 1.0 - now if self._all else 0))
        if chat.type == "private":
            self._admit_private(chat.id, messages, now)
        else:
            self._admit_group(chat.id, messages, now)
        self._all.extend([now] * messages)

    def _admit_private(self, chat_id: int, messages: int, now: float) -> None:
        burst = float(self.limits.per_chat_burst)
        allowance = self._private.setdefault(chat_id, _Allowance(burst, now))
        refill = (now - allowance.at) * self.limits.per_chat_per_second
        allowance.left = min(burst, allowance.left + refill)
        allowance.at = now
        if allowance.left < messages:
            missing = messages - allowance.left
            raise too_many_requests(math.ceil(missing / self.limits.per_chat_per_second))
        allowance.left -= messages

    def _admit_group(self, chat_id: int, messages: int, now: float) -> None:
        window = self._groups.setdefault(chat_id, deque())
        _forget(window, before=now - 60.0)
        if len(window) + messages > self.limits.group_per_minute:
            raise too_many_requests(math.ceil(window[0] + 60.0 - now) if window else 60)
        window.extend([now] * messages)


def _forget(window: deque[float], *, before: float) -> None:
    while window and window[0] <= before:
        window.popleft()
