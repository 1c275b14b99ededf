"""Roles: granted, revoked, written down."""

from __future__ import annotations

from storage import Storage
from storage.model import ReaderId, Role
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
