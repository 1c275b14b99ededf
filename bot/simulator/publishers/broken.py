"""Feeds that are wrong in every way met in the wild, and a few met only in attacks."""

import asyncio
import gzip
import unicodedata
from collections.abc import AsyncIterator, Callable
from functools import cache

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

XML = "application/rss+xml"
AUTHOR_BOMB_BYTES = 20_000
GZIP_BOMB_BYTES = 200_000_000
TONE_MARKS = "\u0300\u0301\u0303\u0309\u0323"

_ITEM = (
    "<item><title>{title}</title><link>https://lamgiang.example/tin/1</link>"
    "<guid>https://lamgiang.example/tin/1</guid>"
    "<pubDate>Mon, 23 Nov 2026 09:00:00 +0700</pubDate>{more}</item>"
)


def _feed(
    title: str = "Đoàn viên ra quân làm đường", *, more: str = "", prologue: str | None = None
) -> str:
    first = '<?xml version="1.0" encoding="utf-8"?>' if prologue is None else prologue
    item = _ITEM.format(title=title, more=more)
    return f'{first}<rss version="2.0"><channel><title>Tin hỏng</title>{item}</channel></rss>'


def login_page() -> bytes:
    """What a portal that wants a sign-in says with status 200."""
    return (
        '<!DOCTYPE html><html lang="vi"><head><title>Đăng nhập</title></head><body>'
        '<form action="/_login/default.aspx" method="post"><label>Tên đăng nhập '
        '<input name="user"></label><input type="password" name="password"></form></body></html>'
    ).encode()


def truncated() -> bytes:
    """A feed cut off in the middle of its second item."""
    second = _ITEM.format(title="Tin thứ hai bị cắt ngang", more="")
    whole = _feed().replace("</channel>", f"{second}</channel>")
    return whole[: whole.index("cắt ngang")].encode()


def wrong_encoding() -> bytes:
    """UTF-8 that calls itself UTF-16.

    Its length is even: only then does feedparser believe the declaration and lose the item.
    """
    return _feed(prologue='<?xml version="1.0" encoding="utf-16"?>').encode()


def windows_1258() -> bytes:
    """The Vietnamese code page of Windows, declared; tone marks stand after their letters."""
    text = _feed(prologue='<?xml version="1.0" encoding="windows-1258"?>')
    return "".join(map(_tone_apart, text)).encode("cp1258")


def _tone_apart(letter: str) -> str:
    try:
        letter.encode("cp1258")
    except UnicodeEncodeError:
        marks = unicodedata.normalize("NFD", letter)
        tone = "".join(mark for mark in marks if mark in TONE_MARKS)
        rest = "".join(mark for mark in marks if mark not in TONE_MARKS)
        return unicodedata.normalize("NFC", rest) + tone
    return letter


def control_characters() -> bytes:
    """A byte-order mark, blank lines before the declaration, and characters XML forbids."""
    return b"\xef\xbb\xbf\r\n  " + _feed(title="Đoàn viên\x0b ra quân\x00 làm đường\x1f").encode()


@cache
def author_bomb() -> bytes:
    """An author on which feedparser's search for an address takes quadratic time."""
    half = AUTHOR_BOMB_BYTES // 2
    author = "a" * half + "@" + "a." * (half // 2)
    return _feed(more=f"<author>{author}</author>").encode()


def entity_bomb() -> bytes:
    """A billion laughs: nested entities that unfold to gigabytes."""
    entities = '<!ENTITY a0 "haha">' + "".join(
        f'<!ENTITY a{level} "{f"&a{level - 1};" * 10}">' for level in range(1, 10)
    )
    prologue = f'<?xml version="1.0"?><!DOCTYPE rss [{entities}]>'
    return _feed(title="&a9;", prologue=prologue).encode()


def surrogate() -> bytes:
    """A reference to half a character, which no text can hold."""
    return _feed(title="Nửa chữ &#xD800; ở giữa").encode()


@cache
def gzip_bomb() -> bytes:
    """Some 200 kB that unpack to 200 MB."""
    return gzip.compress(_feed().encode() + b" " * GZIP_BOMB_BYTES, mtime=0)


async def _endless_body() -> AsyncIterator[bytes]:
    yield _feed().removesuffix("</channel></rss>").encode()
    item = _ITEM.format(title="Không bao giờ hết", more="").encode() * 50
    while True:
        yield item
        # A server drops what a gone reader is sent without waiting; this lets it notice and stop.
        await asyncio.sleep(0)


async def _slow_body() -> AsyncIterator[bytes]:
    for byte in _feed().encode():
        yield bytes((byte,))
        await asyncio.sleep(1)


async def _endless(_: Request) -> Response:
    return StreamingResponse(_endless_body(), media_type=XML)


async def _slow(_: Request) -> Response:
    return StreamingResponse(_slow_body(), media_type=XML)


async def _moved(request: Request) -> Response:
    base = str(request.base_url).rstrip("/")
    return RedirectResponse(f"{base}/rss/hoat-dong.rss", status_code=301)


Endpoint = Callable[[Request], object]


def _fixed(
    body: Callable[[], bytes] = bytes,
    *,
    status: int = 200,
    media_type: str = XML,
    **headers: str,
) -> Endpoint:
    async def answer(_: Request) -> Response:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return Response(body(), status_code=status, media_type=media_type, headers=named)

    return answer


ROUTES = [
    Route(f"/broken/{name}", endpoint)
    for name, endpoint in {
        "login": _fixed(login_page, media_type="text/html"),
        "truncated": _fixed(truncated),
        "wrong-encoding": _fixed(wrong_encoding),
        "windows-1258": _fixed(windows_1258),
        "control-characters": _fixed(control_characters),
        "empty": _fixed(),
        "not-found": _fixed(status=404),
        "gone": _fixed(status=410),
        "unavailable": _fixed(status=500, Retry_After="120"),
        "busy": _fixed(status=503, Retry_After="60"),
        "moved": _moved,
        "private": _fixed(status=302, Location="http://10.0.0.1/rss.xml"),
        "metadata": _fixed(status=302, Location="http://169.254.169.254/latest/meta-data/"),
        "endless": _endless,
        "gzip-bomb": _fixed(gzip_bomb, Content_Encoding="gzip"),
        "slow": _slow,
        "author-bomb": _fixed(author_bomb),
        "entity-bomb": _fixed(entity_bomb),
        "surrogate": _fixed(surrogate),
    }.items()
]
"""`/broken/<name>`; every name is a way to be wrong."""
