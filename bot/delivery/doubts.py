"""What may or may not have arrived, for a person to decide."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from bot.i18n import text
from bot.newsroom import Newsroom
from bot.press import Press, Verb
from bot.render.markup import escape
from bot.render.screen import Screen, Style, pressing
from bot.text import shorten
from storage.model import Delivery

MOST_LISTED = 20
TITLE_UNITS = 120
MOST_RESENT = 10_000


async def doubts_screen(newsroom: Newsroom, *, language: str) -> Screen | None:
    """What is in doubt, with the buttons to send it again and to let it be; None without any."""
    doubtful = await newsroom.storage.outbox.find_uncertain(limit=MOST_RESENT)
    if not doubtful:
        return None
    n = len(doubtful)
    again = pressing(
        text("admin.send_again", language, n=n), Press(verb=Verb.RESEND), style=Style.PRIMARY
    )
    leave = pressing(text("admin.leave", language), Press(verb=Verb.LEAVE))
    lines = [text("admin.uncertain", language, n=n)]
    lines += await _lines(newsroom, doubtful, language=language)
    return Screen(text=escape("\n".join(lines)), keyboard=((again, leave),))


async def _lines(newsroom: Newsroom, doubtful: Sequence[Delivery], *, language: str) -> list[str]:
    """What the messages in doubt are about, each with its number of chats."""
    counted = Counter(delivery.article_id for delivery in doubtful)
    lines = []
    for article_id, n in counted.most_common(MOST_LISTED):
        title = text("settings.digest_button", language)
        if article_id is not None:
            title = (await newsroom.storage.articles.get(article_id)).content.title
        shown = shorten(title, limit=TITLE_UNITS)
        lines.append(text("admin.uncertain_row", language, title=shown, n=n))
    return lines
