"""Pictures of the desk for the guide: the demo in Chromium, one PNG a screen.

`python -m tests.pictures [FOLDER]`, or `make pictures`.
"""

from __future__ import annotations

import asyncio
import io
import shutil
import sys
from dataclasses import replace
from pathlib import Path
from typing import Final

from PIL import Image
from playwright.async_api import Page, async_playwright

from bot.demo.stage import Stage, stage
from bot.simulator.telegram import Person
from storage.model import Person as Author
from storage.model import Status, Version
from tests.simulator.phone.conftest import NAMES, QUIET
from tests.staging import eventually

FOLDER: Final = Path("docs/vi/hinh")
SIZE: Final = {"width": 400, "height": 640}
COLOURS: Final = 64
POST: Final = (
    "Lễ ra quân của của đoàn viên ba xã\n"
    "Hai trăm đoàn viên cùng người dân đắp hai cây số đường.\n\n"
    "Sáng nay, ba xã ra quân. Ai cũng vui."
)


class Album:
    """Takes pictures of what one person's phone shows."""

    def __init__(self, scene: Stage, page: Page, *, folder: Path) -> None:
        self._scene = scene
        self._page = page
        self._folder = folder

    async def turn_to(self, role: str) -> None:
        """Shows another person's phone."""
        await self._close_alert()
        await self._page.get_by_role("tab", name=role).click()

    async def take(self, name: str) -> None:
        """One picture, its colours few enough for a small file."""
        await self._scene.telegram.idle()
        await self._close_alert()
        await self._page.locator("#scroller").evaluate("it => it.scrollTo(0, it.scrollHeight)")
        await self._page.wait_for_load_state("networkidle")
        shot = await self._page.locator("#phone").screenshot(animations="disabled")
        path = self._folder / f"{name}.png"
        path.write_bytes(_small(shot))
        print(f"{path}  {path.stat().st_size // 1024} KB")

    async def _close_alert(self) -> None:
        if await self._page.locator("#dialog[open]").count():
            await self._page.keyboard.press("Escape")


async def main(folder: Path) -> None:
    """Walks through the demo and leaves its pictures in `folder`."""
    program = next(found for name in NAMES if (found := shutil.which(name)))
    async with stage() as scene, async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=program, args=QUIET)
        window = await chromium.new_context(
            viewport=SIZE, locale="vi-VN", reduced_motion="reduce", device_scale_factor=1
        )
        page = await window.new_page()
        await page.goto(scene.url)
        album = Album(scene, page, folder=folder)
        await _desk(scene, album)
        await _office(scene, album)
        await chromium.close()


async def _desk(scene: Stage, album: Album) -> None:
    """Writing, checking, scheduling, comparing."""
    editor = scene.editor
    await album.turn_to("Biên tập viên")
    editor.write(f"/dangbai {POST}")
    await _shows(editor, "Lễ ra quân của của")
    await album.take("viet-bai")
    await _press(editor, "Kiểm tra (", shows="Từ lặp")
    await album.take("kiem-tra")
    await _press(editor, "Quay lại", shows="Bản nháp")
    await _press(editor, "Hẹn giờ", shows="Đăng lúc nào?")
    await album.take("hen-gio")
    await _press(editor, "Ngày mai 07:00", shows="gửi tới")
    await album.take("xac-nhan")
    await _press(editor, "Xác nhận", shows="Đã hẹn giờ ·")
    version = await _corrected(scene)
    await _press(editor, "Lịch sử phiên bản", shows="Bản")
    await _press(editor, f"Xem bản {version}", shows="So với bản trước")
    await _press(editor, "So với bản trước", shows="Thêm:")
    await album.take("so-hai-ban")
    editor.write("/lichdang")
    await _shows(editor, "Lịch đăng")
    await _press(editor, "Xem cả tháng", shows="Lịch đăng tháng")
    await album.take("lich-dang")
    editor.write("/thongke")
    await eventually(lambda: "Lượt xem" in _words(editor), what="statistics")
    await album.take("thong-ke")


async def _office(scene: Stage, album: Album) -> None:
    """What administrators see."""
    await album.turn_to("Quản trị")
    scene.administrator.write("/nguontin")
    await _shows(scene.administrator, "Nguồn tin")
    await album.take("nguon-tin")
    scene.administrator.write("/nhuanbut")
    await _shows(scene.administrator, "Nhuận bút")
    await album.take("nhuan-but")


async def _corrected(scene: Stage) -> Version:
    """The version that somebody makes who corrects what was scheduled."""
    articles = scene.newsroom.storage.articles
    found = (await articles.find_by_status(Status.SCHEDULED, limit=1))[0]
    article = await articles.get(found.id)
    content = replace(article.content, title="Lễ ra quân của đoàn viên bốn xã")
    changed = await articles.revise(
        article.id,
        expected=article.version,
        content=content,
        by=Author(name="Phạm Chi"),
        note="bỏ từ lặp, thêm một xã",
        now=scene.clock.now(),
    )
    return changed.version


async def _press(person: Person, label: str, *, shows: str) -> None:
    found = next(it for it in person.phone.last.labels if it.startswith(label))
    await person.press(found)
    await _shows(person, shows)


async def _shows(person: Person, words: str) -> None:
    await eventually(lambda: words in _words(person), what=words)


def _words(person: Person) -> str:
    """What the last message says, its buttons included."""
    last = person.phone.last
    return " ".join((last.text or last.caption, *last.labels))


def _small(shot: bytes) -> bytes:
    picture = Image.open(io.BytesIO(shot)).convert("RGB")
    kept = io.BytesIO()
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(kept, "PNG", optimize=True)
    return kept.getvalue()


if __name__ == "__main__":
    chosen = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    chosen.mkdir(parents=True, exist_ok=True)
    asyncio.run(main(chosen))
