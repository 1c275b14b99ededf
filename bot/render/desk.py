"""The editor's card: what members will see, with the desk's buttons under it (pure)."""

from dataclasses import replace

from bot.desk import Standing
from bot.i18n import text
from bot.press import Press, Verb
from bot.render.card import card, notice
from bot.render.desk_keyboard import JUDGED, group_keyboard, keyboard_of
from bot.render.markup import escape
from bot.render.screen import Button, Keyboard, Look, Screen, Style, pressing
from storage.model import Article, Status

SENT_BACK = frozenset({Status.CHANGES_REQUESTED, Status.REJECTED})
LABELS = {Verb.BREAKING: "card.breaking", Verb.CORRECT: "card.correction"}


def preview(standing: Standing, *, look: Look, page: int = 0) -> Screen:
    """The card as text, its status above it; the buttons are those that this person may press.

    It never carries the picture, so that it can be edited in place whatever changes.
    """
    if standing.article.status is Status.RETRACTED:
        return notice(look=look)
    return Screen(
        text=_shown(standing, look=look), keyboard=keyboard_of(standing, look=look, page=page)
    )


def group_card(standing: Standing, *, look: Look) -> Screen:
    """The card as the editors' group sees it: for everybody, so the author is named."""
    article = standing.article
    keyboard = group_keyboard(article, look=look)
    if article.status is Status.RETRACTED:
        return replace(notice(look=look), keyboard=keyboard)
    lines = [_shown(standing, look=look)]
    if article.created_by.name:
        name = article.created_by.name
        lines.append(f"<i>{escape(text('desk.written_by', look.language, name=name))}</i>")
    return Screen(text="\n".join(lines), keyboard=keyboard)


def told(standing: Standing, *, words: str, look: Look) -> Screen:
    """The card under a sentence of what has become of it."""
    shown = preview(standing, look=look)
    return replace(shown, text=f"{escape(words)}\n\n{shown.text}")


def ask_unapproved(standing: Standing, *, look: Look) -> Screen:
    """The question before an article goes out without the approvals that it needs."""
    article = standing.article
    shown = card(_bare(article), None, look=look)
    question = text(
        "desk.unapproved_ask", look.language, had=standing.approvals, needed=standing.needed
    )
    keyboard = _sure(article, key="desk.publish", verb=Verb.PUBLISH, look=look)
    return Screen(text=f"{shown.text}\n\n{escape(question)}", keyboard=keyboard)


def ask_feature(article: Article, *, when: str, n: int, duration: str, look: Look) -> Screen:
    """The question before an article joins the featured ones: when it goes, to how many."""
    shown = card(_bare(article), None, look=look)
    question = text("desk.feature_ask", look.language, when=when, n=n, duration=duration)
    keyboard = _sure(article, key="desk.feature", verb=Verb.FEATURE, look=look, style=Style.PRIMARY)
    return Screen(text=f"{shown.text}\n\n{escape(question)}", keyboard=keyboard)


def ask_retract(article: Article, *, n: int, duration: str, look: Look) -> Screen:
    """The question before an article is taken from its readers."""
    shown = card(_bare(article), None, look=look)
    question = escape(text("desk.retract_ask", look.language))
    if n:
        reach = text("desk.retract_reach", look.language, n=n, duration=duration)
        question = f"{question}\n{escape(reach)}"
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


def _shown(standing: Standing, *, look: Look) -> str:
    """What members will see, under the status and what has been said of this version."""
    article = standing.article
    status = text(f"status.{article.status}", look.language)
    lines = [f"{status} · {article.version}"]
    if article.status in JUDGED and (standing.needed or standing.approvals):
        had, needed = standing.approvals, max(1, standing.needed)
        lines.append(text("desk.approvals", look.language, had=had, needed=needed))
    if article.status in SENT_BACK and standing.reason:
        lines.append(text("desk.reason", look.language, reason=standing.reason))
    above = "\n".join(f"<i>{escape(line)}</i>" for line in lines)
    return f"{above}\n{card(_bare(article), None, look=look).text}"


def _sure(
    article: Article, *, key: str, verb: Verb, look: Look, style: Style = Style.DANGER
) -> Keyboard:
    def answer(label: str, argument: str, style: Style | None) -> Button:
        press = Press(verb=verb, id=article.id, version=article.version, argument=argument)
        return pressing(text(label, look.language), press, style=style)

    return ((answer(key, "yes", style), answer("button.cancel", "no", None)),)
