"""The page on which an article is written: a button for every field (pure)."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.fields import REQUIRED, Field, is_filled
from bot.i18n import text
from bot.press import Press, Verb
from bot.render.card import card
from bot.render.markup import escape
from bot.render.screen import Button, Look, Screen, Style, in_rows, pressing, rows_of
from bot.text import base36, shorten, squash
from storage.model import Article, Headline

CHOSEN: Final = (Field.CATEGORY, Field.GENRE)
"""Fields that are filled by a button."""
DAYS: Final = (1, 3, 7, 0)
"""For how long an article may be featured at one press; 0 is without an end."""
MOST_CHOICES: Final = 40
_WIDTH: Final = 3
_VALUE_UNITS: Final = 900
_LABEL_UNITS: Final = 40


def edit_page(article: Article, *, fields: Sequence[Field], look: Look) -> Screen:
    """The card as members will see it, a button for each field; filled ones are ticked."""
    buttons = tuple(_field_button(article, it, look=look) for it in fields)
    last = rows_of(
        (
            _button("write.see", Verb.WRITE_SEE, article, look=look),
            _button("button.done", Verb.WRITE_DONE, article, look=look, style=Style.PRIMARY),
        )
    )
    return Screen(text=_head(article, look=look), keyboard=(*in_rows(buttons, width=_WIDTH), *last))


def field_page(
    article: Article,
    field: Field,
    *,
    choices: Sequence[tuple[int, str]] = (),
    value: str = "",
    look: Look,
) -> Screen:
    """What one field holds, with the choices for it and the ways to empty it and back.

    Args:
        choices: the id of each and its name, for category and genre.
        value: what the field holds, in words.
    """
    label = escape(text(f"write.{field}", look.language))
    shown = escape(shorten(value, limit=_VALUE_UNITS)) or escape(text("write.empty", look.language))
    picks = tuple(_choice(article, field, it, look=look) for it in choices[:MOST_CHOICES])
    clear = None
    if is_filled(article.content, field) and field not in REQUIRED:
        clear = _field_press("write.clear", Verb.WRITE_CLEAR, article, field, look=look)
    typed = None
    if field in CHOSEN or field is Field.FEATURED:
        typed = _field_press("write.other", Verb.WRITE_FIELD, article, field, look=look, page=1)
    rows = rows_of((typed, clear), (_button("button.back", Verb.WRITE, article, look=look),))
    return Screen(text=f"<b>{label}</b>\n{shown}", keyboard=(*in_rows(picks, width=2), *rows))


def related_page(article: Article, found: Sequence[Headline], *, look: Look) -> Screen:
    """Articles to choose from, each pressed to stand beside this one."""
    rows = tuple((_related(article, it),) for it in found)
    key = "write.pick_related" if rows else "write.nothing_related"
    back = rows_of((_button("button.back", Verb.WRITE, article, look=look),))
    return Screen(text=escape(text(key, look.language)), keyboard=(*rows, *back))


def taken_page(article: Article, *, name: str, may_take: bool, look: Look) -> Screen:
    """Somebody else is writing; an editor may take over."""
    take = None
    if may_take:
        take = _button("write.take", Verb.WRITE_TAKE, article, look=look, style=Style.DANGER)
    rows = rows_of((take,), (_button("button.back", Verb.WRITE_DONE, article, look=look),))
    return Screen(text=escape(text("desk.draft_locked", look.language, name=name)), keyboard=rows)


def featured_choices(look: Look) -> list[tuple[int, str]]:
    """For how long, in words."""
    return [
        (
            days,
            text("write.days", look.language, n=days)
            if days
            else text("write.no_end", look.language),
        )
        for days in DAYS
    ]


def _head(article: Article, *, look: Look) -> str:
    bare = replace(article, content=replace(article.content, image_url=""))
    status = escape(text(f"status.{article.status}", look.language))
    untitled = "" if squash(article.content.title) else text("write.untitled", look.language)
    words = [f"<i>{status} · {article.version}</i>", escape(untitled)]
    return "\n".join(filter(None, (*words, card(bare, None, look=look).text)))


def _field_button(article: Article, field: Field, *, look: Look) -> Button:
    tick = "✓ " if is_filled(article.content, field) else ""
    label = f"{tick}{text(f'write.{field}', look.language)}"
    return pressing(label, _press(Verb.WRITE_FIELD, article, field.value))


def _choice(article: Article, field: Field, choice: tuple[int, str], *, look: Look) -> Button:
    id_, name = choice
    label = shorten(squash(name), limit=_LABEL_UNITS) or "…"
    return pressing(label, _press(Verb.WRITE_PICK, article, f"{field.value}:{base36(id_)}"))


def _related(article: Article, headline: Headline) -> Button:
    label = shorten(squash(headline.title), limit=_LABEL_UNITS + 20) or "…"
    argument = f"{Field.RELATED.value}:{base36(headline.id)}"
    return pressing(label, _press(Verb.WRITE_PICK, article, argument))


def _field_press(
    key: str, verb: Verb, article: Article, field: Field, *, look: Look, page: int = 0
) -> Button:
    press = replace(_press(verb, article, field.value), page=page)
    return pressing(text(key, look.language), press)


def _button(
    key: str, verb: Verb, article: Article, *, look: Look, style: Style | None = None
) -> Button:
    return pressing(text(key, look.language), Press(verb=verb, id=article.id), style=style)


def _press(verb: Verb, article: Article, argument: str) -> Press:
    return Press(verb=verb, id=article.id, argument=argument)
