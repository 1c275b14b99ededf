"""What administrators see: sources, and messages whose fate is not known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from telegram import Update

from bot.dates import format_relative
from bot.delivery.holding import release_restored
from bot.desk import Act, may
from bot.i18n import text
from bot.press import Press, Verb
from bot.render.markup import escape
from bot.render.screen import Screen, Style, pressing
from bot.text import shorten
from handlers.context import Context
from handlers.showing import say, send, show, toast
from storage.model import Delivery, Feed, FeedState, FeedStatus, Reader

MOST_LISTED = 20
TITLE_UNITS = 120
MOST_RESENT = 10_000


async def sources(update: Update, context: Context) -> None:
    """/nguontin: every feed and how it is doing, then what is uncertain."""
    reader = await context.reader(update)
    if not await _is_administrator(context, reader):
        await say(update, context, text("errors.admins_only", reader.language))
        return
    feeds = await context.newsroom.storage.feeds.all()
    lines = [f"<b>{escape(text('admin.feeds', reader.language))}</b>"]
    lines += [_feed_line(context, reader, feed, state) for feed, state in feeds[:MOST_LISTED]]
    if not feeds:
        lines.append(escape(text("admin.no_feeds", reader.language)))
    await send(update, context, Screen(text="\n\n".join(lines)))
    await _send_uncertain(update, context, reader)


async def press_resend(update: Update, context: Context, press: Press) -> None:
    """Sends again what may not have arrived: a person has decided so."""
    del press
    reader = await context.reader(update)
    if not await _is_administrator(context, reader):
        await toast(update, text("errors.admins_only", reader.language), is_alert=True)
        return
    outbox = context.newsroom.storage.outbox
    doubtful = await outbox.find_uncertain(limit=MOST_RESENT)
    n = await outbox.resend(
        [delivery.id for delivery in doubtful], by=reader.id, now=context.newsroom.now()
    )
    context.newsroom.wake_sender()
    await toast(update)
    await show(update, context, Screen(text=escape(text("admin.sent_again", reader.language, n=n))))


async def press_release(update: Update, context: Context, press: Press) -> None:
    """Lets go what a restored database holds back."""
    del press
    reader = await context.reader(update)
    if not await _is_administrator(context, reader):
        await toast(update, text("errors.admins_only", reader.language), is_alert=True)
        return
    n = await context.newsroom.storage.outbox.release_held(by=reader.id, now=context.newsroom.now())
    await release_restored(context.newsroom)
    await toast(update)
    await show(update, context, Screen(text=escape(text("admin.sent_again", reader.language, n=n))))


async def _send_uncertain(update: Update, context: Context, reader: Reader) -> None:
    doubtful = await context.newsroom.storage.outbox.find_uncertain(limit=MOST_RESENT)
    if not doubtful:
        return
    n = len(doubtful)
    again = pressing(
        text("admin.send_again", reader.language, n=n),
        Press(verb=Verb.RESEND),
        style=Style.PRIMARY,
    )
    lines = [text("admin.uncertain", reader.language, n=n)]
    lines += await _doubts(context, reader, doubtful)
    await send(update, context, Screen(text=escape("\n".join(lines)), keyboard=((again,),)))


async def _doubts(context: Context, reader: Reader, doubtful: Sequence[Delivery]) -> list[str]:
    """What the messages in doubt are about, each with its number of chats."""
    counted = Counter(delivery.article_id for delivery in doubtful)
    lines = []
    for article_id, n in counted.most_common(MOST_LISTED):
        title = text("settings.digest_button", reader.language)
        if article_id is not None:
            title = (await context.newsroom.storage.articles.get(article_id)).content.title
        shown = shorten(title, limit=TITLE_UNITS)
        lines.append(text("admin.uncertain_row", reader.language, title=shown, n=n))
    return lines


def _feed_line(context: Context, reader: Reader, feed: Feed, state: FeedState) -> str:
    language = reader.language
    if feed.status is not FeedStatus.ACTIVE and state.cause:
        health = text(f"feeds.cause_{state.cause}", language)
    elif feed.status is not FeedStatus.ACTIVE:
        health = text("admin.feed_off", language)
    elif state.last_polled_at is None:
        health = text("admin.feed_never", language)
    elif state.failures:
        reason = text(f"feeds.cause_{state.cause}", language)
        health = text("admin.feed_failing", language, n=state.failures, reason=reason)
    else:
        health = text("admin.feed_healthy", language)
    lines = [f"<b>{escape(feed.title or feed.url)}</b>", escape(health)]
    if state.last_polled_at is not None:
        when = format_relative(
            state.last_polled_at,
            now=context.newsroom.now(),
            zone=context.newsroom.config.zone,
            language=language,
        )
        lines.append(escape(text("admin.feed_polled_at", language, when=when)))
    return "\n".join(lines)


async def _is_administrator(context: Context, reader: Reader) -> bool:
    return may(await context.newsroom.storage.roles.of(reader.id), Act.ADMINISTER)
