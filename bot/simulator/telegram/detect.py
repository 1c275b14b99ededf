"""What Telegram finds in plain text: mentions, commands, hashtags, links, addresses.

Follows the `match_*` functions of TDLib (td/telegram/MessageEntity.cpp). Links are found by a
short list of top-level domains, not by the full list.
"""

import re
from typing import NamedTuple

SHORT_NAMES = {"gif", "wiki", "vid", "bing", "pic", "bold", "imdb", "coub", "like", "vote", "giff"}
TOP_LEVEL = (
    "com net org edu gov int info biz vn uk de fr io me eu ru su cn jp kr au ca ch at be nl pl it"
    " es se no fi dk cz us tv cc app dev news blog online site store tech xyz asia club pro name"
    " mobi ai co in id th my sg ph la kh mm tk ba ee gd fm ly to рф онлайн москва ton onion py"
).split()
MENTION = re.compile(r"(?<!\w)@([A-Za-z0-9_]{2,32})(?!\w)")
COMMAND = re.compile(r"(?<![\w/<>])/([A-Za-z0-9_]{1,64})(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>@])")
TAG_LETTER = r"[\w·\u200c\u0d80-\u0dff]"
HASHTAG = re.compile(
    rf"(?<![\w·#])#({TAG_LETTER}{{256}}|{TAG_LETTER}{{1,255}}(?!#|{TAG_LETTER}))"
    r"(?:@[A-Za-z0-9_]{3,32})?"
)
EMAIL = re.compile(
    r"(?<![\w.+\-@:])[A-Za-z0-9_\-+]+(?:\.[A-Za-z0-9_\-+]+)*"
    r"@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,8}(?![\w@])"
)
HOST_LIKE = re.compile(r"\w\.\w")
LABEL = r"[^\W_](?:[\w-]*[^\W_])?"
URL = re.compile(
    r"(?<![\w@./$#])(?:(?i:(?P<scheme>https?|ftp|tonsite))://)?"
    r"(?:[^\s/?#@<>\"'`\[\](){}]{1,64}@)?"
    r"(?P<host>(?:\d{1,3}\.){3}\d{1,3}|(?:[\w-]+\.)*" + LABEL + r"\.(?P<top>[^\W\d_]{2,}|xn--\w+))"
    r"(?P<port>:0*[1-9]\d*)?(?![\w@-]|\.\w)"
    r"(?P<tail>[/?#][^\s<>\"«»`]*)?"
)
BRACKETS = {")": "(", "]": "[", "}": "{"}
TRAILING = ".,:;!?'…"


class Found(NamedTuple):
    """A piece of text that Telegram makes tappable; places count characters."""

    kind: str
    start: int
    end: int


def find_entities(text: str) -> list[Found]:
    """Everything found, in order; of two that meet, the first wins."""
    found: list[Found] = []
    if "/" in text:
        found += _spans("bot_command", COMMAND, text)
    if "@" in text:
        found += find_mentions(text)
        found += _spans("email", EMAIL, text)
    if "#" in text:
        found += find_hashtags(text)
    if HOST_LIKE.search(text):
        found += find_urls(text)
    if len(found) < 2:
        return found
    return _without_overlaps(found)


def find_mentions(text: str) -> list[Found]:
    """Names of 5 to 32 characters, and the few short ones that exist."""
    return [
        Found("mention", each.start(), each.end())
        for each in MENTION.finditer(text)
        if len(each[1]) >= 5 or each[1].lower() in SHORT_NAMES
    ]


def find_commands(text: str) -> list[Found]:
    """Commands, with or without the bot's name."""
    return _spans("bot_command", COMMAND, text)


def find_hashtags(text: str) -> list[Found]:
    """Hashtags that hold at least one letter."""
    return [
        Found("hashtag", each.start(), each.end())
        for each in HASHTAG.finditer(text)
        if not all(character.isdecimal() for character in each[1])
    ]


def find_urls(text: str) -> list[Found]:
    """Links with a scheme, and bare hosts that end in a known top-level domain."""
    found = []
    for each in URL.finditer(text):
        end = _url_end(text, each)
        if end:
            found.append(Found("url", each.start(), end))
    return found


def _url_end(text: str, found: re.Match[str]) -> int:
    host, top = found["host"], found["top"]
    if top is None:
        parts = host.split(".")
        if any(int(part) > 255 or str(int(part)) != part for part in parts):
            return 0
    elif found["scheme"] is None:
        same_case = top in (top.lower(), top.upper()) or not top.isascii()
        if top.lower() not in TOP_LEVEL or not same_case or "@" in found[0]:
            return 0
    elif top.isascii() and top.lower() not in TOP_LEVEL and len(top) < 3:
        return 0
    if found["port"] and int(found["port"][1:]) > 65535:
        return found.end("host")
    tail_start = found.start("tail")
    if tail_start < 0:
        return found.end()
    tail = _balanced(text[tail_start : found.end()])
    tail = tail.rstrip(TRAILING)
    if tail in ("?", "#"):
        tail = ""
    return tail_start + len(tail)


def _balanced(tail: str) -> str:
    """Up to the first closing bracket that was not opened in the link."""
    opened: list[str] = []
    for at, character in enumerate(tail):
        if character in "([{":
            opened.append(character)
        elif character in BRACKETS:
            if BRACKETS[character] not in opened:
                return tail[:at]
            opened.remove(BRACKETS[character])
    return tail


def _spans(kind: str, pattern: re.Pattern[str], text: str) -> list[Found]:
    return [Found(kind, each.start(), each.end()) for each in pattern.finditer(text)]


def _without_overlaps(found: list[Found]) -> list[Found]:
    kept: list[Found] = []
    for each in sorted(found, key=lambda each: (each.start, -each.end)):
        if not kept or each.start >= kept[-1].end:
            kept.append(each)
    return kept
