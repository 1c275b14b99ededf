"""What a person sees on their phone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from .errors import JsonObject
from .files import StoredFile
from .richplain import plain_of_blocks, rows_of_blocks
from .state import ChatRecord, State, Stored
from .unparse import html_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Toast:
    """The answer to a press: a short text on top, an alert, or a link that opens."""

    text: str | None = None
    show_alert: bool = False
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """A button that can be pressed; `kind` names its action as InlineKeyboardButton does."""

    text: str
    data: str | None = None
    url: str | None = None
    style: str | None = None
    kind: str = "callback_data"

    @staticmethod
    def of(button: JsonObject) -> "Button":
        """From a Bot API button, under a message or in a rich text."""
        kind = next((key for key in button if key not in ("text", "style")), "disabled")
        text = button["text"]
        return Button(
            text=text if isinstance(text, str) else plain_of_blocks([{"text": text}]),
            data=button.get("callback_data"),
            url=button.get("url") or button.get("web_app", {}).get("url"),
            style=button.get("style"),
            kind=kind,
        )


class SeenMessage:
    """A message as it looks now: edits and deletions show in it at once."""

    def __init__(self, state: State, stored: Stored) -> None:
        self._state = state
        self._stored = stored

    @property
    def json(self) -> JsonObject:
        """The Bot API Message."""
        return self._stored.body

    @property
    def id(self) -> int:
        """`message_id`; 0 for an ephemeral message."""
        return int(self.json["message_id"])

    @property
    def date(self) -> datetime:
        """When it was sent; aware."""
        return self._stored.sent_at

    @property
    def text(self) -> str:
        """The text; of a rich message, the plain text of its blocks; "" when it has none."""
        if self.rich is not None:
            return plain_of_blocks(self.rich)
        return str(self.json.get("text", ""))

    @property
    def html(self) -> str:
        """Text or caption with its entities as HTML markup."""
        if "text" in self.json:
            return html_of(self.json["text"], self.json.get("entities", []))
        return html_of(self.json.get("caption", ""), self.json.get("caption_entities", []))

    @property
    def entities(self) -> list[JsonObject]:
        """The entities of text or caption."""
        found = self.json.get("entities") or self.json.get("caption_entities") or []
        return list(found)

    @property
    def caption(self) -> str:
        """The caption; "" when there is none."""
        return str(self.json.get("caption", ""))

    @property
    def photo(self) -> StoredFile | None:
        """The picture."""
        sizes = self.json.get("photo")
        return self._state.files.by_id[sizes[-1]["file_id"]] if sizes else None

    @property
    def rich(self) -> list[JsonObject] | None:
        """The blocks of a rich message; None for every other."""
        rich = self.json.get("rich_message")
        return rich["blocks"] if rich else None

    @property
    def buttons(self) -> list[list[Button]]:
        """Rows of buttons: those in a rich text first, then those under the message."""
        rows = rows_of_blocks(self.rich) if self.rich else []
        rows = rows + self.json.get("reply_markup", {}).get("inline_keyboard", [])
        return [[Button.of(each) for each in row] for row in rows]

    @property
    def labels(self) -> list[str]:
        """Every button's label, in order."""
        return [button.text for row in self.buttons for button in row]

    @property
    def reply_keyboard(self) -> JsonObject | None:
        """The keyboard that replaces the person's own, or what takes it away."""
        return self._stored.reply_keyboard

    @property
    def edited(self) -> int:
        """How many times it was edited."""
        return self._stored.edited

    @property
    def deleted(self) -> bool:
        """Whether it is gone."""
        return self._stored.is_deleted

    @property
    def silent(self) -> bool:
        """Whether it came without a sound."""
        return self._stored.is_silent

    @property
    def reply_to(self) -> int | None:
        """The id of the message it answers."""
        answered = self.json.get("reply_to_message")
        return answered["message_id"] if answered else None

    @property
    def thread_id(self) -> int | None:
        """The topic it stands in."""
        return self.json.get("message_thread_id")

    @property
    def sender(self) -> str:
        """ "bot", or the first name of who wrote it."""
        if self._stored.by_bot:
            return "bot"
        return str(self.json.get("from", {}).get("first_name", ""))

    def __repr__(self) -> str:
        return f"<SeenMessage {self.id} {self.sender}: {(self.text or self.caption)[:60]!r}>"


class Phone:
    """One chat as one person sees it (`viewer_id` None: as anybody in it would)."""

    def __init__(self, state: State, chat: ChatRecord, *, viewer_id: int | None) -> None:
        self._state = state
        self._chat = chat
        self._viewer_id = viewer_id

    @property
    def messages(self) -> list[SeenMessage]:
        """Everything visible, the person's own messages included, oldest first."""
        return [SeenMessage(self._state, each) for each in self._visible()]

    @property
    def received(self) -> list[SeenMessage]:
        """What came from the bot, oldest first."""
        return [SeenMessage(self._state, each) for each in self._visible() if each.by_bot]

    @property
    def last(self) -> SeenMessage:
        """The newest message.

        Raises:
            LookupError: the chat is empty.
        """
        messages = self.messages
        if not messages:
            raise LookupError("nothing in this chat yet")
        return messages[-1]

    @property
    def text(self) -> str:
        """The visible text of everything, one message a paragraph."""
        return "\n\n".join(each.text or each.caption for each in self.messages)

    @property
    def toasts(self) -> list[str]:
        """The texts that answered this person's presses, oldest first."""
        if self._viewer_id is None:
            return []
        return list(self._state.people[self._viewer_id].toasts)

    @property
    def pinned(self) -> list[SeenMessage]:
        """The pinned messages, newest pin last."""
        chat = self._chat
        return [SeenMessage(self._state, chat.messages[each]) for each in chat.pinned]

    def message(self, message_id: int) -> SeenMessage:
        """The message with this id, deleted or not.

        Raises:
            LookupError: there never was one.
        """
        stored = self._chat.messages.get(message_id)
        if stored is None:
            raise LookupError(f"no message {message_id} in chat {self._chat.id}")
        return SeenMessage(self._state, stored)

    def find_button(self, label: str) -> tuple[SeenMessage, Button]:
        """The newest visible button with this label, else the newest whose label contains it.

        Raises:
            LookupError: none; names the labels there are.
        """
        messages = self.messages[::-1]
        for fits in (label.__eq__, lambda text: label in text):
            for message in messages:
                for row in message.buttons:
                    for button in row:
                        if fits(button.text):
                            return message, button
        labels = [each for message in messages for each in message.labels]
        raise LookupError(f"no button {label!r}; there are {labels}")

    def _visible(self) -> Iterator[Stored]:
        if self._chat.ephemeral:
            shown = [*self._chat.messages.values(), *self._chat.ephemeral.values()]
            shown.sort(key=lambda each: each.sent_at)
        else:
            shown = list(self._chat.messages.values())
        for each in shown:
            if not each.is_deleted and each.receiver_id in (None, self._viewer_id):
                yield each
