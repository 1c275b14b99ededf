"""The buttons under an editor's card: one table says who may press what, and when (pure)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from bot.desk import Act, Standing, may
from bot.i18n import text
from bot.linting import lint
from bot.press import Press, Verb
from bot.render.screen import Button, Keyboard, Look, Style, in_rows, pressing
from bot.text import base36
from storage.model import Article, Status

Rule = Callable[[Standing], bool]

MOST: Final = 8
"""Buttons of one page; more of them get a second."""
WIDTH: Final = 2
CARD_LINK: Final = "d_"
"""A deep link with this and an article's number opens its card in the private chat."""

DRAFTS: Final = frozenset({Status.DRAFT, Status.CHANGES_REQUESTED})
WAITING: Final = frozenset({Status.PENDING})
JUDGED: Final = WAITING | {Status.APPROVED}
TAKEN_BACK: Final = JUDGED | {Status.REJECTED}
UNPUBLISHED: Final = DRAFTS | JUDGED
PUBLISHED: Final = frozenset({Status.PUBLISHED})
OUT: Final = PUBLISHED | {Status.SCHEDULED}
PLANNABLE: Final = UNPUBLISHED | {Status.SCHEDULED}
KEPT: Final = frozenset(Status) - {Status.RETRACTED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A button: its label, what it asks for, in which statuses and by which rule it shows.

    `count` stands behind the label, where it is not 0.
    """

    key: str
    verb: Verb
    statuses: frozenset[Status]
    when: Rule
    style: Style | None = None
    count: Callable[[Standing], int] | None = None


def allowed(act: Act) -> Rule:
    """The person may do this."""
    return lambda standing: may(standing.roles, act)


def may_change(standing: Standing) -> bool:
    """The article is the person's own, or the person edits everybody's."""
    return standing.may_change


def may_publish(standing: Standing) -> bool:
    """Nothing is missing, or the person may do without."""
    return standing.may_publish


def _may_feature(standing: Standing) -> bool:
    return not standing.article.content.is_featured and may(standing.roles, Act.FEATURE)


def _may_unfeature(standing: Standing) -> bool:
    return standing.article.content.is_featured and may(standing.roles, Act.FEATURE)


def _may_pin(standing: Standing) -> bool:
    return _may_unfeature(standing) and not standing.is_pinned


def _may_unpin(standing: Standing) -> bool:
    return standing.is_pinned and may(standing.roles, Act.FEATURE)


def _may_approve(standing: Standing) -> bool:
    is_another = not standing.is_author and not standing.has_approved
    return is_another and may(standing.roles, Act.APPROVE)


def _may_review(standing: Standing) -> bool:
    return not standing.is_author and may(standing.roles, Act.REVIEW)


def _may_correct(standing: Standing) -> bool:
    # 1.0 is what went out first; whatever came after it has corrected it.
    return standing.article.version.major > 1 and may(standing.roles, Act.PUBLISH)


def _slips(standing: Standing) -> int:
    """What the linter finds; seen from when the article was changed, as no clock is here."""
    article = standing.article
    return len(lint(article.content, now=article.modified_at))


def _may_write(standing: Standing) -> bool:
    is_open = standing.article.status in UNPUBLISHED or may(standing.roles, Act.EDIT)
    return is_open and standing.may_change


# In the order in which they show. An entry of one's own is one line here, and its verb one
# line in `handlers/buttons.py`.
ENTRIES: Final[tuple[Entry, ...]] = (
    Entry(
        key="desk.publish",
        verb=Verb.PUBLISH,
        statuses=UNPUBLISHED,
        when=may_publish,
        style=Style.SUCCESS,
    ),
    Entry(key="desk.edit", verb=Verb.WRITE, statuses=UNPUBLISHED | OUT, when=_may_write),
    Entry(
        key="desk.approve",
        verb=Verb.APPROVE,
        statuses=WAITING,
        when=_may_approve,
        style=Style.SUCCESS,
    ),
    Entry(
        key="desk.submit",
        verb=Verb.SUBMIT,
        statuses=DRAFTS,
        when=may_change,
        style=Style.PRIMARY,
    ),
    Entry(
        key="desk.request_changes",
        verb=Verb.REQUEST_CHANGES,
        statuses=JUDGED,
        when=_may_review,
    ),
    Entry(
        key="desk.reject",
        verb=Verb.REJECT,
        statuses=JUDGED,
        when=_may_review,
        style=Style.DANGER,
    ),
    Entry(key="desk.withdraw", verb=Verb.WITHDRAW, statuses=TAKEN_BACK, when=may_change),
    Entry(
        key="desk.feature",
        verb=Verb.FEATURE,
        statuses=OUT,
        when=_may_feature,
        style=Style.PRIMARY,
    ),
    Entry(
        key="desk.unfeature",
        verb=Verb.UNFEATURE,
        statuses=OUT,
        when=_may_unfeature,
        style=Style.PRIMARY,
    ),
    Entry(key="desk.pin", verb=Verb.PIN, statuses=PUBLISHED, when=_may_pin),
    Entry(key="desk.unpin", verb=Verb.UNPIN, statuses=PUBLISHED, when=_may_unpin),
    Entry(key="card.breaking", verb=Verb.BREAKING, statuses=PUBLISHED, when=allowed(Act.PUBLISH)),
    Entry(key="card.correction", verb=Verb.CORRECT, statuses=PUBLISHED, when=_may_correct),
    Entry(key="progress.button", verb=Verb.PROGRESS, statuses=PUBLISHED, when=allowed(Act.PUBLISH)),
    Entry(
        key="desk.retract",
        verb=Verb.RETRACT,
        statuses=OUT,
        when=allowed(Act.RETRACT),
        style=Style.DANGER,
    ),
    Entry(key="desk.delete_draft", verb=Verb.DISCARD, statuses=DRAFTS, when=may_change),
    Entry(
        key="stats.button",
        verb=Verb.STATS_OF_ARTICLE,
        statuses=PUBLISHED,
        when=allowed(Act.READ_STATISTICS),
    ),
    Entry(key="royalty.title", verb=Verb.ROYALTY, statuses=OUT, when=allowed(Act.SET_ROYALTY)),
    Entry(key="desk.when", verb=Verb.SCHEDULE, statuses=PLANNABLE, when=may_publish),
    Entry(key="origins.button", verb=Verb.ORIGINS, statuses=KEPT, when=allowed(Act.EDIT)),
    Entry(key="lint.check", verb=Verb.CHECK, statuses=PLANNABLE, when=may_change, count=_slips),
    Entry(key="desk.history", verb=Verb.VERSIONS, statuses=KEPT, when=may_change),
)


def keyboard_of(standing: Standing, *, look: Look, page: int = 0) -> Keyboard:
    """What this person may press now; beyond `MOST` buttons the rest is on page 1."""
    buttons = tuple(
        _button(entry, standing, look=look)
        for entry in ENTRIES
        if standing.article.status in entry.statuses and entry.when(standing)
    )
    if len(buttons) <= MOST:
        return in_rows(buttons, width=WIDTH)
    if page:
        back = _turn("button.back", standing, page=0, look=look)
        return in_rows((*buttons[MOST - 1 :], back), width=WIDTH)
    more = _turn("desk.more", standing, page=1, look=look)
    return in_rows((*buttons[: MOST - 1], more), width=WIDTH)


def group_keyboard(article: Article, *, look: Look) -> Keyboard:
    """What the editors' group may press; the right is the presser's own, asked at the press."""
    entries = {Verb.APPROVE, Verb.REQUEST_CHANGES, Verb.REJECT}
    shown = tuple(
        pressing(text(entry.key, look.language), _press(entry, article), style=entry.style)
        for entry in ENTRIES
        if entry.verb in entries and article.status in WAITING
    )
    if not look.bot_url:
        return in_rows(shown, width=WIDTH)
    link = f"{look.bot_url}?start={CARD_LINK}{base36(article.id)}"
    there = Button(label=text("groups.open_private", look.language), url=link)
    return in_rows((*shown, there), width=WIDTH)


def _button(entry: Entry, standing: Standing, *, look: Look) -> Button:
    n = entry.count(standing) if entry.count is not None else 0
    label = text(entry.key, look.language)
    press = _press(entry, standing.article)
    return pressing(f"{label} ({n})" if n else label, press, style=entry.style)


def _press(entry: Entry, article: Article) -> Press:
    return Press(verb=entry.verb, id=article.id, version=article.version)


def _turn(key: str, standing: Standing, *, page: int, look: Look) -> Button:
    press = Press(verb=Verb.MORE, id=standing.article.id, page=page)
    return pressing(text(key, look.language), press)
