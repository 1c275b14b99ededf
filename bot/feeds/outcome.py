"""How a look at a feed ended (pure)."""

from dataclasses import dataclass
from enum import StrEnum

from storage.model import ArticleId, FeedId


class Result(StrEnum):
    """How a look at a feed ended."""

    NEW = "new"
    UNCHANGED = "unchanged"
    FAILED = "failed"
    GONE = "gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A look at one feed: what came of it, or why nothing did (`cause`)."""

    feed_id: FeedId
    result: Result
    new: tuple[ArticleId, ...] = ()
    changed: tuple[ArticleId, ...] = ()
    featured: tuple[ArticleId, ...] = ()
    cause: str = ""
    detail: str = ""
