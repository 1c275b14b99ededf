"""The search index made anew, step by step, and held against what is published."""

from __future__ import annotations

from dataclasses import dataclass

from storage.database import Transaction
from storage.model import ArticleId, Content, Person
from storage.search_index import Index

STEP = 500
LOCK = 0x62616E74696F
SETTING = "search_index"

# Both sides from their own indexes: the rows themselves are long.
FAULTS = """
    SELECT id
    FROM (
      SELECT id FROM articles WHERE status = 'published'
      EXCEPT
      SELECT article_id FROM article_words
    ) AS lacking
    UNION ALL
    SELECT id
    FROM (
      SELECT article_id AS id FROM article_words
      EXCEPT
      SELECT id FROM articles WHERE status = 'published'
    ) AS too_many
    """
COUNT_FAULTS = f"SELECT COUNT(*) FROM ({FAULTS}) AS faults"
UNFINISHED = f"SELECT COUNT(*) FROM settings WHERE key = '{SETTING}'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What one step put in: how many, and the last of them."""

    articles: int
    last: ArticleId


async def empty(tx: Transaction, *, index: Index) -> bool:
    """Whether the index is empty now; from the first step on it is known to be unfinished."""
    await tx.run(
        """
        INSERT INTO settings (key, value)
        VALUES (:key, 'unfinished')
        ON CONFLICT (key) DO NOTHING
        """,
        key=SETTING,
    )
    return await index.clear(tx, most=STEP)


async def add_next(tx: Transaction, *, index: Index, after: ArticleId) -> Added | None:
    """The next published articles that the index lacks, put in; nothing at the end."""
    locking = ""
    if index.dialect == "postgres":
        # Two programs that start at once would both put in the same ones.
        await tx.rows("SELECT pg_advisory_xact_lock(:lock)", lock=LOCK)
        # Nobody may withdraw one of them while its words are on their way.
        locking = "FOR SHARE OF a"
    rows = await tx.rows(
        f"""
        SELECT a.id, a.title, a.summary, a.body_html, a.author_name
        FROM articles a
        WHERE a.status = 'published'
          AND a.id > :after
          AND NOT EXISTS (SELECT 1 FROM article_words w WHERE w.article_id = a.id)
        ORDER BY a.id
        LIMIT :step
        {locking}
        """,
        after=after,
        step=STEP,
    )
    if not rows:
        return None
    articles = [
        (
            ArticleId(row[0]),
            Content(title=row[1], summary=row[2], body_html=row[3], author=Person(name=row[4])),
        )
        for row in rows
    ]
    await index.add_all(tx, [(id, index.read(content)) for id, content in articles])
    return Added(articles=len(articles), last=articles[-1][0])


async def finish(tx: Transaction) -> None:
    """The index is whole."""
    await tx.run("DELETE FROM settings WHERE key = :key", key=SETTING)


async def is_whole(tx: Transaction) -> bool:
    """Whether the last time that the index was built came to its end."""
    return int((await tx.rows(UNFINISHED))[0][0]) == 0
