"""What the phone page reads and does."""

import asyncio
import json

import pytest

from bot.simulator.telegram import Simulator


@pytest.fixture
def an(sim):
    return sim.person(7, first_name="An", language_code="vi", started=True)


@pytest.fixture
def page(api, base_url):
    async def get(path: str) -> dict:
        async with api.session.get(f"{base_url}/phone/{path}") as answer:
            assert answer.status == 200, await answer.text()
            return await answer.json()

    return get


@pytest.fixture
def act(api, base_url):
    async def post(path: str, **content: object) -> dict:
        async with api.session.post(f"{base_url}/phone/{path}", json=content) as answer:
            assert answer.status == 200, await answer.text()
            return await answer.json()

    return post


async def test_the_page_learns_who_is_there(sim, api, page, an):
    sim.roles[7] = "editor"
    sim.group(-1001, title="Chi đoàn 1", members=[an])
    await api.result("setMyCommands", commands=[{"command": "tin", "description": "Tin mới"}])

    state = await page("state")

    assert state["people"][0]["name"] == "An"
    assert state["people"][0]["role"] == "editor"
    assert state["chats"][0]["title"] == "Chi đoàn 1"
    assert state["menus"]["7"] == [{"command": "tin", "description": "Tin mới"}]


async def test_a_chat_is_shown_as_the_person_sees_it(api, page, an):
    an.write("/start")
    await api.result("sendMessage", chat_id=7, text="Chào An")

    messages = (await page("chats/7?person=7"))["messages"]

    assert [(each["text"], each["out"]) for each in messages] == [
        ("/start", True),
        ("Chào An", False),
    ]


async def test_writing_and_pressing_reach_the_bot(api, act, an):
    await act("write", person=7, chat=7, text="/tin")
    markup = {"inline_keyboard": [[{"text": "Đọc", "callback_data": "1"}]]}
    await api.result("sendMessage", chat_id=7, text="Tin", reply_markup=markup)

    pressing = asyncio.create_task(act("press", person=7, chat=7, message_id=2, data="1"))
    while len(updates := await api.result("getUpdates", timeout=5)) < 2:
        pass
    query = updates[1]["callback_query"]
    await api.result("answerCallbackQuery", callback_query_id=query["id"], text="Được")

    assert updates[0]["message"]["text"] == "/tin"
    assert await pressing == {"toast": {"text": "Được", "show_alert": False, "url": None}}


async def test_pictures_are_served(api, base_url, an):
    an.send_photo()
    file_id = an.phone.last.photo.file_id

    async with api.session.get(f"{base_url}/phone/files/{file_id}") as answer:
        assert answer.content_type == "image/jpeg"
        assert (await answer.read()) == an.phone.last.photo.content


async def test_events_tell_what_happens(api, base_url, an):
    async with api.session.get(f"{base_url}/phone/events") as stream:
        await stream.content.readuntil(b"\n\n")
        await api.result("sendMessage", chat_id=7, text="a")

        message = json.loads((await stream.content.readuntil(b"\n\n"))[6:])
        call = json.loads((await stream.content.readuntil(b"\n\n"))[6:])

    assert (message["type"], message["chat_id"], message["message"]["text"]) == ("message", 7, "a")
    assert (call["type"], call["method"], call["ok"]) == ("call", "sendMessage", True)


async def test_the_clock_goes_to_the_next_seven_o_clock_in_vietnam(sim, act, clock):
    sim.on_clock = lambda instant: setattr(clock, "instant", instant)

    answer = await act("clock", to="06:30")

    assert answer == {"now": "2026-11-25T06:30:00+07:00", "moved": True}


async def test_telegram_can_be_taken_away_and_given_back(api, act, an):
    await act("fault", kind="flood", seconds=30)
    flooded = await api("sendMessage", chat_id=7, text="a")
    await act("fault", kind="none")

    assert flooded["error_code"] == 429
    assert (await api("sendMessage", chat_id=7, text="a"))["ok"]


async def test_the_side_panel_shows_what_the_demo_gives(sim, page):
    sim.extra = lambda: {"articles": [{"id": 1, "title": "a", "views": 2, "readers": 1}]}

    assert (await page("extra"))["articles"][0]["views"] == 2


async def test_the_page_is_there(api, base_url):
    async with api.session.get(f"{base_url}/phone/") as answer:
        assert answer.status == 200
        assert answer.content_type == "text/html"


@pytest.mark.parametrize(
    ("headers", "content"),
    [({"Host": "evil.example"}, "{}"), ({"Content-Type": "text/plain"}, "{}")],
)
async def test_foreign_pages_are_kept_out(api, base_url, sim, headers, content):
    async with api.session.post(
        f"{base_url}/phone/dialect", data=content, headers=headers
    ) as answer:
        assert answer.status == 403


async def test_what_the_page_asks_wrongly_is_a_400(api, base_url):
    async with api.session.get(f"{base_url}/phone/chats/404?person=7") as answer:
        assert answer.status == 400


def test_two_worlds_count_alike():
    numbers = []
    for _ in range(2):
        sim = Simulator()
        an = sim.person(7)
        numbers.append([an.write("a"), an.write("b"), an.phone.last.id])

    assert numbers[0] == numbers[1]
