"""What a reader sees of an article: all of it from one question."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from storage import article_rows, headlines
from storage.database import Shelf, Transaction, reads, writes
from storage.errors import NotFound
from storage.model import Article, ArticleId, ArticleStats, Headline, ReaderId, Related, Status, Via
from storage.saved import is_saved
from storage.subscriber_rows import saves_data
from storage.views import count_opening, load_stats

OTHERS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenArticle:
    """An article before one reader, in one chat.

    Args:
        article: published, or retracted.
        is_saved: whether this reader keeps it.
        saves_data: whether this chat loads nothing before it is asked for.
        related: its related lines, with an id where a published article of ours is meant.
        others: the newest others of its category, or of all when it has none.
    """

    article: Article
    stats: ArticleStats
    is_saved: bool = False
    saves_data: bool = False
    related: tuple[Related, ...] = ()
    others: tuple[Headline, ...] = ()


class Reading(Shelf):
    """Articles as they lie open."""

    @writes
    async def open(
        self,
        tx: Transaction,
        article_id: ArticleId,
        *,
        reader_id: ReaderId,
        chat_id: int,
        thread_id: int = 0,
        via: Via,
        now: datetime,
    ) -> OpenArticle:
        """The article and what lies beside it, this opening counted unless it is retracted.

        Raises:
            NotFound: no such article, or it never was before the readers.
        """
        opened = await _open_article(
            tx, article_id, reader_id=reader_id, chat_id=chat_id, thread_id=thread_id
        )
        if opened.article.status is Status.RETRACTED:
            return opened
        # Last: on PostgreSQL the row of the counter is locked from here on.
        stats = await count_opening(tx, article_id, reader_id=reader_id, via=via, now=now)
        return replace(opened, stats=stats)

    @reads
    async def get(
        self,
        tx: Transaction,
        article_id: ArticleId,
        *,
        reader_id: ReaderId,
        chat_id: int,
        thread_id: int = 0,
    ) -> OpenArticle:
        """The same for one that is open already: nothing is counted.

        Raises:
            NotFound: no such article, or it never was before the readers.
        """
        return await _open_article(
            tx, article_id, reader_id=reader_id, chat_id=chat_id, thread_id=thread_id
        )


async def _open_article(
    tx: Transaction, article_id: ArticleId, *, reader_id: ReaderId, chat_id: int, thread_id: int
) -> OpenArticle:
    article = await article_rows.load(tx, article_id)
    if article.status not in (Status.PUBLISHED, Status.RETRACTED):
        raise NotFound("article", article_id)
    return OpenArticle(
        article=article,
        stats=await load_stats(tx, article_id),
        is_saved=await is_saved(tx, reader_id, article_id=article_id),
        saves_data=await saves_data(tx, chat_id, thread_id=thread_id),
        related=await headlines.related(tx, article_id) if article.content.related else (),
        others=tuple(await headlines.others(tx, article, limit=OTHERS)),
    )
