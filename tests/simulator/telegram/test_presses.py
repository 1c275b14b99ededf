"""Presses and inline questions, and their answers."""

import asyncio

import pytest

KEYBOARD = {
    "inline_keyboard": [
        [{"text": "Đọc tiếp", "callback_data": "1r:1"}, {"text": "Mở", "url": "https://tinh.vn/a"}]
    ]
}
TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"


@pytest.fixture
async def an(sim, api):
    an = sim.person(7, first_name="An", started=True)
    await api.result("sendMessage", chat_id=7, text="Tin", reply_markup=KEYBOARD)
    return an


async def pressed_query(api) -> dict:
    updates = await api.result("getUpdates", timeout=5)
    return updates[-1]["callback_query"]


async def test_a_press_carries_message_and_data(api, an):
    pressing = asyncio.create_task(an.press("Đọc tiếp"))

    query = await pressed_query(api)
    await api.result("answerCallbackQuery", callback_query_id=query["id"])
    toast = await pressing

    assert query["data"] == "1r:1"
    assert query["message"]["text"] == "Tin"
    assert toast.text is None


async def test_an_answer_comes_once(api, an):
    pressing = asyncio.create_task(an.press("Đọc"))
    query = await pressed_query(api)
    await api.result("answerCallbackQuery", callback_query_id=query["id"])
    await pressing

    refusal = await api.refusal("answerCallbackQuery", callback_query_id=query["id"])

    assert refusal == TOO_OLD


async def test_an_answer_comes_in_time(api, an, clock):
    pressing = asyncio.create_task(an.press("Đọc", timeout_s=0.2))
    query = await pressed_query(api)
    clock.pass_time(seconds=16)

    refusal = await api.refusal("answerCallbackQuery", callback_query_id=query["id"])

    assert refusal == TOO_OLD
    assert await pressing is None


async def test_a_toast_holds_200_characters(api, an):
    pressing = asyncio.create_task(an.press("Đọc"))
    query = await pressed_query(api)

    refusal = await api.refusal(
        "answerCallbackQuery", callback_query_id=query["id"], text="ễ" * 201
    )
    await api.result(
        "answerCallbackQuery", callback_query_id=query["id"], text="ễ" * 200, show_alert=True
    )
    toast = await pressing

    assert refusal == "Bad Request: MESSAGE_TOO_LONG"
    assert toast.show_alert


async def test_a_link_button_opens_its_link(an):
    toast = await an.press("Mở")

    assert toast.url == "https://tinh.vn/a"


async def test_a_button_that_is_not_there_cannot_be_pressed(an):
    with pytest.raises(LookupError, match="Đọc tiếp"):
        await an.press("Xoá")


async def test_any_data_can_be_forged_on_any_message(api, an):
    pressing = asyncio.create_task(an.press_data("9x:🏟", message_id=404, timeout_s=5))

    query = await pressed_query(api)
    await api.result("answerCallbackQuery", callback_query_id=query["id"])
    await pressing

    assert query["data"] == "9x:🏟"
    assert query["message"] == {
        "chat": {"id": 7, "type": "private", "first_name": "An"},
        "message_id": 404,
        "date": 0,
    }


async def test_an_inline_question_gets_its_results(api, an):
    asking = asyncio.create_task(an.search("hội trại"))
    updates = await api.result("getUpdates", timeout=5)
    query = updates[-1]["inline_query"]
    article = {
        "type": "article",
        "id": "1",
        "title": "Hội trại",
        "input_message_content": {"message_text": "<b>Hội trại</b>", "parse_mode": "HTML"},
    }

    await api.result("answerInlineQuery", inline_query_id=query["id"], results=[article])
    answer = await asking

    assert query["query"] == "hội trại"
    assert answer["results"][0]["title"] == "Hội trại"


@pytest.mark.parametrize(
    ("results", "refusal"),
    [
        ([("1", "a")] * 2, "RESULT_ID_DUPLICATE"),
        ([("x" * 65, "a")], "RESULT_ID_INVALID"),
        ([(str(number), "a") for number in range(51)], "RESULTS_TOO_MUCH"),
        (
            [("1", "<b>")],
            "can't parse entities: Can't find end tag corresponding to start tag \"b\"",
        ),
    ],
)
async def test_bad_inline_results_are_refused(api, an, results, refusal):
    asking = asyncio.create_task(an.search("a", timeout_s=0.2))
    updates = await api.result("getUpdates", timeout=5)

    answer = await api.refusal(
        "answerInlineQuery",
        inline_query_id=updates[-1]["inline_query"]["id"],
        results=[
            {
                "type": "article",
                "id": result_id,
                "title": "a",
                "input_message_content": {"message_text": text, "parse_mode": "HTML"},
            }
            for result_id, text in results
        ],
    )

    assert answer == f"Bad Request: {refusal}"
    assert await asking is None
