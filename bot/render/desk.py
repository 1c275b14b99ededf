"""The editor's card: what members will see, with the desk's buttons under it (pure)."""

from dataclasses import replace

from bot.desk import Standing
from bot.i18n import text
from bot.press import Press, Verb
from bot.render.card import card, notice
from bot.render.desk_keyboard import keyboard_of
from bot.render.markup import escape
from bot.render.screen import Button, Keyboard, Look, Screen, Style, pressing
from storage.model import Article, Status

LABELS = {Verb.BREAKING: "card.breaking", Verb.CORRECT: "card.correction"}


def preview(standing: Standing, *, look: Look, page: int = 0) -> Screen:
    """The card as text, its status above it; the buttons are those that this person may press.

    It never carries the picture, so that it can be edited in place whatever changes.
    """
    article = standing.article
    if article.status is Status.RETRACTED:
        return notice(look=look)
    shown = card(_bare(article), None, look=look)
    status = text(f"status.{article.status}", look.language)
    return Screen(
        text=f"<i>{escape(status)} · {article.version}</i>\n{shown.text}",
        keyboard=keyboard_of(standing, look=look, page=page),
    )


def ask_retract(article: Article, *, look: Look) -> Screen:
    """The question before an article is taken from its readers."""
    shown = card(_bare(article), None, look=look)
    question = escape(text("desk.retract_ask", look.language))
    keyboard = _sure(article, key="desk.retract", verb=Verb.RETRACT, look=look)
    return Screen(text=f"{shown.text}\n\n{question}", keyboard=keyboard)


def ask_announce(article: Article, *, verb: Verb, n: int, duration: str, look: Look) -> Screen:
    """The question before breaking news or a correction: to how many, how long it takes."""
    question = text("desk.announce_ask", look.language, n=n, duration=duration)
    keyboard = _sure(article, key=LABELS[verb], verb=verb, look=look)
    shown = card(_bare(article), None, look=look, banner=text(LABELS[verb], look.language))
    return Screen(text=f"{shown.text}\n\n{escape(question)}", keyboard=keyboard)


def _bare(article: Article) -> Article:
    return replace(article, content=replace(article.content, image_url=""))


def _sure(article: Article, *, key: str, verb: Verb, look: Look) -> Keyboard:
    def answer(label: str, argument: str, style: Style | None) -> Button:
        press = Press(verb=verb, id=article.id, version=article.version, argument=argument)
        return pressing(text(label, look.language), press, style=style)

    return ((answer(key, "yes", Style.DANGER), answer("button.cancel", "no", None)),)
