"""What the far end says to calls that are wrong in form."""

import aiohttp
import pytest

from bot.simulator.telegram import Dialect
from bot.simulator.telegram.gateway import HANDLERS
from bot.simulator.telegram.schema import Schema, description


async def test_a_wrong_token_is_unauthorized(api, base_url):
    async with api.session.post(f"{base_url}/bot123456:WRONG/getMe") as answer:
        assert answer.status == 401
        assert (await answer.json())["description"] == "Unauthorized"


async def test_a_token_that_is_none_is_not_found(api, base_url):
    async with api.session.post(f"{base_url}/botnonsense/getMe") as answer:
        assert answer.status == 404


async def test_an_unknown_method_is_not_found(api):
    assert await api("sendPigeon") == {
        "ok": False,
        "error_code": 404,
        "description": "Not Found: method not found",
    }


async def test_method_names_ignore_case(api, sim):
    assert (await api.result("GETME"))["username"] == sim.username


async def test_a_method_that_nobody_models_is_refused(api):
    refusal = await api.refusal("sendDice", chat_id=7)

    assert refusal == "Bad Request: method not modelled by the simulator"


async def test_an_older_server_does_not_know_rich_messages(api, sim):
    sim.dialect = Dialect(rich=False)

    refusal = await api.refusal("sendRichMessage", chat_id=7, rich_message={"html": "<p>a</p>"})

    assert refusal == "Not Found: method not found"


@pytest.mark.parametrize(
    ("params", "refusal"),
    [
        ({"text": "a"}, "Bad Request: chat_id is empty"),
        ({"chat_id": 7}, "Bad Request: message text is empty"),
        ({"chat_id": 7, "text": " \n "}, "Bad Request: message text is empty"),
        ({"chat_id": 8, "text": "a"}, "Bad Request: chat not found"),
        ({"chat_id": "@nobody", "text": "a"}, "Bad Request: chat not found"),
        ({"chat_id": 7, "text": "a", "txet": "b"}, 'Bad Request: unknown parameter "txet"'),
        (
            {"chat_id": 7, "text": "a", "parse_mode": "BBCode"},
            "Bad Request: unsupported parse_mode",
        ),
        (
            {"chat_id": 7, "text": "<b>a", "parse_mode": "HTML"},
            "Bad Request: can't parse entities: "
            'Can\'t find end tag corresponding to start tag "b"',
        ),
        ({"chat_id": 7, "text": "ễ" * 4097}, "Bad Request: message is too long"),
        ({"chat_id": 7, "text": "🏟" * 2049}, "Bad Request: message is too long"),
        (
            {"chat_id": 7, "text": "a", "reply_parameters": {"message_id": 99}},
            "Bad Request: message to be replied not found",
        ),
        (
            {"chat_id": 7, "text": "a", "message_thread_id": "x"},
            'Bad Request: Field "message_thread_id" must be a valid Number',
        ),
        (
            {"chat_id": 7, "text": "a", "reply_markup": "{"},
            "Bad Request: can't parse reply markup JSON object",
        ),
        (
            {"chat_id": 7, "text": "a", "reply_markup": {"inline_keybord": []}},
            'Bad Request: unknown parameter "inline_keybord" in InlineKeyboardMarkup',
        ),
    ],
)
async def test_a_bad_message_is_refused_in_telegrams_words(api, sim, params, refusal):
    sim.person(7, started=True)

    assert await api.refusal("sendMessage", **params) == refusal
    assert sim.accepted(7) == 0


@pytest.mark.parametrize(
    ("button", "refusal"),
    [
        ({"text": "a", "callback_data": "x" * 65}, "BUTTON_DATA_INVALID"),
        ({"text": "a", "callback_data": "ễ" * 22}, "BUTTON_DATA_INVALID"),
        ({"text": "a", "callback_data": ""}, "BUTTON_DATA_INVALID"),
        ({"callback_data": "x"}, "can't parse InlineKeyboardButton: Can't find field \"text\""),
        (
            {"text": "a"},
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (
            {"text": "a", "url": "http://localhost/a"},
            "inline keyboard button URL 'http://localhost/a' is invalid: Wrong HTTP URL",
        ),
        (
            {"text": "a", "url": "javascript://a.b/c"},
            "inline keyboard button URL 'javascript://a.b/c' is invalid: Unsupported URL protocol",
        ),
        (
            {"text": "a", "web_app": {"url": "http://a.vn"}},
            "inline keyboard button Web App URL 'http://a.vn' is invalid: "
            "Only HTTPS links are allowed",
        ),
        ({"text": "a", "callback_data": "x", "style": "blue"}, "invalid button style specified"),
    ],
)
async def test_a_bad_button_is_refused(api, sim, button, refusal):
    sim.person(7, started=True)
    markup = {"inline_keyboard": [[button]]}

    answer = await api.refusal("sendMessage", chat_id=7, text="a", reply_markup=markup)

    assert answer == f"Bad Request: {refusal}"


async def test_keyboards_hold_a_hundred_buttons_of_eight_a_row(api, sim):
    sim.person(7, started=True)
    button = {"text": "a", "callback_data": "b"}
    most = {"inline_keyboard": [[button] * 8] * 12 + [[button] * 4]}
    too_many = {"inline_keyboard": [[button] * 8] * 12 + [[button] * 5]}
    too_wide = {"inline_keyboard": [[button] * 9]}

    await api.result("sendMessage", chat_id=7, text="a", reply_markup=most)

    for markup in (too_many, too_wide):
        refusal = await api.refusal("sendMessage", chat_id=7, text="a", reply_markup=markup)
        assert refusal == "Bad Request: reply markup is too long"


async def test_form_bodies_mean_the_same_as_json(api, sim):
    an = sim.person(7, started=True)
    form = aiohttp.FormData(
        {
            "chat_id": "7",
            "text": "<b>Đoàn & Hội+</b>",
            "parse_mode": "HTML",
            "disable_notification": "true",
            "reply_markup": '{"inline_keyboard":[[{"text":"Đọc","callback_data":"1"}]]}',
        }
    )

    async with api.session.post(f"{api.url}/sendMessage", data=form) as answer:
        assert answer.status == 200

    assert an.phone.last.text == "Đoàn & Hội+"
    assert an.phone.last.silent
    assert an.phone.last.labels == ["Đọc"]


async def test_text_that_is_no_utf_8_is_refused(api, sim):
    sim.person(7, started=True)
    headers = {"Content-Type": "application/x-www-form-urlencoded"}

    async with api.session.post(
        f"{api.url}/sendMessage", data=b"chat_id=7&text=%ff", headers=headers
    ) as answer:
        assert (await answer.json())["description"] == (
            "Bad Request: strings must be encoded in UTF-8"
        )


async def test_a_query_string_is_enough(api, sim):
    an = sim.person(7, started=True)

    async with api.session.get(f"{api.url}/sendMessage?chat_id=7&text=Ch%C3%A0o+An") as answer:
        assert answer.status == 200

    assert an.phone.last.text == "Chào An"


async def test_every_call_is_remembered(api, sim):
    sim.person(7, started=True)

    await api("sendMessage", chat_id=7, text="a")
    await api("sendMessage", chat_id=8, text="b")

    assert [(call.method, call.ok, call.error) for call in sim.calls] == [
        ("sendMessage", True, None),
        ("sendMessage", False, "Bad Request: chat not found"),
    ]


def test_every_modelled_method_is_a_documented_one():
    assert set(HANDLERS) <= set(description()["methods"])


async def test_answers_have_the_documented_shape(api, sim):
    sim.person(7, first_name="An", language_code="vi").write("/start")
    schema = Schema(strict_unknown=True)

    message = await api.result("sendMessage", chat_id=7, text="<i>a</i> b.vn", parse_mode="HTML")
    updates = await api.result("getUpdates")

    schema.check_type("Message", message)
    schema.check_type("Update", updates[0])
    schema.check_type("ChatFullInfo", await api.result("getChat", chat_id=7))
    schema.check_type("User", await api.result("getMe"))
