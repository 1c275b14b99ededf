"""The feeds' desk: the list, one feed, what would be imported, the queue (pure)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from hashlib import blake2b
from typing import Final

from bot.dates import format_card, format_relative
from bot.feeds.columns import COLUMNS
from bot.i18n import text
from bot.press import Press, Verb
from bot.render.document import Mark
from bot.render.lists import numbered, paging_row
from bot.render.markup import Line, html_of, line_of
from bot.render.screen import Button, Look, Screen, Style, in_rows, pressing, rows_of
from bot.text import base36, shorten, squash
from storage.model import Content, Feed, FeedState, FeedStatus, Headline

PAGE_SIZE: Final = 8
"""Feeds on a page."""
QUEUE_SIZE: Final = 10
"""Waiting entries on a page."""
SURE: Final = "yes"

PAUSE, RESUME, TRUST, CHECK = "pause", "resume", "trust", "check"
"""What the buttons of a feed change."""
FULL, LEAD = "full", "lead"

_NAME_UNITS: Final = 60
_TITLE_UNITS: Final = 200
_MOST_COLUMNS: Final = 24
_MAPPABLE: Final = tuple(name for name in COLUMNS if name not in {"attachments", "content_type"})


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
    is_active = feed.status is FeedStatus.ACTIVE

    def change(key: str, argument: str, style: Style | None = None) -> Button:
        press = Press(verb=Verb.CHANGE_FEED, id=feed.id, argument=argument)
        return pressing(text(key, language), press, style=style)

    def go(key: str, verb: Verb, **values: int) -> Button:
        return pressing(text(key, language, **values), Press(verb=verb, id=feed.id))

    keyboard = rows_of(
        (go("feeds.queue_button", Verb.QUEUE, n=n_waiting) if n_waiting else None,),
        (
            go("admin.feed_poll", Verb.POLL_FEED) if is_active else None,
            go("feeds.try_it", Verb.TRY_FEED),
        ),
        (
            change("feeds.pause", PAUSE)
            if is_active
            else change("feeds.resume", RESUME, Style.SUCCESS),
            change("feeds.check", CHECK) if feed.is_trusted else change("feeds.trust", TRUST),
        ),
        (
            change("feeds.lead_only", LEAD)
            if feed.wants_full_text
            else change("feeds.full_text", FULL),
            go("feeds.columns", Verb.COLUMNS),
        ),
        (
            pressing(
                text("feeds.remove", language),
                Press(verb=Verb.REMOVE_FEED, id=feed.id),
                style=Style.DANGER,
            ),
            pressing(text("button.back", language), Press(verb=Verb.FEEDS)),
        ),
    )
    return Screen(text=html_of(lines), keyboard=keyboard)


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

    def change(key: str, argument: str, style: Style | None = None) -> Button:
        press = Press(verb=Verb.CHANGE_FEED, id=feed.id, argument=argument)
        return pressing(text(key, language), press, style=style)

    is_new = feed.status is FeedStatus.PAUSED
    keyboard = rows_of(
        (change("feeds.read_checked", RESUME, Style.SUCCESS) if is_new else None,),
        (change("feeds.read_trusted", TRUST) if is_new else None,),
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


def queue_screen(
    feed: Feed,
    headlines: Sequence[Headline],
    *,
    n: int,
    newest: int,
    has_more: bool,
    look: Look,
    page: int,
) -> Screen:
    """Entries that wait. The numbers open the desk's cards; one press lets all of them in.

    `newest`: the id of the last that came; what comes later is not meant by the presses.
    """
    language = look.language
    here = Press(verb=Verb.QUEUE, id=feed.id, page=page)
    title = text("feeds.queue", language, name=name_of(feed), n=n)
    lines = [line_of(title, marks=Mark.BOLD)]
    for number, it in enumerate(headlines, start=1):
        lines.append(numbered(number, it.title))
        if it.published_at is not None:
            at = format_card(it.published_at, zone=look.zone, language=language)
            lines.append(line_of(at, gap=1))
    if not headlines:
        lines.append(line_of(text("feeds.queue_empty", language)))
    cards = tuple(
        pressing(str(number), Press(verb=Verb.DRAFT, id=it.id))
        for number, it in enumerate(headlines, start=1)
    )

    def all_of_it(key: str, verb: Verb, style: Style) -> Button:
        # What came in since is not on the page, and so not meant.
        press = Press(verb=verb, id=feed.id, argument=base36(newest))
        return pressing(text(key, language, n=n), press, style=style)

    keyboard = rows_of(
        paging_row(here, has_more=has_more, look=look),
        (
            all_of_it("feeds.admit", Verb.ADMIT, Style.SUCCESS),
            all_of_it("feeds.turn_down", Verb.TURN_DOWN, Style.DANGER),
        )
        if headlines
        else (),
        (pressing(text("button.back", language), Press(verb=Verb.FEED, id=feed.id)),),
    )
    return Screen(text=html_of(lines), keyboard=(*in_rows(cards, width=5), *keyboard))


def ask_turn_down(feed: Feed, *, n: int, newest: str, look: Look) -> Screen:
    """The question before everything that waits is rejected."""
    sure = pressing(
        text("feeds.turn_down", look.language, n=n),
        Press(verb=Verb.TURN_DOWN, id=feed.id, argument=f"{newest}:{SURE}"),
        style=Style.DANGER,
    )
    cancel = pressing(text("button.cancel", look.language), Press(verb=Verb.QUEUE, id=feed.id))
    question = text("feeds.turn_down_ask", look.language, n=n)
    return Screen(text=html_of([line_of(question)]), keyboard=((sure, cancel),))


def columns_screen(feed: Feed, unknown: Sequence[str], *, look: Look) -> Screen:
    """The columns of this feed that mean nothing to us, and those that were given a meaning."""
    language = look.language
    given = dict(feed.column_map)
    names = list(dict.fromkeys([*given, *unknown]))[:_MOST_COLUMNS]
    key = "feeds.columns_ask" if names else "feeds.columns_none"
    lines = [line_of(text("feeds.columns", language), marks=Mark.BOLD)]
    lines.append(line_of(text(key, language)))
    buttons = tuple(
        pressing(
            f"{shorten(name, limit=30)} = {text(f'columns.{given[name]}', language)}"
            if name in given
            else name,
            Press(verb=Verb.COLUMN, id=feed.id, argument=mark_of(name)),
        )
        for name in names
    )
    back = pressing(text("button.back", language), Press(verb=Verb.FEED, id=feed.id))
    return Screen(text=html_of(lines), keyboard=(*in_rows(buttons, width=2), (back,)))


def column_screen(feed: Feed, column: str, *, look: Look) -> Screen:
    """Which of our fields a column means."""
    language = look.language
    fields = tuple(
        pressing(
            text(f"columns.{name}", language),
            Press(verb=Verb.COLUMN, id=feed.id, argument=f"{mark_of(column)}:{number:x}"),
        )
        for number, name in enumerate(_MAPPABLE)
    )
    nothing = pressing(
        text("feeds.means_nothing", language),
        Press(verb=Verb.COLUMN, id=feed.id, argument=f"{mark_of(column)}:-"),
    )
    back = pressing(text("button.back", language), Press(verb=Verb.COLUMNS, id=feed.id))
    question = text("feeds.column_ask", language, name=shorten(column, limit=_TITLE_UNITS))
    return Screen(
        text=html_of([line_of(question)]),
        keyboard=(*in_rows(fields, width=2), (nothing, back)),
    )


def mark_of(column: str) -> str:
    """A column's name as a button carries it.

    >>> len(mark_of("Ngày xuất bản"))
    12
    """
    return blake2b(column.encode(), digest_size=6).hexdigest()


def field_at(place: str) -> str | None:
    """The field that a button of `column_screen` names; empty for none, None for no button.

    >>> field_at("0"), field_at("-"), field_at("zz")
    ('title', '', None)
    """
    if place == "-":
        return ""
    known = {f"{number:x}": name for number, name in enumerate(_MAPPABLE)}
    return known.get(place)


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
