"""How far a broadcast has come, for whoever sent it (pure)."""

from datetime import datetime, timedelta
from math import ceil

from bot.i18n import text
from bot.press import Press, Verb
from bot.render.document import Mark
from bot.render.markup import html_of, line_of
from bot.render.screen import Look, Screen, Style, pressing, rows_of
from bot.text import shorten, squash
from storage.model import DeliveryState, Progress

_TITLE_UNITS = 300
_FAILED = (DeliveryState.REFUSED, DeliveryState.EXPIRED, DeliveryState.CANCELLED)
_LEFT = (
    DeliveryState.HELD,
    DeliveryState.QUEUED,
    DeliveryState.CLAIMED,
    DeliveryState.SENDING,
)


def progress_card(
    progress: Progress, *, title: str, per_second: float, now: datetime, look: Look
) -> Screen:
    """The broadcast as it stands; with "Hoàn tác" while nothing of it has left.

    `per_second`: our pace, from which the remaining time is told.
    """
    language = look.language
    kind = text(f"progress.{progress.kind}", language)
    lines = [line_of(f"{kind}: {shorten(squash(title), limit=_TITLE_UNITS)}", marks=Mark.BOLD)]
    undo = None
    if progress.is_cancelled:
        lines.append(line_of(text("desk.undone", language)))
    elif now < progress.due_at:
        wait = duration(progress.due_at - now, language=language)
        lines.append(line_of(text("progress.waits", language, duration=wait)))
        undo = pressing(
            text("button.undo", language),
            Press(verb=Verb.UNDO, id=progress.broadcast_id),
            style=Style.DANGER,
        )
    else:
        lines += [line_of(it) for it in _figures(progress, per_second=per_second, look=look)]
    return Screen(text=html_of(lines), keyboard=rows_of((undo,)))


def is_over(progress: Progress) -> bool:
    """Whether nothing more will come of it."""
    return progress.is_cancelled or (progress.is_whole and not _left(progress))


def duration(length: timedelta, *, language: str) -> str:
    """A length of time as people say it, rounded up.

    >>> duration(timedelta(seconds=61), language="vi")
    '2 phút'
    """
    seconds = max(1, ceil(length.total_seconds()))
    if seconds <= 60:
        return text("dates.seconds", language, n=seconds)
    if seconds <= 5400:
        return text("dates.minutes", language, n=ceil(seconds / 60))
    return text("dates.hours", language, n=ceil(seconds / 3600))


def _figures(progress: Progress, *, per_second: float, look: Look) -> list[str]:
    counts = progress.counts
    figures = {
        "sent": counts.get(DeliveryState.SENT, 0),
        "gone": counts.get(DeliveryState.GONE, 0),
        "failed": sum(counts.get(state, 0) for state in _FAILED),
        "uncertain": counts.get(DeliveryState.UNCERTAIN, 0),
    }
    shown = [
        text(f"progress.{key}", look.language, n=n)
        for key, n in figures.items()
        if n or key == "sent"
    ]
    left = _left(progress)
    if left:
        time = duration(timedelta(seconds=left / per_second), language=look.language)
        shown.append(text("progress.left", look.language, n=left, duration=time))
    elif progress.is_whole:
        shown.append(text("progress.done", look.language))
    return shown


def _left(progress: Progress) -> int:
    return sum(progress.counts.get(state, 0) for state in _LEFT)
