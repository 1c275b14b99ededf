"""How long an article's fields may be, wherever it comes from (pure)."""

from dataclasses import replace
from typing import Final

from bot.feeds.raw import MOST_LISTED
from bot.text import shorten
from storage.model import Content, Person

LONGEST_TITLE: Final = 500
LONGEST_SUMMARY: Final = 2_000
_LONGEST_NAME: Final = 200
_WORDS: Final = {
    "title": LONGEST_TITLE,
    "summary": LONGEST_SUMMARY,
    "image_caption": 1_000,
    "image_credit": _LONGEST_NAME,
    "category": _LONGEST_NAME,
    "genre": _LONGEST_NAME,
    "content_type": _LONGEST_NAME,
    "imported_version": _LONGEST_NAME,
}
_PEOPLE: Final = ("author", "created_by", "modified_by")
_LISTS: Final = ("audio", "attachments", "related")


def capped(content: Content) -> Content:
    """The article within its caps, in UTF-16 units and in things listed.

    >>> len(capped(Content(title="Đoàn viên " * 100)).title) <= LONGEST_TITLE
    True
    """
    found: dict[str, object] = {
        name: shorten(value, limit=limit)
        for name, limit in _WORDS.items()
        # No letter takes more than two units.
        if len(value := getattr(content, name)) * 2 > limit
    }
    for name in _PEOPLE:
        person: Person = getattr(content, name)
        if len(person.name) * 2 > _LONGEST_NAME:
            found[name] = replace(person, name=shorten(person.name, limit=_LONGEST_NAME))
    for name in _LISTS:
        if len(listed := getattr(content, name)) > MOST_LISTED:
            found[name] = listed[:MOST_LISTED]
    return replace(content, **found) if found else content  # type: ignore[arg-type]  # as read
