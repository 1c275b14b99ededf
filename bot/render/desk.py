"""The editor's card: what members will see, with the desk's buttons under it (pure)."""

from collections.abc import Set as AbstractSet
from dataclasses import replace

from bot.desk import Act, may
from bot.i18n import text
from bot.press import Press, Verb
from bot.render.card import card, notice
from bot.render.markup import escape
from bot.render.screen import Button, Keyboard, Look, Screen, Style, pressing, rows_of
from storage.model import Article, Role, Status

UNPUBLISHED = frozenset(Status) - {Status.PUBLISHED, Status.SCHEDULED, Status.RETRACTED}


def preview(
    article: Article, *, roles: AbstractSet[Role], look: Look, asks_retract: bool = False
) -> Screen:
    """The card as text, its status above it; the buttons are those that these roles may press.

    It never carries the picture, so that it can be edited in place whatever changes.
    """
    if article.status is Status.RETRACTED:
        return notice(look=look)
    bare = replace(article, content=replace(article.content, image_url=""))
    shown = card(bare, None, look=look)
    status = text(f"status.{article.status}", look.language)
    if asks_retract:
        question = escape(text("desk.retract_ask", look.language))
        sure = _sure(article, key="desk.retract", verb=Verb.RETRACT, look=look)
        return Screen(text=f"{shown.text}\n\n{question}", keyboard=sure)
    keyboard = _keyboard(article, roles=roles, look=look)
    return Screen(
        text=f"<i>{escape(status)} · {article.version}</i>\n{shown.text}", keyboard=keyboard
    )


LABELS = {Verb.BREAKING: "card.breaking", Verb.CORRECT: "card.correction"}


def ask_announce(article: Article, *, verb: Verb, n: int, duration: str, look: Look) -> Screen:
    """The question before breaking news or a correction: to how many, how long it takes."""
    bare = replace(article, content=replace(article.content, image_url=""))
    question = text("desk.announce_ask", look.language, n=n, duration=duration)
    keyboard = _sure(article, key=LABELS[verb], verb=verb, look=look)
    shown = card(bare, None, look=look, banner=text(LABELS[verb], look.language))
    return Screen(text=f"{shown.text}\n\n{escape(question)}", keyboard=keyboard)


def _keyboard(article: Article, *, roles: AbstractSet[Role], look: Look) -> Keyboard:
    version = article.version
    publish = feature = retract = discard = breaking = correct = progress = None
    if article.status in UNPUBLISHED:
        if may(roles, Act.PUBLISH):
            publish = _button("desk.publish", Verb.PUBLISH, article, look=look, style=Style.SUCCESS)
            publish = replace(
                publish, data=Press(verb=Verb.PUBLISH, id=article.id, version=version).encode()
            )
        discard = _button("desk.delete_draft", Verb.DISCARD, article, look=look)
    else:
        if may(roles, Act.FEATURE):
            key, verb = ("desk.feature", Verb.FEATURE)
            if article.content.is_featured:
                key, verb = ("desk.unfeature", Verb.UNFEATURE)
            feature = _button(key, verb, article, look=look, style=Style.PRIMARY)
        if may(roles, Act.PUBLISH) and article.status is Status.PUBLISHED:
            breaking = _button("card.breaking", Verb.BREAKING, article, look=look)
            if version.minor:
                correct = _button("card.correction", Verb.CORRECT, article, look=look)
            progress = _button("progress.button", Verb.PROGRESS, article, look=look)
        if may(roles, Act.RETRACT):
            retract = _button("desk.retract", Verb.RETRACT, article, look=look, style=Style.DANGER)
    return rows_of((publish,), (feature, breaking), (correct, progress), (retract, discard))


def _sure(article: Article, *, key: str, verb: Verb, look: Look) -> Keyboard:
    def answer(label: str, argument: str, style: Style | None) -> Button:
        press = Press(verb=verb, id=article.id, argument=argument)
        return pressing(text(label, look.language), press, style=style)

    return (
        (
            answer(key, "yes", Style.DANGER),
            answer("button.cancel", "no", None),
        ),
    )


def _button(
    key: str, verb: Verb, article: Article, *, look: Look, style: Style | None = None
) -> Button:
    return pressing(text(key, look.language), Press(verb=verb, id=article.id), style=style)
