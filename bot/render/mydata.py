"""What is kept of a person, shown to him, and the question before it goes (pure)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from bot.dates import format_day
from bot.i18n import text
from bot.press import Press, Verb
from bot.render.document import Mark
from bot.render.markup import html_of, line_of
from bot.render.screen import Look, Screen, Style, pressing
from bot.render.settings import hour_of

SURE: Final = "yes"
CHANGED_MIND: Final = "no"
"""`Verb.ERASE` with these arguments; without any it asks."""


def mydata(
    kept: Mapping[str, Sequence[Mapping[str, object]]], *, categories: Sequence[str], look: Look
) -> Screen:
    """The main things in sentences; the file beside it has every row.

    Args:
        kept: table to rows, as storage gives them.
        categories: the names of those followed; none means all of them.
        look: for whom.
    """
    language = look.language
    title = line_of(text("mydata.title", language), marks=Mark.BOLD)
    if not kept:
        return Screen(text=html_of([title, line_of(text("mydata.nothing", language))]))
    reader = kept.get("readers", ({},))[0]
    chosen = str(reader.get("language", language))
    summary = text(
        "mydata.summary",
        language,
        id=str(reader.get("id", "")),
        language=text(f"languages.{chosen}", language),
        digest=_digest(kept, look=look),
        since=_day(reader.get("created_at"), look=look),
        categories=", ".join(categories) or text("categories.all", language),
        saved=len(kept.get("saved", ())),
    )
    lines = [
        title,
        *(line_of(line, gap=1) for line in summary.split("\n")),
        line_of(text("mydata.no_history", language)),
        line_of(text("mydata.in_file", language), gap=1),
    ]
    delete = pressing(
        text("mydata.delete_button", language), Press(verb=Verb.ERASE), style=Style.DANGER
    )
    return Screen(text=html_of(lines), keyboard=((delete,),))


def erase_ask(*, look: Look) -> Screen:
    """The question before everything goes."""
    yes = pressing(
        text("mydata.delete_button", look.language),
        Press(verb=Verb.ERASE, argument=SURE),
        style=Style.DANGER,
    )
    no = pressing(
        text("button.cancel", look.language), Press(verb=Verb.ERASE, argument=CHANGED_MIND)
    )
    asked = line_of(text("mydata.delete_ask", look.language))
    return Screen(text=html_of([asked]), keyboard=((yes,), (no,)))


def _day(instant: object, *, look: Look) -> str:
    """The day of an instant as storage wrote it down, as people write it."""
    return format_day(datetime.fromisoformat(str(instant)), zone=look.zone) if instant else ""


def _digest(kept: Mapping[str, Sequence[Mapping[str, object]]], *, look: Look) -> str:
    minutes = [it["minute"] for it in kept.get("digest_hours", ())]
    subscriber = kept.get("subscribers", ({},))[0]
    if not (subscriber.get("is_active") and subscriber.get("wants_digest")):
        minutes = []
    shown = ", ".join(hour_of(minute) for minute in minutes if isinstance(minute, int))
    return shown or text("mydata.no_digest", look.language)
