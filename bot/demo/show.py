"""`bantin demo`: a page with a phone on it, and a story that begins by itself."""

from __future__ import annotations

import asyncio

from rich.console import Console
from rich.panel import Panel

from bot.demo.stage import stage
from bot.running import Ending, stop_on_signals

SAMPLE_AFTER_S = 8


async def show(console: Console, *, port: int) -> int:
    """Runs until stopped; the exit code."""
    ending = Ending()
    stop_on_signals(ending)
    console.print("Bản Tin đang mở …", style="dim")
    async with stage(port=port) as scene:
        console.print(_invitation(scene.url, pages=scene.newsroom.web_url))
        try:
            await asyncio.wait_for(ending.wanted.wait(), SAMPLE_AFTER_S)
        except TimeoutError:
            scene.publish_sample()
            console.print("  Cổng thông tin vừa đăng một bài; bản tin nổi bật đi lúc 07:30.")
        await ending.wanted.wait()
    console.print("\nTiếp theo / next: BANTIN_TOKEN=… make run")
    return 0


def _invitation(url: str, *, pages: str) -> Panel:
    words = (
        f"Mở trang này: [bold link={url}]{url}[/]\n"
        f"Trang đọc trong trình duyệt / reader pages: [bold link={pages}]{pages}[/]\n"
        "Một điện thoại, bốn người: đoàn viên, biên tập viên, người duyệt, quản trị viên.\n"
        "Không cần token, không cần mạng; tắt bằng Ctrl-C, không để lại gì.\n\n"
        f"Open this page: [bold]{url}[/]. No token, no network, nothing left behind."
    )
    return Panel.fit(words, title="Bản Tin", border_style="blue", padding=(1, 3))
