"""What was delivered follows its article: corrected in place, taken back when retracted."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import structlog
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.delivery.composing import Composer, Message
from bot.delivery.limiter import Lane
from bot.newsroom import Newsroom
from bot.render.card import notice
from bot.render.screen import Look
from bot.telegram.calls import Calls, Fields
from bot.telegram.outgoing import NOT_MODIFIED, mark_of
from storage.edits import Delivered, Edit
from storage.errors import NotFound, StorageError
from storage.model import DeliveryId, Status

log = structlog.get_logger()

IDLE_S = 2.0
AGAIN_S = 10.0
BATCH = 20
# Bot API, "deleteMessage": only within 48 hours; one of them is left for clocks and queues.
DELETABLE_FOR = timedelta(hours=47)
NO_TEXT = "there is no text in the message"
NO_CAPTION = "there is no caption in the message"


class Editing:
    """Brings delivered messages up to date in the lane that everything else overtakes."""

    def __init__(self, newsroom: Newsroom, *, calls: Calls) -> None:
        self._newsroom = newsroom
        self._calls = calls

    async def run(self) -> None:
        """Works until cancelled; what was cut off is done again."""
        while True:
            try:
                is_busy = await self.step()
            except (StorageError, TelegramError) as error:
                log.warning("editing_waits", error=str(error))
                await asyncio.sleep(AGAIN_S)
                continue
            if not is_busy:
                await asyncio.sleep(IDLE_S)

    async def step(self) -> bool:
        """Whether there was something to do: the next few messages of one article."""
        edits = self._newsroom.storage.edits
        edit = await edits.next_due(self._newsroom.now())
        if edit is None:
            return False
        delivered = await edits.find_delivered(edit, limit=BATCH)
        if not delivered:
            await edits.finish(edit, now=self._newsroom.now())
            log.info("edit_finished", article_id=edit.article_id)
            return True
        await edits.reach(edit, shown=await self._shown(edit, delivered))
        return True

    async def _shown(
        self, edit: Edit, delivered: list[Delivered]
    ) -> list[tuple[DeliveryId, bytes]]:
        try:
            article = await self._newsroom.storage.articles.get(edit.article_id)
            is_retracted = article.status is Status.RETRACTED
        except NotFound:
            is_retracted = True
        composer = Composer(self._newsroom)
        shown = []
        for message in delivered:
            if is_retracted:
                mark = await self._take_back(message)
            else:
                mark = await self._correct(message, composer)
            shown.append((message.delivery.id, mark))
        return shown

    async def _correct(self, delivered: Delivered, composer: Composer) -> bytes:
        message = await composer.message_for(delivered.delivery)
        if not isinstance(message, Message) or message.mark == delivered.render_hash:
            return delivered.render_hash
        fields = {name: message.fields[name] for name in EDITABLE if name in message.fields}
        text = str(message.fields.get("text") or message.fields.get("caption", ""))
        await self._edit(delivered, text=text, fields=fields)
        return message.mark

    async def _take_back(self, delivered: Delivered) -> bytes:
        language = delivered.delivery.language
        screen = notice(look=Look(language=language, zone=self._newsroom.config.zone))
        mark = mark_of(screen)
        if delivered.render_hash == mark:
            return mark
        if self._newsroom.now() - delivered.sent_at < DELETABLE_FOR:
            place = _place_of(delivered)
            await self._call("deleteMessage", place)
        else:
            await self._edit(delivered, text=screen.text, fields={"parse_mode": "HTML"})
        return mark

    async def _edit(self, delivered: Delivered, *, text: str, fields: Fields) -> None:
        fields = _place_of(delivered) | fields
        refusal = await self._call("editMessageText", fields | {"text": text})
        if NO_TEXT in refusal:
            await self._call("editMessageCaption", fields | {"caption": text})

    async def _call(self, method: str, fields: Fields) -> str:
        """What Telegram said against it; empty when it was done or is so already."""
        try:
            await self._calls.call(method, fields, lane=Lane.EDIT)
        except (BadRequest, Forbidden) as error:
            refusal = error.message.lower()
            if NOT_MODIFIED in refusal:
                return ""
            if NO_TEXT not in refusal:
                log.info("edit_refused", method=method, cause=error.message)
            return refusal
        return ""


EDITABLE = ("parse_mode", "reply_markup", "link_preview_options")


def _place_of(delivered: Delivered) -> Fields:
    return {"chat_id": delivered.delivery.chat_id, "message_id": delivered.message_id}
