"""The desk's card: shown as things stand, retracted, thrown away; who presses, and may."""

from __future__ import annotations

from telegram import Update
from telegram.constants import ChatType

from bot.broadcasting import duration_of
from bot.desk import ADMINISTRATORS, ALLOWED, Act, Standing, may
from bot.i18n import text
from bot.newsroom import Newsroom
from bot.press import Press
from bot.render.desk import ask_retract, preview
from bot.render.progress import duration
from bot.text import clean
from handlers.context import Context
from handlers.editors_group import follow
from handlers.naming import named_article
from handlers.showing import look_for, pressed_message, say, send, show, toast
from storage.errors import NotFound, Stale
from storage.model import Article, ArticleId, DeliveryKind, Person, Reader, Status


async def retract(update: Update, context: Context) -> None:
    """/gotin with an article: asks once, as the button does."""
    reader = await context.reader(update)
    if not await may_now(update, context, reader, Act.RETRACT):
        return
    article_id = named_article(update, context)
    if article_id is None:
        await say(update, context, text("desk.which", reader.language))
        return
    try:
        article = await context.newsroom.storage.articles.get(article_id)
    except NotFound:
        await say(update, context, text("errors.not_found", reader.language))
        return
    if article.status in (Status.PUBLISHED, Status.SCHEDULED):
        await _ask_retract(update, context, reader, article)
    else:
        await send_preview(update, context, reader, article)


async def press_retract(update: Update, context: Context, press: Press) -> None:
    """Asks once, then takes the article from the readers."""
    asked = await asked_about(update, context, press, act=Act.RETRACT)
    if asked is None:
        return
    reader, article = asked
    await toast(update)
    if not press.argument and article.status is not Status.RETRACTED:
        await _ask_retract(update, context, reader, article)
        return
    if press.argument == "yes":
        article = await context.newsroom.storage.articles.retract(
            article.id, by=person_of(update, reader), note="", now=context.newsroom.now()
        )
    await show_moved(update, context, reader, article)


async def press_discard(update: Update, context: Context, press: Press) -> None:
    """Throws a draft away."""
    asked = await asked_about(update, context, press, act=Act.WRITE)
    if asked is None:
        return
    reader, article = asked
    newsroom = context.newsroom
    if not (await standing_of(newsroom, reader, article)).may_change:
        await toast(update, text("errors.not_allowed", reader.language), is_alert=True)
        return
    by = person_of(update, reader)
    try:
        await newsroom.storage.articles.discard(article.id, by=by, now=newsroom.now())
    except Stale:
        await toast(update, text("errors.moved_on", reader.language), is_alert=True)
        return
    await toast(update, text("desk.draft_deleted", reader.language))
    message = pressed_message(update)
    if message is not None:
        await message.delete()
    article = await newsroom.storage.articles.get(article.id)
    await follow(newsroom, context.calls, article)


async def press_card(update: Update, context: Context, press: Press) -> None:
    """The card as things stand now, or its other buttons, in place of what was shown."""
    asked = await asked_about(update, context, press, act=Act.WRITE)
    if asked is None:
        return
    reader, article = asked
    await toast(update)
    await show_preview(update, context, reader, article, page=press.page)


async def open_card(update: Update, context: Context, article_id: ArticleId) -> None:
    """The card in the private chat, as the button in the editors' group leads to it."""
    reader = await context.reader(update)
    if not await may_now(update, context, reader, Act.WRITE):
        return
    try:
        article = await context.newsroom.storage.articles.get(article_id)
    except NotFound:
        await say(update, context, text("errors.not_found", reader.language))
        return
    if not (await standing_of(context.newsroom, reader, article)).may_change:
        await say(update, context, text("errors.not_allowed", reader.language))
        return
    await send_preview(update, context, reader, article)


async def asked_about(
    update: Update, context: Context, press: Press, *, act: Act
) -> tuple[Reader, Article] | None:
    """Who presses and about what; none where that may not be or is not there, and said so."""
    reader = await context.reader(update)
    if not await may_now(update, context, reader, act):
        return None
    try:
        return reader, await context.newsroom.storage.articles.get(ArticleId(press.id))
    except NotFound:
        await toast(update, text("errors.not_found", reader.language), is_alert=True)
        return None


async def _ask_retract(update: Update, context: Context, reader: Reader, article: Article) -> None:
    newsroom = context.newsroom
    n = await newsroom.storage.broadcasts.audience(article.id, kind=DeliveryKind.CORRECTION)
    time = duration(duration_of(newsroom, n), language=reader.language)
    look = await look_for(context, update, reader)
    await show(update, context, ask_retract(article, n=n, duration=time, look=look))


async def standing_of(newsroom: Newsroom, reader: Reader, article: Article) -> Standing:
    """The article as this person finds it at this moment."""
    roles = await newsroom.storage.roles.of(reader.id)
    review = await newsroom.storage.desk.review(article.id)
    approvers = [person.id for person in review.approved_by]
    return Standing(
        article=article,
        roles=roles,
        reader_id=reader.id,
        approvals=len(approvers),
        needed=newsroom.config.approvals,
        has_approved=reader.id in approvers,
        is_pinned=review.is_pinned,
        reason=review.reason,
    )


async def send_preview(update: Update, context: Context, reader: Reader, article: Article) -> None:
    """Sends the editor's card."""
    standing = await standing_of(context.newsroom, reader, article)
    look = await look_for(context, update, reader)
    await send(update, context, preview(standing, look=look))


async def show_preview(
    update: Update, context: Context, reader: Reader, article: Article, *, page: int = 0
) -> None:
    """Turns the pressed card into how things stand now."""
    standing = await standing_of(context.newsroom, reader, article)
    look = await look_for(context, update, reader)
    await show(update, context, preview(standing, look=look, page=page))


async def show_moved(update: Update, context: Context, reader: Reader, article: Article) -> None:
    """How things stand now: on the pressed card, and on the one in the editors' group."""
    if is_private(update):
        await show_preview(update, context, reader, article)
    await follow(context.newsroom, context.calls, article)


async def show_overtaken(
    update: Update, context: Context, reader: Reader, article_id: ArticleId, *, press: Press
) -> None:
    """Somebody was faster: says so, and shows the card as it is now."""
    article = await context.newsroom.storage.articles.get(article_id)
    is_changed = press.version != article.version
    words = text("errors.stale" if is_changed else "errors.moved_on", reader.language)
    await toast(update, words, is_alert=True)
    await show_moved(update, context, reader, article)


def is_private(update: Update) -> bool:
    """Whether this happens between one person and the bot."""
    chat = update.effective_chat
    return chat is not None and chat.type == ChatType.PRIVATE


async def may_now(update: Update, context: Context, reader: Reader, act: Act) -> bool:
    """Whether this person may, asked of the roles at this very moment; if not, says so."""
    roles = await context.newsroom.storage.roles.of(reader.id)
    if may(roles, act):
        return True
    words = text(_refusal(act, is_at_desk=bool(roles)), reader.language)
    if update.callback_query is not None:
        await toast(update, words, is_alert=True)
    else:
        await say(update, context, words)
    return False


def _refusal(act: Act, *, is_at_desk: bool) -> str:
    if ALLOWED[act] == ADMINISTRATORS:
        return "errors.admins_only"
    return "errors.not_allowed" if is_at_desk else "errors.editors_only"


def person_of(update: Update, reader: Reader) -> Person:
    """Who presses, as the history will name them."""
    user = update.effective_user
    return Person(id=reader.id, name=clean(user.full_name, limit=200) if user else "")
