"""The way of an article over the desk: submitted, judged, taken back, pinned."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from storage import article_rows, verdicts
from storage.article_moves import hold, note_act, set_status
from storage.database import Database, Shelf, Transaction, reads, stamp, writes
from storage.errors import Stale
from storage.model import Article, ArticleId, Person, Status, Version
from storage.verdicts import Review, Verdict

TAKEN_BACK = (Status.PENDING, Status.APPROVED, Status.CHANGES_REQUESTED, Status.REJECTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskCard:
    """The message in the editors' group that shows an article."""

    chat_id: int
    message_id: int


class Desk(Shelf):
    """What people at the desk decide. Whoever decides says which version he has seen.

    `approvals`: as many of one version must there be before it counts as approved; where
    none need be, one is enough.
    """

    def __init__(self, database: Database, *, approvals: int = 0) -> None:
        super().__init__(database)
        self.approvals = approvals

    @writes
    async def submit(
        self,
        tx: Transaction,
        article_id: ArticleId,
        *,
        expected: Version,
        by: Person,
        now: datetime,
    ) -> Article:
        """The draft waits for others; what they said of this version before is void.

        Raises:
            NotFound: no such article.
            Stale: its version is not `expected` any more, or it is no draft.
        """
        await _seen(tx, article_id, expected, among=(Status.DRAFT, Status.CHANGES_REQUESTED))
        await verdicts.forget(tx, article_id, version=expected)
        return await _moved(tx, article_id, to=Status.PENDING, action="submit", by=by, now=now)

    @writes
    async def approve(
        self,
        tx: Transaction,
        article_id: ArticleId,
        *,
        expected: Version,
        by: Person,
        now: datetime,
    ) -> Article:
        """The article with one approval more, and approved once there are enough.

        An author's own approval is worth nothing; a second one of the same person neither.

        Raises:
            NotFound: no such article.
            Stale: its version is not `expected` any more, or it waits no longer.
        """
        article = await _seen(tx, article_id, expected, among=(Status.PENDING,))
        await verdicts.put(tx, article, verdict=Verdict.APPROVED, by=by, now=now)
        enough = await verdicts.count_approvals(tx, article_id) >= max(1, self.approvals)
        to = Status.APPROVED if enough else Status.PENDING
        return await _moved(tx, article_id, to=to, action="approve", by=by, now=now)

    @writes
    async def request_changes(
        self,
        tx: Transaction,
        article_id: ArticleId,
        *,
        expected: Version,
        by: Person,
        reason: str,
        now: datetime,
    ) -> Article:
        """The article back with its author, who is told why.

        Raises:
            NotFound: no such article.
            Stale: its version is not `expected` any more, or it waits no longer.
        """
        among = (Status.PENDING, Status.APPROVED)
        article = await _seen(tx, article_id, expected, among=among)
        await verdicts.put(
            tx, article, verdict=Verdict.CHANGES_REQUESTED, by=by, reason=reason, now=now
        )
        to = Status.CHANGES_REQUESTED
        return await _moved(
            tx, article_id, to=to, action="request_changes", by=by, detail=reason, now=now
        )

    @writes
    async def reject(
        self,
        tx: Transaction,
        article_id: ArticleId,
        *,
        expected: Version,
        by: Person,
        reason: str,
        now: datetime,
    ) -> Article:
        """The article refused, with the reason.

        Raises:
            NotFound: no such article.
            Stale: its version is not `expected` any more, or it waits no longer.
        """
        among = (Status.PENDING, Status.APPROVED)
        article = await _seen(tx, article_id, expected, among=among)
        await verdicts.put(tx, article, verdict=Verdict.REJECTED, by=by, reason=reason, now=now)
        return await _moved(
            tx, article_id, to=Status.REJECTED, action="reject", by=by, detail=reason, now=now
        )

    @writes
    async def withdraw(
        self,
        tx: Transaction,
        article_id: ArticleId,
        *,
        expected: Version,
        by: Person,
        now: datetime,
    ) -> Article:
        """The article a draft again; what was rejected or thrown away as well.

        Raises:
            NotFound: no such article.
            Stale: its version is not `expected` any more, or it is a draft or out.
        """
        await _seen(tx, article_id, expected, among=TAKEN_BACK)
        await verdicts.forget(tx, article_id, version=expected)
        return await _moved(tx, article_id, to=Status.DRAFT, action="withdraw", by=by, now=now)

    @writes
    async def pin(
        self, tx: Transaction, article_id: ArticleId, *, is_pinned: bool, by: Person, now: datetime
    ) -> Article:
        """The article before all other featured ones, in the place of another; or no longer.

        Raises:
            NotFound: no such article.
            Stale: it is to be pinned and is not among the featured ones before the readers.
        """
        article = await hold(tx, article_id)
        is_shown = article.status is Status.PUBLISHED and article.content.is_featured
        if is_pinned and not is_shown:
            raise Stale("article", article_id)
        which = "pinned_at IS NOT NULL" if is_pinned else "id = :id"
        given = {} if is_pinned else {"id": article_id}
        await tx.run(f"UPDATE articles SET pinned_at = NULL WHERE {which}", **given)
        if is_pinned:
            await tx.run(
                "UPDATE articles SET pinned_at = :now WHERE id = :id", id=article_id, now=stamp(now)
            )
        action = "pin" if is_pinned else "unpin"
        await note_act(tx, article_id, action=action, by=by, now=now)
        return article

    @reads
    async def review(self, tx: Transaction, article_id: ArticleId) -> Review:
        """What has been said of the article as it is now."""
        return await verdicts.review(tx, article_id)

    @writes
    async def put_card(self, tx: Transaction, article_id: ArticleId, *, card: DeskCard) -> None:
        """The message in the editors' group that follows the article from now on."""
        await tx.run(
            """
            INSERT INTO desk_cards (article_id, chat_id, message_id)
            VALUES (:article_id, :chat_id, :message_id)
            ON CONFLICT (article_id) DO UPDATE
            SET chat_id = excluded.chat_id,
              message_id = excluded.message_id
            """,
            article_id=article_id,
            chat_id=card.chat_id,
            message_id=card.message_id,
        )

    @reads
    async def find_card(self, tx: Transaction, article_id: ArticleId) -> DeskCard | None:
        """The message in the editors' group that shows the article, if there is one."""
        rows = await tx.rows(
            "SELECT chat_id, message_id FROM desk_cards WHERE article_id = :id", id=article_id
        )
        return DeskCard(chat_id=rows[0][0], message_id=rows[0][1]) if rows else None


async def _seen(
    tx: Transaction, article_id: ArticleId, expected: Version, *, among: Collection[Status]
) -> Article:
    article = await hold(tx, article_id, expected=expected)
    if article.status not in among:
        raise Stale("article", article_id)
    return article


async def _moved(
    tx: Transaction,
    article_id: ArticleId,
    *,
    to: Status,
    action: str,
    by: Person,
    detail: str = "",
    now: datetime,
) -> Article:
    await set_status(tx, article_id, status=to)
    await note_act(tx, article_id, action=action, by=by, detail=detail, now=now)
    return await article_rows.load(tx, article_id)
