"""Replies to our questions: found by the message replied to, given to whoever asked."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from telegram import Update

from handlers import drafts, feeds, filling, review, royalty, scheduling, writing
from handlers.context import Context
from storage.prompts import Prompt

Answer = Callable[[Update, Context, Prompt], Awaitable[bool]]
"""Takes a reply; whether the question is answered now. If not, it may be replied to again."""

# By the field's name, which ends at the first colon.
ANSWERS: Final[Mapping[str, Answer]] = {
    "coming": scheduling.take_coming,
    review.REASON: review.take_reason,
    drafts.FIELD: drafts.answer,
    writing.FIELD: filling.answer,
    "royalty_points": royalty.take_points,
    "royalty_authors": royalty.take_authors,
    feeds.FIELD: feeds.answer_address,
}


async def is_answer(update: Update, context: Context) -> bool:
    """Whether this replies to a question that waits: then it has been dealt with.

    Anybody else's reply to it is nobody's answer, and there is nothing else to do with it.
    """
    message, user = update.effective_message, update.effective_user
    asked = message.reply_to_message if message is not None else None
    if asked is None or user is None:
        return False
    prompts = context.newsroom.storage.prompts
    prompt = await prompts.find(asked.chat.id, message_id=asked.message_id)
    if prompt is None:
        return False
    answer = ANSWERS.get(prompt.field.partition(":")[0])
    if answer is not None and prompt.reader_id == user.id and await answer(update, context, prompt):
        await prompts.close(prompt)
    return True


async def only_answers(update: Update, context: Context) -> None:
    """A reply with a picture or a file: an answer, or nothing to us."""
    await is_answer(update, context)
