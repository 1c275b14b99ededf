"""The bot on stage, and the people before it."""

from collections.abc import AsyncIterator

import pytest

from bot.simulator.telegram import Group, Person
from storage.model import Article, ArticleId, ReaderId, Role
from tests.staging import ADMINISTRATOR_ID, Stage, staged

POST = "/dangbai Ra quân làm đường\nHôm nay ba xã ra quân.\n\nCó hai trăm đoàn viên tham gia."
MEMBER_ID, EDITOR_ID, WRITER_ID, OTHER_ID = 1001, 2001, 2002, 1002
GROUP_ID = -1_000_000_001_001


@pytest.fixture
async def stage(sqlite_url: str) -> AsyncIterator[Stage]:
    """The real bot, running."""
    async with staged(sqlite_url) as opened:
        yield opened


@pytest.fixture
def member(stage: Stage) -> Person:
    """Somebody who reads, in Vietnamese."""
    return stage.telegram.person(MEMBER_ID, first_name="An", language_code="vi", started=True)


@pytest.fixture
def other(stage: Stage) -> Person:
    """Somebody else who reads, in English."""
    return stage.telegram.person(OTHER_ID, first_name="Emma", language_code="en", started=True)


@pytest.fixture
def administrator(stage: Stage) -> Person:
    """The first administrator, named by the settings."""
    return stage.telegram.person(
        ADMINISTRATOR_ID, first_name="Chi", language_code="vi", started=True
    )


@pytest.fixture
async def editor(stage: Stage) -> Person:
    """Somebody who may publish."""
    await stage.storage.roles.grant(
        ReaderId(EDITOR_ID), role=Role.EDITOR, by=None, now=stage.clock.now()
    )
    return stage.telegram.person(EDITOR_ID, first_name="Bình", language_code="vi", started=True)


@pytest.fixture
async def writer(stage: Stage) -> Person:
    """Somebody who may write, and not publish."""
    await stage.storage.roles.grant(
        ReaderId(WRITER_ID), role=Role.WRITER, by=None, now=stage.clock.now()
    )
    return stage.telegram.person(WRITER_ID, first_name="Dung", language_code="vi", started=True)


@pytest.fixture
def group(stage: Stage, member: Person, administrator: Person) -> Group:
    """A group with a member and an administrator."""
    return stage.telegram.group(
        GROUP_ID, title="Chi đoàn Bến Sông", members=[member], admins=[administrator]
    )


@pytest.fixture
async def draft(stage: Stage, editor: Person) -> Article:
    """What the editor has just written, its card on the editor's phone."""
    editor.write(POST)
    await stage.rest()
    return await stage.storage.articles.get(ArticleId(1))
