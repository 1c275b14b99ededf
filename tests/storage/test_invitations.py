"""Invitations: for one person, for a day."""

from __future__ import annotations

import asyncio

import pytest

from storage import Storage
from storage.errors import NotFound
from storage.model import ReaderId, Role
from tests.moments import NOW
from tests.storage.examples import DAY, MINUTE

CHI, AN, BINH = ReaderId(100), ReaderId(101), ReaderId(102)
CODE, OTHER = b"a" * 16, b"b" * 16


async def invite(storage: Storage, code: bytes = CODE, *, role: Role = Role.EDITOR) -> None:
    await storage.invitations.invite(code, role=role, by=CHI, expires_at=NOW + DAY, now=NOW)


async def test_who_comes_first_gets_the_role_and_nobody_else(storage: Storage) -> None:
    await invite(storage)

    assert await storage.invitations.accept(CODE, reader_id=AN, now=NOW + MINUTE) is Role.EDITOR
    with pytest.raises(NotFound):
        await storage.invitations.accept(CODE, reader_id=BINH, now=NOW + MINUTE)

    assert await storage.roles.of(AN) == {Role.EDITOR}
    assert await storage.roles.of(BINH) == frozenset()


async def test_of_two_at_once_one_gets_in(storage: Storage) -> None:
    await invite(storage)

    results = await asyncio.gather(
        *(storage.invitations.accept(CODE, reader_id=each, now=NOW) for each in (AN, BINH)),
        return_exceptions=True,
    )

    assert sorted(type(result).__name__ for result in results) == ["NotFound", "Role"]
    assert len(await storage.roles.holders(Role.EDITOR)) == 1


async def test_the_same_person_may_open_the_link_again(storage: Storage) -> None:
    await invite(storage)
    await storage.invitations.accept(CODE, reader_id=AN, now=NOW)

    assert await storage.invitations.accept(CODE, reader_id=AN, now=NOW + 2 * DAY) is Role.EDITOR


async def test_a_role_that_was_taken_does_not_come_back_by_the_old_link(storage: Storage) -> None:
    await invite(storage)
    await storage.invitations.accept(CODE, reader_id=AN, now=NOW)
    await storage.roles.revoke(AN, role=Role.EDITOR, by=CHI, now=NOW)

    with pytest.raises(NotFound):
        await storage.invitations.accept(CODE, reader_id=AN, now=NOW)

    assert await storage.roles.of(AN) == frozenset()


async def test_who_had_his_data_erased_does_not_free_the_link(storage: Storage) -> None:
    await invite(storage)
    await storage.invitations.accept(CODE, reader_id=AN, now=NOW)
    await storage.readers.erase(AN, now=NOW)

    with pytest.raises(NotFound):
        await storage.invitations.accept(CODE, reader_id=BINH, now=NOW)


async def test_after_a_day_it_is_over(storage: Storage) -> None:
    await invite(storage)

    with pytest.raises(NotFound):
        await storage.invitations.accept(CODE, reader_id=AN, now=NOW + DAY)


async def test_an_unknown_code_opens_nothing(storage: Storage) -> None:
    await invite(storage)

    with pytest.raises(NotFound):
        await storage.invitations.accept(OTHER, reader_id=AN, now=NOW)


async def test_open_invitations_can_be_called_back(storage: Storage) -> None:
    for code in (CODE, OTHER):
        await invite(storage, code)
    await storage.invitations.accept(CODE, reader_id=AN, now=NOW)
    assert await storage.invitations.count_open(NOW) == 1

    assert await storage.invitations.call_back(by=CHI, now=NOW) == 1

    with pytest.raises(NotFound):
        await storage.invitations.accept(OTHER, reader_id=BINH, now=NOW)
    assert await storage.roles.of(AN) == {Role.EDITOR}
    assert [line.action for line in await storage.audit.find(limit=1)] == ["call_back"]
