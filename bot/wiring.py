"""The room where the three floors are wired together."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial

import structlog
from telegram import LinkPreviewOptions, Update
from telegram.constants import ParseMode
from telegram.error import TelegramError
from telegram.ext import ApplicationBuilder, ContextTypes, Defaults, ExtBot

from bot import VERSION
from bot.clock import Clock
from bot.config import Config, token_of
from bot.crash import CrashPoint
from bot.delivery.limiter import Lane, Limiter
from bot.feeds.fetch import open_fetcher
from bot.feeds.parse import open_parser
from bot.metrics import Metrics
from bot.newsroom import Newsroom
from bot.royalty_profile import example_profile
from bot.search.syllables import words
from bot.speech import open_speech
from bot.telegram.calls import Calls
from bot.telegram.inbox import DurableQueue, InOrderPerChat
from bot.telegram.polling import PollRequest
from bot.telegram.request import FastRequest
from bot.telegram.rich import RichLane
from handlers import HANDLERS, on_error
from handlers.context import Context, NewsApplication
from storage import open_storage
from storage.model import ReaderId

log = structlog.get_logger()

ALLOWED_UPDATES = [
    Update.MESSAGE,
    Update.CALLBACK_QUERY,
    Update.MY_CHAT_MEMBER,
    Update.INLINE_QUERY,
    Update.CHOSEN_INLINE_RESULT,
    Update.CHANNEL_POST,
]


@asynccontextmanager
async def open_newsroom(config: Config, *, clock: Clock) -> AsyncIterator[Newsroom]:
    """A newsroom with its storage, fetcher and parser open.

    Raises:
        StorageError: the database cannot be opened, or is newer than this program.
    """
    async with AsyncExitStack() as stack:
        storage = await open_storage(config.database, words=words, approvals=config.approvals)
        stack.push_async_callback(storage.close)
        if not await storage.search.is_whole():
            log.warning("search_index_is_made_anew")
            await storage.search.rebuild()
        administrators = [ReaderId(id) for id in config.admins]
        await storage.roles.ensure_administrators(administrators, now=clock.now())
        profile = example_profile()
        await storage.royalty.add_profile(profile.units, profile.scales, only_first=True)
        fetcher = await stack.enter_async_context(
            open_fetcher(version=VERSION, private_hosts=frozenset(config.private_hosts))
        )
        parser = await stack.enter_async_context(open_parser())
        yield Newsroom(
            storage=storage,
            clock=clock,
            config=config,
            metrics=Metrics(),
            fetcher=fetcher,
            parser=parser,
            crash=CrashPoint(config.crash_at),
            speech=open_speech(config.speech),
        )


def build_application(newsroom: Newsroom, *, per_second: float | None) -> NewsApplication:
    """The library's application on our own parts, with every handler in its place.

    `per_second`: messages a second; None for no limit, in rehearsals.

    Raises:
        BadSettings: there is no token, or it is not shaped like one.
    """
    config = newsroom.config
    token = token_of(config)
    proxy = config.proxy.get_secret_value() if config.proxy else ""
    request = FastRequest(proxy=proxy)
    limiter = Limiter(per_second=per_second)
    calls = _calls(newsroom, token=token, request=request, limiter=limiter)
    secret = config.webhook_secret.get_secret_value() if config.webhook_secret else ""
    ours = {
        "newsroom": newsroom,
        "calls": calls,
        "rich": RichLane(calls, mode=config.rich),
        "webhook_secret": secret or secrets.token_urlsafe(32),
    }
    application = (
        ApplicationBuilder()
        .application_class(NewsApplication, ours)
        .bot(_bot(newsroom, token=token, request=request, limiter=limiter, proxy=proxy))
        .context_types(ContextTypes(context=Context))
        .update_queue(DurableQueue(newsroom))
        .concurrent_updates(InOrderPerChat(newsroom))
        .job_queue(None)
        .build()
    )
    assert isinstance(application, NewsApplication)
    application.add_handlers(HANDLERS)
    application.add_error_handler(on_error)
    return application


def _bot(
    newsroom: Newsroom, *, token: str, request: FastRequest, limiter: Limiter, proxy: str
) -> ExtBot[Lane]:
    config = newsroom.config
    polling = PollRequest(
        proxy=proxy,
        on_answer=lambda: _heard_from_telegram(newsroom),
        on_refused=newsroom.token_doubt.set,
    )
    return ExtBot(
        token,
        base_url=f"{config.api_base}/bot",
        base_file_url=f"{config.api_base}/file/bot",
        request=request,
        get_updates_request=polling,
        defaults=Defaults(
            parse_mode=ParseMode.HTML,
            tzinfo=config.zone,
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        ),
        rate_limiter=limiter,
    )


def _calls(newsroom: Newsroom, *, token: str, request: FastRequest, limiter: Limiter) -> Calls:
    base = newsroom.config.api_base
    calls = Calls(
        address=f"{base}/bot{token}",
        files=f"{base}/file/bot{token}",
        request=request,
        limiter=limiter,
    )
    newsroom.stored_file = partial(_stored_file, calls)
    return calls


async def _stored_file(calls: Calls, file_id: str) -> bytes:
    try:
        return await calls.file(file_id)
    except TelegramError as error:
        log.warning("file_not_fetched", error=error.message)
        return b""


def _heard_from_telegram(newsroom: Newsroom) -> None:
    newsroom.metrics.last_updates_at = newsroom.now()
    newsroom.metrics.heard_s = asyncio.get_running_loop().time()
