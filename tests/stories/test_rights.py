"""Who may do what: every person, every command, every button; exactly the allowed cells."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Final

import pytest
from starlette.routing import Route
from telegram.ext import CommandHandler

from bot.desk import ALLOWED, Act
from bot.feeds.websub import PATH
from bot.i18n import text
from bot.press import Press, Verb
from bot.simulator.telegram import Person
from handlers import HANDLERS
from handlers.buttons import ANSWERS
from handlers.web.app import WEBHOOK_PATH, web_app
from storage.model import Article, Content, ReaderId, Role, Status
from storage.model import Person as Author
from tests.rights import CHATS, COMMANDS, DESK, EVERYBODY, FORMER_ID, HELD, NOBODY_ID, OWN, PEOPLE
from tests.staging import ADMINISTRATOR_ID, Stage, published, staged

GROUP_ID, CHANNEL_ID = -1_000_000_004_001, -1_000_000_004_002
REFUSALS: Final = {
    text(f"errors.{key}", "vi") for key in ("editors_only", "not_allowed", "admins_only")
}
LATER: Final = {
    Verb.REMOVE_FEED: "",
    Verb.ADMIT: "zz",
    Verb.TURN_DOWN: "zz",
    Verb.WRITE_FIELD: "summary",
    Verb.WRITE_CLEAR: "summary",
    Verb.WRITE_PICK: "genre:0",
}
"""Arguments that mean something to a button and spoil nothing for those pressed later."""


@pytest.fixture
async def stage(sqlite_url: str) -> AsyncIterator[Stage]:
    """An office with somebody in each role, two drafts and a published article."""
    async with staged(sqlite_url) as opened:
        roles, now = opened.storage.roles, opened.clock.now()
        for reader_id, role in HELD.items():
            await roles.grant(ReaderId(reader_id), role=role, by=None, now=now)
        await roles.grant(ReaderId(FORMER_ID), role=Role.ADMINISTRATOR, by=None, now=now)
        await roles.revoke(ReaderId(FORMER_ID), role=Role.ADMINISTRATOR, by=None, now=now)
        await opened.storage.feeds.add(f"{opened.press_url}/rss/x.rss", title="Nguồn", now=now)
        yield opened


async def draft_of(stage: Stage, reader_id: int, title: str) -> Article:
    return await stage.storage.articles.draft(
        Content(title=title), by=Author(id=ReaderId(reader_id), name="Ai"), now=stage.clock.now()
    )


def person(stage: Stage, reader_id: int) -> Person:
    is_new = reader_id == NOBODY_ID
    return stage.telegram.person(reader_id, first_name="Ai", language_code="vi", started=not is_new)


def data_of(verb: Verb, article: Article) -> str:
    argument = LATER.get(verb, "")
    version = article.version if not argument else None
    return Press(verb=verb, id=article.id, version=version, argument=argument).encode()


async def is_refused(stage: Stage, who: Person, data: str) -> bool:
    """Whether a press, forged or not, was answered with a refusal."""
    before = len(who.phone.received)
    toast = await who.press_data(data)
    await stage.rest()
    assert toast is not None, f"{data} was not answered"
    said = {toast.text or "", *(message.text for message in who.phone.received[before:])}
    return not said.isdisjoint(REFUSALS)


async def state_of(stage: Stage) -> list[object]:
    """What a forged press could change."""
    storage = stage.storage
    articles = [
        (status, [it.id for it in await storage.articles.find_by_status(status, limit=99)])
        for status in Status
    ]
    lines = await storage.audit.find(limit=999)
    feeds = [feed for feed, _ in await storage.feeds.all()]
    return [articles, len(lines), await storage.roles.people(), feeds]


def test_every_button_is_somebodys() -> None:
    unsaid = set(ANSWERS) - set(DESK) - set(OWN) - EVERYBODY - CHATS

    assert not unsaid, sorted(unsaid)
    assert not {*DESK, *OWN} & EVERYBODY


def test_every_command_of_the_desk_is_in_the_table() -> None:
    there = {
        name
        for handlers in HANDLERS.values()
        for handler in handlers
        if isinstance(handler, CommandHandler)
        for name in handler.commands
    }

    assert set(COMMANDS) <= there


@pytest.mark.parametrize("name", PEOPLE)
async def test_commands_answer_whom_they_are_for(stage: Stage, name: str) -> None:
    who = person(stage, PEOPLE[name])
    allowed = set()

    for command in COMMANDS:
        before = len(who.phone.received)
        who.write(f"/{command}")
        await stage.rest()
        said = {message.text for message in who.phone.received[before:]}
        assert said, f"/{command} was not answered"
        if said.isdisjoint(REFUSALS):
            allowed.add(command)

    held = HELD.get(PEOPLE[name])
    assert allowed == {command for command, act in COMMANDS.items() if held in ALLOWED[act]}


@pytest.mark.parametrize("name", PEOPLE)
async def test_buttons_answer_whom_they_are_for(stage: Stage, name: str) -> None:
    other = await draft_of(stage, NOBODY_ID + 99, "Của người khác")
    own = await draft_of(stage, PEOPLE[name], "Của mình")
    who = person(stage, PEOPLE[name])
    who.write("/start")
    await stage.rest()
    before = await state_of(stage)

    refused = {verb for verb in DESK if await is_refused(stage, who, data_of(verb, other))}
    not_others = {verb for verb in OWN if await is_refused(stage, who, data_of(verb, other))}
    not_own = {verb for verb in OWN if await is_refused(stage, who, data_of(verb, own))}

    held = HELD.get(PEOPLE[name])
    assert refused == {verb for verb, act in DESK.items() if held not in ALLOWED[act]}
    assert not_others == (set() if held in ALLOWED[Act.EDIT] else set(OWN))
    assert not_own == (set() if held in ALLOWED[Act.WRITE] else set(OWN))
    if held is None:
        assert await state_of(stage) == before


async def test_in_a_group_nobody_works_at_the_desk(stage: Stage) -> None:
    article = await draft_of(stage, ADMINISTRATOR_ID, "Bản nháp")
    chief = person(stage, ADMINISTRATOR_ID)
    group = stage.telegram.group(GROUP_ID, title="Nhóm", members=[], admins=[chief])
    chief.write("/dangky@bantin_bot", chat=group)
    await stage.rest()
    before = await state_of(stage)

    for verb in (*DESK, *OWN):
        await chief.press_data(data_of(verb, article), chat=group)
    await stage.rest()

    assert await state_of(stage) == before


@pytest.mark.parametrize("who", ["an anonymous administrator", "a channel"])
async def test_what_comes_from_no_person_has_no_rights(stage: Stage, who: str) -> None:
    await published(stage.storage, "Tin", now=stage.clock.now())
    chief = person(stage, ADMINISTRATOR_ID)
    stage.telegram.group(GROUP_ID, title="Nhóm", members=[], admins=[chief])
    before = await state_of(stage)

    for command in COMMANDS:
        kind, message = message_of(who, f"/{command}@bantin_bot 1")
        stage.telegram.state.updates.add(kind, message)
    await stage.rest()

    assert await state_of(stage) == before


def message_of(who: str, words: str) -> tuple[str, dict[str, object]]:
    """Bot API, "Message": `from` is a bot that stands for the group; a post has no `from`."""
    entity = {"type": "bot_command", "offset": 0, "length": len(words.split()[0])}
    said = {"message_id": 7, "date": 1, "text": words, "entities": [entity]}
    if who == "a channel":
        channel = {"id": CHANNEL_ID, "type": "channel", "title": "Kênh"}
        return "channel_post", said | {"chat": channel, "sender_chat": channel}
    group = {"id": GROUP_ID, "type": "supergroup", "title": "Nhóm"}
    standing_in = {"id": 1087968824, "is_bot": True, "first_name": "Group"}
    return "message", said | {"chat": group, "from": standing_in, "sender_chat": group}


async def test_nothing_of_the_desk_can_be_done_over_the_web(stage: Stage) -> None:
    writable = {
        route.path
        for route in web_app(stage.application).routes
        if isinstance(route, Route) and not (route.methods or set()) <= {"GET", "HEAD"}
    }

    assert writable == {WEBHOOK_PATH, f"{PATH}/{{token}}"}
