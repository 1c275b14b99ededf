"""An article's royalty in the chat: how it comes about, and what may change it (pure)."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from bot.amounts import vnd_in_words
from bot.i18n import text
from bot.numbers import format_vnd
from bot.press import Press, Verb
from bot.render.document import Mark
from bot.render.markup import Line, html_of, line_of
from bot.render.screen import Button, Keyboard, Look, Screen, Style, pressing, rows_of
from bot.royalty import STEP, Measure, month_name, month_number, shown
from bot.royalty_desk import Rating
from bot.text import shorten, squash
from storage.model import RoyaltyPart

_TITLE_UNITS: Final = 120
_NAME_UNITS: Final = 60


def article_screen(rating: Rating, *, look: Look) -> Screen:
    """An article's royalty: how it comes about, and the buttons that change it."""
    content, measure = rating.article.content, rating.measure
    about = [content.genre, f"{rating.day:%d/%m/%Y}", content.author.name]
    lines = [
        line_of(_t("title", look), marks=Mark.BOLD),
        line_of(shorten(squash(content.title), limit=_TITLE_UNITS), marks=Mark.BOLD, gap=1),
        line_of(" · ".join(filter(None, about)), gap=1),
        line_of(_size(measure, look=look)),
        *_suggestion(rating, look=look),
        *_outcome(rating, look=look),
    ]
    if content.royalty_vnd is not None:
        amount = format_vnd(content.royalty_vnd, language=look.language)
        lines.append(line_of(_t("imported", look, amount=amount)))
    return Screen(text=html_of(lines), keyboard=_article_buttons(rating, look=look))


def equation(measure: Measure, *, language: str) -> str:
    """How points come about: "3,5 + 2 × 0,5 = 4,5"."""
    if not measure.photo_count or not measure.per_photo:
        return shown(measure.points, language=language)
    coefficient, per_photo, points = (
        shown(it, language=language)
        for it in (measure.coefficient, measure.per_photo, measure.points)
    )
    return f"{coefficient} + {measure.photo_count} × {per_photo} = {points}"


def _size(measure: Measure, *, look: Look) -> str:
    pages = shown(measure.page_count, language=look.language)
    return f"{_t('pages', look)}: {pages} · {_t('photos', look)}: {measure.photo_count}"


def _suggestion(rating: Rating, *, look: Look) -> list[Line]:
    scale, language = rating.scale, look.language
    if scale is None or rating.suggestion is None:
        return [line_of(_t("no_scale", look), gap=1)]
    least, most = shown(scale.least, language=language), shown(scale.most, language=language)
    points = equation(rating.suggestion, language=language)
    return [line_of(_t("suggested", look, points=points, least=least, most=most), gap=1)]


def _outcome(rating: Rating, *, look: Look) -> list[Line]:
    language = look.language
    if rating.unit is None:
        return [line_of(_t("no_unit", look, day=f"{rating.day:%d/%m/%Y}"))]
    lines = []
    unit = format_vnd(rating.unit.unit_vnd, language=language)
    if not rating.parts:
        return [line_of(f"{_t('unit_value', look)}: {unit}", gap=1), line_of(_t("not_set", look))]
    points = equation(rating.measure, language=language)
    amount = sum(part.amount_vnd for part in rating.parts)
    lines += [
        line_of(f"{_t('coefficient', look)}: {points}", gap=1),
        line_of(f"{_t('unit_value', look)}: {unit}", gap=1),
        line_of(f"{_t('amount', look)}: {format_vnd(amount, language=language)}", marks=Mark.BOLD),
        line_of(f"{_t('in_words', look)}: {vnd_in_words(amount, language=language)}", gap=1),
        line_of(f"{_t('state', look)}: {_t(rating.state, look)}", gap=1),
    ]
    if len(rating.parts) > 1:
        lines += [line_of(_share(part, look=look), gap=1) for part in rating.parts]
    if rating.parts[0].note:
        lines.append(line_of(f"{_t('reason', look)}: {rating.parts[0].note}", gap=1))
    return lines


def _share(part: RoyaltyPart, *, look: Look) -> str:
    share = shown(part.share, language=look.language)
    amount = format_vnd(part.amount_vnd, language=look.language)
    return f"{shorten(squash(part.author.name), limit=_NAME_UNITS)} {share} %: {amount}"


def _article_buttons(rating: Rating, *, look: Look) -> Keyboard:
    article_id = rating.article.id
    month = pressing(
        month_name(rating.month), Press(verb=Verb.ROYALTY_MONTH, id=month_number(rating.month))
    )
    back = pressing(text("button.back", look.language), Press(verb=Verb.MORE, id=article_id))
    if rating.unit is None:
        return ((month, back),)
    label = _t("adjust" if rating.is_closed else "other_points", look)
    other = pressing(label, Press(verb=Verb.ROYALTY_ASK, id=article_id))
    authors = pressing(_t("authors", look), Press(verb=Verb.ROYALTY_AUTHORS, id=article_id))
    if rating.is_closed:
        return ((other, authors), (month, back))
    return (*_steps(rating, other=other, look=look), (authors,), (month, back))


def _steps(rating: Rating, *, other: Button, look: Look) -> Keyboard:
    """Half a point, half a page, a photo more or less: each button carries the outcome."""

    def to(label: str, argument: str, style: Style | None = None) -> Button:
        press = Press(verb=Verb.ROYALTY_SET, id=rating.article.id, argument=argument)
        return pressing(label, press, style=style)

    measure, step = rating.measure, shown(STEP, language=look.language)
    points, pages, photos = measure.coefficient, measure.page_count, measure.photo_count
    fewer_points, fewer_pages = (max(it - STEP, Decimal()) for it in (points, pages))
    accept = to(_t("accept", look), "s", Style.SUCCESS) if _is_open_question(rating) else None
    pages_label, photos_label = _t("pages", look), _t("photos", look)
    return rows_of(
        (accept,),
        (to(f"− {step}", f"c{fewer_points}"), other, to(f"+ {step}", f"c{points + STEP}")),
        (to(f"{pages_label} −", f"g{fewer_pages}"), to(f"{pages_label} +", f"g{pages + STEP}")),
        (
            to(f"{photos_label} −", f"h{max(photos - 1, 0)}"),
            to(f"{photos_label} +", f"h{photos + 1}"),
        ),
    )


def _is_open_question(rating: Rating) -> bool:
    return rating.suggestion is not None and (
        not rating.parts or rating.measure != rating.suggestion
    )


def _t(key: str, look: Look, **values: object) -> str:
    return text(f"royalty.{key}", look.language, **values)
