"""Who can be written to, and what the bot hears of people."""

import pytest


async def test_the_bot_cannot_write_first(api, sim):
    sim.person(7)

    answer = await api("sendMessage", chat_id=7, text="a")

    assert answer["error_code"] == 403
    assert answer["description"] == "Forbidden: bot can't initiate conversation with a user"


async def test_who_blocked_the_bot_is_not_reached_and_the_bot_hears_of_it(api, sim):
    an = sim.person(7)
    an.write("/start")
    an.block()

    refusal = await api.refusal("sendMessage", chat_id=7, text="a")
    updates = await api.result("getUpdates")

    assert refusal == "Forbidden: bot was blocked by the user"
    assert updates[1]["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    assert an.phone.received == []


async def test_who_unblocks_is_reached_again(api, sim):
    an = sim.person(7, started=True)
    an.block()
    an.unblock()

    await api.result("sendMessage", chat_id=7, text="a")

    assert an.phone.last.text == "a"


async def test_a_deleted_account_is_deactivated(api, sim):
    sim.person(7, started=True).deactivate()

    refusal = await api.refusal("sendMessage", chat_id=7, text="a")

    assert refusal == "Forbidden: user is deactivated"


@pytest.mark.parametrize(("chat_id", "word"), [(-1001, "group"), (-1001234567890, "supergroup")])
async def test_a_kicked_bot_cannot_write(api, sim, chat_id, word):
    an = sim.person(7)
    group = sim.group(chat_id, title="Chi đoàn 1", members=[an])
    group.kick_bot()

    refusal = await api.refusal("sendMessage", chat_id=chat_id, text="a")

    assert refusal == f"Forbidden: bot was kicked from the {word} chat"


async def test_a_group_that_became_a_supergroup_names_its_new_id(api, sim):
    group = sim.group(-1001, members=[sim.person(7)])
    new = group.migrate(-1001234567890)

    answer = await api("sendMessage", chat_id=-1001, text="a")
    await api.result("sendMessage", chat_id=-1001234567890, text="b")

    assert answer["parameters"] == {"migrate_to_chat_id": -1001234567890}
    assert new.phone.last.text == "b"


async def test_in_groups_the_bot_hears_only_what_is_meant_for_it(api, sim):
    an = sim.person(7)
    group = sim.group(-1001, members=[an])

    heard = [
        an.write("Chào cả nhà", chat=group),
        an.write("/tin@other_bot", chat=group),
        an.write("/tin@bantin_bot", chat=group),
        an.write("/tin", chat=group),
        an.write("Hỏi @bantin_bot nhé", chat=group),
    ]

    assert [each is not None for each in heard] == [False, False, True, True, True]


async def test_a_bot_that_is_admin_hears_everything(sim):
    an = sim.person(7)
    group = sim.group(-1001, members=[an], bot_is_admin=True)

    assert an.write("Chào cả nhà", chat=group) is not None


async def test_commands_and_links_in_a_message_are_marked(api, sim):
    sim.person(7).write("/tin xem baochinhphu.vn")

    updates = await api.result("getUpdates")

    assert updates[0]["message"]["entities"] == [
        {"type": "bot_command", "offset": 0, "length": 4},
        {"type": "url", "offset": 9, "length": 14},
    ]


async def test_a_deep_link_becomes_a_start_with_its_payload(api, sim):
    sim.person(7).open_link("a_1z")

    updates = await api.result("getUpdates")

    assert updates[0]["message"]["text"] == "/start a_1z"


@pytest.mark.parametrize("payload", ["", "a" * 65, "a b", "tin/1", "tín"])
def test_a_deep_link_carries_no_other_characters(sim, payload):
    with pytest.raises(ValueError, match="no deep link"):
        sim.person(7).open_link(payload)


async def test_a_picture_from_a_person_can_be_downloaded(api, base_url, sim):
    sim.person(7).send_photo(caption="Ảnh hội trại")
    updates = await api.result("getUpdates")
    photo = updates[0]["message"]["photo"][-1]

    file = await api.result("getFile", file_id=photo["file_id"])
    async with api.session.get(f"{base_url}/file/bot{sim.token}/{file['file_path']}") as answer:
        content = await answer.read()

    assert len(content) == file["file_size"]
    assert content.startswith(b"\xff\xd8\xff")


async def test_members_and_administrators_are_told_apart(api, sim):
    an, binh, chi = sim.person(7), sim.person(8), sim.person(9)
    sim.group(-1001, members=[an], admins=[binh])

    statuses = [
        (await api.result("getChatMember", chat_id=-1001, user_id=each.id))["status"]
        for each in (an, binh, chi)
    ]
    admins = await api.result("getChatAdministrators", chat_id=-1001)

    assert statuses == ["member", "creator", "left"]
    assert [each["user"]["id"] for each in admins] == [8]


async def test_a_topic_must_exist(api, sim):
    an = sim.person(7)
    group = sim.group(-1001234567890, members=[an])
    group.add_topic(5)

    sent = await api.result("sendMessage", chat_id=group.id, text="a", message_thread_id=5)
    refusal = await api.refusal("sendMessage", chat_id=group.id, text="a", message_thread_id=6)

    assert sent["message_thread_id"] == 5
    assert group.phone.last.thread_id == 5
    assert refusal == "Bad Request: message thread not found"


async def test_a_muted_bot_has_no_right_to_write(api, sim):
    group = sim.group(-1001, members=[sim.person(7)])
    group.mute_bot()

    refusal = await api.refusal("sendMessage", chat_id=-1001, text="a")

    assert refusal == "Bad Request: not enough rights to send text messages to the chat"


async def test_an_edit_and_a_reaction_reach_a_bot_that_asked_for_them(api, sim):
    await api.result("getUpdates", allowed_updates=["edited_message", "message_reaction"])
    an = sim.person(7)
    an.write("cũ")

    an.edit(1, "mới")
    an.react("👍", 1)
    updates = await api.result("getUpdates")

    assert updates[0]["edited_message"]["text"] == "mới"
    assert updates[1]["message_reaction"]["new_reaction"] == [{"type": "emoji", "emoji": "👍"}]
