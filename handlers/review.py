"""What the desk says of a draft: submitted, approved, sent back with a reason, taken back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final

from telegram import Update

from bot.desk import Act
from bot.i18n import text
from bot.press import Press, Verb
from bot.render.desk import told
from bot.render.desk_keyboard import JUDGED
from bot.render.screen import Look
from bot.text import clean, squash
from handlers.asking import ask
from handlers.context import Context
from handlers.desk import (
    asked_about,
    is_private,
    may_now,
    person_of,
    send_preview,
    show_moved,
    show_overtaken,
    standing_of,
)
from handlers.editors_group import author_of, follow, post_card, tell_author
from handlers.showing import say, toast
from storage.errors import NotFound, Stale
from storage.model import Article, ArticleId, Reader, Status, Version
from storage.prompts import Prompt

REASON: Final = "reason"
REASON_UNITS: Final = 500
SENT_BACK: Final = {
    Verb.REQUEST_CHANGES: "desk.changes_requested",
    Verb.REJECT: "desk.rejected",
}

Event = Callable[..., Awaitable[Article]]


async def press_submit(update: Update, context: Context, press: Press) -> None:
    """Hands a draft to those who approve; its card goes to the editors' group."""
    article = await _change(update, context, press, said="desk.submitted")
    if article is not None:
        await post_card(context.newsroom, context.calls, article)


async def press_withdraw(update: Update, context: Context, press: Press) -> None:
    """Makes a draft again of what waits, is approved or was rejected."""
    await _change(update, context, press, said="desk.withdrawn")


async def press_approve(update: Update, context: Context, press: Press) -> None:
    """One person's approval of the version that is shown."""
    asked = await asked_about(update, context, press, act=Act.APPROVE)
    if asked is None:
        return
    reader, article = asked
    if (await standing_of(context.newsroom, reader, article)).is_author:
        await toast(update, text("desk.own_article", reader.language), is_alert=True)
        return
    desk = context.newsroom.storage.desk
    approved = await _event(update, context, press, reader, event=desk.approve)
    if approved is None:
        return
    standing = await standing_of(context.newsroom, reader, approved)
    missing = standing.needed - standing.approvals
    key = "desk.approved_more" if missing > 0 else "desk.approved"
    await toast(update, text(key, reader.language, n=missing))
    await show_moved(update, context, reader, approved)
    if approved.status is Status.APPROVED:
        await _tell(context, approved, by=reader, key="desk.told_approved")


async def press_send_back(update: Update, context: Context, press: Press) -> None:
    """Asks for the reason, for which changes are requested or the article rejected."""
    asked = await asked_about(update, context, press, act=Act.REVIEW)
    if asked is None:
        return
    reader, article = asked
    standing = await standing_of(context.newsroom, reader, article)
    if standing.is_author:
        await toast(update, text("desk.own_article", reader.language), is_alert=True)
        return
    if press.version != article.version or article.status not in JUDGED:
        await show_overtaken(update, context, reader, article.id, press=press)
        return
    await toast(update)
    field = f"{REASON}:{press.verb}:{article.version}"
    await ask(update, context, reader, key="desk.ask_reason", field=field, article_id=article.id)


async def take_reason(update: Update, context: Context, prompt: Prompt) -> bool:
    """The reason, as the reply to our question gives it; the author hears of it."""
    reader = await context.reader(update)
    message = update.effective_message
    reason = squash(clean((message.text or "") if message else "", limit=REASON_UNITS))
    if not reason:
        await say(update, context, text("desk.reason_missing", reader.language))
        return False
    if prompt.article_id is None or not await may_now(update, context, reader, Act.REVIEW):
        return True
    _, verb, version = prompt.field.split(":")
    try:
        article = await _send_back(
            update,
            context,
            reader,
            prompt.article_id,
            verb=Verb(verb),
            version=_version_of(version),
            reason=reason,
        )
    except (Stale, NotFound):
        await say(update, context, text("errors.moved_on", reader.language))
        return True
    if is_private(update):
        await send_preview(update, context, reader, article)
    await follow(context.newsroom, context.calls, article)
    await _tell(context, article, by=reader, key=SENT_BACK[Verb(verb)], reason=reason)
    return True


async def _send_back(
    update: Update,
    context: Context,
    reader: Reader,
    article_id: ArticleId,
    *,
    verb: Verb,
    version: Version,
    reason: str,
) -> Article:
    desk = context.newsroom.storage.desk
    event = desk.reject if verb is Verb.REJECT else desk.request_changes
    return await event(
        article_id,
        expected=version,
        by=person_of(update, reader),
        reason=reason,
        now=context.newsroom.now(),
    )


async def _change(update: Update, context: Context, press: Press, *, said: str) -> Article | None:
    """What somebody does with an article that is theirs to change; none when it was not done."""
    asked = await asked_about(update, context, press, act=Act.WRITE)
    if asked is None:
        return None
    reader, article = asked
    if not (await standing_of(context.newsroom, reader, article)).may_change:
        await toast(update, text("errors.not_allowed", reader.language), is_alert=True)
        return None
    desk = context.newsroom.storage.desk
    event = desk.submit if press.verb is Verb.SUBMIT else desk.withdraw
    moved = await _event(update, context, press, reader, event=event)
    if moved is not None:
        await toast(update, text(said, reader.language))
        await show_moved(update, context, reader, moved)
    return moved


async def _event(
    update: Update, context: Context, press: Press, reader: Reader, *, event: Event
) -> Article | None:
    """The event on the version that the button shows; who comes late sees the new card."""
    if press.version is None:
        await toast(update, text("errors.old_button", reader.language), is_alert=True)
        return None
    article_id = ArticleId(press.id)
    by, now = person_of(update, reader), context.newsroom.now()
    try:
        return await event(article_id, expected=press.version, by=by, now=now)
    except Stale:
        await show_overtaken(update, context, reader, article_id, press=press)
        return None


async def _tell(
    context: Context, article: Article, *, by: Reader, key: str, **values: object
) -> None:
    newsroom = context.newsroom
    author = await author_of(newsroom, article, but=by.id)
    if author is None:
        return
    look = Look(
        language=author.language,
        zone=newsroom.config.zone,
        bot_url=newsroom.bot_url,
        web_url=newsroom.web_url,
    )
    standing = await standing_of(newsroom, author, article)
    words = text(key, author.language, **values)
    await tell_author(newsroom, context.calls, author, told(standing, words=words, look=look))


def _version_of(written: str) -> Version:
    major, _, minor = written.partition(".")
    return Version(major=int(major), minor=int(minor))
