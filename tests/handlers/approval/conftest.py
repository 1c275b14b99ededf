"""A desk where one approval is needed, and the people at it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.simulator.telegram import Group, Person, SeenMessage
from storage.model import Article, ArticleId, Content, ReaderId, Role
from storage.model import Person as Author
from tests.handlers.conftest import POST, WRITER_ID
from tests.staging import Stage, staged

EDITORS_ID = -1_000_000_009_009
APPROVER_ID, SECOND_ID = 2003, 2004
ID = ArticleId(1)
LATE = "Việc này đã có người làm rồi."


@pytest.fixture
async def stage(sqlite_url: str) -> AsyncIterator[Stage]:
    """A desk where one approval is needed, with a group of its own."""
    async with staged(sqlite_url, approvals=1, desk_chat=EDITORS_ID) as opened:
        yield opened


async def hired(stage: Stage, id: int, role: Role, name: str) -> Person:
    await stage.storage.roles.grant(ReaderId(id), role=role, by=None, now=stage.clock.now())
    return stage.telegram.person(id, first_name=name, language_code="vi", started=True)


@pytest.fixture
async def approver(stage: Stage) -> Person:
    """Somebody who approves."""
    return await hired(stage, APPROVER_ID, Role.APPROVER, "Giang")


@pytest.fixture
async def second(stage: Stage) -> Person:
    """Somebody else who approves."""
    return await hired(stage, SECOND_ID, Role.APPROVER, "Hà")


@pytest.fixture
def editors(
    stage: Stage,
    writer: Person,
    editor: Person,
    approver: Person,
    second: Person,
    administrator: Person,
    member: Person,
) -> Group:
    """The editors' group; a member has strayed into it."""
    people = [writer, editor, approver, second, member]
    return stage.telegram.group(
        EDITORS_ID, title="Ban biên tập", members=people, admins=[administrator]
    )


@pytest.fixture
async def submitted(stage: Stage, writer: Person, editors: Group) -> Article:
    """What the writer has just handed in; its card is in the group."""
    writer.write(POST)
    await stage.rest()
    await stage.pressed(writer, "Gửi duyệt")
    return await article(stage)


async def article(stage: Stage) -> Article:
    return await stage.storage.articles.get(ID)


def card(editors: Group) -> SeenMessage:
    return next(it for it in reversed(editors.phone.messages) if "Ra quân" in it.text)


async def open_card(stage: Stage, person: Person) -> None:
    person.open_link("d_1")
    await stage.rest()


async def revised(stage: Stage, *, title: str, by: int = WRITER_ID) -> Article:
    before = await article(stage)
    return await stage.storage.articles.revise(
        ID,
        expected=before.version,
        content=Content(title=title),
        by=Author(id=ReaderId(by)),
        now=stage.clock.now(),
    )
