"""Who may do what at the desk, and which moves an article may make. (pure)"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum

from storage.model import Article, ReaderId, Role, Status


class Act(StrEnum):
    """What somebody may want to do at the desk.

    `WRITE` is for one's own drafts, `EDIT` for everybody's and for what is published.
    """

    WRITE = "write"
    EDIT = "edit"
    REVIEW = "review"
    APPROVE = "approve"
    PUBLISH = "publish"
    PUBLISH_UNAPPROVED = "publish_unapproved"
    FEATURE = "feature"
    RETRACT = "retract"
    ADMIT = "admit"
    READ_STATISTICS = "read_statistics"
    SET_ROYALTY = "set_royalty"
    CLOSE_ROYALTY = "close_royalty"
    MANAGE_FEEDS = "manage_feeds"
    MANAGE_PEOPLE = "manage_people"
    READ_AUDIT = "read_audit"
    EXPORT = "export"
    ADMINISTER = "administer"


WRITERS = frozenset(Role)
EDITORS = frozenset({Role.EDITOR, Role.APPROVER, Role.ADMINISTRATOR})
APPROVERS = frozenset({Role.APPROVER, Role.ADMINISTRATOR})
ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})

ALLOWED: dict[Act, frozenset[Role]] = {
    Act.WRITE: WRITERS,
    Act.EDIT: EDITORS,
    Act.REVIEW: EDITORS,
    Act.APPROVE: APPROVERS,
    Act.PUBLISH: EDITORS,
    Act.PUBLISH_UNAPPROVED: ADMINISTRATORS,
    Act.FEATURE: EDITORS,
    Act.RETRACT: EDITORS,
    Act.ADMIT: EDITORS,
    Act.READ_STATISTICS: EDITORS,
    Act.SET_ROYALTY: EDITORS,
    Act.CLOSE_ROYALTY: ADMINISTRATORS,
    Act.MANAGE_FEEDS: ADMINISTRATORS,
    Act.MANAGE_PEOPLE: ADMINISTRATORS,
    Act.READ_AUDIT: ADMINISTRATORS,
    Act.EXPORT: ADMINISTRATORS,
    Act.ADMINISTER: ADMINISTRATORS,
}

MOVES: dict[Status, frozenset[Status]] = {
    Status.DRAFT: frozenset({Status.PENDING, Status.PUBLISHED, Status.SCHEDULED, Status.REJECTED}),
    Status.PENDING: frozenset(
        {
            Status.CHANGES_REQUESTED,
            Status.REJECTED,
            Status.APPROVED,
            Status.PUBLISHED,
            Status.SCHEDULED,
            Status.DRAFT,
        }
    ),
    Status.CHANGES_REQUESTED: frozenset({Status.PENDING, Status.REJECTED, Status.DRAFT}),
    Status.APPROVED: frozenset(
        {
            Status.SCHEDULED,
            Status.PUBLISHED,
            Status.PENDING,
            Status.CHANGES_REQUESTED,
            Status.REJECTED,
            Status.DRAFT,
        }
    ),
    Status.SCHEDULED: frozenset({Status.PUBLISHED, Status.PENDING, Status.DRAFT, Status.RETRACTED}),
    Status.PUBLISHED: frozenset({Status.RETRACTED}),
    Status.REJECTED: frozenset({Status.DRAFT}),
    Status.RETRACTED: frozenset(),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """An article as one person at the desk finds it.

    `reader_id` is empty for a card that everybody sees. `approvals` are those of this very
    version, by others than its authors; `needed` as many must there be before it goes out.
    """

    article: Article
    roles: AbstractSet[Role] = frozenset()
    reader_id: ReaderId | None = None
    approvals: int = 0
    needed: int = 0
    has_approved: bool = False
    is_pinned: bool = False
    reason: str = ""

    @property
    def is_author(self) -> bool:
        """Whether this person began the article or made the version that is shown."""
        article = self.article
        return self.reader_id is not None and self.reader_id in (
            article.created_by.id,
            article.modified_by.id,
        )

    @property
    def is_approved(self) -> bool:
        """Whether nothing is missing before it may go out."""
        return self.approvals >= self.needed

    @property
    def may_change(self) -> bool:
        """Whether this person may change the article: an own one, or anybody's."""
        if may(self.roles, Act.EDIT):
            return True
        is_own = self.reader_id is not None and self.article.created_by.id == self.reader_id
        return is_own and may(self.roles, Act.WRITE)

    @property
    def may_publish(self) -> bool:
        """Whether this person may send it out: as approved, or in an emergency."""
        wanted = Act.PUBLISH if self.is_approved else Act.PUBLISH_UNAPPROVED
        return may(self.roles, wanted)


def may(roles: AbstractSet[Role], act: Act) -> bool:
    """Whether somebody with these roles may do this.

    >>> may({Role.WRITER}, Act.PUBLISH)
    False
    """
    return not ALLOWED[act].isdisjoint(roles)


def may_move(status: Status, to: Status) -> bool:
    """Whether an article may go from one status to another."""
    return to in MOVES[status]
