"""Who may do what at the desk, and which moves an article may make. (pure)"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from enum import StrEnum

from storage.model import Role, Status


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
        }
    ),
    Status.CHANGES_REQUESTED: frozenset({Status.PENDING, Status.REJECTED}),
    Status.APPROVED: frozenset({Status.SCHEDULED, Status.PUBLISHED}),
    Status.SCHEDULED: frozenset({Status.PUBLISHED, Status.DRAFT, Status.RETRACTED}),
    Status.PUBLISHED: frozenset({Status.RETRACTED}),
    Status.REJECTED: frozenset({Status.DRAFT}),
    Status.RETRACTED: frozenset(),
}


def may(roles: AbstractSet[Role], act: Act) -> bool:
    """Whether somebody with these roles may do this.

    >>> may({Role.WRITER}, Act.PUBLISH)
    False
    """
    return not ALLOWED[act].isdisjoint(roles)


def may_move(status: Status, to: Status) -> bool:
    """Whether an article may go from one status to another."""
    return to in MOVES[status]
