"""Who may do what at the desk, and which moves an article may make. (pure)"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from enum import StrEnum

from storage.model import Role, Status


class Act(StrEnum):
    """What somebody may want to do at the desk."""

    WRITE = "write"
    PUBLISH = "publish"
    FEATURE = "feature"
    RETRACT = "retract"
    ADMINISTER = "administer"


ALLOWED: dict[Act, frozenset[Role]] = {
    Act.WRITE: frozenset(Role),
    Act.PUBLISH: frozenset({Role.EDITOR, Role.APPROVER, Role.ADMINISTRATOR}),
    Act.FEATURE: frozenset({Role.EDITOR, Role.APPROVER, Role.ADMINISTRATOR}),
    Act.RETRACT: frozenset({Role.EDITOR, Role.APPROVER, Role.ADMINISTRATOR}),
    Act.ADMINISTER: frozenset({Role.ADMINISTRATOR}),
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
