"""An article's content as one JSON text, for the snapshots of its history."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime
from decimal import Decimal
from operator import attrgetter
from typing import Any

import orjson

from storage.model import Attachment, Content, Person, Related

_INSTANTS = ("published_at", "featured_until_at", "created_at", "modified_at")
_PEOPLE = ("author", "created_by", "modified_by")
_FIELDS = tuple(field.name for field in fields(Content))
_VALUES = attrgetter(*_FIELDS)


def content_to_json(content: Content) -> str:
    """Every field by its name; instants as RFC 3339, a decimal as text."""
    return orjson.dumps(content, default=str).decode()


def content_from_json(text: str) -> Content:
    """The content of a snapshot. Fields that it lacks have their defaults."""
    stored: dict[str, Any] = orjson.loads(text)
    values = {name: stored[name] for name in _FIELDS if name in stored}
    for name in _INSTANTS:
        if values.get(name) is not None:
            values[name] = datetime.fromisoformat(values[name])
    for name in _PEOPLE:
        values[name] = Person(**values.get(name, {}))
    if values.get("page_count") is not None:
        values["page_count"] = Decimal(values["page_count"])
    for name in ("audio", "attachments"):
        values[name] = tuple(Attachment(**file) for file in values.get(name, ()))
    values["related"] = tuple(Related(**line) for line in values.get("related", ()))
    values["extra"] = tuple((name, value) for name, value in values.get("extra", ()))
    return Content(**values)


def changed_fields(before: Content, after: Content) -> tuple[str, ...]:
    """The names of the fields that differ, in the order of the portal's columns."""
    pairs = zip(_FIELDS, _VALUES(before), _VALUES(after), strict=True)
    return tuple(name for name, one, other in pairs if one != other)
