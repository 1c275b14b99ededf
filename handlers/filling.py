"""Answers to what was asked about a field: checked, kept, shown on the card."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

import structlog
from telegram import Update
from telegram.error import BadRequest

from bot.fields import Field, Wrong, featured_until, filled
from bot.i18n import text
from bot.messages import Message
from bot.render.pieces import is_web_address
from bot.render.writing import related_page
from bot.search.asking import ask as look_up
from bot.search.question import MOST_LETTERS, question_of
from bot.sent import body_of, files_in, photo_in, pieces_in, sounds_in, text_of, with_enclosed
from bot.stored import address_of
from bot.text import clean, from_base36, squash
from handlers.cards import look_at_desk, put_card
from handlers.context import Context
from handlers.intake import json_of
from handlers.papers import body_of_paper
from handlers.showing import chat_of, say
from handlers.writing import change, held, related_with, show_page
from storage.errors import NotFound
from storage.model import Article, ArticleId, Content, Reader, Related, Status
from storage.prompts import Prompt

log = structlog.get_logger()

MOST_FOUND: Final = 6
MOST_RELATED: Final = 20
CODE: Final = re.compile(r"(?:\S*[?&]start=)?a_([0-9a-z]{1,13})|\S*/a/([0-9a-z]{1,13})")


async def answer(update: Update, context: Context, prompt: Prompt) -> bool:
    """Whether the reply fills the field it was asked for; what does not fit is explained."""
    reader = await context.reader(update)
    message = update.effective_message
    field = Field(prompt.field.partition(":")[2])
    if message is None or prompt.article_id is None:
        return False
    article = await held(update, context, reader, prompt.article_id)
    if article is None:
        return False
    content = await _content(update, context, article, field, json_of(message))
    if isinstance(content, Wrong):
        await say(update, context, text(content.key, reader.language))
        return False
    if content is None:
        return True
    article = await change(update, context, reader, article, content)
    await show_page(update, context, reader, article)
    await _tidy(context, prompt, message.message_id)
    return True


async def _content(
    update: Update, context: Context, article: Article, field: Field, message: Message
) -> Content | Wrong | None:
    """The content as answered; None when there is something to choose from first."""
    content, newsroom = article.content, context.newsroom
    words = clean(text_of(message))
    match field:
        case Field.BODY:
            return await _with_body(context, content, message)
        case Field.IMAGE:
            photo = photo_in(message)
            if not photo:
                return Wrong(key="write.wrong_picture")
            return replace(content, image_url=address_of(photo))
        case Field.AUDIO:
            return (
                with_enclosed(content, message)
                if sounds_in(message)
                else Wrong(key="write.wrong_sound")
            )
        case Field.ATTACHMENTS:
            return (
                with_enclosed(content, message)
                if files_in(message)
                else Wrong(key="write.wrong_file")
            )
        case Field.FEATURED:
            zone = newsroom.config.zone
            return featured_until(content, words, now=newsroom.now(), zone=zone)
        case Field.RELATED:
            return await _with_related(update, context, article, squash(words))
    return filled(content, field, words)


async def _with_body(context: Context, content: Content, message: Message) -> Content | Wrong:
    if message.get("document"):
        body = await body_of_paper(context, message["document"])
        return body if isinstance(body, Wrong) else replace(content, body_html=body)
    body = body_of(pieces_in(message))
    return replace(content, body_html=body) if body else Wrong(key="write.wrong_body")


async def _with_related(
    update: Update, context: Context, article: Article, words: str
) -> Content | Wrong | None:
    content = article.content
    if len(content.related) >= MOST_RELATED:
        return Wrong(key="write.many_related")
    code = CODE.fullmatch(words)
    if code is not None:
        number = from_base36(code[1] or code[2]) or 0
        try:
            other = await context.newsroom.storage.articles.get(ArticleId(number))
        except NotFound:
            return Wrong(key="errors.not_found")
        is_out = other.status is Status.PUBLISHED and other.id != article.id
        return related_with(content, other) if is_out else Wrong(key="errors.not_found")
    if is_web_address(words):
        return replace(content, related=(*content.related, Related(title=words, url=words)))
    if not 2 <= len(words) <= MOST_LETTERS:
        return Wrong(key="write.wrong_line")
    await _offer_related(update, context, article, words)
    return None


async def _offer_related(update: Update, context: Context, article: Article, words: str) -> None:
    newsroom = context.newsroom
    reader: Reader = await context.reader(update)
    look = look_at_desk(newsroom, reader)
    question = question_of(words, zone=look.zone)
    hits = await look_up(newsroom.storage.search, question, now=newsroom.now())
    ids = [it.candidate.id for it in hits.articles if it.candidate.id != article.id]
    found = await newsroom.storage.search.get_headlines(ids[:MOST_FOUND])
    chat_id, _ = chat_of(update)
    screen = related_page(article, found, look=look)
    await put_card(newsroom, context.calls, reader, article, chat_id=chat_id, screen=screen)


async def _tidy(context: Context, prompt: Prompt, answered_by: int) -> None:
    """Takes question and answer away: what was said stands on the card."""
    for message_id in (prompt.message_id, answered_by):
        try:
            await context.calls.call(
                "deleteMessage", {"chat_id": prompt.chat_id, "message_id": message_id}
            )
        except BadRequest as error:
            log.info("answer_not_deleted", cause=error.message)
