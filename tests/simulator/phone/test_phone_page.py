"""The phone page itself: people, menus, keyboards, panes, looks."""

from datetime import UTC, datetime

import pytest
from playwright.async_api import expect

from bot.simulator.telegram.serve import served

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

MEMBER, EDITOR = 7, 8


async def test_blocking_the_bot_is_told_and_can_be_undone(chat, bot):
    await chat.get_by_role("button", name="Bảng điều khiển").click()

    await chat.get_by_role("button", name="Chặn bot").click()
    blocked = (await bot.next_update())["my_chat_member"]
    await chat.keyboard.press("Escape")
    await chat.locator("#foot-bar").get_by_role("button", name="Bỏ chặn").click()
    unblocked = (await bot.next_update())["my_chat_member"]

    assert blocked["new_chat_member"]["status"] == "kicked"
    assert unblocked["new_chat_member"]["status"] == "member"
    await expect(chat.locator("#composer")).to_be_visible()


async def test_others_messages_are_counted_until_they_are_looked_at(phone, bot):
    editor = phone.get_by_role("tab", name="Biên tập viên")
    await editor.click()
    await phone.get_by_role("button", name="BẮT ĐẦU").click()
    await phone.get_by_role("tab", name="Đoàn viên").click()

    await bot.call("sendMessage", chat_id=EDITOR, text="Có bài chờ duyệt.")

    await expect(editor.locator(".badge")).to_have_text("1")
    await editor.click()
    await expect(phone.locator(".in .text").last).to_contain_text("Có bài chờ duyệt.")
    await expect(editor.locator(".badge")).to_have_count(0)


async def test_the_menu_offers_the_commands_of_the_bot(chat, bot):
    commands = [
        {"command": "tinmoi", "description": "Tin mới nhất"},
        {"command": "caidat", "description": "Cài đặt"},
    ]
    await bot.call("setMyCommands", commands=commands)

    await chat.get_by_role("button", name="Menu").click()
    await expect(chat.locator("#commands [role=option]")).to_have_count(2)
    await chat.locator("#composer-text").fill("/ca")
    await chat.keyboard.press("ArrowDown")
    await chat.keyboard.press("Enter")

    assert (await bot.next_update())["message"]["text"] == "/caidat"


async def test_a_reply_keyboard_and_a_forced_reply_stand_at_the_foot(chat, bot):
    keys = {"keyboard": [[{"text": "Cần Thơ"}, {"text": "Hà Nội"}]], "resize_keyboard": True}
    await bot.call("sendMessage", chat_id=MEMBER, text="Bạn ở đâu?", reply_markup=keys)
    await chat.locator("#reply-keyboard").get_by_role("button", name="Hà Nội").click()
    chosen = (await bot.next_update())["message"]["text"]

    prompt = {"force_reply": True, "input_field_placeholder": "Tiêu đề"}
    await bot.call("sendMessage", chat_id=MEMBER, text="Nhập tiêu đề", reply_markup=prompt)

    assert chosen == "Hà Nội"
    await expect(chat.locator("#reply-bar")).to_contain_text("Nhập tiêu đề")
    await expect(chat.locator("#composer-text")).to_have_attribute("placeholder", "Tiêu đề")
    await chat.keyboard.type("Tin vui")
    await chat.keyboard.press("Enter")
    assert (await bot.next_update())["message"]["reply_to_message"]["text"] == "Nhập tiêu đề"


async def test_each_call_of_the_bot_is_in_the_log(chat, bot):
    await bot.call("sendMessage", chat_id=MEMBER, text="Một tin.")

    await chat.get_by_role("button", name="Lời gọi Bot API").click()
    call = chat.locator(".call", has_text="sendMessage").first
    await call.locator("summary").click()

    await expect(call.locator("pre")).to_contain_text("Một tin.")


async def test_nothing_is_wider_than_a_small_phone(chat, bot):
    article = "<h1>Làm 12 km đường nông thôn</h1><p>Sáng nay tại Nậm Mả.</p>"
    wide = "<table bordered><tr>" + "<td>một ô khá dài</td>" * 12 + "</tr></table>"
    rows = [
        {"text": f"Một nút có chữ khá dài {number}", "callback_data": str(number)}
        for number in range(3)
    ]
    await bot.call("sendRichMessage", chat_id=MEMBER, rich_message={"html": article + wide})
    await bot.call(
        "sendMessage",
        chat_id=MEMBER,
        text="https://example.org/" + "a" * 300,
        reply_markup={"inline_keyboard": [rows]},
    )
    await expect(chat.locator(".keyboard .button")).to_have_count(3)

    overflow = await chat.evaluate(
        "[document.documentElement, document.getElementById('scroller')]"
        ".map(box => box.scrollWidth - box.clientWidth)"
    )

    assert overflow == [0, 0]


async def test_the_page_turns_dark_with_the_system_and_by_hand(browser, address):
    context = await browser.new_context(color_scheme="dark")
    page = await context.new_page()
    await page.goto(f"{address}/phone/")
    surface = "getComputedStyle(document.getElementById('phone')).backgroundColor"
    by_system = await page.evaluate(surface)

    await page.get_by_role("button", name="Giao diện").click()

    assert by_system == "rgb(23, 33, 43)"
    assert await page.evaluate(surface) == "rgb(255, 255, 255)"
    await context.close()


async def test_the_page_speaks_english_when_asked(phone):
    await phone.get_by_role("button", name="Bảng điều khiển").click()

    await phone.get_by_role("button", name="English").click()

    await expect(phone.locator("html")).to_have_attribute("lang", "en")
    await expect(phone.locator("#people [role=tab]").first).to_contain_text("Member")
    await expect(phone.locator("#to-morning")).to_have_text("Jump to 07:00")


async def test_the_clock_jumps_to_the_next_morning(phone, sim):
    asked = []
    sim.on_clock = asked.append
    await phone.get_by_role("button", name="Bảng điều khiển").click()
    await expect(phone.locator("#clock-time")).to_have_text("10:00")

    async with phone.expect_response("**/phone/clock"):
        await phone.get_by_role("button", name="Nhảy tới 07:00").click()

    assert [instant.astimezone(UTC) for instant in asked] == [datetime(2017, 8, 15, tzinfo=UTC)]


async def test_an_old_client_makes_the_server_forget_rich_messages(phone, sim):
    await phone.get_by_role("button", name="Bảng điều khiển").click()
    button = phone.get_by_role("button", name="Máy cũ")

    await button.click()

    await expect(button).to_have_attribute("aria-pressed", "true")
    assert not sim.dialect.rich


async def test_views_and_the_ledger_stand_beside_the_phone(phone, sim):
    sim.extra = lambda: {
        "articles": [{"id": 1, "title": "Làm đường", "views": 1234, "readers": 98}],
        "ledger": [{"state": "sent", "count": 5}],
    }

    await phone.reload()

    await expect(phone.locator("#views li")).to_contain_text(["1.234"])
    await expect(phone.locator("#ledger li")).to_have_text(["Đã gửi5"])


async def test_what_came_while_the_line_was_down_is_fetched(browser, sim):
    page = await browser.new_page()
    async with served(sim.app) as address:
        await page.goto(f"{address}/phone/")
        await expect(page.locator("#people [role=tab]")).to_have_count(3)
    await expect(page.locator("#head-note")).to_have_text("đang kết nối lại…")

    sim.person(MEMBER).write("Viết khi đứt mạng")

    async with served(sim.app, port=int(address.rpartition(":")[2])):
        await expect(page.locator(".out .text")).to_contain_text("Viết khi đứt mạng")
        await expect(page.locator("#head-note")).to_have_text("bot")
        await page.close()


async def test_every_control_has_a_name_for_a_screen_reader(phone):
    unnamed = await phone.evaluate(
        "[...document.querySelectorAll('button, a, textarea, img')]"
        ".filter(each => !each.hidden && !(each.ariaLabel || each.textContent.trim()"
        " || each.hasAttribute('alt')))"
        ".map(each => each.id || each.className)"
    )

    assert unnamed == []


async def test_a_crowd_of_members_gets_no_tabs_of_its_own(phone, bot, sim):
    for number in range(20):
        sim.person(100 + number, first_name=f"Đoàn viên {number}", started=True)

    await phone.reload()
    await expect(phone.locator("#people [role=tab]")).to_have_count(3)
    await bot.call("sendMessage", chat_id=105, text="Bản tin sáng.")
    await phone.get_by_role("button", name="Lời gọi Bot API").click()

    await expect(phone.locator(".call").first).to_contain_text("Đoàn viên 5")
