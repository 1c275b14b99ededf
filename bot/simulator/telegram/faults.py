"""What can go wrong on the wire, on order.

Every fault says whether Telegram had accepted the call before the answer was spoiled: that is
what a sender cannot know, and what `Simulator.accepted` counts.
"""

import random
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A spoiled answer; made by the functions below, not by hand."""

    kind: str
    is_accepted: bool
    seconds: float = 0.0
    code: int = 0
    description: str = ""

    @staticmethod
    def reset_before() -> "Fault":
        """The connection is reset; nothing was done."""
        return Fault(kind="reset", is_accepted=False)

    @staticmethod
    def reset_after() -> "Fault":
        """The call was done, then the connection is reset."""
        return Fault(kind="reset", is_accepted=True)

    @staticmethod
    def flood(retry_after: int) -> "Fault":
        """429 with `retry_after` seconds; nothing was done."""
        return Fault(kind="flood", is_accepted=False, code=429, seconds=retry_after)

    @staticmethod
    def refusal(code: int, description: str) -> "Fault":
        """Telegram's own "no", as JSON without parameters; nothing was done."""
        return Fault(kind="refusal", is_accepted=False, code=code, description=description)

    @staticmethod
    def server_error(code: int, *, accepted: bool) -> "Fault":
        """A gateway's page in place of an answer, after or before the call was done."""
        return Fault(kind="server_error", is_accepted=accepted, code=code)

    @staticmethod
    def slow(seconds: float) -> "Fault":
        """The call is done at once and answered after so many seconds of real time."""
        return Fault(kind="slow", is_accepted=True, seconds=seconds)

    @staticmethod
    def garbled() -> "Fault":
        """The call is done; the answer is 200 with half of its JSON."""
        return Fault(kind="garbled", is_accepted=True)

    @staticmethod
    def hang() -> "Fault":
        """The call is done; no answer until the caller gives up."""
        return Fault(kind="hang", is_accepted=True)


@dataclass(slots=True)
class _Order:
    method: str
    fault: Fault
    chat_id: int | str | None
    times: int
    share: float
    dice: random.Random | None

    def fits(self, method: str, chat_id: object) -> bool:
        if self.method not in ("*", method):
            return False
        return self.chat_id is None or str(self.chat_id) == str(chat_id)


@dataclass(slots=True)
class Faults:
    """The faults on order; "*" stands for every method but `getUpdates`."""

    _orders: list[_Order] = field(default_factory=list)

    def next(
        self, method: str, fault: Fault, *, times: int = 1, chat_id: int | str | None = None
    ) -> None:
        """Spoils the next `times` calls of a method (to a chat, when one is named)."""
        self._orders.append(_Order(method, fault, chat_id, times, 1.0, None))

    def rate(self, method: str, fault: Fault, *, share: float, seed: int = 1) -> None:
        """Spoils a share (0 to 1) of the calls from now on, the same ones for the same seed."""
        self._orders.append(_Order(method, fault, None, -1, share, random.Random(seed)))

    def clear(self) -> None:
        """Takes every order back."""
        self._orders.clear()

    def pick(self, method: str, chat_id: object) -> Fault | None:
        """The fault for this call, counted as used."""
        if not self._orders:
            return None
        for order in self._orders:
            if not order.fits(method, chat_id) or (order.method == "*" and method == "getUpdates"):
                continue
            if order.dice is not None:
                if order.dice.random() < order.share:
                    return order.fault
                continue
            order.times -= 1
            if order.times == 0:
                self._orders.remove(order)
            return order.fault
        return None
