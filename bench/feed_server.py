"""Publishers on the other core: many feeds of fifty entries, in the rounds of a real week."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from aiohttp import web

ENTRIES = 50
BEGUN = datetime(2026, 11, 20, 1, tzinfo=UTC)
ONSETS = "b c ch d đ g gi h kh l m n ng nh ph qu r s t th tr v x".split()
RIMES = "a an ang anh ao ay âm ân ây em ên ích iên inh oa oan ôi ông ơi ui ương yên".split()
WORDS = [onset + rime for onset in ONSETS for rime in RIMES]


class Newsstand:
    """What is on show: `shift` entries came since the first round."""

    def __init__(self) -> None:
        self.shift = 0
        self.has_validators = True

    async def feed(self, request: web.Request) -> web.Response:
        number = int(request.match_info["number"])
        etag = f'"{self.shift}"'
        if self.has_validators and request.headers.get("If-None-Match") == etag:
            return web.Response(status=304, headers={"ETag": etag})
        headers = {"ETag": etag} if self.has_validators else {}
        body = feed(number, shift=self.shift)
        return web.Response(body=body, content_type="application/rss+xml", headers=headers)

    async def turn(self, request: web.Request) -> web.Response:
        self.shift += int(request.query.get("new", "0"))
        self.has_validators = request.query.get("validators", "yes") == "yes"
        return web.Response(text="ok")


def feed(number: int, *, shift: int) -> bytes:
    """About 41 KiB of RSS as a Vietnamese newsroom writes it, the newest entry first."""
    items = "".join(item(number, at) for at in range(shift + ENTRIES - 1, shift - 1, -1))
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/" '
        'xmlns:slash="http://purl.org/rss/1.0/modules/slash/"><channel>'
        f"<title>Tin {number}</title><link>https://b{number}.example/</link>"
        f"<description>Tin tức</description>{items}</channel></rss>"
    ).encode()


def item(number: int, at: int) -> str:
    words = chosen(number, at)
    title = " ".join(next(words) for _ in range(11)).capitalize()
    lead = " ".join(next(words) for _ in range(30))
    link = f"https://b{number}.example/tin/{at}-{title.replace(' ', '-')}.html"
    picture = f"https://cdn.example/{number}/{at}.jpg"
    date = format_datetime(BEGUN + timedelta(hours=2 * (at - ENTRIES)))
    return (
        f"<item><title>{title} {at}</title><link>{link}</link><guid>{link}</guid>"
        f"<pubDate>{date}</pubDate><dc:creator>Kiều Oanh</dc:creator><category>Hoạt động"
        f"</category><category>Thanh niên</category><slash:comments>{at % 7}</slash:comments>"
        f'<enclosure url="{picture}" type="image/jpeg" length="0"/>'
        f'<media:content url="{picture}" medium="image"/><description><![CDATA['
        f'<a href="{link}"><img src="{picture}?w=130&h=100"></a></br>'
        f"{lead}.]]></description></item>\n"
    )


def chosen(number: int, at: int) -> Iterator[str]:
    seed = hashlib.shake_128(f"{number}:{at}".encode()).digest(160)
    pairs = zip(seed[::2], seed[1::2], strict=True)
    return (WORDS[(one * 256 + other) % len(WORDS)] for one, other in pairs)


async def main() -> None:
    stand = Newsstand()
    app = web.Application()
    app.router.add_get("/feed/{number}.xml", stand.feed)
    app.router.add_get("/turn", stand.turn)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    print(runner.addresses[0][1], flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
