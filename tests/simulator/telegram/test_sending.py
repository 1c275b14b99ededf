import asyncio

from telegram import InlineKeyboardButton, InlineKeyboardMarkup


async def test_a_bot_of_the_library_sends_and_the_phone_shows_it(sim, bot):
    an = sim.person(7, first_name="An", language_code="vi")
    an.write("/start")
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Đọc tiếp", callback_data="1r:1")]])

    sent = await bot.send_message(
        7, "<b>Chào</b> An", parse_mode="HTML", reply_markup=keyboard, disable_notification=True
    )

    assert an.phone.last.text == "Chào An"
    assert an.phone.last.html == "<b>Chào</b> An"
    assert an.phone.last.labels == ["Đọc tiếp"]
    assert an.phone.last.silent
    assert sent.entities[0].type == "bold"
    assert sim.accepted(7) == 1


async def test_a_press_is_answered_with_a_toast(sim, bot):
    an = sim.person(7, started=True)
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Đọc tiếp", callback_data="1r:1")]])
    await bot.send_message(7, "Tin", reply_markup=keyboard)

    pressing = asyncio.create_task(an.press("Đọc"))
    updates = await bot.get_updates(timeout=5)
    await updates[0].callback_query.answer("Đã mở")
    toast = await pressing

    assert updates[0].callback_query.data == "1r:1"
    assert toast.text == "Đã mở"
    assert an.phone.toasts == ["Đã mở"]
