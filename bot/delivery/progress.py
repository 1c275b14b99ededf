"""Whoever sent a broadcast watches it go out: one message, edited in place."""

from __future__ import annotations

import asyncio

import structlog
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.delivery.telling import tell_doubts, tell_failed_pictures
from bot.newsroom import Newsroom
from bot.render.progress import is_over, progress_card
from bot.render.screen import Look, Screen
from bot.telegram.calls import Calls
from bot.telegram.outgoing import edit
from storage.errors import StorageError
from storage.model import DeliveryKind, DeliveryState, Progress, Watch

log = structlog.get_logger()

EVERY_S = 3.0


class Watching:
    """Keeps every watched broadcast's message up to date, until nothing is left to show."""

    def __init__(self, newsroom: Newsroom, *, calls: Calls) -> None:
        self._newsroom = newsroom
        self._calls = calls
        self._shown: dict[Watch, Screen] = {}

    async def run(self) -> None:
        """Looks every three seconds, until cancelled."""
        while True:
            await asyncio.sleep(EVERY_S)
            try:
                await self.show_all()
                await tell_failed_pictures(self._newsroom, calls=self._calls)
            except (StorageError, TelegramError) as error:
                # The next look shows what this one could not.
                log.warning("progress_not_shown", error=str(error))

    async def show_all(self) -> None:
        """Edits each message that would read otherwise by now."""
        broadcasts = self._newsroom.storage.broadcasts
        watches = await broadcasts.find_watches()
        self._shown = {watch: it for watch, it in self._shown.items() if watch in watches}
        for watch in watches:
            progress = await broadcasts.progress(watch.broadcast_id)
            is_seen = await self._show(watch, progress)
            if is_over(progress) and _is_doubtful(progress):
                # Of what cannot wait people decide at once.
                await tell_doubts(self._newsroom, calls=self._calls)
            if not is_seen or is_over(progress):
                await broadcasts.unwatch(watch.broadcast_id)

    async def _show(self, watch: Watch, progress: Progress) -> bool:
        screen = await screen_of(self._newsroom, progress, language=watch.language)
        if self._shown.get(watch) == screen:
            return True
        try:
            await edit(self._calls, screen, chat_id=watch.chat_id, message_id=watch.message_id)
        except (BadRequest, Forbidden) as error:
            log.info("progress_message_gone", error=error.message)
            return False
        self._shown[watch] = screen
        return True


def _is_doubtful(progress: Progress) -> bool:
    doubts = progress.counts.get(DeliveryState.UNCERTAIN, 0)
    return progress.kind is DeliveryKind.BREAKING and doubts > 0


async def screen_of(newsroom: Newsroom, progress: Progress, *, language: str) -> Screen:
    """The broadcast's message as it should read now."""
    title = ""
    if progress.article_id is not None:
        title = (await newsroom.storage.articles.get(progress.article_id)).content.title
    return progress_card(
        progress,
        title=title,
        per_second=newsroom.config.messages_per_second,
        now=newsroom.now(),
        look=Look(language=language, zone=newsroom.config.zone, bot_url=newsroom.bot_url),
    )
