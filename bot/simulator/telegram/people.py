"""People with phones: they write, press, block."""

import asyncio
import io
import re
from collections.abc import Sequence

from PIL import Image

from .chats import bot_member
from .enclosing import enclosed
from .errors import JsonObject
from .groups import Group
from .seen import Phone, Toast
from .state import ChatRecord, InlineAsk, PersonRecord, Press, State
from .writing import edited, reacted, status_changed, text_of_person, written

PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")


class Person:
    """Somebody who uses the bot; made by `Simulator.person`."""

    def __init__(self, state: State, record: PersonRecord) -> None:
        self._state = state
        self.record = record
        self.id = record.id

    @property
    def phone(self) -> Phone:
        """The private chat with the bot."""
        return Phone(self._state, self._private, viewer_id=self.id)

    def phone_in(self, chat: Group) -> Phone:
        """A group or channel as this person sees it, ephemeral messages included."""
        return Phone(self._state, chat.record, viewer_id=self.id)

    @property
    def _private(self) -> ChatRecord:
        return self._state.chats[self.id]

    def _chat(self, chat: Group | None) -> ChatRecord:
        return self._private if chat is None else chat.record

    def write(
        self,
        text: str,
        *,
        chat: Group | None = None,
        reply_to: int | None = None,
        thread_id: int | None = None,
        looks: Sequence[JsonObject] = (),
    ) -> int | None:
        """Sends a text; the update's id, None when the bot does not hear it.

        `looks`: MessageEntity objects that the person applied, beside those that Telegram finds.
        """
        content = text_of_person(text, looks=looks)
        return written(
            self._state,
            self.record,
            self._chat(chat),
            content,
            reply_to=reply_to,
            thread_id=thread_id,
        )

    def send_photo(
        self,
        picture: bytes | None = None,
        *,
        caption: str = "",
        chat: Group | None = None,
        reply_to: int | None = None,
    ) -> int | None:
        """Sends a picture, a grey one when none is given."""
        content = enclosed(self._state, picture or _grey(), kind="photo", caption=caption)
        return written(self._state, self.record, self._chat(chat), content, reply_to=reply_to)

    def send_file(
        self,
        content: bytes,
        *,
        kind: str = "document",
        name: str = "tep.bin",
        media_type: str = "application/octet-stream",
        caption: str = "",
        reply_to: int | None = None,
    ) -> int | None:
        """Sends a document, audio, voice, video or animation in the private chat."""
        body = enclosed(
            self._state, content, kind=kind, name=name, media_type=media_type, caption=caption
        )
        return written(self._state, self.record, self._private, body, reply_to=reply_to)

    def send_album(self, pictures: Sequence[tuple[bytes | None, str]]) -> list[int | None]:
        """Sends pictures with captions as an album: a message each, one `media_group_id`."""
        group_id = self._state.take_query_id()
        return [
            self.send(
                enclosed(self._state, picture or _grey(), kind="photo", caption=caption)
                | {"media_group_id": group_id}
            )
            for picture, caption in pictures
        ]

    def forward(self, content: JsonObject, *, origin: JsonObject) -> int | None:
        """Sends somebody's message on: `content` and Bot API's MessageOrigin."""
        return self.send({**content, "forward_origin": origin})

    def send(self, content: JsonObject, *, chat: Group | None = None) -> int | None:
        """Sends any other message: `content` holds its Bot API fields (location, contact …)."""
        return written(self._state, self.record, self._chat(chat), content)

    def edit(self, message_id: int, text: str, *, chat: Group | None = None) -> int | None:
        """Changes a text they wrote."""
        record = self._chat(chat)
        stored = record.messages[message_id]
        if stored.by_bot or stored.body["from"]["id"] != self.id:
            raise ValueError(f"message {message_id} is not theirs")
        return edited(self._state, record, stored, text_of_person(text))

    def react(self, emoji: str | None, message_id: int, *, chat: Group | None = None) -> int | None:
        """Reacts to a message; None takes the reaction back."""
        return reacted(self._state, self.record, self._chat(chat), message_id, emoji)

    def open_link(self, payload: str) -> int | None:
        """Follows "t.me/<bot>?start=payload": 1-64 characters of A-Z a-z 0-9 _ -."""
        if PAYLOAD.fullmatch(payload) is None:
            raise ValueError(f"no deep link can carry {payload!r}")
        return self.write(f"/start {payload}")

    async def press(
        self, label: str, *, chat: Group | None = None, timeout_s: float = 5.0
    ) -> Toast | None:
        """Presses the newest visible button with this label, or containing it.

        Returns:
            The bot's answer; the link of a link button; None when nothing answered in time.
        """
        phone = self.phone if chat is None else self.phone_in(chat)
        message, button = phone.find_button(label)
        if button.url is not None:
            return Toast(url=button.url)
        if button.data is None:
            return None
        return await self._pressed(button.data, message.json, self._chat(chat), timeout_s)

    async def press_data(
        self,
        data: str,
        *,
        message_id: int | None = None,
        ephemeral_id: int | None = None,
        chat: Group | None = None,
        timeout_s: float = 5.0,
    ) -> Toast | None:
        """Forges a press with any data, on any message (the newest when none is named)."""
        record = self._chat(chat)
        if message_id is None:
            message_id = max(record.messages, default=0)
        stored = record.messages.get(message_id)
        if ephemeral_id is not None:
            stored = record.ephemeral.get(ephemeral_id)
        if stored is None or stored.is_deleted:
            gone = {"chat": self._state.chat_json(record), "message_id": message_id, "date": 0}
            return await self._pressed(data, gone, record, timeout_s)
        stored.pressed.append(data)
        return await self._pressed(data, stored.body, record, timeout_s)

    async def _pressed(
        self, data: str, message: JsonObject, chat: ChatRecord, timeout_s: float
    ) -> Toast | None:
        press = Press(
            id=self._state.take_query_id(),
            person_id=self.id,
            chat_id=chat.id,
            at=self._state.now(),
        )
        self._state.presses[press.id] = press
        query = {
            "id": press.id,
            "from": self.record.user(),
            "message": message,
            "chat_instance": str(abs(chat.id)),
            "data": data,
        }
        answered = asyncio.get_running_loop().create_future()
        press.on_answer = lambda answer: None if answered.done() else answered.set_result(answer)
        if self._state.updates.add("callback_query", query) is None:
            return None
        try:
            answer = await asyncio.wait_for(answered, timeout_s)
        except TimeoutError:
            return None
        return Toast(**answer)

    async def search(
        self, query: str, *, offset: str = "", timeout_s: float = 5.0
    ) -> JsonObject | None:
        """Types "@bot query" in a chat: the parameters of `answerInlineQuery`, or None."""
        asked = InlineAsk(id=self._state.take_query_id(), person_id=self.id, at=self._state.now())
        self._state.inline_asks[asked.id] = asked
        content = {"id": asked.id, "from": self.record.user(), "query": query, "offset": offset}
        answered = asyncio.get_running_loop().create_future()
        asked.on_answer = lambda answer: None if answered.done() else answered.set_result(answer)
        if self._state.updates.add("inline_query", content) is None:
            return None
        try:
            answer: JsonObject = await asyncio.wait_for(answered, timeout_s)
        except TimeoutError:
            return None
        return answer

    def choose(self, result_id: str, *, query: str) -> int | None:
        """Sends one of the inline results on; the bot hears of it with feedback turned on."""
        chosen = {"result_id": result_id, "from": self.record.user(), "query": query}
        return self._state.updates.add("chosen_inline_result", chosen)

    def block(self) -> None:
        """Blocks the bot: its messages are refused from now on."""
        self._set_blocked(blocked=True)

    def unblock(self) -> None:
        """Takes the bot back."""
        self._set_blocked(blocked=False)

    def _set_blocked(self, *, blocked: bool) -> None:
        if self.record.has_blocked == blocked:
            return
        self.record.has_blocked = blocked
        old, new = ("member", "kicked") if blocked else ("kicked", "member")
        status_changed(
            self._state,
            self._private,
            self.record,
            kind="my_chat_member",
            old=bot_member(self._state, self._private, status=old),
            new=bot_member(self._state, self._private, status=new),
        )

    def deactivate(self) -> None:
        """Deletes the account; no update tells the bot."""
        self.record.is_deactivated = True


def _grey() -> bytes:
    picture = io.BytesIO()
    Image.new("RGB", (64, 48), (128, 128, 128)).save(picture, "JPEG")
    return picture.getvalue()
