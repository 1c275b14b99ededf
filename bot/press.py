"""What a button means, in 64 bytes (pure).

The grammar, empty segments at the end left out:

    1<verb>:<id, base 36>:<page, base 36>:<major.minor, base 36>:<argument>

`callback_data` is whatever a client sends: `Press.decode` takes only what `encode` writes.
Bot API, "InlineKeyboardButton": callback_data, 1-64 bytes.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Self

from bot.text import base36, from_base36
from storage.model import Version

MOST_BYTES: Final = 64
ARGUMENT_BYTES: Final = 24
"""Bytes an argument may have beside any id, page and version."""

_GRAMMAR: Final = "1"
_VERB: Final = re.compile(_GRAMMAR + "([a-z]{1,2})")
_NOT_IN_ARGUMENT: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_LARGEST_PART: Final = 36**4


class Verb(StrEnum):
    """What a press asks for. The values travel in old messages: never reuse one."""

    READ = "r"
    TURN = "t"
    PART = "q"
    CLASSIC = "c"
    RICH = "ri"
    SAVE = "s"
    UNSAVE = "u"
    LISTEN = "l"
    DOCUMENTS = "d"
    PHOTO = "o"
    CARD = "k"

    LATEST = "ll"
    FEATURED = "lf"
    CATEGORY = "lc"
    CATEGORIES = "lg"
    SAVED = "ls"
    SEARCH = "lq"
    MOST_READ = "lm"
    DAY = "ld"
    UNREAD = "lu"

    DIGEST = "g"

    SETTINGS = "e"
    TOGGLE = "et"
    HOUR = "eh"
    LANGUAGE = "el"
    FOLLOW = "f"
    UNFOLLOW = "fu"
    SUBSCRIBE = "b"
    UNSUBSCRIBE = "bu"
    ERASE = "x"
    KEYWORD = "ek"
    CHAT = "z"
    CHAT_TOGGLE = "zt"
    CHAT_HOUR = "zh"
    CHAT_DAY = "zd"
    CHAT_ZONE = "zz"
    CHAT_LANGUAGE = "zl"
    CHAT_CATEGORY = "zc"
    CHAT_JOIN = "zj"

    ARRANGE = "n"
    SECTION = "ne"
    NEW_SECTION = "na"
    RENAME_SECTION = "nr"
    PLACE_SECTION = "np"

    DRAFT = "w"
    EDIT = "we"
    SUBMIT = "ws"
    APPROVE = "wa"
    REQUEST_CHANGES = "wc"
    REJECT = "wj"
    SCHEDULE = "wt"
    PUBLISH = "wp"
    UNDO = "wu"
    BREAKING = "wk"
    CORRECT = "wx"
    PROGRESS = "wq"
    FEATURE = "wf"
    UNFEATURE = "wg"
    RETRACT = "wr"
    DISCARD = "wd"
    WITHDRAW = "wb"
    PIN = "wi"
    UNPIN = "wn"
    MORE = "wm"
    RESTORE = "wv"
    VERSIONS = "v"
    VERSION = "vs"
    COMPARE = "vc"
    PLAN = "h"
    PLAN_TYPED = "hq"
    UNPLAN = "hx"
    CALENDAR = "hc"
    CHECK = "j"
    GUIDE = "jh"

    WRITE = "y"
    WRITE_FIELD = "yf"
    WRITE_CLEAR = "yc"
    WRITE_PICK = "yp"
    WRITE_DONE = "yd"
    WRITE_TAKE = "yt"
    WRITE_SEE = "ys"
    WRITE_NEW = "yn"
    WRITE_LIST = "yl"
    WRITE_CARD = "yk"

    PEOPLE = "qp"
    PERSON = "qo"
    ROLE = "qr"
    INVITE = "qi"
    CALL_BACK = "qb"
    MEMBERS = "qm"
    AUDIT = "qa"
    AUDIT_FILE = "qf"

    STATS = "i"
    STATS_SECTIONS = "is"
    STATS_WORDS = "iw"
    STATS_OF_ARTICLE = "ia"

    EXPORT = "p"
    EXPORT_FILE = "pf"

    ROYALTY_MONTHS = "m"
    ROYALTY_MONTH = "mm"
    ROYALTY_UNRATED = "mu"
    ROYALTY = "ma"
    ROYALTY_SET = "ms"
    ROYALTY_ASK = "mq"
    ROYALTY_AUTHORS = "mt"
    ROYALTY_CLOSE = "mc"
    ROYALTY_PAY = "mp"
    ROYALTY_FILE = "mx"

    RESEND = "ar"
    LEAVE = "al"
    RELEASE = "ah"
    POLL_FEED = "ap"
    REMOVE_FEED = "ax"
    FEEDS = "af"
    FEED = "ae"
    ADD_FEED = "ai"
    TRY_FEED = "at"
    CHANGE_FEED = "ac"
    COLUMNS = "ao"
    COLUMN = "an"
    QUEUE = "aq"
    ADMIT = "aa"
    TURN_DOWN = "ad"
    ORIGINS = "au"
    RELATE = "ag"


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """A button's meaning. `id` is the article's, or whatever the verb acts on.

    `page` counts from 0; `version` is the one shown beside the button, so that a stale
    press is seen; `argument` is one line of text (an hour, a field's name, a query).
    """

    verb: Verb
    id: int = 0
    page: int = 0
    version: Version | None = None
    argument: str = ""

    def encode(self) -> str:
        """As `callback_data` carries it.

        Raises:
            ValueError: it does not fit, or a part is outside its range.

        >>> Press(verb=Verb.TURN, id=123456, page=2).encode()
        '1t:2n9c:2'
        >>> Press(verb=Verb.PUBLISH, id=7, version=Version(major=1, minor=0)).encode()
        '1wp:7::1.0'
        """
        segments = [f"{_GRAMMAR}{self.verb}", _number(self.id, below=2**63)]
        segments += [_number(self.page, below=_LARGEST_PART), _version(self.version), self.argument]
        while len(segments) > 1 and not segments[-1]:
            segments.pop()
        data = ":".join(segments)
        if len(data.encode()) > MOST_BYTES or _NOT_IN_ARGUMENT.search(self.argument):
            raise ValueError(data)
        return data

    @classmethod
    def decode(cls, data: str) -> Self | None:
        """What a button says; nothing when it is none of ours or of an older grammar.

        >>> Press.decode("1t:2n9c:2") == Press(verb=Verb.TURN, id=123456, page=2)
        True
        >>> Press.decode("1t:2N9C:2"), Press.decode("0t:1"), Press.decode("")
        (None, None, None)
        """
        if len(data) > MOST_BYTES:
            return None
        head, *rest = data.split(":", 4)
        known = _VERB.fullmatch(head)
        verb = _VERBS.get(known[1]) if known else None
        id_text, page_text, version_text, argument = (*rest, "", "", "", "")[:4]
        id_, page = from_base36(id_text or "0"), from_base36(page_text or "0")
        version = _version_of(version_text)
        if verb is None or id_ is None or page is None or (version_text and version is None):
            return None
        press = cls(verb=verb, id=id_, page=page, version=version, argument=argument)
        return press if press._is_written(data) else None

    def _is_written(self, data: str) -> bool:
        try:
            return self.encode() == data
        except ValueError:
            return False


_VERBS: Final = {str(verb): verb for verb in Verb}


def _number(number: int, *, below: int) -> str:
    if not 0 <= number < below:
        raise ValueError(number)
    return base36(number) if number else ""


def _version(version: Version | None) -> str:
    if version is None:
        return ""
    parts = (version.major, version.minor)
    return ".".join(_number(part, below=_LARGEST_PART) or "0" for part in parts)


def _version_of(segment: str) -> Version | None:
    major, _, minor = segment.partition(".")
    numbers = from_base36(major), from_base36(minor)
    if numbers[0] is None or numbers[1] is None:
        return None
    return Version(major=numbers[0], minor=numbers[1])
