"""What the bot sends, as the phone in the browser shows it."""

import struct
import zlib

import pytest
from playwright.async_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

MEMBER = 7
QUOTE = "Dòng một của trích dẫn.\n" * 8
ARTICLE = (
    "<h1>Làm 12 km đường nông thôn</h1><p>Sáng nay tại <b>Nậm Mả</b>.</p>"
    "<ul><li>Đường liên thôn</li><li>Đèn chiếu sáng</li></ul>"
    "<table bordered><tr><th>Huyện</th><th>Đường</th></tr>"
    "<tr><td>Văn Bàn</td><td>4,1</td></tr></table>"
    "<blockquote>Làm từ 5 giờ sáng.<cite>Páo</cite></blockquote><aside>Hơn 300 đoàn viên</aside>"
    "<details><summary>Tài liệu</summary><p>Kế hoạch số 12</p></details><hr>"
    "<footer>Lượt xem: 1</footer>"
)


def keyboard(*buttons: dict) -> dict:
    return {"inline_keyboard": [list(buttons)]}


def picture(width: int = 60, height: int = 40) -> bytes:
    """A small valid PNG in one colour."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\x20\x70\xb0" * width) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


async def test_what_the_member_writes_reaches_the_bot_and_the_answer_comes_back(chat, bot):
    await chat.locator("#composer-text").fill("Có tin gì mới?")
    await chat.keyboard.press("Enter")
    update = await bot.next_update()

    await bot.call("sendMessage", chat_id=MEMBER, text="Có ba tin mới.")

    assert update["message"]["text"] == "Có tin gì mới?"
    await expect(chat.locator(".out .text").last).to_contain_text("Có tin gì mới?")
    await expect(chat.locator(".in .text").last).to_contain_text("Có ba tin mới.")
    await expect(chat.locator(".row .pill").first).to_have_text("Thứ 2, 14/08/2017")


async def test_every_kind_of_formatting_is_shown(chat, bot):
    html = (
        "🤫 <b>đậm</b> <i>nghiêng</i> <u>dưới</u> <s>bỏ</s> <tg-spoiler>bí mật</tg-spoiler> "
        '<code>mã</code> <a href="https://example.org/x">liên kết</a>'
        '<pre><code class="language-python">in()</code></pre>'
        f"<blockquote expandable>{QUOTE}</blockquote>"
    )

    await bot.call("sendMessage", chat_id=MEMBER, text=html, parse_mode="HTML")

    text = chat.locator(".in .text").last
    for tag, words in {"strong": "đậm", "em": "nghiêng", "u": "dưới", "s": "bỏ"}.items():
        await expect(text.locator(f"> {tag}")).to_have_text(words)
    await expect(text.locator("> code")).to_have_text("mã")
    await expect(text.locator("a")).to_have_attribute("href", "https://example.org/x")
    await expect(text.locator(".pre pre")).to_have_text("in()")
    await text.get_by_role("button", name="Nội dung bị che").click()
    await expect(text.locator(".spoiler.shown")).to_have_text("bí mật")


async def test_a_long_quotation_shows_three_lines_until_it_is_opened(chat, bot):
    await bot.call(
        "sendMessage",
        chat_id=MEMBER,
        text=f"<blockquote expandable>{QUOTE}</blockquote>",
        parse_mode="HTML",
    )
    body = chat.locator(".expandable .quote-body")
    closed = await body.evaluate("quote => quote.clientHeight")

    await chat.get_by_role("button", name="Mở rộng trích dẫn").click()

    opened = await body.evaluate("quote => quote.clientHeight")
    assert closed < 80 < opened


async def test_markup_in_a_message_is_only_text(chat, bot):
    dialogs: list[str] = []
    chat.on("dialog", lambda dialog: dialogs.append(dialog.message))
    evil = "<script>alert(1)</script><img src=x onerror=alert(2)>"

    await bot.call(
        "sendMessage",
        chat_id=MEMBER,
        text=evil,
        reply_markup=keyboard({"text": evil, "callback_data": "x"}),
    )

    await expect(chat.locator(".in .text").last).to_contain_text(evil)
    await expect(chat.locator(".keyboard .button")).to_have_text(evil)
    assert await chat.locator("#messages script, #messages img").count() == 0
    assert dialogs == []


async def test_a_press_shows_the_answer_as_a_toast(chat, bot):
    save = keyboard({"text": "Lưu tin", "callback_data": "save:1", "style": "primary"})
    await bot.call("sendMessage", chat_id=MEMBER, text="Một tin.", reply_markup=save)
    button = chat.get_by_role("button", name="Lưu tin")
    await button.click()
    update = await bot.next_update()
    await expect(button).to_have_attribute("aria-busy", "true")

    query = update["callback_query"]
    await bot.call("answerCallbackQuery", callback_query_id=query["id"], text="Đã lưu.")

    assert query["data"] == "save:1"
    await expect(chat.locator(".toast")).to_have_text("Đã lưu.")
    await expect(button).not_to_have_attribute("aria-busy", "true")


async def test_a_press_shows_an_alert_that_waits(chat, bot):
    remove = keyboard({"text": "Gỡ tin", "callback_data": "gone:1", "style": "danger"})
    await bot.call("sendMessage", chat_id=MEMBER, text="Một tin.", reply_markup=remove)
    await chat.get_by_role("button", name="Gỡ tin").click()
    query = (await bot.next_update())["callback_query"]

    await bot.call(
        "answerCallbackQuery", callback_query_id=query["id"], text="Tin đã gỡ.", show_alert=True
    )

    await expect(chat.locator("#dialog[open]")).to_contain_text("Tin đã gỡ.")
    await chat.get_by_role("button", name="Đã hiểu").click()
    await expect(chat.locator("#dialog[open]")).to_have_count(0)


async def test_an_edit_changes_the_bubble_and_leaves_the_reader_where_he_was(chat, bot):
    first = await bot.call("sendMessage", chat_id=MEMBER, text="Bản đầu.")
    for number in range(12):
        await bot.call("sendMessage", chat_id=MEMBER, text=f"Tin {number}\n" * 4)
    await expect(chat.locator(".in")).to_have_count(13)
    await chat.locator("#scroller").evaluate("wall => wall.scrollTo(0, 700)")
    seen = chat.locator(".in", has_text="Tin 7")
    before = (await seen.bounding_box() or {})["y"]

    await bot.call(
        "editMessageText", chat_id=MEMBER, message_id=first["message_id"], text="Bản sửa.\n" * 9
    )

    await expect(chat.locator(".in").first).to_contain_text("Bản sửa.")
    await expect(chat.locator(".in").first.locator(".edited")).to_have_text("đã sửa")
    assert abs((await seen.bounding_box() or {})["y"] - before) < 2


async def test_a_deleted_message_goes(chat, bot):
    sent = await bot.call("sendMessage", chat_id=MEMBER, text="Sắp gỡ.")
    await expect(chat.locator(".in")).to_have_count(1)

    await bot.call("deleteMessage", chat_id=MEMBER, message_id=sent["message_id"])

    await expect(chat.locator(".in")).to_have_count(0)


async def test_photos_and_albums_are_shown(chat, bot):
    sent = await bot.send_photo(picture(), chat_id=str(MEMBER), caption="Hội trại.")
    file_id = sent["photo"][-1]["file_id"]
    media = [{"type": "photo", "media": file_id} for _ in range(3)]
    await bot.call("sendMediaGroup", chat_id=MEMBER, media=media)

    await expect(chat.locator(".photo.captioned .text")).to_contain_text("Hội trại.")
    await expect(chat.locator(".mosaic-3 img")).to_have_count(3)
    await expect(chat.locator(".picture.missing")).to_have_count(0)
    await chat.locator(".photo.captioned .picture").click()
    await expect(chat.locator("#dialog.zoom img")).to_be_visible()


async def test_a_rich_message_is_laid_out_as_a_document(chat, bot):
    await bot.call("sendRichMessage", chat_id=MEMBER, rich_message={"html": ARTICLE})

    rich = chat.locator(".rich")
    await expect(rich.get_by_role("heading")).to_have_text("Làm 12 km đường nông thôn")
    await expect(rich.locator("p strong").first).to_have_text("Nậm Mả")
    await expect(rich.locator("li")).to_have_count(2)
    await expect(rich.locator("table.bordered th")).to_have_text(["Huyện", "Đường"])
    await expect(rich.locator("blockquote cite")).to_have_text("Páo")
    await expect(rich.locator(".pullquote")).to_contain_text("Hơn 300 đoàn viên")
    await expect(rich.locator("hr")).to_have_count(1)
    await rich.locator("summary").click()
    await expect(rich.locator(".details-body")).to_be_visible()
    await expect(rich.locator("footer")).to_have_text("Lượt xem: 1")


async def test_a_card_turns_into_the_article_in_place(chat, bot):
    read = keyboard({"text": "Đọc tiếp", "callback_data": "read:1"})
    card = await bot.call("sendMessage", chat_id=MEMBER, text="Tóm tắt.", reply_markup=read)
    await chat.get_by_role("button", name="Đọc tiếp").click()
    query = (await bot.next_update())["callback_query"]

    long = ARTICLE + "<p>Một đoạn nữa của bài viết dài.</p>" * 60
    await bot.call(
        "editMessageText",
        chat_id=MEMBER,
        message_id=card["message_id"],
        rich_message={"html": long},
    )
    await bot.call("answerCallbackQuery", callback_query_id=query["id"])

    await expect(chat.locator(".rich h2")).to_be_in_viewport()


async def test_a_headline_in_a_rich_message_can_be_pressed(chat, bot):
    html = (
        "<h2>Bản tin sáng</h2>"
        '<p><tg-button type="callback_data" data="open:2" style="link">Hội trại khai mạc'
        "</tg-button></p>"
        '<tg-button-row><tg-button type="callback_data" data="all" style="primary">Xem tất cả'
        "</tg-button></tg-button-row>"
    )
    await bot.call("sendRichMessage", chat_id=MEMBER, rich_message={"html": html})

    await chat.get_by_role("button", name="Hội trại khai mạc").click()
    query = (await bot.next_update())["callback_query"]
    await bot.call("answerCallbackQuery", callback_query_id=query["id"], text="Đang mở.")

    assert query["data"] == "open:2"
    await expect(chat.locator(".toast")).to_have_text("Đang mở.")
    await expect(chat.locator(".rich .button-primary")).to_have_text("Xem tất cả")
