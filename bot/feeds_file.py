"""Lists of feeds as files: OPML both ways, TOML in."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import ClassVar
from xml.etree import ElementTree

import listparser
from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

from bot.feeds.address import read_url
from bot.text import clean, squash
from storage.model import Feed

MOST_BYTES = 2_000_000
MOST_FEEDS = 2_000
# Without a declaration the parser behind listparser takes UTF-8 for Latin-1.
DECLARATION = b'<?xml version="1.0" encoding="utf-8"?>'


class BadFile(Exception):
    """A file that is no list of feeds; its text says why and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A feed as a file names it. Only TOML says `trusted`, `timezone` and `day_first`."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    url: str
    title: str = ""
    category: str = ""
    trusted: bool = False
    timezone: str = ""
    day_first: bool | None = None


_LINES = TypeAdapter(list[Line])


def read_feeds(file: Path) -> tuple[Line, ...]:
    """The feeds that a file names, the first of those that share an address.

    Raises:
        BadFile: it cannot be read, or is neither OPML nor our TOML.
    """
    body = _body_of(file)
    lines = _from_toml(body) if file.suffix.lower() == ".toml" else _from_opml(body)
    if len(lines) > MOST_FEEDS:
        raise BadFile(f"{len(lines)} feeds are more than the {MOST_FEEDS} that one file may name")
    found: dict[str, Line] = {}
    for line in lines:
        url = read_url(line.url)
        if url is None:
            raise BadFile(f"{line.url!r} is no address; begin it with http:// or https://")
        found.setdefault(str(url), replace(line, url=str(url)))
    return tuple(found.values())


def opml_of(feeds: Iterable[Feed], *, title: str) -> bytes:
    """The feeds as OPML 2.0, those of a category under its outline."""
    root = ElementTree.Element("opml", version="2.0")
    ElementTree.SubElement(ElementTree.SubElement(root, "head"), "title").text = title
    body = ElementTree.SubElement(root, "body")
    by_category: dict[str, list[Feed]] = defaultdict(list)
    for feed in feeds:
        by_category[feed.category].append(feed)
    for category, members in by_category.items():
        parent = ElementTree.SubElement(body, "outline", text=category) if category else body
        for feed in members:
            name = clean(feed.title) or feed.url
            ElementTree.SubElement(parent, "outline", type="rss", text=name, xmlUrl=feed.url)
    ElementTree.indent(root)
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _body_of(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            body = opened.read(MOST_BYTES + 1)
    except OSError as error:
        raise BadFile(f"cannot read {file}: {error.strerror}") from error
    if len(body) > MOST_BYTES:
        raise BadFile(f"{file} is larger than {MOST_BYTES // 1_000_000} MB; is it a list of feeds?")
    return body


def _from_opml(body: bytes) -> list[Line]:
    text = body.removeprefix(b"\xef\xbb\xbf").lstrip()
    found = listparser.parse(text if text.startswith(b"<?xml") else DECLARATION + text)
    if not found["version"].startswith("opml"):
        raise BadFile("this is not OPML; export the list from your feed reader as OPML")
    return [
        Line(
            url=feed["url"],
            # Without a title of its own a feed tells it when it is first read.
            title="" if feed["title"] == feed["url"] else squash(clean(feed["title"])),
            category=squash(clean(feed["categories"][0][-1])) if feed["categories"] else "",
        )
        for feed in found["feeds"]
    ]


def _from_toml(body: bytes) -> list[Line]:
    try:
        tables = tomllib.loads(body.decode())
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadFile(f"this is not TOML: {error}") from error
    if tables.keys() - {"feeds"}:
        raise BadFile("write each feed as a table [[feeds]] with its url")
    try:
        return _LINES.validate_python(tables.get("feeds", []))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where, *rest = first["loc"] or (0,)
        name = ".".join(map(str, rest)) or "feeds"
        place = f"feed {where + 1}: " if isinstance(where, int) else ""
        raise BadFile(f"{place}{name}: {first['msg']}") from error
