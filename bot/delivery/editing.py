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
from bot.telegram.outgoing import NOT_MODIFIED, SAID_BYTES, mark_of
from storage.edits import Delivered, Edit
from storage.errors import NotFound, StorageError
from storage.model import Status

log = structlog.get_logger()

IDLE_S = 2.0
AGAIN_S = 10.0
BATCH = 20
# Bot API, "deleteMessage": only within 48 hours; one of them is left for clocks and queues.
DELETABLE_FOR = timedelta(hours=47)
NO_TEXT = "there is no text in the message"


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

    async def _shown(self, edit: Edit, delivered: list[Delivered]) -> list[tuple[Delivered, bytes]]:
        try:
            article = await self._newsroom.storage.articles.get(edit.article_id)
            is_retracted = article.status is Status.RETRACTED
        except NotFound:
            is_retracted = True
        composer = Composer(self._newsroom)
        shown = []
        for message in delivered:
            if is_retracted and message.delivery.article_id is not None:
                mark = await self._take_back(message)
            else:
                mark = await self._correct(message, composer, is_retracted=is_retracted)
            shown.append((message, mark))
        return shown

    async def _correct(
        self, delivered: Delivered, composer: Composer, *, is_retracted: bool
    ) -> bytes:
        message = await composer.message_for(delivered.delivery)
        old = delivered.render_hash
        if not isinstance(message, Message):
            # A list of which nothing else is left goes like the article itself.
            return await self._take_back(delivered) if is_retracted else old
        if message.mark == old:
            return old
        had_picture = old[SAID_BYTES:]
        if message.picture is None and had_picture:
            message = await composer.under_picture(delivered.delivery, message)
        is_pictured = message.mark[SAID_BYTES:] not in (b"", had_picture)
        if is_pictured and await self._edit_media(delivered, message, composer):
            return message.mark
        fields = {name: message.fields[name] for name in EDITABLE if name in message.fields}
        await self._edit(delivered, text=_words_of(message), fields=fields)
        return message.mark[:SAID_BYTES] + had_picture

    async def _edit_media(self, delivered: Delivered, message: Message, composer: Composer) -> bool:
        """Whether the message now shows this picture and these words."""
        media = {
            "type": "photo",
            "media": "attach://photo" if message.upload else message.fields["photo"],
            "caption": _words_of(message),
            "parse_mode": "HTML",
        }
        fields = _place_of(delivered) | {"media": media}
        if "reply_markup" in message.fields:
            fields["reply_markup"] = message.fields["reply_markup"]
        try:
            answer = await self._calls.call(
                "editMessageMedia", fields, upload=message.upload, lane=Lane.EDIT
            )
        except (BadRequest, Forbidden) as error:
            log.info("edit_refused", method="editMessageMedia", cause=error.message)
            return NOT_MODIFIED in error.message.lower()
        await composer.uploaded(message, answer)
        return True

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
            fields.pop("link_preview_options", None)
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


def _words_of(message: Message) -> str:
    return str(message.fields.get("text") or message.fields.get("caption", ""))
