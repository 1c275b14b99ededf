"""The articles written for the demo, read from the data files beside this module."""

import re
import tomllib
import zlib
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from functools import cache
from importlib.resources import files

from bot.simulator.publishers.model import CATEGORIES, LOCAL, Article, Attachment

SAMPLE_SLUG = "ung-dung-cong-nghe-thong-tin"
"""The portal article the project began with."""

Value = str | int | bool | list[str]
Entry = dict[str, Value]

# In the captured SharePoint feeds an item is created minutes after its publish date.
FILING_DELAY = timedelta(minutes=3)
WORDS_PER_PAGE = 500
FIRST_NUMBER = 4101


def load_articles(start: datetime) -> tuple[Article, ...]:
    """Every article, dated around `start`, in the order of the data files.

    `day` counts local days from `start`'s own, `at` is the local hour; `date` is absolute.
    """
    articles: list[Article] = []
    for category, entry in _entries():
        articles.append(
            _article(entry, category=category, number=4101 + len(articles), start=start)
        )
    lines = {it.slug: (it.title, it.list_path) for it in articles}
    return tuple(
        replace(it, related_lines=tuple(lines[slug] for slug in it.related)) for it in articles
    )


@cache
def _entries() -> tuple[tuple[str, Entry], ...]:
    folder = files("bot.simulator.publishers") / "articles"
    found: list[tuple[str, Entry]] = []
    for category in CATEGORIES:
        for name in sorted(path.name for path in folder.iterdir()):
            if name.startswith(category.slug):
                data = tomllib.loads((folder / name).read_text(encoding="utf-8"))
                found += [(category.name, entry) for entry in data["article"]]
    return tuple(found)


def _article(entry: Entry, *, category: str, number: int, start: datetime) -> Article:
    slug, body = str(entry["slug"]), str(entry["body"]).strip()
    published_at = _instant(entry, day="day", start=start)
    created_at = _instant(entry, day="created_day", start=start) or published_at
    if created_at is None:
        raise ValueError(f"{slug} has neither day nor created_day")
    created_at += FILING_DELAY
    return Article(
        slug=slug,
        number=int(str(entry.get("number", number))),
        title=str(entry["title"]),
        summary=str(entry["summary"]).strip(),
        body_html=body,
        category=category,
        genre=str(entry["genre"]),
        author=str(entry["author"]),
        caption=str(entry.get("caption", "")),
        scenes=_texts(entry, name="scenes"),
        created_at=created_at,
        modified_at=created_at,
        published_at=published_at,
        page_count=str(entry.get("pages", _pages(body))),
        photo_count=int(str(entry.get("photos", 1 + body.count("<img ")))),
        view_count=int(str(entry.get("views", _views(slug, day=entry.get("day", -1))))),
        royalty_vnd=int(str(entry["royalty_vnd"])) if "royalty_vnd" in entry else None,
        alternate_url=str(entry.get("alternate_url", "")),
        is_featured=bool(entry.get("featured", False)),
        audio=_texts(entry, name="audio"),
        attachments=tuple(Attachment(name) for name in _texts(entry, name="attachments")),
        related=_texts(entry, name="related"),
        history=str(entry.get("history", "")),
    )


def _instant(entry: Entry, *, day: str, start: datetime) -> datetime | None:
    if "date" in entry:
        return datetime.fromisoformat(str(entry["date"])).replace(tzinfo=LOCAL).astimezone(UTC)
    if day not in entry:
        return None
    date = start.astimezone(LOCAL).date() + timedelta(days=int(str(entry[day])))
    at = time.fromisoformat(str(entry["at"]))
    return datetime.combine(date, at, tzinfo=LOCAL).astimezone(UTC)


def _texts(entry: Entry, *, name: str) -> tuple[str, ...]:
    value = entry.get(name, [])
    return tuple(value) if isinstance(value, list) else (str(value),)


def _views(slug: str, *, day: object) -> int:
    """A made-up count that stays; none before the article is out."""
    return 20 + zlib.crc32(slug.encode()) % 400 if isinstance(day, int) and day < 0 else 0


def _pages(body: str) -> str:
    """Pages in halves, decimal comma, as the portal's editors write them."""
    words = len(re.sub(r"<[^>]+>", " ", body).split())
    halves = max(1, round(2 * words / WORDS_PER_PAGE))
    return f"{halves // 2},5" if halves % 2 else f"{halves // 2}"
