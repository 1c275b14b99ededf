"""Search: /timkiem, or simply some words in the private chat."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from telegram import Update

from bot.i18n import text
from bot.press import Press
from bot.render.found import DAYS, SNIPPET_LETTERS, Answer, Asked
from bot.render.found import found as found_screen
from bot.render.lists import PAGE_SIZE
from bot.render.screen import Keyboard
from bot.search.asking import Found, ask
from bot.search.carrying import uncarried
from bot.search.narrowing import narrowed
from bot.search.question import MOST_LETTERS, question_of
from bot.search.ranking import Ranked
from bot.search.snippet import Piece, snippet, text_of
from bot.text import clean, squash
from handlers.context import Context
from handlers.showing import look_for, say, send, show, toast
from storage.model import Category, CategoryId

LEAST_LETTERS = 2


async def search(update: Update, context: Context) -> None:
    """Looks for the words after the command; without any, asks for some."""
    query = squash(clean(" ".join(context.args or ())))
    if not query:
        reader = await context.reader(update)
        await say(update, context, text("search.prompt", reader.language))
        return
    await _answer(update, context, Asked(query=query))


async def search_words(update: Update, context: Context, *, offer: Keyboard = ()) -> None:
    """Looks for what somebody wrote without any command.

    `offer`: buttons under what was found, then shown in reply to the words.
    """
    message = update.effective_message
    query = squash(clean(message.text or "")) if message is not None else ""
    await _answer(update, context, Asked(query=query), offer=offer)


async def press_search(update: Update, context: Context, press: Press) -> None:
    """Another page of what was found, or less of it, or what was meant instead."""
    await toast(update)
    await _answer(update, context, Asked.of(press, query=uncarried(press.argument)))


async def _answer(update: Update, context: Context, asked: Asked, *, offer: Keyboard = ()) -> None:
    reader = await context.reader(update)
    if len(asked.query) < LEAST_LETTERS:
        await say(update, context, text("search.too_short", reader.language, n=LEAST_LETTERS))
        return
    if len(asked.query) > MOST_LETTERS:
        await say(update, context, text("search.too_long", reader.language))
        return
    answer = await _found(context, asked)
    screen = found_screen(asked, answer, look=await look_for(context, update, reader))
    if update.callback_query is not None:
        await show(update, context, screen)
        return
    message = update.effective_message
    reply_to = message.message_id if offer and message is not None else 0
    screen = replace(screen, keyboard=(*screen.keyboard, *offer))
    await send(update, context, screen, reply_to=reply_to)


async def _found(context: Context, asked: Asked) -> Answer:
    newsroom = context.newsroom
    storage, now = newsroom.storage, newsroom.now()
    categories = await storage.categories.all()
    question = question_of(asked.query, zone=newsroom.config.zone)
    question, narrowing = narrowed(
        question,
        categories,
        category_id=asked.category_id or None,
        days=DAYS.get(asked.period),
        now=now,
    )
    hits = await ask(storage.search, question, narrowing=narrowing, now=now)
    page = hits.articles[asked.page * PAGE_SIZE :][:PAGE_SIZE]
    ids = [it.candidate.id for it in page]
    headlines = await storage.search.get_headlines(ids)
    bodies = await storage.search.get_texts(ids)
    shown = [(it.id, it.summary, text_of(bodies.get(it.id, ""))) for it in headlines]
    return Answer(
        headlines=headlines,
        snippets={id: _snippet(summary, body, hits) for id, summary, body in shown},
        total=len(hits.articles),
        sections=_sections(hits.articles, categories),
        suggestion=hits.suggestion,
        is_whole=not hits.articles or not hits.articles[0].lacks,
    )


def _snippet(summary: str, body: str, hits: Found) -> tuple[Piece, ...]:
    return snippet(summary, hits.terms, limit=SNIPPET_LETTERS) or snippet(
        body, hits.terms, limit=SNIPPET_LETTERS
    )


def _sections(
    articles: Sequence[Ranked], categories: Sequence[Category]
) -> list[tuple[CategoryId, str, int]]:
    counts = Counter(it.candidate.category_id for it in articles)
    named = [(it.id, it.name, counts[it.id]) for it in categories if counts[it.id]]
    return sorted(named, key=lambda it: -it[2])
