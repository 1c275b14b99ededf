"""Writing an article, field by field, on its one card; one person at a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Final

from telegram import Update

from bot.desk import Act, may
from bot.fields import NEEDED, REQUIRED, Field, cleared, featured_for, filled
from bot.i18n import text
from bot.press import Press
from bot.render.desk_keyboard import UNPUBLISHED
from bot.render.field_values import value_of
from bot.render.writing import (
    CHOSEN,
    edit_page,
    featured_choices,
    field_page,
    taken_page,
)
from bot.text import alphabetical, from_base36
from handlers.asking import ask
from handlers.cards import look_at_desk, put_card
from handlers.context import Context
from handlers.desk import asked_about, may_now, person_of, standing_of
from handlers.editors_group import follow
from handlers.showing import chat_of, pressed_message, send, show, toast
from storage.errors import NotFound, Stale
from storage.model import (
    Article,
    ArticleId,
    Content,
    Person,
    Reader,
    Related,
    Status,
)

FIELD: Final = "write"
HELD_FOR: Final = timedelta(minutes=10)
CLOSED: Final = frozenset({Status.REJECTED, Status.RETRACTED})


async def press_write(update: Update, context: Context, press: Press) -> None:
    """Opens the page of fields, unless somebody else has it open."""
    reader = await context.reader(update)
    article = await held(update, context, reader, ArticleId(press.id))
    if article is not None:
        await toast(update)
        await show_page(update, context, reader, article)


async def press_take(update: Update, context: Context, press: Press) -> None:
    """Takes the pen out of somebody's hand."""
    reader = await context.reader(update)
    if not await may_now(update, context, reader, Act.EDIT):
        return
    article = await held(update, context, reader, ArticleId(press.id), is_forced=True)
    if article is not None:
        await toast(update)
        await show_page(update, context, reader, article)


async def press_done(update: Update, context: Context, press: Press) -> None:
    """Closes the page: the card is as before, and others may write."""
    asked = await asked_about(update, context, press, act=Act.WRITE)
    if asked is None:
        return
    reader, article = asked
    storage = context.newsroom.storage
    standing = await standing_of(context.newsroom, reader, article)
    if not standing.may_change:
        await toast(update, text("errors.not_allowed", reader.language), is_alert=True)
        return
    await storage.writing.lay_down_pen(article.id, reader_id=reader.id)
    await toast(update)
    await _keep_pressed(update, context, article)
    chat_id, _ = chat_of(update)
    await put_card(context.newsroom, context.calls, reader, article, chat_id=chat_id)


async def press_field(update: Update, context: Context, press: Press) -> None:
    """Shows what a field holds and asks for something else; page 1 asks at once."""
    reader = await context.reader(update)
    field = await _field(update, context, reader, press.argument)
    if field is None:
        return
    article = await held(update, context, reader, ArticleId(press.id))
    if article is None:
        return
    await toast(update)
    is_chosen = field in CHOSEN or field is Field.FEATURED
    if not press.page:
        await _show_field(update, context, reader, article, field)
    if press.page or not is_chosen:
        await ask(
            update,
            context,
            reader,
            key=f"write.ask_{field}",
            field=f"{FIELD}:{field}",
            article_id=article.id,
        )


async def press_clear(update: Update, context: Context, press: Press) -> None:
    """Empties a field."""
    reader = await context.reader(update)
    field = await _field(update, context, reader, press.argument)
    if field is None:
        return
    if field in REQUIRED:
        await toast(update, text("errors.old_button", reader.language), is_alert=True)
        return
    article = await held(update, context, reader, ArticleId(press.id))
    if article is None:
        return
    content = cleared(article.content, field)
    await toast(update)
    await show_page(
        update, context, reader, await change(update, context, reader, article, content)
    )


async def press_pick(update: Update, context: Context, press: Press) -> None:
    """Fills a field with what a button names."""
    reader = await context.reader(update)
    name, _, code = press.argument.partition(":")
    field, number = await _field(update, context, reader, name), from_base36(code or "0")
    if field is None:
        return
    if number is None:
        await toast(update, text("errors.old_button", reader.language), is_alert=True)
        return
    article = await held(update, context, reader, ArticleId(press.id))
    if article is None:
        return
    content = await _picked(context, article, field, number)
    await toast(update)
    if content is not None:
        article = await change(update, context, reader, article, content)
    await show_page(update, context, reader, article)


async def held(
    update: Update,
    context: Context,
    reader: Reader,
    article_id: ArticleId,
    *,
    is_forced: bool = False,
) -> Article | None:
    """The article, now in this person's hands; None, and why is said, when it cannot be."""
    newsroom = context.newsroom
    try:
        article = await newsroom.storage.articles.get(article_id)
    except NotFound:
        await toast(update, text("errors.not_found", reader.language), is_alert=True)
        return None
    standing = await standing_of(newsroom, reader, article)
    is_open = article.status in UNPUBLISHED or may(standing.roles, Act.EDIT)
    if article.status in CLOSED or not (standing.may_change and is_open):
        await toast(update, text("errors.not_allowed", reader.language), is_alert=True)
        return None
    now = newsroom.now()
    holder = await newsroom.storage.writing.take_pen(
        article.id,
        by=person_of(update, reader),
        until_at=now + HELD_FOR,
        now=now,
        is_forced=is_forced,
    )
    if holder is None:
        return article
    await _say_taken(
        update, context, reader, article, holder, may_take=may(standing.roles, Act.EDIT)
    )
    return None


async def change(
    update: Update, context: Context, reader: Reader, article: Article, content: Content
) -> Article:
    """The article with this content; or as it stands, when somebody was faster."""
    articles = context.newsroom.storage.articles
    if content == article.content:
        return article
    try:
        revised = await articles.revise(
            article.id,
            expected=article.version,
            content=content,
            by=person_of(update, reader),
            now=context.newsroom.now(),
        )
    except Stale:
        return await articles.get(article.id)
    await follow(context.newsroom, context.calls, revised)
    return revised


async def show_page(update: Update, context: Context, reader: Reader, article: Article) -> None:
    """The page of fields, on the article's card."""
    await _keep_pressed(update, context, article)
    chat_id, _ = chat_of(update)
    roles = await context.newsroom.storage.roles.of(reader.id)
    fields = [it for it in Field if may(roles, NEEDED.get(it, Act.WRITE))]
    screen = edit_page(article, fields=fields, look=look_at_desk(context.newsroom, reader))
    await put_card(context.newsroom, context.calls, reader, article, chat_id=chat_id, screen=screen)


async def _show_field(
    update: Update, context: Context, reader: Reader, article: Article, field: Field
) -> None:
    look = look_at_desk(context.newsroom, reader)
    categories = context.newsroom.storage.categories
    choices: list[tuple[int, str]] = []
    if field is Field.CATEGORY:
        choices = [(it.id, it.name) for it in await categories.all()]
    elif field is Field.GENRE:
        named = sorted(await categories.genres(), key=lambda it: alphabetical(it[1]))
        choices = [(id_, name) for id_, name in named]
    elif field is Field.FEATURED:
        choices = featured_choices(look)
    value = value_of(article.content, field, look=look)
    await show(update, context, field_page(article, field, choices=choices, value=value, look=look))


async def _picked(context: Context, article: Article, field: Field, number: int) -> Content | None:
    newsroom = context.newsroom
    content = article.content
    try:
        match field:
            case Field.CATEGORY:
                names = {int(it.id): it.name for it in await newsroom.storage.categories.all()}
                return _named(content, field, names.get(number, ""))
            case Field.GENRE:
                genres = {int(id_): it for id_, it in await newsroom.storage.categories.genres()}
                return _named(content, field, genres.get(number, ""))
            case Field.FEATURED:
                zone = newsroom.config.zone
                return featured_for(content, days=min(number, 366), now=newsroom.now(), zone=zone)
            case Field.RELATED:
                other = await newsroom.storage.articles.get(ArticleId(number))
                return related_with(content, other)
    except NotFound:
        return None
    return None


def related_with(content: Content, other: Article) -> Content:
    """The content with another article beside it, once."""
    if any(it.article_id == other.id for it in content.related):
        return content
    line = Related(title=other.content.title, article_id=other.id)
    return replace(content, related=(*content.related, line))


def _named(content: Content, field: Field, name: str) -> Content | None:
    found = filled(content, field, name) if name else None
    return found if isinstance(found, Content) else None


async def _field(update: Update, context: Context, reader: Reader, name: str) -> Field | None:
    """The field that a button names, if this person may fill it."""
    field = Field(name) if name in set(Field) else None
    if field is None:
        await toast(update, text("errors.old_button", reader.language), is_alert=True)
        return None
    act = NEEDED.get(field, Act.WRITE)
    return field if await may_now(update, context, reader, act) else None


async def _keep_pressed(update: Update, context: Context, article: Article) -> None:
    message = pressed_message(update)
    if message is not None and message.text is not None:
        await context.newsroom.storage.writing.keep_card(
            message.chat.id, article_id=article.id, message_id=message.message_id
        )


async def _say_taken(
    update: Update,
    context: Context,
    reader: Reader,
    article: Article,
    holder: Person,
    *,
    may_take: bool,
) -> None:
    look = look_at_desk(context.newsroom, reader)
    screen = taken_page(article, name=holder.name, may_take=may_take, look=look)
    await toast(update)
    await (send if update.callback_query is None else show)(update, context, screen)
