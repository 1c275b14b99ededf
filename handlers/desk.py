"""What editors press: publish, feature, retract, throw away."""

from __future__ import annotations

import re

from telegram import Update

from bot.dates import format_coming
from bot.desk import ADMINISTRATORS, ALLOWED, Act, Standing, may
from bot.digest import next_of
from bot.i18n import text
from bot.press import Press, Verb
from bot.render.desk import ask_retract, preview
from bot.text import clean, from_base36
from handlers.context import Context
from handlers.lists import featured
from handlers.showing import look_for, pressed_message, say, send, show, toast
from storage.errors import NotFound, Stale
from storage.model import Article, ArticleId, DeliveryKind, Person, Reader, Status

CODE = re.compile(r"(?:a_)?([0-9a-z]{1,13})")


async def feature(update: Update, context: Context) -> None:
    """/noibat: the featured ones; from an editor, with an article, features it."""
    reader = await context.reader(update)
    article_id = _named_article(update, context)
    roles = await context.newsroom.storage.roles.of(reader.id)
    if article_id is None or not may(roles, Act.FEATURE):
        await featured(update, context)
        return
    try:
        await say(update, context, await _feature(context, reader, article_id))
    except NotFound:
        await say(update, context, text("errors.not_found", reader.language))


async def press_publish(update: Update, context: Context, press: Press) -> None:
    """Puts a draft before the readers, if it is still the one that was shown."""
    reader = await context.reader(update)
    if not await may_now(update, context, reader, Act.PUBLISH):
        return
    if press.version is None:
        await toast(update, text("errors.old_button", reader.language), is_alert=True)
        return
    try:
        article = await context.newsroom.storage.articles.publish(
            ArticleId(press.id),
            expected=press.version,
            by=person_of(update, reader),
            now=context.newsroom.now(),
        )
    except Stale:
        await toast(update, text("errors.stale", reader.language), is_alert=True)
        article = await context.newsroom.storage.articles.get(ArticleId(press.id))
        await show_preview(update, context, reader, article)
        return
    except NotFound:
        await toast(update, text("errors.not_found", reader.language), is_alert=True)
        return
    context.newsroom.crash.reached("published")
    await toast(update, _published_words(context, reader, article), is_alert=True)
    await show_preview(update, context, reader, article)


async def press_feature(update: Update, context: Context, press: Press) -> None:
    """Features a published article, or no longer."""
    reader = await context.reader(update)
    if not await may_now(update, context, reader, Act.FEATURE):
        return
    articles = context.newsroom.storage.articles
    article_id = ArticleId(press.id)
    try:
        if press.verb is Verb.FEATURE:
            words = await _feature(context, reader, article_id)
        else:
            await articles.feature(
                article_id,
                is_featured=False,
                by=person_of(update, reader),
                now=context.newsroom.now(),
            )
            words = text("desk.unfeatured_done", reader.language)
        article = await articles.get(article_id)
    except NotFound:
        await toast(update, text("errors.not_found", reader.language), is_alert=True)
        return
    await toast(update, words, is_alert=True)
    await show_preview(update, context, reader, article)


async def press_retract(update: Update, context: Context, press: Press) -> None:
    """Asks once, then takes the article from the readers."""
    reader = await context.reader(update)
    if not await may_now(update, context, reader, Act.RETRACT):
        return
    articles = context.newsroom.storage.articles
    try:
        article = await articles.get(ArticleId(press.id))
    except NotFound:
        await toast(update, text("errors.not_found", reader.language), is_alert=True)
        return
    await toast(update)
    if not press.argument and article.status is not Status.RETRACTED:
        look = await look_for(context, update, reader)
        await show(update, context, ask_retract(article, look=look))
        return
    if press.argument == "yes":
        article = await articles.retract(
            article.id, by=person_of(update, reader), note="", now=context.newsroom.now()
        )
    await show_preview(update, context, reader, article)


async def press_discard(update: Update, context: Context, press: Press) -> None:
    """Throws a draft away."""
    reader = await context.reader(update)
    if not await may_now(update, context, reader, Act.WRITE):
        return
    articles = context.newsroom.storage.articles
    try:
        article = await articles.get(ArticleId(press.id))
        if not (await standing_of(context, reader, article)).may_change:
            await toast(update, text("errors.not_allowed", reader.language), is_alert=True)
            return
        await articles.discard(article.id, by=person_of(update, reader), now=context.newsroom.now())
    except (NotFound, Stale):
        await toast(update, text("errors.moved_on", reader.language), is_alert=True)
        return
    await toast(update, text("desk.draft_deleted", reader.language))
    message = pressed_message(update)
    if message is not None:
        await message.delete()


async def press_card(update: Update, context: Context, press: Press) -> None:
    """The card as things stand now, in place of what was shown of it."""
    reader = await context.reader(update)
    if not await may_now(update, context, reader, Act.WRITE):
        return
    try:
        article = await context.newsroom.storage.articles.get(ArticleId(press.id))
    except NotFound:
        await toast(update, text("errors.not_found", reader.language), is_alert=True)
        return
    await toast(update)
    await show_preview(update, context, reader, article)


async def _feature(context: Context, reader: Reader, article_id: ArticleId) -> str:
    newsroom = context.newsroom
    now = newsroom.now()
    article = await newsroom.storage.articles.feature(
        article_id, is_featured=True, by=Person(id=reader.id), now=now
    )
    if article.status is not Status.PUBLISHED:
        return text("desk.featured_done", reader.language)
    audience = await newsroom.storage.subscribers.count_for(
        article.category_id, kind=DeliveryKind.FEATURED
    )
    zone = newsroom.config.zone
    at = next_of(now, hours=newsroom.config.featured_at, zone=zone)
    when = format_coming(at, now=now, zone=zone, language=reader.language)
    return text("desk.featured_at", reader.language, when=when, n=audience)


async def press_more(update: Update, context: Context, press: Press) -> None:
    """Turns to the card's other buttons."""
    reader = await context.reader(update)
    if not await may_now(update, context, reader, Act.WRITE):
        return
    try:
        article = await context.newsroom.storage.articles.get(ArticleId(press.id))
    except NotFound:
        await toast(update, text("errors.not_found", reader.language), is_alert=True)
        return
    await toast(update)
    await show_preview(update, context, reader, article, page=press.page)


async def standing_of(context: Context, reader: Reader, article: Article) -> Standing:
    """The article as this person finds it at this moment."""
    roles = await context.newsroom.storage.roles.of(reader.id)
    return Standing(article=article, roles=roles, reader_id=reader.id)


async def send_preview(update: Update, context: Context, reader: Reader, article: Article) -> None:
    """Sends the editor's card."""
    standing = await standing_of(context, reader, article)
    look = await look_for(context, update, reader)
    await send(update, context, preview(standing, look=look))


async def show_preview(
    update: Update, context: Context, reader: Reader, article: Article, *, page: int = 0
) -> None:
    """Turns the pressed card into how things stand now."""
    standing = await standing_of(context, reader, article)
    look = await look_for(context, update, reader)
    await show(update, context, preview(standing, look=look, page=page))


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


def _published_words(context: Context, reader: Reader, article: Article) -> str:
    published_at = article.content.published_at
    if article.status is Status.SCHEDULED and published_at is not None:
        now, zone = context.newsroom.now(), context.newsroom.config.zone
        when = format_coming(published_at, now=now, zone=zone, language=reader.language)
        return text("desk.scheduled", reader.language, when=when)
    return text("desk.published_quietly", reader.language)


def _named_article(update: Update, context: Context) -> ArticleId | None:
    """The article that the command names: by its code, or as the card it replies to."""
    code = CODE.fullmatch(clean(context.args[0], limit=64).lower()) if context.args else None
    if code is not None:
        return ArticleId(from_base36(code[1]) or 0) or None
    message = update.effective_message
    card = message.reply_to_message if message is not None else None
    if card is None or card.reply_markup is None:
        return None
    for row in card.reply_markup.inline_keyboard:
        for button in row:
            press = Press.decode(str(button.callback_data or ""))
            if press is not None and press.verb in (Verb.READ, Verb.FEATURE, Verb.SAVE):
                return ArticleId(press.id)
    return None


def person_of(update: Update, reader: Reader) -> Person:
    """Who presses, as the history will name them."""
    user = update.effective_user
    return Person(id=reader.id, name=clean(user.full_name, limit=200) if user else "")
