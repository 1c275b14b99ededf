"""What people write without a command of ours."""

from __future__ import annotations

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update

from bot.i18n import text
from handlers import browse, categories, chat_settings, feedback, intake, prompts, search
from handlers.context import Context
from handlers.showing import say


async def words(update: Update, context: Context) -> None:
    """An answer to a question of ours, else words to search for."""
    if await prompts.is_answer(update, context):
        return
    ours = (
        feedback.is_feedback,
        categories.is_name,
        chat_settings.is_zone,
        intake.is_material,
    )
    for is_answer in ours:
        if await is_answer(update, context):
            return
    if not await browse.is_day(update, context):
        await search.search_words(update, context, offer=await intake.offer(update, context))


async def media(update: Update, context: Context) -> None:
    """A picture, a sound or a file: an answer to a question of ours, or a draft."""
    if not await prompts.is_answer(update, context):
        await intake.take_media(update, context)


async def replies_in_groups(update: Update, context: Context) -> None:
    """A reply in a group: an answer to a question of ours, or nothing to us."""
    if not await prompts.is_answer(update, context):
        await chat_settings.is_zone(update, context)


async def unknown_command(update: Update, context: Context) -> None:
    """A command that is none of ours, or not for this person."""
    reader = await context.reader(update)
    await say(update, context, text("errors.unknown_command", reader.language))


async def group_only_private(update: Update, context: Context) -> None:
    """A command that belongs into the private chat: says so, where it was meant for us."""
    message = update.effective_message
    name = (message.text or "").partition(" ")[0] if message is not None else ""
    if message is None or not name.endswith(f"@{context.bot.username}"):
        return
    reader = await context.reader(update)
    button = InlineKeyboardButton(
        text("groups.open_private", reader.language), url=context.newsroom.bot_url
    )
    await message.reply_text(
        text("groups.private_only", reader.language),
        reply_markup=InlineKeyboardMarkup.from_button(button),
    )
