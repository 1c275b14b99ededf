"""No table may name a person without erasure knowing of it."""

from __future__ import annotations

import re

import pytest

from storage.erasure import MENTIONS
from storage.migrate import find_migrations

COLUMN = re.compile(
    r"^\s*(?:ADD COLUMN )?((?:\w+_)?(?:by|by_id|reader_id|author_id|chat_id)) BIGINT", re.M
)
TABLE = re.compile(r"(?:CREATE TABLE|ALTER TABLE) (\w+)")

# Rows of his own or of his private chat, which go whole; and hashes that say nothing.
GOES_WHOLE = {
    ("roles", "reader_id"),
    ("saved", "reader_id"),
    ("subscribers", "chat_id"),
    ("prompts", "chat_id"),
    ("prompts", "reader_id"),
    ("watches", "chat_id"),
    ("desk_cards", "chat_id"),
    ("album_parts", "chat_id"),
    ("album_parts", "reader_id"),
    ("writing_cards", "chat_id"),
    ("writing_locks", "reader_id"),
}


def columns() -> set[tuple[str, str]]:
    found = set()
    for migration in find_migrations("sqlite"):
        for statement in migration.statements:
            table = TABLE.search(statement)
            if table is not None:
                found |= {(table[1], column) for column in COLUMN.findall(statement)}
    return found


def test_the_check_sees_the_columns_that_name_people() -> None:
    assert {("audit", "by_id"), ("roles", "reader_id"), ("prompts", "chat_id")} <= columns()


@pytest.mark.parametrize("column", sorted(columns()), ids=".".join)
def test_every_column_that_names_a_person_is_erased(column: tuple[str, str]) -> None:
    assert column in {*MENTIONS, *GOES_WHOLE}
