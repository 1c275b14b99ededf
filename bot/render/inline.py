"""What is shared into other chats: cards whose button opens the article here (pure)."""

from dataclasses import replace

from bot.dates import format_card
from bot.i18n import text
from bot.render.card import card
from bot.render.document import Mark, Span
from bot.render.markup import Line, html_of, line_of
from bot.render.screen import Button, Keyboard, Look, Screen, Style
from bot.text import base36, shorten, squash
from storage.model import Article, ArticleId, Headline

INLINE_LINK = "i_"
"""How a deep link begins that was pressed under a shared card."""

TITLE_UNITS = 200
SUMMARY_UNITS = 700
ABOUT_UNITS = 160


def headline_card(headline: Headline, *, look: Look) -> Screen:
    """A card made of the headline alone: section, title, date, lead."""
    title = Span(shorten(squash(headline.title), limit=TITLE_UNITS), Mark.BOLD)
    lines = [
        line_of(shorten(squash(headline.category), limit=ABOUT_UNITS)),
        Line(spans=(title,), gap=1),
        line_of(_date(headline, look=look), gap=1),
        line_of(shorten(squash(headline.summary), limit=SUMMARY_UNITS)),
    ]
    return Screen(text=html_of(lines), keyboard=_opening(headline.id, look=look))


def article_card(article: Article, *, file_id: str, look: Look) -> Screen:
    """The article's own card, for any chat. `file_id`: its picture where Telegram has it."""
    url = article.content.image_url
    content = article.content if file_id else replace(article.content, image_url="")
    files = {url: file_id} if file_id else {}
    screen = card(replace(article, content=content), None, look=look, files=files)
    return replace(screen, keyboard=_opening(article.id, look=look))


def about(headline: Headline, *, look: Look) -> str:
    """The line under a result's title: section, date, and how the lead begins."""
    known = (squash(headline.category), _date(headline, look=look), squash(headline.summary))
    return shorten(" | ".join(filter(None, known)), limit=ABOUT_UNITS)


def _date(headline: Headline, *, look: Look) -> str:
    if headline.published_at is None:
        return ""
    return format_card(headline.published_at, zone=look.zone, language=look.language)


def _opening(article_id: ArticleId, *, look: Look) -> Keyboard:
    link = f"{look.bot_url}?start={INLINE_LINK}{base36(article_id)}"
    label = text("card.read_more", look.language)
    return ((Button(label=label, url=link, style=Style.PRIMARY),),)
