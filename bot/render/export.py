"""What to take out, and how it is written: the export's buttons (pure)."""

from __future__ import annotations

from typing import Final

from bot.export import Noun
from bot.export_writers import Form
from bot.i18n import text
from bot.press import Press, Verb
from bot.render.markup import html_of, line_of
from bot.render.screen import Look, Screen, in_rows, pressing

_FORMS: Final = {
    Form.XLSX: "XLSX",
    Form.CSV: "CSV",
    Form.SEMICOLON: "CSV (;)",
    Form.JSON_LINES: "JSON Lines",
}
_LETTERS: Final = dict(zip(_FORMS, "xcsj", strict=True))


def nouns_screen(*, look: Look) -> Screen:
    """What can be taken out."""
    buttons = tuple(
        pressing(name_of(noun, look=look), Press(verb=Verb.EXPORT, argument=noun)) for noun in Noun
    )
    return Screen(
        text=html_of([line_of(text("admin.export_what", look.language))]),
        keyboard=in_rows(buttons, width=2),
    )


def forms_screen(noun: Noun, *, look: Look) -> Screen:
    """How it can be written."""
    buttons = tuple(
        pressing(label, Press(verb=Verb.EXPORT_FILE, argument=f"{noun}-{_LETTERS[form]}"))
        for form, label in _FORMS.items()
    )
    back = pressing(text("button.back", look.language), Press(verb=Verb.EXPORT))
    question = text("admin.export_how", look.language, what=name_of(noun, look=look))
    return Screen(text=html_of([line_of(question)]), keyboard=(*in_rows(buttons, width=2), (back,)))


def asked_for(argument: str) -> tuple[Noun, Form] | None:
    """What a button asks for, if it is one of ours.

    >>> asked_for("views-x"), asked_for("views-z"), asked_for("")
    ((<Noun.VIEWS: 'views'>, <Form.XLSX: 'xlsx'>), None, None)
    """
    noun, _, letter = argument.partition("-")
    forms = [form for form, it in _LETTERS.items() if it == letter]
    if noun not in set(Noun) or not forms:
        return None
    return Noun(noun), forms[0]


def name_of(noun: Noun, *, look: Look) -> str:
    """What is taken out, in words."""
    return text(f"admin.export_{noun}", look.language)
