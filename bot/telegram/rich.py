"""The raw lane: calls newer than the library, with the way back to what it knows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Literal

import structlog
from telegram.error import BadRequest, InvalidToken

from bot.render.screen import RichScreen
from bot.telegram.calls import Calls, Fields
from bot.telegram.outgoing import NOT_MODIFIED, markup_of, rich_message_of
from bot.telegram.request import Upload

log = structlog.get_logger()

_SOURCE = re.compile('<(?:img|audio) src="([^"]*)"')
NO_MESSAGE = 2**31 - 1
# What a server that knows the method, but not the field, answers to an edit.
UNKNOWN_FIELD_TEXTS = ("message text is empty", "text must be non-empty")


class RichLane:
    """Rich messages (Bot API 10.1 and later), until the server turns out not to know them.

    `mode`: "off" never tries; "on" and "auto" try and remember what the server said.
    """

    def __init__(self, calls: Calls, *, mode: Literal["auto", "on", "off"]) -> None:
        self._calls = calls
        self.is_open = mode != "off"
        self._can_whisper: bool | None = None if mode != "off" else False

    async def send(
        self,
        screen: RichScreen,
        *,
        chat_id: int,
        thread_id: int = 0,
        extra: Fields | None = None,
        uploads: Sequence[Upload] = (),
    ) -> dict[str, Any] | None:
        """The sent message; None when this server does not know rich messages."""
        fields = _fields_of(screen, chat_id=chat_id) | (extra or {})
        if thread_id:
            fields["message_thread_id"] = thread_id
        answer: dict[str, Any] | None = await self._try("sendRichMessage", fields, uploads=uploads)
        return answer

    async def edit(self, screen: RichScreen, *, chat_id: int, message_id: int) -> bool:
        """Whether the message now shows this screen."""
        fields = _fields_of(screen, chat_id=chat_id) | {"message_id": message_id}
        try:
            return await self._try("editMessageText", fields) is not None
        except BadRequest as error:
            if NOT_MODIFIED in error.message.lower():
                return True
            raise

    async def can_whisper(self, *, chat_id: int, receiver_id: int) -> bool:
        """Whether this server keeps a message from all but one.

        A server without Bot API 10.2 ignores the fields, and would show the whole group what
        was meant for one. It is asked once, by a call that nobody sees: to delete nothing.
        """
        if self._can_whisper is None:
            fields = {"chat_id": chat_id, "receiver_user_id": receiver_id}
            fields["ephemeral_message_id"] = NO_MESSAGE
            try:
                await self._calls.call("deleteEphemeralMessage", fields)
            except BadRequest:
                self._can_whisper = True
            except InvalidToken as error:
                if "method not found" not in error.message.lower():
                    raise
                self._can_whisper = False
                log.warning("ephemeral_messages_unknown")
            else:
                self._can_whisper = True
        return self._can_whisper and self.is_open

    def whispers_no_longer(self) -> None:
        """The server showed everybody what was meant for one."""
        self._can_whisper = False

    async def _try(self, method: str, fields: Fields, *, uploads: Sequence[Upload] = ()) -> Any:  # noqa: ANN401  # an answer
        if not self.is_open:
            return None
        try:
            return await self._calls.call(method, fields, uploads=uploads)
        except InvalidToken as error:
            # A server without the method answers 404, which the library reads as this.
            if "method not found" not in error.message.lower():
                raise
        except BadRequest as error:
            if not error.message.lower().endswith(UNKNOWN_FIELD_TEXTS):
                raise
        self.is_open = False
        log.warning("rich_messages_unknown", method=method)
        return None


def sources(html: str) -> list[str]:
    """The `src` of every picture and sound in rich HTML of ours, still escaped, in order."""
    return _SOURCE.findall(html)


def _fields_of(screen: RichScreen, *, chat_id: int) -> Fields:
    fields: Fields = {"chat_id": chat_id, "rich_message": rich_message_of(screen)}
    if screen.keyboard:
        fields["reply_markup"] = markup_of(screen.keyboard)
    return fields
