"""What the index is asked, in our own words, and as each engine's statement."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import combinations

from storage.database import Value, stamp
from storage.model import CategoryId
from storage.search_tokens import (
    NEWEST_FIRST,
    Token,
    of_author,
    of_category,
    of_day,
    of_month,
    of_year,
)

MOST_LOOKED_AT = 2_000
FIRST_DAY, LAST_DAY = date(1970, 1, 1), date(2069, 12, 31)
A_DAY = timedelta(days=1)

Way = tuple[Token, ...]
"""Tokens that stand together for what is sought; one that ends in `*` is a beginning."""
Need = tuple[Way, ...]
"""Ways in which one part of a question can be met."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """What an article must hold: every need, or all but `may_lack` of them."""

    needs: tuple[Need, ...]
    may_lack: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowing:
    """Which articles count at all. `author` is letters without marks; `since <= t < until`.

    `category_ids`: any of these sections; none means all.
    """

    category_ids: tuple[CategoryId, ...] = ()
    author: str = ""
    since: datetime | None = None
    until: datetime | None = None


ANYTHING = Narrowing()

# Newest first by id: a contentless FTS5 table gives its rows in their order at no cost, and twice
# as fast as in the reverse, so the newest stands first in it. PostgreSQL would walk along the ids
# and unpack every document on its way, did we not add nothing.
_MATCHING = {
    "sqlite": f"""
        SELECT {NEWEST_FIRST} - rowid AS id
        FROM article_search
        WHERE article_search MATCH :matched
        ORDER BY rowid
        """,
    "postgres": """
        SELECT article_id AS id
        FROM article_search
        WHERE document @@ CAST(:matched AS TSQUERY)
        ORDER BY article_id + 0 DESC
        """,
}
# SQLite takes the matches one after the other in this join, newest first, and ends at the limit;
# told to sort, it would look at all of them first.
_JOINED = {"sqlite": "CROSS JOIN", "postgres": "JOIN"}
_ORDERED = {"sqlite": "", "postgres": "ORDER BY w.article_id DESC"}


def statement(
    sought: Sought, *, narrowing: Narrowing, newest: Need = (), dialect: str
) -> tuple[str, dict[str, Value]]:
    """The newest that match, as SQL with a `:limit` to fill in, and its other values.

    Args:
        newest: the eras that count, where not all do.
    """
    conditions, args = _conditions(narrowing)
    always = [need for need in (*narrowed(narrowing), newest) if need]
    matching = ""
    # Days alone have an index of their own, in their order.
    if sought.needs or narrowing.category_ids or narrowing.author:
        args["matched"] = expression(sought, always=always, dialect=dialect)
        # Tokens tell days and words of a name; what they leave is looked at one by one.
        most = f"LIMIT {MOST_LOOKED_AT}" if conditions else "LIMIT :limit"
        matching = f"({_MATCHING[dialect]} {most}) AS s {_JOINED[dialect]}"
    in_order = _ORDERED[dialect] if matching else "ORDER BY w.shown_at DESC"
    return (
        f"""
        SELECT w.article_id, w.shown_at, w.category_id, w.title, w.summary
        FROM {matching} article_words w {"ON w.article_id = s.id" if matching else ""}
        {f"WHERE {' AND '.join(conditions)}" if conditions else ""}
        {in_order}
        LIMIT :limit
        """,
        args,
    )


def new_year(year: int) -> datetime:
    """The first moment of a year, UTC."""
    return datetime(year, 1, 1, tzinfo=UTC)


def recent(narrowing: Narrowing) -> Narrowing:
    """The last month of what is narrowed to end some day."""
    if narrowing.until is None:
        return narrowing
    month = narrowing.until - 30 * A_DAY if narrowing.until.year > FIRST_DAY.year else None
    since = max(filter(None, (narrowing.since, month)), default=None)
    return replace(narrowing, since=since)


def expression(sought: Sought, *, always: Sequence[Need] = (), dialect: str) -> str:
    """The question in the engine's language; quoted, no word is an operator.

    >>> expression(Sought(needs=((("fbao",),), (("fso", "fba"),))), dialect="sqlite")
    '("fbao" AND ("fso" AND "fba"))'
    """
    said = _POSTGRES if dialect == "postgres" else _SQLITE
    parts = [said.need(need) for need in sought.needs]
    least = max(len(parts) - sought.may_lack, 1)
    whole = [said.all_of(some) for some in combinations(parts, least)]
    needed = [said.any_of(whole)] if whole else []
    return said.all_of([*needed, *map(said.need, always)])


def narrowed(narrowing: Narrowing) -> list[Need]:
    """What the index itself knows of who wrote an article, where and on which days."""
    needs: list[Need] = []
    if narrowing.category_ids:
        needs.append(tuple((of_category(id),) for id in narrowing.category_ids))
    needs += [((of_author(letters),),) for letters in narrowing.author.split()]
    if narrowing.since or narrowing.until:
        needs.append(tuple((token,) for token in _days(narrowing.since, narrowing.until)))
    return needs


@dataclass(frozen=True, slots=True, kw_only=True)
class _Language:
    """`token`: whole, and as a beginning."""

    both: str
    either: str
    token: tuple[str, str]

    def all_of(self, parts: Sequence[str]) -> str:
        return _joined(parts, self.both)

    def any_of(self, parts: Sequence[str]) -> str:
        return _joined(parts, self.either)

    def need(self, need: Need) -> str:
        return self.any_of([self.all_of([self._token(it) for it in way]) for way in need])

    def _token(self, token: Token) -> str:
        whole, begun = self.token
        return begun.format(token[:-1]) if token.endswith("*") else whole.format(token)


_SQLITE = _Language(both=" AND ", either=" OR ", token=('"{}"', '"{}" *'))
_POSTGRES = _Language(both=" & ", either=" | ", token=("'{}'", "'{}':*"))


def _joined(parts: Sequence[str], operator: str) -> str:
    return parts[0] if len(parts) == 1 else f"({operator.join(parts)})"


def _days(since: datetime | None, until: datetime | None) -> Iterator[Token]:
    """Every day of FIRST_DAY to LAST_DAY in between: as years and months where these are whole."""
    at = max(_in_utc(since), FIRST_DAY) if since else FIRST_DAY
    last = min(_in_utc(until), LAST_DAY) if until else LAST_DAY
    while at <= last:
        next_year = new_year(at.year + 1).date()
        next_month = (at.replace(day=1) + 31 * A_DAY).replace(day=1)
        if at.month == at.day == 1 and next_year - A_DAY <= last:
            yield of_year(at.year)
            at = next_year
        elif at.day == 1 and next_month - A_DAY <= last:
            yield of_month(at.year, at.month)
            at = next_month
        else:
            yield of_day(at)
            at += A_DAY


def _in_utc(at: datetime) -> date:
    # The first and the last of all days have none before and after them.
    if date.min < at.date() < date.max:
        return at.astimezone(UTC).date()
    return at.date()


def _conditions(narrowing: Narrowing) -> tuple[list[str], dict[str, Value]]:
    conditions: list[str] = []
    args: dict[str, Value] = {}
    if " " in narrowing.author:
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
