"""Everything the pretend Telegram remembers. All of it lives in memory."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime

from .errors import JsonObject, bad_request
from .events import Stream
from .files import FileStore, Upload
from .settings import Dialect, Limits
from .updates import UpdateQueue


@dataclass(slots=True)
class PersonRecord:
    """Somebody with an account; `has_started` once they wrote to the bot."""

    id: int
    first_name: str
    language_code: str | None = None
    last_name: str | None = None
    username: str | None = None
    has_started: bool = False
    has_blocked: bool = False
    is_deactivated: bool = False
    toasts: list[str] = field(default_factory=list)

    def user(self) -> JsonObject:
        """As a Bot API User."""
        user: JsonObject = {"id": self.id, "is_bot": False, "first_name": self.first_name}
        for key in ("last_name", "username", "language_code"):
            if (value := getattr(self, key)) is not None:
                user[key] = value
        return user


@dataclass(slots=True)
class Stored:
    """A message: its Bot API JSON and what only the server knows.

    `receiver_id` is set for an ephemeral message, shown to one member alone. `reply_keyboard` is
    the keyboard that came with it, which a Message does not carry.
    """

    body: JsonObject
    sent_at: datetime
    by_bot: bool
    is_silent: bool = False
    edited: int = 0
    is_deleted: bool = False
    receiver_id: int | None = None
    reply_keyboard: JsonObject | None = None
    pressed: list[str] = field(default_factory=list)


@dataclass(slots=True)
class ChatRecord:
    """A private chat, group, supergroup or channel; `bot_status` as in ChatMember."""

    id: int
    type: str
    title: str | None = None
    username: str | None = None
    members: set[int] = field(default_factory=set)
    admins: set[int] = field(default_factory=set)
    topics: set[int] = field(default_factory=set)
    bot_status: str = "member"
    is_bot_muted: bool = False
    takes_photos: bool = True
    migrated_to: int | None = None
    messages: dict[int, Stored] = field(default_factory=dict)
    ephemeral: dict[int, Stored] = field(default_factory=dict)
    pinned: list[int] = field(default_factory=list)
    next_message_id: int = 1
    accepted: int = 0
    menu_button: JsonObject | None = None
    actions: list[str] = field(default_factory=list)
    reactions: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Press:
    """A callback query that waits for its answer."""

    id: str
    person_id: int
    chat_id: int
    at: datetime
    answer: JsonObject | None = None
    on_answer: Callable[[JsonObject], None] | None = None


@dataclass(slots=True)
class InlineAsk:
    """An inline query that waits for its results."""

    id: str
    person_id: int
    at: datetime
    answer: JsonObject | None = None
    on_answer: Callable[[JsonObject], None] | None = None


@dataclass(slots=True)
class Profile:
    """What the bot said about itself, by language code ("" for everybody)."""

    names: dict[str, str] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)
    commands: dict[tuple[str, str], list[JsonObject]] = field(default_factory=dict)
    menu_button: JsonObject = field(default_factory=lambda: {"type": "commands"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call of the Bot API as it was answered; `error` is the description of a refusal."""

    method: str
    params: JsonObject
    ok: bool
    error: str | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A checked call: typed parameters and the files that came with it."""

    method: str
    params: JsonObject
    uploads: dict[str, Upload]


@dataclass(slots=True)
class State:
    """The whole world of one bot."""

    bot: JsonObject
    now: Callable[[], datetime]
    limits: Limits
    fetch: Callable[[str], Awaitable[Upload | None]]
    dialect: Dialect = field(default_factory=Dialect)
    people: dict[int, PersonRecord] = field(default_factory=dict)
    chats: dict[int, ChatRecord] = field(default_factory=dict)
    files: FileStore = field(default_factory=FileStore)
    updates: UpdateQueue = field(default_factory=UpdateQueue)
    events: Stream = field(default_factory=Stream)
    profile: Profile = field(default_factory=Profile)
    presses: dict[str, Press] = field(default_factory=dict)
    inline_asks: dict[str, InlineAsk] = field(default_factory=dict)
    next_private_message_id: int = 1
    next_query_id: int = 7_000_000_001
    next_ephemeral_id: int = 1

    def chat(self, chat_id: int | str) -> ChatRecord:
        """The chat by id or "@name".

        Raises:
            Refusal: chat not found.
        """
        if isinstance(chat_id, str):
            wanted = chat_id.removeprefix("@").lower()
            for each in self.chats.values():
                if each.username and each.username.lower() == wanted and each.type != "private":
                    return each
            raise bad_request("chat not found")
        chat = self.chats.get(chat_id)
        if chat is None:
            raise bad_request("chat not found")
        return chat

    def chat_json(self, chat: ChatRecord) -> JsonObject:
        """As a Bot API Chat."""
        answer: JsonObject = {"id": chat.id, "type": chat.type}
        if chat.type == "private":
            person = self.people[chat.id]
            answer["first_name"] = person.first_name
            if person.last_name:
                answer["last_name"] = person.last_name
            if person.username:
                answer["username"] = person.username
            return answer
        answer["title"] = chat.title
        if chat.username:
            answer["username"] = chat.username
        return answer

    def take_message_id(self, chat: ChatRecord) -> int:
        """The next id: supergroups and channels count alone, the rest of a bot's chats together."""
        if chat.type in ("supergroup", "channel"):
            message_id = chat.next_message_id
            chat.next_message_id += 1
            return message_id
        message_id = self.next_private_message_id
        self.next_private_message_id += 1
        return message_id

    def take_query_id(self) -> str:
        """The next id of a callback or inline query."""
        self.next_query_id += 1
        return str(self.next_query_id)
