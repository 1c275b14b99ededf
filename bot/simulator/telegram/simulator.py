"""The pretend Telegram as tests and the demo hold it."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from starlette.types import ASGIApp

from .app import TelegramApp
from .errors import JsonObject
from .events import Stream
from .faults import Faults
from .fetching import fetch_loopback
from .gateway import Gateway
from .groups import Group
from .people import Person
from .phone_api import phone_pages
from .settings import Dialect, Limits
from .state import Call, ChatRecord, PersonRecord, State

TOKEN = "123456:TEST-not_a_real_token"
SUPERGROUPS_BELOW = -1_000_000_000_000
QUIET_S = 0.05


def utc_now() -> datetime:
    """The real time."""
    return datetime.now(UTC)


class Simulator:
    """One bot's Telegram: an ASGI app and the people on the other side of it.

    `on_clock` is called with the instant that the phone page's clock asks for, and awaited where
    it takes time; `extra` gives what the page's side panel shows; `roles` names members, editors
    and admins for it.
    """

    def __init__(
        self,
        *,
        token: str = TOKEN,
        username: str = "bantin_bot",
        name: str = "Bản Tin",
        now: Callable[[], datetime] = utc_now,
        limits: Limits | None = None,
    ) -> None:
        self.token = token
        self.username = username
        bot = {
            "id": int(token.partition(":")[0]),
            "is_bot": True,
            "first_name": name,
            "username": username,
        }
        self.state = State(bot=bot, now=now, limits=limits or Limits(), fetch=fetch_loopback)
        self.gateway = Gateway(self.state)
        self.on_clock: Callable[[datetime], object] | None = None
        self.extra: Callable[[], JsonObject | Awaitable[JsonObject]] | None = None
        self.roles: dict[int, str] = {}
        self.telegram_app = TelegramApp(self.gateway, token=token, pages=phone_pages(self))

    def revoke_token(self) -> None:
        """BotFather's /revoke: the token is unknown from now on."""
        self.telegram_app.token = ""

    @property
    def app(self) -> ASGIApp:
        """`/bot<token>/<method>`, `/file/bot<token>/<path>`, `/phone/…`."""
        return self.telegram_app

    @property
    def dialect(self) -> Dialect:
        """How new the server is."""
        return self.state.dialect

    @dialect.setter
    def dialect(self, dialect: Dialect) -> None:
        self.state.dialect = dialect

    @property
    def calls(self) -> list[Call]:
        """Every call of the Bot API, oldest first."""
        return self.gateway.calls

    @property
    def faults(self) -> Faults:
        """What goes wrong on the wire."""
        return self.gateway.faults

    @property
    def events(self) -> Stream:
        """What happens, for whoever watches."""
        return self.state.events

    def accepted(self, chat_id: int) -> int:
        """How many messages were accepted for a chat, whatever was answered."""
        chat = self.state.chats.get(chat_id)
        return chat.accepted if chat else 0

    def person(
        self,
        person_id: int,
        *,
        first_name: str | None = None,
        last_name: str | None = None,
        username: str | None = None,
        language_code: str | None = None,
        started: bool = False,
    ) -> Person:
        """The person with this id, created when new; what is given replaces what was.

        Args:
            started: as if they had written to the bot once; otherwise it cannot write to them.
        """
        record = self.state.people.get(person_id)
        if record is None:
            record = PersonRecord(id=person_id, first_name=first_name or f"Người {person_id}")
            self.state.people[person_id] = record
            self.state.chats[person_id] = ChatRecord(id=person_id, type="private")
        record.first_name = first_name or record.first_name
        record.last_name = last_name or record.last_name
        record.username = username or record.username
        record.language_code = language_code or record.language_code
        record.has_started = record.has_started or started
        return Person(self.state, record)

    def group(
        self,
        chat_id: int,
        *,
        title: str = "Nhóm",
        members: list[Person] | None = None,
        admins: list[Person] | None = None,
        bot_is_admin: bool = False,
    ) -> Group:
        """The group with this id, created when new; a supergroup when its id says so."""
        kind = "supergroup" if chat_id < SUPERGROUPS_BELOW else "group"
        status = "administrator" if bot_is_admin else "member"
        return self._group(chat_id, kind, title, members or [], admins or [], status)

    def channel(
        self,
        chat_id: int,
        *,
        title: str = "Kênh",
        username: str | None = None,
        members: list[Person] | None = None,
        admins: list[Person] | None = None,
    ) -> Group:
        """The channel with this id, created when new; the bot is an administrator."""
        group = self._group(chat_id, "channel", title, members or [], admins or [], "administrator")
        group.record.username = username or group.record.username
        return group

    def _group(
        self,
        chat_id: int,
        kind: str,
        title: str,
        members: list[Person],
        admins: list[Person],
        status: str,
    ) -> Group:
        record = self.state.chats.get(chat_id)
        if record is None:
            record = ChatRecord(id=chat_id, type=kind, title=title, bot_status=status)
            self.state.chats[chat_id] = record
        record.members |= {each.id for each in (*members, *admins)}
        record.admins |= {each.id for each in admins}
        return Group(self.state, record)

    async def idle(self, *, timeout_s: float = 5.0, quiet_s: float = QUIET_S) -> None:
        """Returns once every update was fetched and confirmed and the bot has fallen silent.

        Args:
            quiet_s: how long no call may have been under way.

        Raises:
            TimeoutError: the bot did not come to rest; says what was left.
        """
        deadline = time.monotonic() + timeout_s
        while not self._is_quiet(quiet_s):
            if time.monotonic() > deadline:
                raise TimeoutError(
                    f"{len(self.state.updates.waiting)} updates unconfirmed, "
                    f"{self.gateway.in_progress} calls in progress"
                )
            await asyncio.sleep(0.005)

    def _is_quiet(self, quiet_s: float) -> bool:
        gateway = self.gateway
        if self.state.updates.waiting or gateway.in_progress:
            return False
        return time.monotonic() - gateway.last_busy_at >= quiet_s
