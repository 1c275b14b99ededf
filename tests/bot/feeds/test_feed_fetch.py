import asyncio
import gzip
from collections.abc import AsyncIterator

import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.feeds.answers import Fetched, Gone, NotModified, Refused
from bot.feeds.causes import Cause
from bot.feeds.fetch import Fetcher, open_fetcher
from bot.feeds.inflate import Unreadable, read_body
from tests.bot.feeds.conftest import Press
from tests.bot.feeds.routes import answering, reaching


async def test_a_feed_comes_with_its_validators_and_its_freshness() -> None:
    route = answering("/rss", ETag='"1"', Last_Modified="Mon", Cache_Control="public, max-age=60")

    async with reaching(route) as (fetcher, url):
        answer = await fetcher.fetch(f"{url}/rss")

    assert answer == Fetched(
        body=b"<rss/>",
        etag='"1"',
        last_modified="Mon",
        final_url=f"{url}/rss",
        max_age_s=60,
    )


async def test_what_did_not_change_is_not_sent_again(press: Press, fetcher: Fetcher) -> None:
    first = await fetcher.fetch(f"{press.url}/rss/tinh-nguyen.rss")
    assert isinstance(first, Fetched)

    again = await fetcher.fetch(
        f"{press.url}/rss/tinh-nguyen.rss", etag=first.etag, last_modified=first.last_modified
    )

    assert isinstance(again, NotModified)


async def test_we_say_who_we_are_and_ask_for_gzip_only_and_bring_no_cookies() -> None:
    seen: list[dict[str, str]] = []

    async def answer(request: Request) -> Response:
        seen.append(dict(request.headers))
        return Response(b"<rss/>", headers={"Set-Cookie": "id=7"})

    async with reaching(Route("/", answer)) as (fetcher, url):
        await fetcher.fetch(url)
        await fetcher.fetch(url)

    assert [it["user-agent"] for it in seen] == ["bantin/0"] * 2
    assert [it["accept-encoding"] for it in seen] == ["gzip"] * 2
    assert "cookie" not in seen[1]


async def test_a_packed_body_is_unpacked() -> None:
    route = answering("/", gzip.compress(b"<rss/>"), Content_Encoding="gzip")

    async with reaching(route) as (fetcher, url):
        answer = await fetcher.fetch(url)

    assert isinstance(answer, Fetched)
    assert answer.body == b"<rss/>"


@pytest.mark.parametrize("encoding", ["br", "gzip, gzip", "deflate", "zstd"])
async def test_a_packing_that_was_not_asked_for_is_refused(encoding: str) -> None:
    route = answering("/", gzip.compress(b"<rss/>"), Content_Encoding=encoding)

    async with reaching(route) as (fetcher, url):
        answer = await fetcher.fetch(url)

    assert answer == Refused(cause=Cause.ENCODING, detail=encoding)


@pytest.mark.parametrize(
    ("name", "cause"),
    [
        ("private", Cause.PRIVATE_ADDRESS),
        ("metadata", Cause.PRIVATE_ADDRESS),
        ("gzip-bomb", Cause.TOO_BIG),
        ("not-found", Cause.STATUS),
        ("unavailable", Cause.STATUS),
        ("busy", Cause.BUSY),
    ],
)
async def test_what_cannot_be_had_is_told_by_its_cause(
    press: Press, fetcher: Fetcher, name: str, cause: Cause
) -> None:
    answer = await fetcher.fetch(f"{press.url}/broken/{name}")

    assert isinstance(answer, Refused)
    assert answer.cause is cause


async def test_a_publisher_who_took_the_feed_away_is_believed(
    press: Press, fetcher: Fetcher
) -> None:
    assert await fetcher.fetch(f"{press.url}/broken/gone") == Gone()


async def test_a_publisher_who_asks_for_time_is_heard() -> None:
    seconds = answering("/a", b"", 429, Retry_After="90")
    date = answering(
        "/b",
        b"",
        503,
        Retry_After="Tue, 24 Nov 2026 01:10:00 GMT",
        Date="Tue, 24 Nov 2026 01:00:00 GMT",
    )

    async with reaching(seconds, date) as (fetcher, url):
        waits = [await fetcher.fetch(f"{url}{path}") for path in ("/a", "/b")]

    assert waits == [
        Refused(cause=Cause.BUSY, detail="429", retry_after_s=90),
        Refused(cause=Cause.BUSY, detail="503", retry_after_s=600),
    ]


@pytest.mark.parametrize(
    ("route", "cause"),
    [
        (answering("/", b"", 401), Cause.LOGIN),
        (answering("/", b"", 403, **{"X-Forms_Based_Auth_Required": "/_login"}), Cause.LOGIN),
        (answering("/", b"<html><input type='password'></html>", 403), Cause.LOGIN),
        (answering("/", b"", 403, CF_Mitigated="challenge"), Cause.CHALLENGE),
        (answering("/", b"<html><title>Just a moment...</title>", 503), Cause.CHALLENGE),
        (answering("/", b"<html>No</html>", 403), Cause.STATUS),
    ],
)
async def test_a_locked_door_is_told_from_a_broken_one(route: Route, cause: Cause) -> None:
    async with reaching(route) as (fetcher, url):
        answer = await fetcher.fetch(url)

    assert isinstance(answer, Refused)
    assert answer.cause is cause


@pytest.mark.parametrize(
    "opening",
    [b"", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n<rss"],
)
async def test_a_publisher_who_hangs_is_left_in_time(opening: bytes) -> None:
    async def hang(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(opening)
        await reader.read(-1)
        writer.close()

    server = await asyncio.start_server(hang, "127.0.0.1", 0)
    host = f"127.0.0.1:{server.sockets[0].getsockname()[1]}"

    async with server, open_fetcher(version="0", private_hosts=frozenset({host})) as fetcher:
        answer = await fetcher.fetch(f"http://{host}/", timeout_s=0.3)

    assert answer == Refused(cause=Cause.TIMEOUT)


async def test_a_body_without_end_is_cut() -> None:
    async def babble(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n<rss>")
        try:
            while True:
                writer.write(b"<item/>" * 10_000)
                await writer.drain()
        except ConnectionError:
            writer.close()

    server = await asyncio.start_server(babble, "127.0.0.1", 0)
    host = f"127.0.0.1:{server.sockets[0].getsockname()[1]}"

    async with server, open_fetcher(version="0", private_hosts=frozenset({host})) as fetcher:
        answer = await fetcher.fetch(f"http://{host}/")

    assert answer == Refused(cause=Cause.TOO_BIG, detail="5000000 bytes")


async def test_headers_for_ever_are_cut() -> None:
    async def babble(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n")
        try:
            while True:
                writer.write(b"X-More: " + b"x" * 4_000 + b"\r\n")
                await writer.drain()
        except ConnectionError:
            writer.close()

    server = await asyncio.start_server(babble, "127.0.0.1", 0)
    host = f"127.0.0.1:{server.sockets[0].getsockname()[1]}"

    async with server, open_fetcher(version="0", private_hosts=frozenset({host})) as fetcher:
        answer = await fetcher.fetch(f"http://{host}/", timeout_s=2)

    assert isinstance(answer, Refused)
    assert answer.cause in (Cause.TIMEOUT, Cause.UNREACHABLE)


async def test_nobody_at_home_is_unreachable() -> None:
    async with open_fetcher(version="0", private_hosts=frozenset({"127.0.0.1:9"})) as fetcher:
        answer = await fetcher.fetch("http://127.0.0.1:9/")

    assert isinstance(answer, Refused)
    assert answer.cause is Cause.UNREACHABLE


async def test_plain_http_behind_https_is_a_tls_failure(press: Press, fetcher: Fetcher) -> None:
    answer = await fetcher.fetch(press.url.replace("http:", "https:"))

    assert isinstance(answer, Refused)
    assert answer.cause is Cause.TLS


async def test_a_body_slower_than_a_kilobyte_a_second_is_cut() -> None:
    seconds = iter(range(100))

    async def drops() -> AsyncIterator[bytes]:
        while True:
            yield b"x" * 900

    with pytest.raises(Unreadable) as cut:
        await read_body(drops(), encoding="", seconds=lambda: float(next(seconds)))

    assert cut.value.cause is Cause.SLOW


async def test_a_slow_body_at_a_decent_pace_is_waited_for() -> None:
    seconds = iter(range(100))

    async def steady() -> AsyncIterator[bytes]:
        for _ in range(15):
            yield b"x" * 1_100

    body = await read_body(steady(), encoding="", seconds=lambda: float(next(seconds)))

    assert len(body) == 16_500
