"""Who did what, in words: the audit as it is read in the chat (pure)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from bot.dates import format_short
from bot.i18n import keys, text
from bot.press import Press, Verb
from bot.render.document import Mark
from bot.render.lists import paging_row
from bot.render.markup import html_of, line_of
from bot.render.screen import Look, Screen, in_rows, pressing, rows_of
from bot.text import shorten, squash
from storage.audit import AuditLine
from storage.model import Role

PAGE_SIZE: Final = 10
"""Lines on a page."""

SUBJECTS: Final[Mapping[str, tuple[str, ...]]] = {
    "all": (),
    "articles": ("article",),
    "people": ("reader",),
    "sending": ("broadcast", "outbox"),
    "feeds": ("feed",),
    "categories": ("category",),
    "royalty": ("royalty",),
    "exports": ("export",),
}
"""What the lines can be filtered by, and the subjects that this means."""

_ACTS: Final = frozenset(key.removeprefix("acts.") for key in keys("vi") if key[:5] == "acts.")
_UNITS: Final = 120


def audit_screen(
    lines: Sequence[AuditLine], *, here: Press, has_more: bool, look: Look, who: str = ""
) -> Screen:
    """A page of lines. `here`: its argument is the filter, its id the person or 0."""
    language = look.language
    title = text("audit.title", language)
    shown = [line_of(f"{title}: {who}" if who else title, marks=Mark.BOLD)]
    shown += [
        line_of(sentence_of(it, look=look), gap=2 if n == 0 else 1) for n, it in enumerate(lines)
    ]
    if not lines:
        shown.append(line_of(text("audit.empty", language)))
    filters = tuple(
        pressing(
            f"• {label}" if name == (here.argument or "all") else label,
            replace(here, page=0, argument="" if name == "all" else name),
        )
        for name in SUBJECTS
        for label in (text(f"audit.{name}", language),)
    )
    people = tuple(
        pressing(name, Press(verb=Verb.AUDIT, id=reader_id, argument=here.argument))
        for reader_id, name in _people_of(lines).items()
        if not here.id
    )
    everybody = pressing(text("audit.everybody", language), replace(here, id=0, page=0))
    file = pressing(text("audit.file", language), replace(here, verb=Verb.AUDIT_FILE, page=0))
    return Screen(
        text=html_of(shown),
        keyboard=(
            *in_rows(filters, width=3),
            *in_rows(people[:4], width=2),
            *rows_of(
                paging_row(here, has_more=has_more, look=look),
                (everybody if here.id else None, file),
            ),
        ),
    )


def sentence_of(line: AuditLine, *, look: Look) -> str:
    """One act with its hour: "07:30, 14/8: Bình đăng bài “Ra quân” (1.0)"."""
    at = format_short(line.at, zone=look.zone)
    return f"{at}: {act_of(line, language=look.language)}"


def act_of(line: AuditLine, *, language: str) -> str:
    """The act alone, for a chat and for a file."""
    by = _short(line.by_name) or (str(line.by_id) if line.by_id else text("audit.bot", language))
    named = line.action if line.action in _ACTS else "other"
    what = _short(line.subject_name) or _number(line)
    sentence = text(
        f"acts.{named}",
        language,
        by=by,
        what=what,
        detail=_detail(line, language),
        action=line.action,
    )
    return squash(sentence).removesuffix("()").strip()


def _detail(line: AuditLine, language: str) -> str:
    if line.detail in set(Role):
        return text(f"roles.{line.detail}", language)
    return _short(line.detail)


def _number(line: AuditLine) -> str:
    return "" if line.subject_id is None else str(line.subject_id)


def _people_of(lines: Sequence[AuditLine]) -> dict[int, str]:
    return {
        line.by_id: _short(line.by_name) or str(line.by_id)
        for line in lines
        if line.by_id is not None
    }


def _short(words: str) -> str:
    return shorten(squash(words), limit=_UNITS)
