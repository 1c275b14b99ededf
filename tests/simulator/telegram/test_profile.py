"""Commands by scope and language, names and descriptions, the menu button."""

import pytest

from bot.simulator.telegram.profile import menu_of


def commands(*names: str) -> list[dict]:
    return [{"command": name, "description": name} for name in names]


async def test_the_narrowest_scope_wins_and_then_the_language(api, sim):
    an, binh = sim.person(7, language_code="vi"), sim.person(8, language_code="en")
    await api.result("setMyCommands", commands=commands("chung"))
    await api.result("setMyCommands", commands=commands("vi"), language_code="vi")
    await api.result(
        "setMyCommands", commands=commands("rieng"), scope={"type": "all_private_chats"}
    )
    await api.result(
        "setMyCommands", commands=commands("ban"), scope={"type": "chat", "chat_id": 8}
    )

    assert [each["command"] for each in menu_of(sim.state, an.record)] == ["rieng"]
    assert [each["command"] for each in menu_of(sim.state, binh.record)] == ["ban"]

    await api.result("deleteMyCommands", scope={"type": "all_private_chats"})

    assert [each["command"] for each in menu_of(sim.state, an.record)] == ["vi"]


async def test_commands_are_read_back_without_fallback(api):
    await api.result("setMyCommands", commands=commands("tin"), language_code="vi")

    assert await api.result("getMyCommands", language_code="vi") == commands("tin")
    assert await api.result("getMyCommands") == []


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        (commands("Tin"), "BOT_COMMAND_INVALID"),
        (commands("tin-tuc"), "BOT_COMMAND_INVALID"),
        (commands("a" * 33), "BOT_COMMAND_INVALID"),
        ([{"command": "tin", "description": ""}], "BOT_COMMAND_DESCRIPTION_INVALID"),
        (commands(*(f"c{number}" for number in range(101))), "BOT_COMMANDS_TOO_MUCH"),
    ],
)
async def test_bad_commands_are_refused(api, given, refusal):
    assert await api.refusal("setMyCommands", commands=given) == f"Bad Request: {refusal}"


@pytest.mark.parametrize(
    ("method", "key", "longest"),
    [
        ("MyName", "name", 64),
        ("MyDescription", "description", 512),
        ("MyShortDescription", "short_description", 120),
    ],
)
async def test_texts_have_a_longest_length_and_a_language(api, method, key, longest):
    await api.result(f"set{method}", **{key: "ễ" * longest}, language_code="vi")
    refusal = await api.refusal(f"set{method}", **{key: "ễ" * (longest + 1)})

    answer = await api.result(f"get{method}", language_code="vi")

    assert answer[key] == "ễ" * longest
    assert refusal.endswith("is too long")


async def test_a_menu_button_is_set_for_one_or_for_all(api, sim):
    sim.person(7)
    button = {"type": "web_app", "text": "Đọc", "web_app": {"url": "https://tinh.vn/app"}}

    await api.result("setChatMenuButton", chat_id=7, menu_button=button)

    assert await api.result("getChatMenuButton", chat_id=7) == button
    assert await api.result("getChatMenuButton") == {"type": "commands"}
