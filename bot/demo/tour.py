"""`bantin demo --script tour`: the demo's story in the terminal, and proof that it holds."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import datetime, timedelta

import aiohttp
from rich.console import Console
from rich.markup import escape

from bot.demo.audience import FIRST_ID
from bot.demo.stage import START, Stage, stage
from bot.demo.teller import LOOK_EVERY_S, PATIENCE_S, StoryBroke, Teller, words_of
from bot.digest import next_digest
from bot.simulator.telegram import Fault, Person, SeenMessage
from storage.model import DeliveryState

MEMBERS = 12
LOOKED_AT = START + timedelta(seconds=31)
PUSHED_AT = START + timedelta(seconds=46)
TITLE = "Thực hiện tốt các chương trình"
DRAFT = (
    "Tối thứ bảy chiếu phim ngoài trời ở sân Nhà thiếu nhi\n"
    "Mời các bạn mang theo ghế xếp; phim bắt đầu lúc 19 giờ.\n\n"
    "Vé không bán; ai đến trước ngồi trước. Trời mưa thì dời sang chủ nhật."
)
PLANNED = "Lễ tuyên dương của của đội bóng xã\nSáu giờ rưỡi sáng mai ở sân kho."


async def tour(console: Console) -> int:
    """Tells the story step by step; 0 when each came true, 1 at the first that did not."""
    console.print("[bold]Bản Tin[/]: từ nguồn tin tới điện thoại, từ lần bấm tới lượt xem\n")
    try:
        async with stage(members=MEMBERS) as scene:
            for tell in (
                _arrives,
                _is_read,
                _is_found,
                _is_written,
                _is_planned,
                _is_blocked,
                _is_counted,
                _next_morning,
            ):
                await tell(scene, Teller(console))
            await _adds_up(scene, Teller(console))
    except StoryBroke as broke:
        console.print(f"[red]✗[/] {escape(str(broke))}")
        return 1
    console.print("\n[green]✓[/] Câu chuyện trọn vẹn. Xem bằng mắt: [bold]make demo[/]")
    return 0


async def _arrives(scene: Stage, teller: Teller) -> None:
    articles = scene.newsroom.storage.articles
    before = await articles.count_latest()
    teller.check(f"{before} bài từ năm nguồn; chưa ai bị làm phiền", before > 20)
    scene.publish_sample()
    scene.jump_to(LOOKED_AT)
    found = None
    for _ in range(200):
        latest = await articles.find_latest(limit=1)
        found = latest[0] if latest[0].title.startswith(TITLE) else None
        if found is not None:
            break
        await asyncio.sleep(LOOK_EVERY_S)
    teller.check("Cổng thông tin đăng một bài; bot đọc được qua danh sách SharePoint", found)
    assert found is not None  # checked in the line above
    content = (await articles.get(found.id)).content
    teller.check(
        f"Đủ các cột: tác giả {content.author.name}, {content.page_count} trang, "
        f"{content.photo_count} ảnh, {content.imported_view_count} lượt xem trên cổng",
        content.author.name == "Kiều Oanh" and content.imported_view_count == 54,
    )
    scene.jump_to(PUSHED_AT)
    await teller.until(
        "07:30, tin nổi bật tới điện thoại", lambda: _has(scene.member, TITLE, photo=True)
    )
    teller.show(scene.member.phone.last)
    await teller.until("và tới nhóm chi đoàn", lambda: TITLE in words_of(scene.group.phone.last))


async def _is_read(scene: Stage, teller: Teller) -> None:
    reads = scene.member.phone
    await scene.member.press("Đọc tiếp")
    await teller.until(
        "Bấm Đọc tiếp: cả bài mở trong trò chuyện",
        lambda: reads.last.rich and TITLE in words_of(reads.last),
    )
    teller.check("Lượt xem: 1", "Lượt xem: 1" in reads.last.text)
    opened = reads.last.id
    await scene.member.press("Đọc tiếp")
    await teller.until(
        "Bấm lại ngay sau đó: vẫn là một lượt xem",
        lambda: reads.last.id > opened and "Lượt xem: 1" in reads.last.text,
    )
    alone = scene.administrator.phone_in(scene.group)
    await scene.administrator.press("Đọc tiếp", chat=scene.group)
    await teller.until(
        "Bấm trong nhóm: bài mở cho riêng người bấm, Lượt xem: 2",
        lambda: alone.last.rich and "Lượt xem: 2" in alone.last.text,
    )
    others = scene.member.phone_in(scene.group)
    teller.check("Cả nhóm chỉ thấy thẻ tin", not any(it.rich for it in others.messages))
    page = await _page(scene, reads.last)
    teller.check("Xem trên web: trang của bài, Lượt xem: 3", "Lượt xem: 3" in page)
    await scene.member.press("Lưu tin")
    await teller.until("Lưu tin: nút đổi thành Bỏ lưu", lambda: _button(reads.last, "Bỏ lưu"))


async def _page(scene: Stage, article: SeenMessage) -> str:
    """The article's page as somebody's browser gets it, from the button under it."""
    buttons = [button for row in article.buttons for button in row]
    link = next(it.url for it in buttons if it.text == "Xem trên web")
    assert link is not None  # it is a link
    headers = {"User-Agent": "Mozilla/5.0 (Linux; Android 14) Mobile Safari/537.36"}
    async with aiohttp.ClientSession(headers=headers) as session, session.get(link) as answer:
        return await answer.text()


async def _is_found(scene: Stage, teller: Teller) -> None:
    found = scene.member.phone
    scene.member.write("/timkiem cong nghe thong tin")
    await teller.until(
        "Tìm không dấu cũng thấy", lambda: not found.last.rich and TITLE in found.last.text
    )
    teller.show(found.last, lines=3)


async def _is_written(scene: Stage, teller: Teller) -> None:
    desk = scene.editor.phone
    scene.editor.write(f"/dangbai {DRAFT}")
    await teller.until(
        "Biên tập viên gửi /dangbai: bản nháp hiện ra", lambda: _button(desk.last, "Gửi duyệt")
    )
    teller.show(desk.last)
    await _approved(scene, teller)
    teller.show(desk.last, lines=3)
    await scene.editor.press("Đăng ngay")
    await teller.until("Đăng", lambda: _button(desk.last, "Gỡ tin"))
    await scene.editor.press("Nổi bật")
    await teller.until("Hỏi lại trước khi gửi tới nhiều nơi", lambda: _button(desk.last, "Hủy"))
    await scene.editor.press("Nổi bật")
    await teller.until("Đưa vào tin nổi bật", lambda: _button(desk.last, "Bỏ nổi bật"))
    scene.member.write("/dangbai thử xem")
    await teller.until(
        "Đoàn viên không đăng được", lambda: "biên tập viên" in scene.member.phone.last.text
    )


async def _approved(scene: Stage, teller: Teller) -> None:
    """The editor hands the newest draft in, and another person approves it."""
    await scene.editor.press("Gửi duyệt")
    group = scene.editors.phone
    await teller.until(
        "Gửi duyệt: thẻ vào nhóm biên tập",
        lambda: group.messages and _button(group.last, "Yêu cầu sửa"),
    )
    await scene.approver.press("Duyệt", chat=scene.editors)
    await teller.until("Người khác duyệt", lambda: _button(scene.editor.phone.last, "Đăng ngay"))


async def _is_planned(scene: Stage, teller: Teller) -> None:
    desk, press = scene.editor.phone, scene.editor.press
    scene.editor.write(f"/dangbai {PLANNED}")
    await teller.until("Một bài nữa, có từ lặp", lambda: _button(desk.last, "Kiểm tra ("))
    await press(next(it for it in desk.last.labels if it.startswith("Kiểm tra (")))
    await teller.until("Kiểm tra: bot nhắc", lambda: "Từ lặp: của của" in desk.last.text)
    await press("Quay lại")
    await teller.until("Quay lại thẻ", lambda: _button(desk.last, "Gửi duyệt"))
    await _approved(scene, teller)
    await press("Hẹn giờ")
    await teller.until("Hẹn giờ", lambda: _button(desk.last, "Giờ khác…"))
    await press("Giờ khác…")
    await teller.until("Bot hỏi giờ", lambda: "Đăng lúc nào? Trả lời" in desk.last.text)
    scene.editor.write("sáng mai 6h30", reply_to=desk.last.id)
    await teller.until(
        "Gõ “sáng mai 6h30”: bot hiểu, và cho biết gửi tới bao nhiêu nơi",
        lambda: "Đăng lúc 06:30 ngày mai?" in desk.last.text,
    )
    teller.show(desk.last)
    await press("Xác nhận")
    await teller.until("Đã hẹn giờ", lambda: desk.last.text.startswith("Đã hẹn giờ"))
    scene.editor.write("/lichdang")
    await teller.until("/lichdang: có trong lịch", lambda: "06:30 Lễ" in desk.last.text)


async def _is_blocked(scene: Stage, teller: Teller) -> None:
    leaver = scene.telegram.person(FIRST_ID)
    leaver.block()
    had = scene.telegram.accepted(FIRST_ID)
    scene.telegram.faults.next("sendMessage", Fault.flood(1), times=1)
    await scene.travel_to(_at(scene, 11, 30))
    await teller.until(
        "11:30, tin mới tới nơi dù Telegram bảo chờ (429)",
        lambda: _has(scene.member, DRAFT[:20]),
    )
    await _settled(scene)
    teller.check("Một người đã chặn bot: không gửi nữa", scene.telegram.accepted(FIRST_ID) == had)


async def _is_counted(scene: Stage, teller: Teller) -> None:
    desk = scene.administrator.phone
    scene.administrator.write("/thongke")
    await teller.until(
        "Thống kê bảy ngày: một ảnh, bốn dòng chữ", lambda: "Lượt xem: " in words_of(desk.last)
    )
    teller.show(desk.last, lines=5)
    scene.administrator.write("/nhuanbut")
    await teller.until(
        "Nhuận bút tháng này, đã chấm gần hết", lambda: "Tháng 11/2026" in words_of(desk.last)
    )
    teller.show(desk.last)


async def _next_morning(scene: Stage, teller: Teller) -> None:
    morning = _at(scene, 7, 0)
    await scene.travel_to(morning)
    title = f"Bản tin {morning.astimezone(scene.newsroom.config.zone):%d/%m/%Y}"
    await teller.until("07:00 hôm sau, bản tin tới", lambda: _has(scene.member, title))
    teller.show(scene.member.phone.last, lines=8)
    await _settled(scene)
    teller.check("Không ai nhận hai lần", not _had_twice(scene, title))


async def _adds_up(scene: Stage, teller: Teller) -> None:
    counts = await scene.newsroom.storage.outbox.counts()
    shown = ", ".join(f"{state.value} {count}" for state, count in sorted(counts.items()))
    teller.check(f"Sổ gửi tin: {shown}", not counts.get(DeliveryState.UNCERTAIN))


async def _settled(scene: Stage) -> None:
    open_states = (DeliveryState.QUEUED, DeliveryState.CLAIMED, DeliveryState.SENDING)
    for _ in range(int(PATIENCE_S / LOOK_EVERY_S)):
        counts = await scene.newsroom.storage.outbox.counts()
        if not any(counts.get(state) for state in open_states):
            return
        await asyncio.sleep(LOOK_EVERY_S)
    raise StoryBroke("Mọi tin đã có kết quả")


def _at(scene: Stage, hour: int, minute: int) -> datetime:
    zone = scene.newsroom.config.zone
    return next_digest(scene.clock.now(), minute=hour * 60 + minute, zone=zone)


def _has(person: Person, words: str, *, photo: bool = False) -> bool:
    return any(
        words in words_of(message) and (message.photo is not None or not photo)
        for message in person.phone.messages
    )


def _button(message: SeenMessage, label: str) -> bool:
    return any(label in button.text for row in message.buttons for button in row)


def _had_twice(scene: Stage, digest_title: str) -> list[str]:
    """What reached a phone more than once: a pushed card or the digest."""
    people = [scene.telegram.person(FIRST_ID + at).phone for at in range(MEMBERS)]
    twice = []
    for phone in (scene.member.phone, scene.group.phone, *people):
        cards = [words_of(it) for it in phone.messages if _button(it, "Đọc tiếp")]
        digests = [words_of(it) for it in phone.messages if digest_title in words_of(it)]
        twice += [words for words, times in Counter(cards + digests).items() if times > 1]
    return twice
