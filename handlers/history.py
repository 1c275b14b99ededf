"""The versions of an article: listed, opened, compared, brought back."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace

from telegram import Update

from bot.desk import Act, may
from bot.i18n import text
from bot.press import Press
from bot.render import history
from bot.render.screen import Screen
from handlers.context import Context
from handlers.desk import may_now, person_of, show_moved
from handlers.showing import look_for, show, toast
from storage.errors import NotFound, Stale
from storage.model import Article, ArticleId, Content, Reader, Status, Version

NUMBER = re.compile(r"([0-9]{1,7})\.([0-9]{1,7})")
RELEASED = frozenset({Status.SCHEDULED, Status.PUBLISHED, Status.RETRACTED})


async def press_versions(update: Update, context: Context, press: Press) -> None:
    """The list; with a version in the argument, to choose what it is compared with."""
    reader = await context.reader(update)
    article = await _article(update, context, reader, press)
    if article is None:
        return
    await toast(update)
    revisions = await context.newsroom.storage.articles.history(article.id)
    look = await look_for(context, update, reader)
    screen = history.versions(
        article, revisions, page=press.page, picked=_version(press.argument), look=look
    )
    await show(update, context, screen)


async def press_version(update: Update, context: Context, press: Press) -> None:
    """One version, whole."""
    reader = await context.reader(update)
    article = await _article(update, context, reader, press)
    if article is None:
        return
    screen = await _version_screen(update, context, reader, article, press)
    if screen is None:
        await toast(update, text("errors.not_found", reader.language), is_alert=True)
        return
    await toast(update)
    await show(update, context, screen)


async def press_compare(update: Update, context: Context, press: Press) -> None:
    """Two versions: what was taken away, what was added."""
    reader = await context.reader(update)
    article = await _article(update, context, reader, press)
    if article is None:
        return
    before = await _kept(context, article, _version(press.argument))
    after = await _kept(context, article, press.version)
    if before is None or after is None:
        await toast(update, text("errors.not_found", reader.language), is_alert=True)
        return
    await toast(update)
    look = await look_for(context, update, reader)
    # A long body takes a while to compare, and nobody else should wait for it.
    screen = await asyncio.to_thread(
        history.comparison, article, before, after, page=press.page, look=look
    )
    await show(update, context, screen)


async def press_restore(update: Update, context: Context, press: Press) -> None:
    """Makes an older version the newest; asks first where readers have seen the article."""
    reader = await context.reader(update)
    article = await _article(update, context, reader, press, changes=True)
    wanted = _version(press.argument.rstrip("!"))
    if article is None:
        return
    if press.version is None or wanted is None or article.status in history.UNTOUCHABLE:
        await toast(update, text("errors.old_button", reader.language), is_alert=True)
        return
    if article.status in RELEASED and not press.argument.endswith("!"):
        await toast(update)
        look = await look_for(context, update, reader)
        await show(update, context, history.ask_restore(article, wanted, look=look))
        return
    try:
        article = await _restored(update, context, reader, article, wanted, press.version)
        words = text("desk.restored", reader.language, number=str(wanted))
    except Stale:
        article = await context.newsroom.storage.articles.get(article.id)
        words = text("errors.stale", reader.language)
    except NotFound:
        words = text("errors.not_found", reader.language)
    await toast(update, words, is_alert=True)
    await show_moved(update, context, reader, article)


async def _kept(
    context: Context, article: Article, version: Version | None
) -> tuple[Version, Content] | None:
    """A version with its content; nothing where there is no such version."""
    if version is None:
        return None
    try:
        content = await context.newsroom.storage.articles.content_at(article.id, version=version)
    except NotFound:
        return None
    return version, content


async def _restored(
    update: Update,
    context: Context,
    reader: Reader,
    article: Article,
    wanted: Version,
    expected: Version,
) -> Article:
    articles = context.newsroom.storage.articles
    content = await articles.content_at(article.id, version=wanted)
    return await articles.revise(
        article.id,
        expected=expected,
        content=_fitting(content, article),
        by=person_of(update, reader),
        # History is kept in the newsroom's language, whoever presses.
        note=text("history.restore_note", context.newsroom.config.language, number=str(wanted)),
        now=context.newsroom.now(),
    )


def _fitting(content: Content, article: Article) -> Content:
    """An older content for an article that has gone out since: when, and whether featured, stay."""
    if article.status not in RELEASED:
        return content
    now = article.content
    return replace(
        content,
        published_at=now.published_at,
        is_featured=now.is_featured,
        featured_until_at=now.featured_until_at,
    )


async def _version_screen(
    update: Update, context: Context, reader: Reader, article: Article, press: Press
) -> Screen | None:
    articles = context.newsroom.storage.articles
    revisions = await articles.history(article.id)
    at = next((at for at, it in enumerate(revisions) if it.version == press.version), None)
    if at is None:
        return None
    revision = revisions[at]
    roles = await context.newsroom.storage.roles.of(reader.id)
    return history.version(
        article,
        revision,
        await articles.content_at(article.id, version=revision.version),
        previous=revisions[at + 1].version if at + 1 < len(revisions) else None,
        page=press.page,
        may_restore=may(roles, _act(article, reader, changes=True)),
        look=await look_for(context, update, reader),
    )


async def _article(
    update: Update, context: Context, reader: Reader, press: Press, *, changes: bool = False
) -> Article | None:
    """The article, if this person may see its history, or change it; if not, says so."""
    if not await may_now(update, context, reader, Act.WRITE):
        return None
    try:
        article = await context.newsroom.storage.articles.get(ArticleId(press.id))
    except NotFound:
        await toast(update, text("errors.not_found", reader.language), is_alert=True)
        return None
    act = _act(article, reader, changes=changes)
    return article if await may_now(update, context, reader, act) else None


def _act(article: Article, reader: Reader, *, changes: bool) -> Act:
    """What it takes: one's own is one's own, until readers have it and it is to be changed."""
    is_own = article.created_by.id == reader.id
    return Act.WRITE if is_own and not (changes and article.status in RELEASED) else Act.EDIT


def _version(words: str) -> Version | None:
    found = NUMBER.fullmatch(words)
    return Version(major=int(found[1]), minor=int(found[2])) if found else None
