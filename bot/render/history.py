"""An article's versions: the list, one of them, two side by side (pure)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from bot.comparing import FIELDS, Change, Fate, Pieces, compare, lines_of_field, shortened
from bot.dates import format_card
from bot.i18n import text
from bot.press import Press, Verb
from bot.render.document import PLAIN, Mark, Span
from bot.render.markup import Cost, Line, html_of, line_of
from bot.render.paging import pages_of
from bot.render.screen import (
    MOST_ENTITIES,
    TEXT_UNITS,
    Button,
    Keyboard,
    Look,
    Screen,
    Style,
    in_rows,
    pressing,
    rows_of,
)
from bot.text import shorten, squash
from storage.model import Article, Content, Person, Revision, Status, Version

PAGE_SIZE: Final = 8
"""Versions on a page of the list."""

_NUMBERS_IN_ROW: Final = 4
_TITLE_UNITS: Final = 200
_NAME_UNITS: Final = 80
_NOTE_UNITS: Final = 300
_ROOM: Final = Cost(TEXT_UNITS - 400, MOST_ENTITIES - 8)
"""What a page holds beside its heading and its number."""
_MARKS: Final = {
    Fate.KEPT: PLAIN,
    Fate.ADDED: Mark.UNDERLINE | Mark.BOLD,
    Fate.REMOVED: Mark.STRIKE,
}
UNTOUCHABLE: Final = frozenset({Status.RETRACTED, Status.REJECTED})
"""Of these no version is brought back."""


def versions(
    article: Article,
    revisions: Sequence[Revision],
    *,
    page: int,
    picked: Version | None,
    look: Look,
) -> Screen:
    """The list, newest first. With one `picked`, the numbers compare with it."""
    page = min(page, max(len(revisions) - 1, 0) // PAGE_SIZE)
    shown = revisions[page * PAGE_SIZE : (page + 1) * PAGE_SIZE]
    lines = [*_heading(article, look=look), *(_entry(it, look=look) for it in shown)]
    if picked is not None:
        lines.append(line_of(text("history.pick", look.language, number=str(picked))))
    numbers = tuple(_number(it, picked=picked, look=look) for it in shown if it.version != picked)
    here = Press(verb=Verb.VERSIONS, id=article.id, argument=str(picked or ""))
    turning = _turning(here, page=page, pages=-(-len(revisions) // PAGE_SIZE), look=look)
    keyboard = (*in_rows(numbers, width=_NUMBERS_IN_ROW), *turning)
    return Screen(text=html_of(lines), keyboard=(*keyboard, *_back(article, look=look)))


def version(
    article: Article,
    revision: Revision,
    content: Content,
    *,
    previous: Version | None,
    page: int,
    may_restore: bool,
    look: Look,
) -> Screen:
    """One version with all its fields that hold something."""
    here = Press(verb=Verb.VERSION, id=article.id, version=revision.version)
    others = None if previous is None else _against(article, revision, previous, look=look)
    restore = None
    if may_restore and revision.version != article.version and article.status not in UNTOUCHABLE:
        restore = _restore(article, revision.version, "", look=look)
    pick = Press(verb=Verb.VERSIONS, id=article.id, argument=str(revision.version))
    other = pressing(text("history.compare_other", look.language), pick)
    keyboard = rows_of((others, other if previous is not None else None), (restore,))
    return _paged(
        [_entry(revision, look=look)],
        tuple(_fields(content, look=look)),
        here=here,
        page=page,
        keyboard=(*keyboard, *_to_list(article, look=look)),
        look=look,
    )


def comparison(
    article: Article,
    before: tuple[Version, Content],
    after: tuple[Version, Content],
    *,
    page: int,
    look: Look,
) -> Screen:
    """What was taken away and what was added between two versions."""
    older, newer = before[0], after[0]
    changes = compare(before[1], after[1], zone=look.zone, language=look.language)
    title = text("history.compared", look.language, before=str(older), after=str(newer))
    lines = tuple(_change_lines(changes, look=look))
    if not lines:
        lines = (line_of(text("history.same", look.language)),)
    here = Press(verb=Verb.COMPARE, id=article.id, version=newer, argument=str(older))
    seen = (_number_button(article, it, look=look) for it in (older, newer))
    return _paged(
        [line_of(title, marks=Mark.BOLD), line_of(text("history.legend", look.language), gap=1)],
        lines,
        here=here,
        page=page,
        keyboard=(tuple(seen), *_to_list(article, look=look)),
        look=look,
    )


def ask_restore(article: Article, wanted: Version, *, look: Look) -> Screen:
    """The question before readers see an older version again."""
    question = text("history.restore_ask", look.language, number=str(wanted))
    sure = _restore(article, wanted, "!", look=look)
    show = Press(verb=Verb.VERSION, id=article.id, version=wanted)
    keyboard = rows_of((sure, pressing(text("button.cancel", look.language), show)))
    return Screen(
        text=html_of([*_heading(article, look=look), line_of(question)]), keyboard=keyboard
    )


def _paged(
    heading: Sequence[Line],
    lines: Sequence[Line],
    *,
    here: Press,
    page: int,
    keyboard: Keyboard,
    look: Look,
) -> Screen:
    pages = pages_of(lines, room=_ROOM)
    page = min(page, len(pages) - 1)
    foot = []
    if len(pages) > 1:
        foot = [line_of(text("card.page", look.language, page=page + 1, pages=len(pages)))]
    turning = _turning(here, page=page, pages=len(pages), look=look)
    body = html_of([*heading, *pages[page], *foot])
    return Screen(text=body, keyboard=(*turning, *keyboard))


def _heading(article: Article, *, look: Look) -> Iterator[Line]:
    title = shorten(squash(article.content.title), limit=_TITLE_UNITS)
    yield line_of(text("desk.history", look.language), marks=Mark.BOLD)
    yield line_of(title, gap=1)
    for key, at, by in (
        ("history.created", article.created_at, article.created_by),
        ("history.modified", article.modified_at, article.modified_by),
    ):
        date = format_card(at, zone=look.zone, language=look.language)
        yield line_of(text(key, look.language, date=date, name=_name(by, look=look)), gap=1)


def _entry(revision: Revision, *, look: Look) -> Line:
    date = format_card(revision.at, zone=look.zone, language=look.language)
    number, name = str(revision.version), _name(revision.by, look=look)
    first = text("desk.revision", look.language, number=number, name=name, date=date)
    changed = [text(f"columns.{it}", look.language) for it in revision.changed if it in FIELDS]
    more = [", ".join(changed)] if changed else []
    more += [shorten(squash(revision.note), limit=_NOTE_UNITS)] if revision.note else []
    spans = [Span(first, Mark.BOLD), *(Span(f"\n{it}") for it in more)]
    return Line(spans=tuple(spans))


def _name(person: Person, *, look: Look) -> str:
    known = squash(person.name) or ("" if person.id is None else str(person.id))
    return shorten(known, limit=_NAME_UNITS) or text("history.nobody", look.language)


def _number(revision: Revision, *, picked: Version | None, look: Look) -> Button:
    if picked is None:
        return _number_button(revision, revision.version, look=look)
    older, newer = sorted((picked, revision.version), key=lambda it: (it.major, it.minor))
    press = Press(verb=Verb.COMPARE, id=revision.article_id, version=newer, argument=str(older))
    return pressing(str(revision.version), press)


def _number_button(of: Article | Revision, number: Version, *, look: Look) -> Button:
    article_id = of.id if isinstance(of, Article) else of.article_id
    label = text("history.open", look.language, number=str(number))
    return pressing(label, Press(verb=Verb.VERSION, id=article_id, version=number))


def _against(article: Article, revision: Revision, previous: Version, *, look: Look) -> Button:
    press = Press(
        verb=Verb.COMPARE, id=article.id, version=revision.version, argument=str(previous)
    )
    return pressing(text("history.compare_previous", look.language), press)


def _restore(article: Article, wanted: Version, sure: str, *, look: Look) -> Button:
    press = Press(
        verb=Verb.RESTORE, id=article.id, version=article.version, argument=f"{wanted}{sure}"
    )
    return pressing(text("desk.restore", look.language), press, style=Style.DANGER)


def _turning(here: Press, *, page: int, pages: int, look: Look) -> Keyboard:
    back = forth = None
    if page > 0:
        press = replace(here, page=page - 1)
        back = pressing(text("button.previous_page", look.language), press)
    if page + 1 < pages:
        press = replace(here, page=page + 1)
        forth = pressing(text("button.next_page", look.language), press)
    return rows_of((back, forth))


def _to_list(article: Article, *, look: Look) -> Keyboard:
    press = Press(verb=Verb.VERSIONS, id=article.id)
    return rows_of((pressing(text("desk.history", look.language), press),))


def _back(article: Article, *, look: Look) -> Keyboard:
    press = Press(verb=Verb.DRAFT, id=article.id)
    return rows_of((pressing(text("button.back", look.language), press),))


def _fields(content: Content, *, look: Look) -> Iterator[Line]:
    for name in FIELDS:
        held = lines_of_field(content, name, zone=look.zone, language=look.language)
        if held:
            yield _label(name, look=look)
            yield from (line_of(it, gap=1) for it in held)


def _change_lines(changes: Iterable[Change], *, look: Look) -> Iterator[Line]:
    for change in changes:
        yield _label(change.field, look=look)
        if not change.lines:
            yield line_of(text("history.looks", look.language), gap=1)
        for pieces in change.lines:
            yield _change_line(pieces, look=look)


def _change_line(pieces: Pieces, *, look: Look) -> Line:
    """The words with their marks; then in words, for those who hear or copy them."""
    spans = [Span(it.text, _MARKS[it.fate]) for it in shortened(pieces)]
    told = []
    for fate, key in ((Fate.REMOVED, "history.removed"), (Fate.ADDED, "history.added")):
        if parts := [it.text.strip() for it in pieces if it.fate is fate]:
            told.append(text(key, look.language, words=" · ".join(parts)))
    if len(pieces) == 1:
        lead = "history.removed" if pieces[0].fate is Fate.REMOVED else "history.added"
        return Line(spans=(Span(text(lead, look.language, words="")), *spans), gap=1)
    return Line(spans=(*spans, *(Span(f"\n{it}", Mark.ITALIC) for it in told)), gap=1)


def _label(name: str, *, look: Look) -> Line:
    label = text(f"columns.{name}", look.language)
    return Line(spans=(Span(label, Mark.BOLD),), keeps_next=True)
