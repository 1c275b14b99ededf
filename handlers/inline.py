"""Inline mode: `@bot words` in any chat finds articles to post there as cards."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import structlog
from telegram import InlineQuery, Update
from telegram.error import BadRequest

from bot.i18n import text
from bot.render.inline import TITLE_UNITS, about, article_card, headline_card
from bot.render.pieces import is_web_address
from bot.render.screen import Look, Screen
from bot.search.asking import ask
from bot.search.narrowing import narrowed
from bot.search.question import question_of
from bot.stored import file_id_in
from bot.telegram.calls import Fields
from bot.telegram.outgoing import markup_of
from bot.text import base36, clean, from_base36, shorten, squash
from handlers.context import Context
from handlers.showing import LATE_TEXTS
from storage.errors import NotFound
from storage.model import Article, ArticleId, Headline, Status

log = structlog.get_logger()

ARTICLE = "a_"
ON_PAGE = 20
MOST_UNITS = 100
# Everybody gets the same answer, in the language of the instance: the card is for the chat that
# it is posted in. So Telegram may give it to the next who asks; a minute, for it may be retracted.
CACHE_S = 60


async def inline(update: Update, context: Context) -> None:
    """Answers an inline query: an article's own card, what was found, or the newest."""
    query = update.inline_query
    if query is None:
        return
    look = _look(context)
    words = squash(clean(query.query, limit=MOST_UNITS))
    article_id = from_base36(words.removeprefix(ARTICLE)) if words.startswith(ARTICLE) else None
    if article_id:
        results, more = await _the_article(context, ArticleId(article_id), look=look), ""
    else:
        results, more = await _found(context, words, page=_page_of(query), look=look)
    await _answer(context, query, results=results, next_offset=more, look=look)


async def _the_article(context: Context, article_id: ArticleId, *, look: Look) -> list[Fields]:
    storage = context.newsroom.storage
    try:
        article = await storage.articles.get(article_id)
    except NotFound:
        return []
    if article.status is not Status.PUBLISHED:
        return []
    url = article.content.image_url
    known = await storage.media.find(url) if url else None
    file_id = known.file_id if known is not None else file_id_in(url)
    screen = article_card(article, file_id=file_id, look=look)
    return [_with_picture(article, screen) if screen.photo else _article_result(article, screen)]


async def _found(
    context: Context, words: str, *, page: int, look: Look
) -> tuple[list[Fields], str]:
    storage, offset = context.newsroom.storage, page * ON_PAGE
    if words:
        now, categories = context.newsroom.now(), await storage.categories.all()
        question, narrowing = narrowed(question_of(words, zone=look.zone), categories, now=now)
        hits = await ask(storage.search, question, narrowing=narrowing, now=now)
        asked = [it.candidate.id for it in hits.articles[offset : offset + ON_PAGE + 1]]
        found: Sequence[Headline] = await storage.search.get_headlines(asked)
    else:
        found = await storage.articles.find_latest(limit=ON_PAGE + 1, offset=offset)
    shown = found[:ON_PAGE]
    pictures = await storage.browsing.pictures([it.id for it in shown])
    results = [_headline_result(it, picture=pictures.get(it.id, ""), look=look) for it in shown]
    return results, str(page + 1) if len(found) > ON_PAGE else ""


async def _answer(
    context: Context, query: InlineQuery, *, results: list[Fields], next_offset: str, look: Look
) -> None:
    key = "search.inline_open" if results else "search.inline_none"
    fields: Fields = {
        "inline_query_id": query.id,
        "results": results,
        "cache_time": CACHE_S,
        "is_personal": False,
        "next_offset": next_offset,
        "button": {"text": text(key, look.language), "start_parameter": "tinmoi"},
    }
    try:
        await context.calls.call("answerInlineQuery", fields)
    except BadRequest as error:
        if not error.message.lower().startswith(LATE_TEXTS):
            raise
        log.info("inline_answer_late")


def _headline_result(headline: Headline, *, picture: str, look: Look) -> Fields:
    result = _result(
        f"{ARTICLE}{base36(headline.id)}",
        shorten(squash(headline.title), limit=TITLE_UNITS),
        about(headline, look=look),
        headline_card(headline, look=look),
    )
    if is_web_address(picture) and not file_id_in(picture):
        result["thumbnail_url"] = picture
    return result


def _article_result(article: Article, screen: Screen) -> Fields:
    content = article.content
    title = shorten(squash(content.title), limit=TITLE_UNITS)
    return _result(f"{ARTICLE}{base36(article.id)}", title, squash(content.summary)[:160], screen)


def _with_picture(article: Article, screen: Screen) -> Fields:
    return {
        "type": "photo",
        "id": f"{ARTICLE}{base36(article.id)}",
        "photo_file_id": screen.photo,
        "title": shorten(squash(article.content.title), limit=TITLE_UNITS),
        "caption": screen.text,
        "parse_mode": "HTML",
        "reply_markup": markup_of(screen.keyboard),
    }


def _result(id_: str, title: str, description: str, screen: Screen) -> dict[str, Any]:
    return {
        "type": "article",
        "id": id_,
        # Bot API, "InlineQueryResultArticle": a title is required, an article's may be missing.
        "title": title or "…",
        "description": description,
        "input_message_content": {
            "message_text": screen.text,
            "parse_mode": "HTML",
            "link_preview_options": {"is_disabled": True},
        },
        "reply_markup": markup_of(screen.keyboard),
    }


def _page_of(query: InlineQuery) -> int:
    return int(query.offset) if query.offset.isascii() and query.offset.isdecimal() else 0


def _look(context: Context) -> Look:
    newsroom = context.newsroom
    config = newsroom.config
    return Look(language=config.language, zone=config.zone, bot_url=newsroom.bot_url)
