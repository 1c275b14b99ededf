"""Edits, deletions, pins, copies."""

import pytest

KEYBOARD = {"inline_keyboard": [[{"text": "Đọc", "callback_data": "1"}]]}
NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are "
    "exactly the same as a current content and reply markup of the message"
)


@pytest.fixture
def an(sim):
    return sim.person(7, first_name="An", started=True)


async def test_an_edit_replaces_text_and_takes_the_keyboard_away(api, an):
    await api.result("sendMessage", chat_id=7, text="cũ", reply_markup=KEYBOARD)

    await api.result("editMessageText", chat_id=7, message_id=1, text="mới")

    assert an.phone.last.text == "mới"
    assert an.phone.last.labels == []
    assert an.phone.last.edited == 1


async def test_an_edit_that_changes_nothing_is_refused(api, an):
    text = "<b>a</b> b"
    await api.result("sendMessage", chat_id=7, text=text, parse_mode="HTML", reply_markup=KEYBOARD)

    refusal = await api.refusal(
        "editMessageText",
        chat_id=7,
        message_id=1,
        text=f" {text} ",
        parse_mode="HTML",
        reply_markup=KEYBOARD,
    )

    assert refusal == NOT_MODIFIED
    assert an.phone.last.edited == 0


async def test_a_changed_keyboard_alone_is_a_change(api, an):
    await api.result("sendMessage", chat_id=7, text="a")

    await api.result("editMessageReplyMarkup", chat_id=7, message_id=1, reply_markup=KEYBOARD)

    assert an.phone.last.labels == ["Đọc"]
    refusal = await api.refusal(
        "editMessageReplyMarkup", chat_id=7, message_id=1, reply_markup=KEYBOARD
    )
    assert refusal == NOT_MODIFIED


async def test_what_is_not_there_cannot_be_edited_or_deleted(api, an):
    edit = await api.refusal("editMessageText", chat_id=7, message_id=5, text="a")
    delete = await api.refusal("deleteMessage", chat_id=7, message_id=5)

    assert edit == "Bad Request: message to edit not found"
    assert delete == "Bad Request: message to delete not found"


async def test_other_peoples_messages_cannot_be_edited(api, an):
    an.write("/start")

    refusal = await api.refusal("editMessageText", chat_id=7, message_id=1, text="a")

    assert refusal == "Bad Request: message can't be edited"


async def test_a_deleted_message_is_gone(api, an):
    await api.result("sendMessage", chat_id=7, text="a")
    shown = an.phone.last

    await api.result("deleteMessage", chat_id=7, message_id=1)

    assert shown.deleted
    assert an.phone.messages == []
    refusal = await api.refusal("deleteMessage", chat_id=7, message_id=1)
    assert refusal == "Bad Request: message to delete not found"


async def test_after_48_hours_nothing_is_deleted_for_everyone(api, an, clock):
    await api.result("sendMessage", chat_id=7, text="a")
    clock.pass_time(hours=48, seconds=1)

    refusal = await api.refusal("deleteMessage", chat_id=7, message_id=1)

    assert refusal == "Bad Request: message can't be deleted for everyone"
    assert an.phone.last.text == "a"


async def test_several_messages_go_at_once(api, an):
    for text in "abc":
        await api.result("sendMessage", chat_id=7, text=text)

    await api.result("deleteMessages", chat_id=7, message_ids=[1, 3, 99])

    assert [each.text for each in an.phone.messages] == ["b"]


async def test_a_caption_is_edited_and_a_text_has_none(api, an):
    an.send_photo()
    updates = await api.result("getUpdates")
    photo = updates[0]["message"]["photo"][-1]["file_id"]
    sent = await api.result("sendPhoto", chat_id=7, photo=photo, caption="cũ")
    await api.result("sendMessage", chat_id=7, text="a")

    await api.result(
        "editMessageCaption",
        chat_id=7,
        message_id=sent["message_id"],
        caption="<i>mới</i>",
        parse_mode="HTML",
    )
    text_of_photo = await api.refusal(
        "editMessageText", chat_id=7, message_id=sent["message_id"], text="a"
    )
    caption_of_text = await api.refusal(
        "editMessageCaption", chat_id=7, message_id=sent["message_id"] + 1, caption="a"
    )

    assert an.phone.message(sent["message_id"]).html == "<i>mới</i>"
    assert text_of_photo == "Bad Request: there is no text in the message to edit"
    assert caption_of_text == "Bad Request: there is no caption in the message to edit"


async def test_a_pin_shows_and_goes_with_its_message(api, an):
    await api.result("sendMessage", chat_id=7, text="a")
    await api.result("pinChatMessage", chat_id=7, message_id=1, disable_notification=True)

    assert [each.text for each in an.phone.pinned] == ["a"]

    await api.result("deleteMessage", chat_id=7, message_id=1)

    assert an.phone.pinned == []


async def test_a_copy_carries_the_content_but_not_the_origin(api, sim, an):
    channel = sim.channel(-1001234567890, title="Kênh")
    await api.result("sendMessage", chat_id=7, text="<b>a</b>", parse_mode="HTML")

    await api.result("copyMessage", chat_id=channel.id, from_chat_id=7, message_id=1)
    forwarded = await api.result("forwardMessage", chat_id=channel.id, from_chat_id=7, message_id=1)

    assert [each.html for each in channel.phone.messages] == ["<b>a</b>", "<b>a</b>"]
    assert "forward_origin" not in channel.phone.messages[0].json
    assert forwarded["forward_origin"]["type"] == "user"


async def test_several_messages_are_copied_in_order(api, sim, an):
    channel = sim.channel(-1001234567890)
    for text in "abc":
        await api.result("sendMessage", chat_id=7, text=text)

    place = {"chat_id": channel.id, "from_chat_id": 7}
    copied = await api.result("copyMessages", **place, message_ids=[1, 3])
    refusal = await api.refusal("copyMessages", **place, message_ids=[3, 1])

    assert [each.text for each in channel.phone.messages] == ["a", "c"]
    assert copied == [{"message_id": 1}, {"message_id": 2}]
    assert refusal.endswith("strictly increasing order")


async def test_only_known_reactions_are_taken(api, an):
    an.write("/tin")

    await api.result(
        "setMessageReaction", chat_id=7, message_id=1, reaction=[{"type": "emoji", "emoji": "👍"}]
    )
    refusal = await api.refusal(
        "setMessageReaction", chat_id=7, message_id=1, reaction=[{"type": "emoji", "emoji": "✅"}]
    )

    assert refusal == "Bad Request: REACTION_INVALID"
