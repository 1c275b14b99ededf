"""The feeds' desk: the list, one feed, what would be imported, the queue (pure)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from bot.dates import format_card, format_relative
from bot.i18n import text
from bot.press import Press, Verb
from bot.render.document import Mark
from bot.render.lists import numbered, paging_row
from bot.render.markup import Line, html_of, line_of
from bot.render.screen import Button, Keyboard, Look, Screen, Style, in_rows, pressing, rows_of
from bot.text import shorten, squash
from storage.model import Content, Feed, FeedState, FeedStatus

PAGE_SIZE: Final = 8
"""Feeds on a page."""
SURE: Final = "yes"

PAUSE, RESUME, TRUST, CHECK = "pause", "resume", "trust", "check"
"""What the buttons of a feed change."""
FULL, LEAD = "full", "lead"

_NAME_UNITS: Final = 60
_TITLE_UNITS: Final = 200


def feeds_screen(
    feeds: Sequence[tuple[Feed, FeedState]],
    waiting: dict[int, int],
    *,
    now: datetime,
    look: Look,
    page: int,
) -> Screen:
    """Every feed and how it is doing. `waiting`: entries for an editor, by feed."""
    language = look.language
    shown = feeds[page * PAGE_SIZE : (page + 1) * PAGE_SIZE]
    lines = [line_of(text("admin.feeds", language), marks=Mark.BOLD)]
    for feed, state in shown:
        lines.append(line_of(name_of(feed), marks=Mark.BOLD))
        lines += _health_lines(feed, state, now=now, look=look)
        if waiting.get(feed.id):
            lines.append(line_of(text("feeds.waiting", language, n=waiting[feed.id]), gap=1))
    if not feeds:
        lines.append(line_of(text("admin.no_feeds", language)))
    buttons = tuple(pressing(name_of(feed), Press(verb=Verb.FEED, id=feed.id)) for feed, _ in shown)
    add = pressing(text("admin.feed_add", language), Press(verb=Verb.ADD_FEED), style=Style.PRIMARY)
    has_more = len(feeds) > (page + 1) * PAGE_SIZE
    paging = paging_row(Press(verb=Verb.FEEDS, page=page), has_more=has_more, look=look)
    return Screen(
        text=html_of(lines), keyboard=(*in_rows(buttons, width=2), *rows_of(paging, (add,)))
    )


def feed_screen(
    feed: Feed, state: FeedState, *, n_waiting: int, now: datetime, look: Look, said: str = ""
) -> Screen:
    """One feed: where it is, how it is doing, what is done with it. `said`: what just came."""
    language = look.language
    lines = [line_of(name_of(feed), marks=Mark.BOLD), line_of(feed.url, gap=1)]
    lines += _health_lines(feed, state, now=now, look=look)
    trust = "feeds.is_trusted" if feed.is_trusted else "feeds.is_checked"
    lines.append(line_of(text(trust, language)))
    if feed.column_map:
        pairs = ", ".join(
            f"{column} = {text(f'columns.{field}', language)}" for column, field in feed.column_map
        )
        lines.append(line_of(text("feeds.mapped", language, pairs=pairs), gap=1))
    if said:
        lines.append(line_of(said))
    return Screen(
        text=html_of(lines), keyboard=_feed_keyboard(feed, n_waiting=n_waiting, look=look)
    )


def sample_lines(sample: Sequence[Content], *, look: Look) -> Iterable[Line]:
    """The first entries as they would be imported, and what nobody understands of them."""
    for number, content in enumerate(sample, start=1):
        yield numbered(number, content.title)
        about = [content.category, content.author.name]
        if content.published_at is not None:
            about.append(format_card(content.published_at, zone=look.zone, language=look.language))
        yield line_of(" | ".join(filter(None, map(squash, about))), gap=1)
    unknown = dict.fromkeys(name for content in sample for name, _ in content.extra)
    if unknown:
        names = shorten(", ".join(unknown), limit=_TITLE_UNITS)
        yield line_of(text("feeds.unknown_columns", look.language, names=names))


def sample_screen(feed: Feed, sentence: str, sample: Sequence[Content], *, look: Look) -> Screen:
    """What would be imported, and whether to read the feed from now on."""
    language = look.language
    lines = [line_of(sentence, marks=Mark.BOLD), *sample_lines(sample, look=look)]

    is_new = feed.status is FeedStatus.PAUSED
    read = _change("feeds.read_checked", feed, RESUME, style=Style.SUCCESS, look=look)
    trust = _change("feeds.read_trusted", feed, TRUST, look=look)
    keyboard = rows_of(
        (read if is_new else None,),
        (trust if is_new else None,),
        (
            pressing(text("feeds.remove", language), Press(verb=Verb.REMOVE_FEED, id=feed.id))
            if is_new
            else None,
            pressing(text("feeds.open", language), Press(verb=Verb.FEED, id=feed.id)),
        ),
    )
    return Screen(text=html_of(lines), keyboard=keyboard)


def ask_remove(feed: Feed, *, look: Look) -> Screen:
    """The question before a feed is forgotten."""
    sure = pressing(
        text("feeds.remove", look.language),
        Press(verb=Verb.REMOVE_FEED, id=feed.id, argument=SURE),
        style=Style.DANGER,
    )
    cancel = pressing(text("button.cancel", look.language), Press(verb=Verb.FEED, id=feed.id))
    question = text("feeds.remove_ask", look.language, name=name_of(feed))
    return Screen(text=html_of([line_of(question)]), keyboard=((sure, cancel),))


def name_of(feed: Feed) -> str:
    """A feed's title, or its address where it has none."""
    return shorten(squash(feed.title) or feed.url, limit=_NAME_UNITS)


def _health_lines(feed: Feed, state: FeedState, *, now: datetime, look: Look) -> Iterable[Line]:
    yield line_of(_health(feed, state, look.language), gap=1)
    if state.last_polled_at is not None:
        when = format_relative(
            state.last_polled_at, now=now, zone=look.zone, language=look.language
        )
        yield line_of(text("admin.feed_polled_at", look.language, when=when), gap=1)


def _health(feed: Feed, state: FeedState, language: str) -> str:
    is_off = feed.status is not FeedStatus.ACTIVE
    if is_off and state.cause:
        return text(f"feeds.cause_{state.cause}", language)
    if is_off:
        return text("admin.feed_off", language)
    if state.last_polled_at is None:
        return text("admin.feed_never", language)
    if state.failures:
        reason = text(f"feeds.cause_{state.cause}", language)
        return text("admin.feed_failing", language, n=state.failures, reason=reason)
    return text("admin.feed_healthy", language)


def _feed_keyboard(feed: Feed, *, n_waiting: int, look: Look) -> Keyboard:
    language = look.language
    is_active = feed.status is FeedStatus.ACTIVE

    def go(key: str, verb: Verb, style: Style | None = None, **values: int) -> Button:
        return pressing(text(key, language, **values), Press(verb=verb, id=feed.id), style=style)

    start = _change("feeds.resume", feed, RESUME, style=Style.SUCCESS, look=look)
    pause = _change("feeds.pause", feed, PAUSE, look=look)
    trust, full = ("feeds.trust", TRUST), ("feeds.full_text", FULL)
    if feed.is_trusted:
        trust = ("feeds.check", CHECK)
    if feed.wants_full_text:
        full = ("feeds.lead_only", LEAD)
    return rows_of(
        (go("feeds.queue_button", Verb.QUEUE, n=n_waiting) if n_waiting else None,),
        (
            go("admin.feed_poll", Verb.POLL_FEED) if is_active else None,
            go("feeds.try_it", Verb.TRY_FEED),
        ),
        (pause if is_active else start, _change(trust[0], feed, trust[1], look=look)),
        (_change(full[0], feed, full[1], look=look), go("feeds.columns", Verb.COLUMNS)),
        (
            go("feeds.remove", Verb.REMOVE_FEED, Style.DANGER),
            pressing(text("button.back", language), Press(verb=Verb.FEEDS)),
        ),
    )


def _change(
    key: str, feed: Feed, argument: str, *, look: Look, style: Style | None = None
) -> Button:
    press = Press(verb=Verb.CHANGE_FEED, id=feed.id, argument=argument)
    return pressing(text(key, look.language), press, style=style)
