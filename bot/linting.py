"""What an editor would want to know before an article goes out; it never blocks (pure)."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import Final

from bot.linting_words import BLENDS, ONCE, PLACEHOLDERS, TWICE
from bot.render.document import (
    Block,
    Blocks,
    Heading,
    ListBlock,
    Paragraph,
    Quotation,
    Span,
    Table,
    pictures_in,
    texts,
)
from bot.render.parse import blocks_of
from bot.render.pieces import is_web_address
from bot.text import fold, shorten, squash
from storage.model import Content

TITLE_LENGTH: Final = 150
"""Characters of a title that a phone still shows whole."""

_PLACES: Final = {field.name: place for place, field in enumerate(fields(Content))}
_SHORTEST_LEAD: Final = 40
_WORDS_SHOWN: Final = 80
_MOST_OF_A_KIND: Final = 5
_FARTHEST: Final = timedelta(days=366)
_OLDEST: Final = timedelta(days=30)
_FIRST_YEAR: Final = 1800
_YEARS_AHEAD: Final = 50
_HOTLINES: Final = (1800, 1900)
"""Vietnamese numbers for inquiries begin with these."""

_DOUBLED: Final = re.compile(r"(?<!\w)([^\W\d_]+(?: [^\W\d_]+)?)[ ]+\1(?!\w)", re.IGNORECASE)
_YEARS: Final = re.compile(r"(?<![\d./-])(\d{4}) ?[-–—] ?(\d{4})(?![\d/-]|\.\d)")
_DAY: Final = re.compile(r"(?<![\d/.-])(\d{1,2})[/-](\d{1,2})[/-](\d{4})(?![\d/-])")
_SPACES: Final = re.compile(r"\S+ {2,}\S+|\w+ +[,;:.!?…](?:\s|$)")
_BYLINE: Final = re.compile(r"^(?:tac gia|bai|bai, anh|bai va anh|tin|nguoi viet|theo) ?: ?")
_PLACEHOLDER: Final = re.compile("|".join(PLACEHOLDERS))
# "a)" and "1)" number what follows; 24" is a size.
_ENUMERATED: Final = re.compile(r"(?<![^\s;,.:])(?:\d{1,2}|[a-zđ])\)")
_SIZE: Final = re.compile(r"(?<=\d)\"(?=\W|$)(?![^\"]*\")")
_PAIRS: Final = (("“", "”"), ("«", "»"), ("(", ")"), ("[", "]"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """Something to look at again: in which field, what kind, and the words it is about."""

    field: str
    kind: str
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """An address that readers may follow, and the field it stands in."""

    field: str
    url: str


def lint(content: Content, *, now: datetime) -> tuple[Slip, ...]:
    """Everything worth a second look, in the order of the portal's columns."""
    blocks = blocks_of(content.body_html)
    found = (
        *_title(content),
        *_lead(content, blocks),
        *_body(content, blocks),
        *_pictures(content, blocks),
        *_dates(content, now=now),
        *_columns(content),
        *_texts(content, blocks, now=now),
    )
    return tuple(sorted(dict.fromkeys(found), key=lambda it: _PLACES[it.field]))


def references_of(content: Content) -> tuple[Reference, ...]:
    """The addresses that readers may follow, each once, in reading order."""
    found = [("body_html", url) for url in _urls(blocks_of(content.body_html))]
    found += [("alternate_url", content.alternate_url), ("image_url", content.image_url)]
    found += [("related", it.url) for it in content.related]
    found += [("attachments", it.url) for it in content.attachments]
    found += [("audio", it.url) for it in content.audio]
    first: dict[str, str] = {}
    for field, url in found:
        first.setdefault(url, field)
    return tuple(Reference(field=it, url=url) for url, it in first.items() if is_web_address(url))


def _title(content: Content) -> Iterator[Slip]:
    title = squash(content.title)
    letters = [it for it in title if it.isalpha()]
    if not title:
        yield Slip(field="title", kind="title_missing")
    if len(title) > TITLE_LENGTH:
        yield Slip(field="title", kind="title_long", words=str(len(title)))
    if len(letters) > 8 and title == title.upper():
        yield Slip(field="title", kind="title_capitals")


def _lead(content: Content, blocks: Blocks) -> Iterator[Slip]:
    lead = _bare(content.summary)
    if len(lead) >= _SHORTEST_LEAD and any(lead in _bare(it) for it in texts(blocks)):
        yield Slip(field="summary", kind="lead_repeated", words=_few(content.summary))
    if lead and lead == _bare(content.title):
        yield Slip(field="summary", kind="lead_is_title")


def _body(content: Content, blocks: Blocks) -> Iterator[Slip]:
    told = [squash(it) for it in texts(blocks) if squash(it)]
    if not told and not content.alternate_url:
        yield Slip(field="body_html", kind="body_missing")
    name = _bare(content.author.name)
    ends = {_BYLINE.sub("", fold(it)).strip(" .()") for it in (*told[:1], *told[-1:])}
    if name and name in ends:
        yield Slip(field="author", kind="byline_twice", words=content.author.name)


def _pictures(content: Content, blocks: Blocks) -> Iterator[Slip]:
    inside = list(pictures_in(blocks))
    if not content.image_url and not inside:
        yield Slip(field="image_url", kind="picture_missing")
    if content.image_url and not is_web_address(content.image_url):
        yield Slip(field="image_url", kind="picture_bad", words=_few(content.image_url))
    if content.image_url and not content.image_caption.strip():
        yield Slip(field="image_caption", kind="caption_missing")
    uncaptioned = [it for it in inside if not it.caption and it.url != content.image_url]
    if uncaptioned:
        words = str(len(uncaptioned))
        yield Slip(field="body_html", kind="captions_missing", words=words)


def _dates(content: Content, *, now: datetime) -> Iterator[Slip]:
    at = content.published_at
    if at is not None and at - now > _FARTHEST:
        yield Slip(field="published_at", kind="date_far")
    if at is not None and now - at > _OLDEST:
        yield Slip(field="published_at", kind="date_old")
    if content.featured_until_at is not None and content.featured_until_at < now:
        yield Slip(field="featured_until_at", kind="featured_over")


def _columns(content: Content) -> Iterator[Slip]:
    if not content.category.strip():
        yield Slip(field="category", kind="category_missing")


def _texts(content: Content, blocks: Blocks, *, now: datetime) -> Iterator[Slip]:
    """Slips of the pen, in every text that readers see."""
    for field in ("title", "summary", "image_caption"):
        yield from _slips_in(field, [getattr(content, field)], now=now)
    yield from _slips_in("body_html", list(texts(blocks)), now=now)


def _slips_in(field: str, told: list[str], *, now: datetime) -> Iterator[Slip]:
    checks = {
        "doubled": _doubled,
        "blended": _blended,
        "years": lambda it: _years(it, now=now),
        "bad_day": _bad_days,
        "placeholder": _placeholders,
        "spaces": lambda it: (_few(found[0]) for found in _SPACES.finditer(it)),
        "apart": _apart,
    }
    yield from _unbalanced(field, told)
    for kind, check in checks.items():
        words = [found for it in told for found in check(it)]
        for found in list(dict.fromkeys(words))[:_MOST_OF_A_KIND]:
            yield Slip(field=field, kind=kind, words=found)


def _doubled(text: str) -> Iterator[str]:
    line = squash(unicodedata.normalize("NFC", text))
    for found in _DOUBLED.finditer(line):
        word, whole = found[1].lower(), found[0]
        is_name = all(it[:1].isupper() for it in whole.split()) and not whole.isupper()
        if " " in word or word in ONCE or not (word in TWICE or is_name):
            yield whole


def _blended(text: str) -> Iterator[str]:
    line = squash(text).lower()
    return (blend for blend in BLENDS if blend in line)


def _years(text: str, *, now: datetime) -> Iterator[str]:
    for found in _YEARS.finditer(text):
        first, last = int(found[1]), int(found[2])
        if first in _HOTLINES:
            continue
        if _FIRST_YEAR <= first <= now.year + _YEARS_AHEAD and not (
            first <= last <= now.year + _YEARS_AHEAD
        ):
            yield found[0]


def _bad_days(text: str) -> Iterator[str]:
    for found in _DAY.finditer(text):
        try:
            date(int(found[3]), int(found[2]), int(found[1]))
        except ValueError:
            yield found[0]


def _unbalanced(field: str, told: list[str]) -> Iterator[Slip]:
    """Marks that open and do not close, in a whole field: a quotation may go on for long."""
    for opening, closing in _PAIRS:
        surplus = [it.count(opening) - it.count(closing) for it in told]
        numbers = sum(len(_ENUMERATED.findall(it)) for it in told) if closing == ")" else 0
        if sum(surplus) > 0 or sum(surplus) < -numbers:
            odd = next(it for it, more in zip(told, surplus, strict=True) if more)
            yield _around_mark(field, odd, opening + closing)
    straight = [_SIZE.sub(" ", it) for it in told]
    if sum(it.count('"') for it in straight) % 2:
        yield _around_mark(field, next(it for it in straight if it.count('"') % 2), '"')


def _around_mark(field: str, text: str, marks: str) -> Slip:
    at = next(at for at, it in enumerate(text) if it in marks)
    return Slip(field=field, kind="quotes", words=_few(text[max(0, at - 20) :]))


def _placeholders(text: str) -> Iterator[str]:
    line = unicodedata.normalize("NFC", text).lower()
    return (_few(found[0]) for found in _PLACEHOLDER.finditer(line))


def _apart(text: str) -> Iterator[str]:
    """Words whose marks stand apart from their letters: search and phones show them otherwise."""
    return (it for it in text.split() if it != unicodedata.normalize("NFC", it))


def _urls(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Paragraph(spans=spans) | Heading(spans=spans):
                yield from _links(spans)
            case Quotation(blocks=inner):
                yield from _urls(inner)
            case ListBlock(items=items):
                for item in items:
                    yield from _urls(item)
            case Table(rows=rows):
                for row in rows:
                    for cell in row:
                        yield from _links(cell.spans)
            case _:
                yield from (it.url for it in pictures_in((block,)))


def _links(spans: Iterable[Span]) -> Iterator[str]:
    return (it.url for it in spans if it.url)


def _bare(text: str) -> str:
    return squash(fold(text)).strip(" .…;,:")


def _few(words: str) -> str:
    return shorten(squash(words), limit=_WORDS_SHOWN)
