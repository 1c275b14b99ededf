"""What every look of one round shares."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.crash import CrashPoint
from bot.feeds.fetch import Fetcher
from bot.feeds.outcome import Outcome
from bot.feeds.parse import Parser
from bot.feeds.storing import Waiting
from bot.feeds.story import LIKENESS
from storage import Storage
from storage.model import FeedId, FeedState

if TYPE_CHECKING:
    from bot.feeds.reading import Unread

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One instant, one storage, one way out.

    `settled` is kept when the round ends, `waiting` in between as well, as `unread` is read;
    `stored`: what came of the looks that are written down.
    """

    storage: Storage
    fetcher: Fetcher
    parser: Parser
    now: datetime
    interval_s: int
    zone: ZoneInfo = VIETNAM
    crash: CrashPoint = field(default_factory=CrashPoint)
    likeness: float = LIKENESS
    callback_url: str = ""
    settled: list[FeedState] = field(default_factory=list)
    unread: "list[Unread]" = field(default_factory=list)
    waiting: list[Waiting] = field(default_factory=list)
    stored: dict[FeedId, Outcome] = field(default_factory=dict)
