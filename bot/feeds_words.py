"""What the command line says of feeds (pure). It is English; chats have both languages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo

from bot.dates import format_relative
from bot.feeds.discover import NotFound, sentence
from bot.feeds.outcome import Outcome, Result
from bot.i18n import text
from storage.model import Feed, FeedState, FeedStatus

ENGLISH = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """How a command ended, in one sentence."""

    is_ok: bool
    sentence: str


def not_found(found: NotFound) -> str:
    """Why an address gave no feed and what to do, with the detail that only operators see."""
    return sentence(found, ENGLISH) + _in_brackets(found.detail)


def result_of(feed: Feed, outcome: Outcome, *, is_first: bool) -> Told:
    """What one look at a feed brought; of the first, that there is nothing yet."""
    name = f"Feed {feed.id}, {feed.title or feed.url}"
    is_ok = outcome.result in (Result.NEW, Result.UNCHANGED)
    return Told(is_ok=is_ok, sentence=f"{name}: {_brought(feed, outcome, is_first=is_first)}")


def row_of(feed: Feed, state: FeedState, *, now: datetime, zone: tzinfo) -> tuple[str, ...]:
    """A feed in a table: id, title and address, category, health, last look."""
    looked = state.last_polled_at
    return (
        str(feed.id),
        f"{feed.title}\n{feed.url}" if feed.title else feed.url,
        feed.category + (" (trusted)" if feed.is_trusted else ""),
        _health(feed, state),
        format_relative(looked, now=now, zone=zone, language=ENGLISH) if looked else "never",
    )


def count(number: int, noun: str) -> str:
    """A number and its noun.

    >>> count(1, "feed"), count(2, "feed")
    ('1 feed', '2 feeds')
    """
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _brought(feed: Feed, outcome: Outcome, *, is_first: bool) -> str:
    if outcome.cause:
        return _reason(outcome.cause, outcome.detail)
    where = "published" if feed.is_trusted else "waiting for an editor"
    said = [f"{count(len(outcome.new), 'article')} {where}"] if outcome.new else []
    said += [f"{len(outcome.changed)} changed"] if outcome.changed else []
    return ", ".join(said) or ("no entries yet" if is_first else "nothing new")


def _health(feed: Feed, state: FeedState) -> str:
    if state.cause:
        times = f"failed {count(state.failures, 'time')}. " if state.failures > 1 else ""
        return times + _reason(state.cause, state.detail)
    if feed.status is not FeedStatus.ACTIVE:
        return str(feed.status)
    return "well" if state.last_ok_at else "not looked at yet"


def _reason(cause: str, detail: str) -> str:
    return text(f"feeds.cause_{cause}", ENGLISH) + _in_brackets(detail)


def _in_brackets(detail: str) -> str:
    return f" ({detail})" if detail else ""
