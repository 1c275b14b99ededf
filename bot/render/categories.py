"""The sections of the news: to follow, and for administrators to arrange (pure)."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Final

from bot.i18n import text
from bot.press import Press, Verb
from bot.render.document import Mark
from bot.render.lists import follow_button, paging_row
from bot.render.markup import html_of, line_of
from bot.render.screen import Button, Keyboard, Look, Screen, in_rows, pressing, rows_of
from bot.text import base36, shorten, squash
from storage.model import Category, CategoryId

NO_WHOLE: Final = "-"
"""`Verb.PLACE_SECTION` with this argument takes a section out; else the whole's id, base 36."""

_ON_PAGE: Final = 20
_NAME_UNITS: Final = 40
_WORD_UNITS: Final = 200


def categories(
    sections: Sequence[Category],
    followed: Collection[CategoryId],
    *,
    look: Look,
    page: int = 0,
    may_arrange: bool = False,
) -> Screen:
    """The sections: one button opens its news, the one beside it follows."""
    key = "categories.choose" if sections else "categories.none"
    lines = [
        line_of(text("categories.title", look.language), marks=Mark.BOLD),
        line_of(text(key, look.language), gap=1),
    ]
    rows = tuple(
        (
            pressing(_name(it), Press(verb=Verb.CATEGORY, id=it.id)),
            follow_button(it, is_followed=it.id in followed, look=look),
        )
        for it in _shown(sections, page=page)
    )
    arranging = (_labelled("arrange", Press(verb=Verb.ARRANGE), look=look),)
    own = (arranging,) if may_arrange else ()
    here = Press(verb=Verb.CATEGORIES, page=page)
    paging = _paging(sections, here=here, look=look)
    return Screen(text=html_of(lines), keyboard=(*rows, *paging, *own))


def arrangement(sections: Sequence[Category], *, look: Look, page: int = 0) -> Screen:
    """Every section to choose from, and a new one to make."""
    lines = [
        line_of(text("categories.arrange", look.language), marks=Mark.BOLD),
        line_of(text("categories.arrange_help", look.language), gap=1),
    ]
    buttons = tuple(
        pressing(_name(it), Press(verb=Verb.SECTION, id=it.id))
        for it in _shown(sections, page=page)
    )
    making = (_labelled("create", Press(verb=Verb.NEW_SECTION), look=look),)
    paging = _paging(sections, here=Press(verb=Verb.ARRANGE, page=page), look=look)
    back = (_back(Verb.CATEGORIES, look=look),)
    return Screen(text=html_of(lines), keyboard=(*in_rows(buttons, width=2), *paging, making, back))


def section_screen(section: Category, sections: Sequence[Category], *, look: Look) -> Screen:
    """One section: where it stands, and what can be done about it."""
    parts = [it for it in sections if it.parent_id == section.id]
    whole = next((it for it in sections if it.id == section.parent_id), None)
    lines = [line_of(_word(section), marks=Mark.BOLD)]
    buttons = [_labelled("rename", _about(Verb.RENAME_SECTION, section), look=look)]
    if whole is not None:
        lines.append(line_of(text("categories.part_of", look.language, name=_word(whole)), gap=1))
        taking_out = replace(_about(Verb.PLACE_SECTION, section), argument=NO_WHOLE)
        label = text("categories.take_out", look.language, name=_name(whole))
        buttons.append(pressing(label, taking_out))
    if parts:
        names = shorten(", ".join(map(_word, parts)), limit=_WORD_UNITS)
        lines.append(line_of(text("categories.parts", look.language, names=names), gap=1))
    elif _wholes_for(section, sections):
        buttons.append(_labelled("put", _about(Verb.PLACE_SECTION, section), look=look))
    buttons.append(_back(Verb.ARRANGE, look=look))
    return Screen(text=html_of(lines), keyboard=in_rows(tuple(buttons), width=1))


def wholes(section: Category, sections: Sequence[Category], *, look: Look, page: int = 0) -> Screen:
    """The sections that this one could be a part of."""
    asked = text("categories.choose_whole", look.language, name=_word(section))
    possible = _wholes_for(section, sections)
    buttons = tuple(
        pressing(_name(it), replace(_about(Verb.PLACE_SECTION, section), argument=base36(it.id)))
        for it in _shown(possible, page=page)
    )
    here = replace(_about(Verb.PLACE_SECTION, section), page=page)
    back = pressing(text("button.back", look.language), _about(Verb.SECTION, section))
    return Screen(
        text=html_of([line_of(asked)]),
        keyboard=(*in_rows(buttons, width=2), *_paging(possible, here=here, look=look), (back,)),
    )


def _wholes_for(section: Category, sections: Sequence[Category]) -> list[Category]:
    return [
        it
        for it in sections
        if it.parent_id is None and it.id not in (section.id, section.parent_id)
    ]


def _shown(sections: Sequence[Category], *, page: int) -> list[Category]:
    """A page of them, each section followed by its parts."""
    places = {it.id: at for at, it in enumerate(sections)}
    in_tree = sorted(
        sections,
        key=lambda it: (places.get(it.parent_id or it.id, 0), it.parent_id is not None),
    )
    return in_tree[page * _ON_PAGE : (page + 1) * _ON_PAGE]


def _paging(sections: Sequence[Category], *, here: Press, look: Look) -> Keyboard:
    has_more = len(sections) > (here.page + 1) * _ON_PAGE
    return rows_of(paging_row(here, has_more=has_more, look=look))


def _about(verb: Verb, section: Category) -> Press:
    return Press(verb=verb, id=section.id)


def _labelled(key: str, press: Press, *, look: Look) -> Button:
    return pressing(text(f"categories.{key}", look.language), press)


def _word(section: Category) -> str:
    return shorten(squash(section.name), limit=_WORD_UNITS) or section.slug or "…"


def _name(section: Category) -> str:
    name = shorten(squash(section.name), limit=_NAME_UNITS) or section.slug or "…"
    return f"› {name}" if section.parent_id is not None else name


def _back(verb: Verb, *, look: Look) -> Button:
    return pressing(text("button.back", look.language), Press(verb=verb))
