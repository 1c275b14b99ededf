"""What a phone shows, in our own words; handlers and delivery turn it into calls (pure)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final, TypeAlias
from zoneinfo import ZoneInfo

from bot.press import Press
from bot.text import shorten

TEXT_UNITS: Final = 4096
"""Most UTF-16 units of a text after parsing. Bot API, "sendMessage"."""
CAPTION_UNITS: Final = 1024
"""Most UTF-16 units of a caption after parsing. Bot API, "sendPhoto"."""
MOST_ENTITIES: Final = 100
LABEL_UNITS: Final = 64
COPY_UNITS: Final = 256
"""Bot API, "CopyTextButton": 1-256 characters."""

NO_FILES: Final[Mapping[str, str]] = MappingProxyType({})
"""No picture or sound of ours is known to Telegram yet."""


class Style(StrEnum):
    """A button's colour: blue, green, red. Bot API, "InlineKeyboardButton"."""

    PRIMARY = "primary"
    SUCCESS = "success"
    DANGER = "danger"


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """A button under a message; exactly one of the actions is set.

    `switch_inline_chosen` is the query put into a chat that the reader chooses.
    """

    label: str
    data: str = ""
    url: str = ""
    copy_text: str = ""
    switch_inline_chosen: str = ""
    style: Style | None = None


Keyboard: TypeAlias = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """A message every client shows. `text` is Telegram's HTML; `photo` a URL or file id."""

    text: str
    photo: str = ""
    keyboard: Keyboard = ()
    is_silent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """A file named in rich HTML as `tg://photo?id=…`; `file_id` is Telegram's."""

    id: str
    kind: str
    file_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RichScreen:
    """A rich message (Bot API 10.1, "InputRichMessage")."""

    html: str
    media: tuple[Media, ...] = ()
    keyboard: Keyboard = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """For whom something is rendered. `bot_url` is `https://t.me/<name>`, empty when unknown.

    `web_url` is where the reader pages are, empty when there are none. `speaks`: an article
    without sound can be read aloud.

    With `saves_data` nothing is loaded before the reader asks for it.
    """

    language: str
    zone: ZoneInfo
    saves_data: bool = False
    bot_url: str = ""
    web_url: str = ""
    speaks: bool = False


def pressing(label: str, press: Press, /, *, style: Style | None = None) -> Button:
    """A button that tells us what was pressed."""
    return Button(label=shorten(label, limit=LABEL_UNITS), data=press.encode(), style=style)


def rows_of(*rows: tuple[Button | None, ...]) -> Keyboard:
    """A keyboard of the buttons that are there; empty rows vanish."""
    kept = (tuple(button for button in row if button is not None) for row in rows)
    return tuple(row for row in kept if row)


def in_rows(buttons: tuple[Button, ...], *, width: int) -> Keyboard:
    """The buttons in rows of at most `width`."""
    return tuple(buttons[at : at + width] for at in range(0, len(buttons), width))
