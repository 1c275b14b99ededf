"""Roles: granted, revoked, written down."""

from __future__ import annotations

from storage import Storage
from storage.model import ReaderId, Role
from storage.roles import Colleague
from tests.moments import NOW
from tests.storage.examples import MINUTE

AN = ReaderId(101)
BINH = ReaderId(102)


async def test_most_readers_have_no_role(storage: Storage) -> None:
    assert await storage.roles.of(AN) == frozenset()


async def test_roles_add_up(storage: Storage) -> None:
    await storage.roles.grant(AN, role=Role.WRITER, by=BINH, now=NOW)
    await storage.roles.grant(AN, role=Role.EDITOR, by=BINH, now=NOW)

    assert await storage.roles.of(AN) == {Role.WRITER, Role.EDITOR}


async def test_a_revoked_role_is_gone_at_once(storage: Storage) -> None:
    await storage.roles.grant(AN, role=Role.WRITER, by=BINH, now=NOW)

    await storage.roles.revoke(AN, role=Role.WRITER, by=BINH, now=NOW)

    assert await storage.roles.of(AN) == frozenset()


async def test_holders_stand_in_the_order_they_got_it(storage: Storage) -> None:
    await storage.roles.grant(BINH, role=Role.EDITOR, by=None, now=NOW)
    await storage.roles.grant(AN, role=Role.EDITOR, by=None, now=NOW + MINUTE)

    assert await storage.roles.holders(Role.EDITOR) == [BINH, AN]
    assert await storage.roles.holders(Role.WRITER) == []


async def test_only_what_changed_a_role_is_in_the_audit(storage: Storage) -> None:
    for _ in range(2):
        await storage.roles.grant(AN, role=Role.EDITOR, by=BINH, now=NOW)
    for _ in range(2):
        await storage.roles.revoke(AN, role=Role.EDITOR, by=BINH, now=NOW)

    lines = await storage.audit.find(limit=9)

    assert [(line.action, line.by_id, line.subject_id, line.detail) for line in lines] == [
        ("revoke", BINH, AN, "editor"),
        ("grant", BINH, AN, "editor"),
    ]


async def test_the_settings_administrators_are_added_and_none_removed(storage: Storage) -> None:
    await storage.roles.ensure_administrators([AN], now=NOW)

    await storage.roles.ensure_administrators([BINH], now=NOW + MINUTE)

    assert await storage.roles.holders(Role.ADMINISTRATOR) == [AN, BINH]


async def test_the_last_administrator_stays(storage: Storage) -> None:
    await storage.roles.grant(AN, role=Role.ADMINISTRATOR, by=None, now=NOW)
    await storage.roles.grant(BINH, role=Role.ADMINISTRATOR, by=AN, now=NOW)

    first = await storage.roles.revoke(BINH, role=Role.ADMINISTRATOR, by=AN, now=NOW)
    second = await storage.roles.revoke(AN, role=Role.ADMINISTRATOR, by=AN, now=NOW)

    assert (first, second) == (True, False)
    assert await storage.roles.holders(Role.ADMINISTRATOR) == [AN]


async def test_everybody_at_the_desk_is_listed_once_with_all_roles(storage: Storage) -> None:
    await storage.readers.welcome(AN, name="An", language="vi", now=NOW)
    await storage.roles.grant(AN, role=Role.WRITER, by=None, now=NOW)
    await storage.roles.grant(BINH, role=Role.EDITOR, by=None, now=NOW + MINUTE)
    await storage.roles.grant(AN, role=Role.APPROVER, by=None, now=NOW + 2 * MINUTE)

    assert await storage.roles.people() == [
        Colleague(id=AN, name="An", roles=frozenset({Role.WRITER, Role.APPROVER})),
        Colleague(id=BINH, name="", roles=frozenset({Role.EDITOR})),
    ]
