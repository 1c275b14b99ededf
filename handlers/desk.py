"""What editors write and press: a draft from text or a link, publish, feature, retract."""

from __future__ import annotations

import re

from telegram import Message, Update

from bot.dates import format_coming
from bot.desk import Act, may
from bot.digest import next_of
from bot.i18n import LANGUAGES, text
from bot.press import Press, Verb
from bot.render.desk import preview
from bot.text import clean, from_base36
from bot.writing import content_of_text, read_link
from handlers.context import Context
from handlers.lists import featured
from handlers.showing import chat_of, look_for, pressed_message, say, send, show, toast
from storage.errors import NotFound, Stale
from storage.model import Article, ArticleId, Content, DeliveryKind, Person, Reader, Status

LINK = re.compile(r"https?://\S+", re.IGNORECASE)
CODE = re.compile(r"(?:a_)?([0-9a-z]{1,13})")


async def post(update: Update, context: Context) -> None:
    """/dangbai with text or a link; without either, asks for it."""
    reader = await context.reader(update)
    if not await _may(update, context, reader, Act.WRITE):
        return
    message = update.effective_message
    given = _after_command(message)
    if not given and message is not None and message.reply_to_message is not None:
        given = _words_of(message.reply_to_message)
    if not given:
        await _ask(update, context, reader)
        return
    await _draft(update, context, reader, given)


async def is_answer(update: Update, context: Context) -> bool:
    """Whether this is a reply to our question for a text: then a draft is made of it."""
    message = update.effective_message
    asked = message.reply_to_message if message is not None else None
    if asked is None or asked.from_user is None or asked.from_user.id != context.bot.id:
        return False
    if asked.text not in {text("desk.prompt", language) for language in LANGUAGES}:
        return False
    reader = await context.reader(update)
    if await _may(update, context, reader, Act.WRITE):
        await _draft(update, context, reader, _words_of(message))
    return True


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
    if press.version is None or not await _may(update, context, reader, Act.PUBLISH):
        return
    try:
        article = await context.newsroom.storage.articles.publish(
            ArticleId(press.id),
            expected=press.version,
            by=_person(update, reader),
            now=context.newsroom.now(),
        )
    except Stale:
        await toast(update, text("errors.stale", reader.language), is_alert=True)
        article = await context.newsroom.storage.articles.get(ArticleId(press.id))
        await _show_preview(update, context, reader, article)
        return
    except NotFound:
        await toast(update, text("errors.not_found", reader.language), is_alert=True)
        return
    context.newsroom.crash.reached("published")
    await toast(update, _published_words(context, reader, article), is_alert=True)
    await _show_preview(update, context, reader, article)


async def press_feature(update: Update, context: Context, press: Press) -> None:
    """Features a published article, or no longer."""
    reader = await context.reader(update)
    if not await _may(update, context, reader, Act.FEATURE):
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
                by=_person(update, reader),
                now=context.newsroom.now(),
            )
            words = text("desk.unfeatured_done", reader.language)
    except NotFound:
        words = text("errors.not_found", reader.language)
    await toast(update, words, is_alert=True)
    await _show_preview(update, context, reader, await articles.get(article_id))


async def press_retract(update: Update, context: Context, press: Press) -> None:
    """Asks once, then takes the article from the readers."""
    reader = await context.reader(update)
    if not await _may(update, context, reader, Act.RETRACT):
        return
    articles = context.newsroom.storage.articles
    article = await articles.get(ArticleId(press.id))
    await toast(update)
    if not press.argument:
        await _show_preview(update, context, reader, article, asks_retract=True)
        return
    if press.argument == "yes":
        article = await articles.retract(
            article.id, by=_person(update, reader), note="", now=context.newsroom.now()
        )
    await _show_preview(update, context, reader, article)


async def press_discard(update: Update, context: Context, press: Press) -> None:
    """Throws a draft away."""
    reader = await context.reader(update)
    if not await _may(update, context, reader, Act.WRITE):
        return
    try:
        await context.newsroom.storage.articles.discard(
            ArticleId(press.id), by=_person(update, reader), now=context.newsroom.now()
        )
    except (NotFound, Stale):
        await toast(update, text("errors.moved_on", reader.language), is_alert=True)
        return
    await toast(update, text("desk.draft_deleted", reader.language))
    message = pressed_message(update)
    if message is not None:
        await message.delete()


async def drafts(update: Update, context: Context) -> None:
    """/banthao: this editor's drafts, each as its card."""
    await _show_all(update, context, Status.DRAFT, empty="desk.no_drafts")


async def pending(update: Update, context: Context) -> None:
    """/choduyet: what waits for somebody's look."""
    await _show_all(update, context, Status.PENDING, empty="desk.no_pending")


async def _show_all(update: Update, context: Context, status: Status, *, empty: str) -> None:
    reader = await context.reader(update)
    if not await _may(update, context, reader, Act.WRITE):
        return
    articles = context.newsroom.storage.articles
    found = await articles.find_by_status(status, limit=5)
    if not found:
        await say(update, context, text(empty, reader.language))
    for headline in found:
        await _send_preview(update, context, reader, await articles.get(headline.id))


async def _ask(update: Update, context: Context, reader: Reader) -> None:
    chat_id, _ = chat_of(update)
    fields = {
        "chat_id": chat_id,
        "text": text("desk.prompt", reader.language),
        "reply_markup": {"force_reply": True, "selective": True},
    }
    await context.calls.call("sendMessage", fields)


async def _draft(update: Update, context: Context, reader: Reader, given: str) -> None:
    link = LINK.fullmatch(given)
    if link is not None:
        await say(update, context, text("desk.reading_link", reader.language))
        content = await read_link(context.newsroom, link[0])
    else:
        content = content_of_text(given)
    if content is None:
        await say(update, context, text("desk.link_failed", reader.language))
        return
    article = await _save(update, context, reader, content)
    await _send_preview(update, context, reader, article)


async def _save(update: Update, context: Context, reader: Reader, content: Content) -> Article:
    chat_id, _ = chat_of(update)
    message = update.effective_message
    number = message.message_id if message is not None else update.update_id
    return await context.newsroom.storage.articles.draft(
        content,
        by=_person(update, reader),
        # The same message after a restart makes the same draft, not another one.
        origin=f"telegram:{chat_id}:{number}",
        now=context.newsroom.now(),
    )


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


async def _send_preview(update: Update, context: Context, reader: Reader, article: Article) -> None:
    roles = await context.newsroom.storage.roles.of(reader.id)
    look = await look_for(context, update, reader)
    await send(update, context, preview(article, roles=roles, look=look))


async def _show_preview(
    update: Update,
    context: Context,
    reader: Reader,
    article: Article,
    *,
    asks_retract: bool = False,
) -> None:
    roles = await context.newsroom.storage.roles.of(reader.id)
    look = await look_for(context, update, reader)
    screen = preview(article, roles=roles, look=look, asks_retract=asks_retract)
    await show(update, context, screen)


async def _may(update: Update, context: Context, reader: Reader, act: Act) -> bool:
    """Whether this person may, asked of the roles at this very moment; if not, says so."""
    roles = await context.newsroom.storage.roles.of(reader.id)
    if may(roles, act):
        return True
    words = text("errors.editors_only" if not roles else "errors.not_allowed", reader.language)
    if update.callback_query is not None:
        await toast(update, words, is_alert=True)
    else:
        await say(update, context, words)
    return False


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


def _after_command(message: Message | None) -> str:
    words = clean(message.text or message.caption or "") if message is not None else ""
    _, _, rest = words.strip().partition(" ")
    first_line, newline, more = words.strip().partition("\n")
    if newline and " " not in first_line:
        return more.strip()
    return rest.strip()


def _words_of(message: Message | None) -> str:
    if message is None:
        return ""
    return clean(message.text or message.caption or "").strip()


def _person(update: Update, reader: Reader) -> Person:
    user = update.effective_user
    return Person(id=reader.id, name=clean(user.full_name, limit=200) if user else "")
