"""Rich messages: what is taken, what is refused, what the phone shows."""

import asyncio
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.simulator.telegram.markup import BadMarkup
from bot.simulator.telegram.richtree import parse_tree
from bot.simulator.telegram.schema import Schema
from tests.simulator.telegram.pictures import picture

ARTICLE = """
<h1>Hội trại “Tuổi trẻ giữ nước”</h1>
<figure><img src="tg://photo?id=anh_1"/>
  <figcaption>Lửa trại<cite>Ảnh: Minh</cite></figcaption></figure>
<aside>Hơn 300 đoàn viên<cite>Ban tổ chức</cite></aside>
<p>Xem <a href="https://tinh.vn/a">bài gốc</a>, #hoitrai, baochinhphu.vn
   <b>và <i>nữa</i></b><br/>Hết.
   <tg-button type="callback_data" data="1r:9" style="link">Đọc</tg-button></p>
<ul><li>Một</li><li><input type="checkbox" checked> Hai</li></ul>
<ol start="3" type="i"><li>x</li><li><p>y</p></li></ol>
<table bordered compact><caption>Bảng</caption>
  <tr><th colspan="2">Đội</th></tr><tr><td>1</td><td align="right">2</td></tr></table>
<details open><summary>Tài liệu</summary><p>Kế hoạch</p></details>
<blockquote><p>Trích</p><cite>Ai đó</cite></blockquote><blockquote collapsed>Dài</blockquote>
<pre><code class="language-python">x  = 1</code></pre>
<hr/><a name="cuoi"></a>
<tg-button-row align="center"><tg-button type="url" url="https://tinh.vn">Mở</tg-button>
<tg-button type="callback_data" data="1s:9" style="primary">Lưu</tg-button></tg-button-row>
<footer>Cập nhật &hellip; <tg-time unix="1790000000" format="wDT">hôm nay</tg-time></footer>
"""


@pytest.fixture
def an(sim):
    return sim.person(7, started=True)


async def sent_article(bot, html: str = ARTICLE, **more: object) -> None:
    photo = (await bot.send_photo(7, picture())).photo[-1].file_id
    media = [{"id": "anh_1", "media": {"type": "photo", "media": photo}}]
    await bot.do_api_request(
        "sendRichMessage",
        api_kwargs={"chat_id": 7, "rich_message": {"html": html, "media": media}, **more},
    )


async def test_an_article_becomes_blocks_of_the_documented_shape(bot, an):
    await sent_article(bot)

    rich = an.phone.last.json["rich_message"]
    Schema(strict_unknown=True).check_type("RichMessage", rich)
    assert [block["type"] for block in rich["blocks"]] == [
        "heading",
        "photo",
        "pullquote",
        "paragraph",
        "list",
        "list",
        "table",
        "details",
        "blockquote",
        "expandable_blockquote",
        "pre",
        "divider",
        "anchor",
        "buttons",
        "footer",
    ]


async def test_its_text_reads_like_the_article(bot, an):
    await sent_article(bot)

    text = an.phone.last.text
    assert text.startswith("Hội trại “Tuổi trẻ giữ nước”\nLửa trại\nẢnh: Minh\nHơn 300 đoàn viên")
    assert "Xem bài gốc, #hoitrai, baochinhphu.vn và nữa\nHết. Đọc\n" in text
    assert "• Hai\niii. x\niv. y\n" in text
    assert "1\t2" in text


async def test_links_and_hashtags_are_found_unless_it_is_asked_not_to(api, an):
    html = "<p>#hoitrai tinh.vn</p><pre>#a</pre>"

    for skip in (False, True):
        await api.result(
            "sendRichMessage",
            chat_id=7,
            rich_message={"html": html, "skip_entity_detection": skip},
        )

    found, skipped = (message.rich for message in an.phone.messages)
    assert [part["type"] for part in found[0]["text"] if isinstance(part, dict)] == [
        "hashtag",
        "url",
    ]
    assert found[1]["text"] == "#a"
    assert skipped[0]["text"] == "#hoitrai tinh.vn"


async def test_a_button_in_the_text_can_be_pressed(api, bot, an):
    await sent_article(bot)

    pressing = asyncio.create_task(an.press("Đọc"))
    updates = await api.result("getUpdates", timeout=5)
    await api.result("answerCallbackQuery", callback_query_id=updates[0]["callback_query"]["id"])
    await pressing

    assert updates[0]["callback_query"]["data"] == "1r:9"
    assert an.phone.last.labels == ["Đọc", "Mở", "Lưu"]


async def test_a_card_turns_into_the_article_in_place(api, an):
    await api.result("sendMessage", chat_id=7, text="Thẻ")

    rich = {"html": "<h2>Bài</h2><p>Dài</p>"}
    await api.result("editMessageText", chat_id=7, message_id=1, rich_message=rich)
    again = await api.refusal("editMessageText", chat_id=7, message_id=1, rich_message=rich)

    assert an.phone.last.text == "Bài\nDài"
    assert an.phone.last.rich is not None
    assert again.startswith("Bad Request: message is not modified")


@pytest.mark.parametrize(
    ("html", "refusal"),
    [
        ("<div>a</div>", 'Unsupported start tag "div" at byte offset 0'),
        ("<p>ễ<span>a</span></p>", 'Unsupported start tag "span" at byte offset 6'),
        ("<p>a", 'Can\'t find end tag corresponding to start tag "p"'),
        ("<p>a</b>", 'Unmatched end tag at byte offset 4, expected "</p>", found "</b>"'),
        ("a</p>", "Unexpected end tag at byte offset 1"),
        ("<b/>", 'Tag "b" can\'t be self-closing at byte offset 0'),
        (
            "<p><img src='https://a.vn/b.png'/></p>",
            'Tag "img" is not allowed inside of the tag "p"',
        ),
        ("<td>a</td>", 'Tag "td" is not allowed inside of the tag ""'),
        ("<table><tr><td><p>a</p></td></tr></table>", 'Tag "p" is not allowed inside of the tag'),
        ("<table><tbody></tbody></table>", 'Unsupported start tag "tbody"'),
        ("<ul>a</ul>", 'Text is not allowed in the tag "ul"'),
        ("<details><p>a</p></details>", 'Tag "details" must have a "summary"'),
        ("<h1><h2>a</h2></h1>", 'Tag "h2" is not allowed inside of the tag "h1"'),
        ("<p><a href='javascript:x'>a</a></p>", "URL 'javascript:x' is invalid"),
        ("<img src='tg://photo?id=nope'/>", "Media not found at byte offset 0"),
        ("<img/>", 'Tag "img" must have attribute "src"'),
        ("<table><tr>" + "<td>a</td>" * 21 + "</tr></table>", "A row must have 1-20 columns"),
        ("<blockquote>" * 17 + "a" + "</blockquote>" * 17, "Too many levels of nesting"),
        ("<tg-button-row></tg-button-row>", "A row must have 1-8 buttons"),
        ("<p><tg-button type='pay' data='a'>a</tg-button></p>", 'Unsupported button type "pay"'),
        (
            "<p><tg-button type='url' url='https://a.vn' style='link'>a</tg-button></p>",
            'Invalid button style "link"',
        ),
        (
            "<p><tg-button type='callback_data' data='a'><b>a</b></tg-button></p>",
            'Tag "b" is not allowed inside of the tag "tg-button"',
        ),
    ],
)
async def test_what_rich_html_does_not_know_is_refused(api, an, html, refusal):
    answer = await api.refusal("sendRichMessage", chat_id=7, rich_message={"html": html})

    assert answer.startswith(f"Bad Request: can't parse rich message: {refusal}")


@pytest.mark.parametrize(
    ("rich", "refusal"),
    [
        ({}, "exactly one of the fields html, markdown, or blocks must be used"),
        (
            {"html": "<p>a</p>", "markdown": "a"},
            "exactly one of the fields html, markdown, or blocks must be used",
        ),
        ({"markdown": "a"}, "rich message from markdown not modelled by the simulator"),
        ({"html": " \n "}, "message text is empty"),
        ({"html": "<p>" + "ễ" * 32_769 + "</p>"}, "rich message is too long"),
        ({"html": "<hr/>" * 501}, "rich message has too many blocks"),
        ({"html": "<ul>" + "<li>a</li>" * 250 + "</ul>"}, "rich message has too many blocks"),
        (
            {"html": "<p><tg-button type='callback_data' data=''>a</tg-button></p>"},
            "BUTTON_DATA_INVALID",
        ),
    ],
)
async def test_what_is_too_much_is_refused(api, an, rich, refusal):
    answer = await api.refusal("sendRichMessage", chat_id=7, rich_message=rich)

    assert answer == f"Bad Request: {refusal}"


async def test_the_longest_message_is_taken(api, an):
    html = "<p>" + "ễ" * 32_768 + "</p>"

    await api.result("sendRichMessage", chat_id=7, rich_message={"html": html})

    assert len(an.phone.last.text) == 32_768


async def test_one_member_alone_sees_an_ephemeral_article(api, sim, an):
    binh = sim.person(8)
    group = sim.group(-1001, members=[an, binh])

    sent = await api.result(
        "sendRichMessage",
        chat_id=-1001,
        rich_message={"html": "<p>Chỉ bạn thấy</p>"},
        receiver_user_id=7,
    )

    assert sent["message_id"] == 0
    assert an.phone_in(group).last.text == "Chỉ bạn thấy"
    assert binh.phone_in(group).messages == []
    assert group.phone.messages == []


async def test_an_ephemeral_message_can_be_edited_and_deleted(api, sim, an):
    group = sim.group(-1001, members=[an])
    sent = await api.result("sendMessage", chat_id=-1001, text="a", receiver_user_id=7)
    place = {
        "chat_id": -1001,
        "receiver_user_id": 7,
        "ephemeral_message_id": sent["ephemeral_message_id"],
    }

    await api.result("editEphemeralMessageText", text="b", **place)
    edited = an.phone_in(group).last.text
    await api.result("deleteEphemeralMessage", **place)

    assert edited == "b"
    assert an.phone_in(group).messages == []


async def test_an_inline_result_is_checked_as_if_it_were_sent(api, an):
    asking = asyncio.create_task(an.search("a", timeout_s=0.2))
    updates = await api.result("getUpdates", timeout=5)
    result = {
        "type": "article",
        "id": "1",
        "title": "a",
        "input_message_content": {"rich_message": {"html": "<div>a</div>"}},
    }

    refusal = await api.refusal(
        "answerInlineQuery", inline_query_id=updates[0]["inline_query"]["id"], results=[result]
    )
    await asking

    assert refusal.startswith('Bad Request: can\'t parse rich message: Unsupported start tag "div"')


@given(st.lists(st.sampled_from([*ARTICLE.split(">"), "<", ">", "</", "&", "/>", "ễ", '"'])))
def test_any_pieces_of_markup_make_a_tree_or_are_refused(pieces):
    try:
        tree = parse_tree(">".join(pieces))
    except BadMarkup:
        return

    json.dumps(tree.text())
