"""What the index is asked, in our own words, and as each engine's statement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations

from storage.database import Value, stamp
from storage.model import CategoryId

MOST_LOOKED_AT = 5_000

Token = str
Way = tuple[Token, ...]
"""Tokens that stand together for what is sought; one that ends in `*` is a beginning."""
Need = tuple[Way, ...]
"""Ways in which one part of a question can be met."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """What an article must hold: every need, or all but `may_lack` of them.

    `in_title`: the title alone counts.
    """

    needs: tuple[Need, ...]
    may_lack: int = 0
    in_title: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowing:
    """Which articles count at all. `author` is letters without marks; `since <= t < until`."""

    category_id: CategoryId | None = None
    author: str = ""
    since: datetime | None = None
    until: datetime | None = None


ANYTHING = Narrowing()

# Newest first by id, because a contentless FTS5 table sorts by nothing else at no cost.
_MATCHING = {
    "sqlite": """
        SELECT rowid AS id
        FROM article_search
        WHERE article_search MATCH :matched
        ORDER BY rowid DESC
        """,
    "postgres": """
        SELECT article_id AS id
        FROM article_search
        WHERE document @@ CAST(:matched AS TSQUERY)
        ORDER BY article_id DESC
        """,
}


def statement(
    sought: Sought, *, narrowing: Narrowing, dialect: str
) -> tuple[str, dict[str, Value]]:
    """The newest that match, as SQL with a `:limit` to fill in, and its other values."""
    conditions, args = _conditions(narrowing)
    matching = ""
    if sought.needs:
        args["matched"] = expression(sought, dialect=dialect)
        # Whoever narrows may ask for a rare category among very common words.
        most = f"LIMIT {MOST_LOOKED_AT}" if conditions else "LIMIT :limit"
        matching = f"JOIN ({_MATCHING[dialect]} {most}) AS s ON s.id = w.article_id"
    return (
        f"""
        SELECT w.article_id, w.shown_at, w.category_id, w.title, w.summary
        FROM article_words w
        {matching}
        {f"WHERE {' AND '.join(conditions)}" if conditions else ""}
        ORDER BY {"w.article_id" if sought.needs else "w.shown_at"} DESC
        LIMIT :limit
        """,
        args,
    )


def expression(sought: Sought, *, dialect: str) -> str:
    """The question in the engine's language; quoted, no word is an operator.

    >>> expression(Sought(needs=((("fbao",),), (("fso", "fba"),))), dialect="sqlite")
    '("fbao" AND ("fso" AND "fba"))'
    """
    said = _POSTGRES if dialect == "postgres" else _SQLITE
    token = said.title_token if sought.in_title else said.token
    parts = [
        _joined(
            [_joined([_token(it, token) for it in way], said.both) for way in need], said.either
        )
        for need in sought.needs
    ]
    least = max(len(parts) - sought.may_lack, 1)
    whole = _joined([_joined(some, said.both) for some in combinations(parts, least)], said.either)
    return f"{said.title_prefix}({whole})" if sought.in_title else whole


@dataclass(frozen=True, slots=True, kw_only=True)
class _Language:
    both: str
    either: str
    token: tuple[str, str]
    title_token: tuple[str, str]
    title_prefix: str


# The second form of each token is that of a beginning.
_SQLITE = _Language(
    both=" AND ",
    either=" OR ",
    token=('"{}"', '"{}" *'),
    title_token=('"{}"', '"{}" *'),
    title_prefix="title : ",
)
_POSTGRES = _Language(
    both=" & ",
    either=" | ",
    token=("'{}'", "'{}':*"),
    title_token=("'{}':A", "'{}':*A"),
    title_prefix="",
)


def _token(token: Token, forms: tuple[str, str]) -> str:
    return forms[1].format(token[:-1]) if token.endswith("*") else forms[0].format(token)


def _joined(parts: Sequence[str], operator: str) -> str:
    return parts[0] if len(parts) == 1 else f"({operator.join(parts)})"


def _conditions(narrowing: Narrowing) -> tuple[list[str], dict[str, Value]]:
    conditions: list[str] = []
    args: dict[str, Value] = {}
    if narrowing.category_id is not None:
        conditions.append("w.category_id = :category_id")
        args["category_id"] = narrowing.category_id
    if narrowing.author:
        # Letters and digits only, so nothing in it is a wildcard.
        conditions.append("w.author LIKE :author")
        args["author"] = f"% {narrowing.author} %"
    if narrowing.since is not None:
        conditions.append("w.shown_at >= :since")
        args["since"] = stamp(narrowing.since)
    if narrowing.until is not None:
        conditions.append("w.shown_at < :until")
        args["until"] = stamp(narrowing.until)
    return conditions, args
