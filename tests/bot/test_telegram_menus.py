from bot.simulator.telegram import Fault
from bot.telegram.menus import set_menus
from tests.posting import posted
from tests.staging import ADMINISTRATOR_ID, staged

VIETNAMESE, ENGLISH = ("all_private_chats", "vi"), ("all_private_chats", "en")


async def test_menus_are_set_for_each_scope_and_language(sqlite_url: str) -> None:
    async with staged(sqlite_url) as stage:
        set_ = [
            (call.params["scope"]["type"], call.params.get("language_code", ""))
            for call in stage.telegram.calls
            if call.method == "setMyCommands" and call.ok
        ]
        names = {
            (call.params["scope"]["type"], call.params.get("language_code", "")): [
                each["command"] for each in call.params["commands"]
            ]
            for call in stage.telegram.calls
            if call.method == "setMyCommands"
        }

    assert set_ == [
        (scope, language)
        for scope in ("all_private_chats", "all_chat_administrators")
        for language in ("", "vi", "en")
    ]
    assert names[VIETNAMESE][:3] == ["start", "tinmoi", "noibat"]
    assert names[ENGLISH][:3] == ["start", "latest", "featured"]
    assert names[("all_chat_administrators", "vi")] == ["dangky", "huydangky", "caidat"]


async def test_menus_that_telegram_knows_are_not_sent_again(sqlite_url: str) -> None:
    async with staged(sqlite_url):
        pass

    async with staged(sqlite_url) as stage:
        again = [call.method for call in stage.telegram.calls if call.method.startswith("setMy")]

    assert again == []


async def test_an_administrator_who_comes_later_gets_the_desks_menu(sqlite_url: str) -> None:
    async with staged(sqlite_url) as stage:
        chi = stage.telegram.person(ADMINISTRATOR_ID, first_name="Chi", language_code="vi")
        chi.write("/start")
        await stage.rest()
        names = [
            [each["command"] for each in call.params["commands"]]
            for call in stage.telegram.calls
            if call.method == "setMyCommands"
            and call.ok
            and call.params["scope"].get("chat_id") == ADMINISTRATOR_ID
        ]

    assert names
    assert all({"dangbai", "nguontin"} <= set(each) or "sources" in each for each in names)


async def test_a_bad_minute_of_telegrams_does_not_keep_the_bot_from_starting(
    sqlite_url: str,
) -> None:
    async with posted(sqlite_url) as post:
        post.telegram.faults.next("setMyCommands", Fault.server_error(502, accepted=False))

        await set_menus(post.calls, post.newsroom)
        first = [call.method for call in post.telegram.calls if call.ok]
        await set_menus(post.calls, post.newsroom)

        assert first == []
        assert [call.method for call in post.telegram.calls if call.ok].count("setMyCommands") >= 6
