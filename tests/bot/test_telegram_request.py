"""The request class over real connections, before a server that answers as it is told."""

import asyncio
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from starlette.types import ASGIApp, Receive, Scope, Send
from telegram import Bot, Message
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.delivery.outcome import Again, Gone, Moved, Refused, Uncertain, outcome_of
from bot.simulator.telegram import Fault, Limits, Simulator, served
from bot.telegram.request import FastRequest, NotSent, Prepared, Upload
from tests.bot.feeds.routes import serving_tls
from tests.staging import TOKEN

Answered = Callable[..., Awaitable[object]]
REFUSED_PORT = "http://127.0.0.1:9"


def answering(status: int, body: bytes) -> ASGIApp:
    """A server that always answers this."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            for kind in ("startup", "shutdown"):
                await receive()
                await send({"type": f"lifespan.{kind}.complete"})
            return
        while (await receive()).get("more_body"):
            pass
        await send({"type": "http.response.start", "status": status, "headers": []})
        await send({"type": "http.response.body", "body": body})

    return app


@asynccontextmanager
async def opened(read_s: float = 5.0) -> AsyncIterator[FastRequest]:
    request = FastRequest(read_s=read_s)
    await request.initialize()
    yield request
    await request.shutdown()


async def error_of(url: str, *, read_s: float = 5.0) -> Exception:
    """What a send to this server raises."""
    async with opened(read_s) as request:
        with pytest.raises(Exception) as caught:  # noqa: PT011  # whatever it is
            await request.post(f"{url}/bot{TOKEN}/sendMessage")
    assert isinstance(caught.value, Exception)
    return caught.value


@pytest.mark.parametrize(
    ("status", "body", "kind", "outcome"),
    [
        (
            400,
            b'{"ok":false,"description":"Bad Request: message is too long"}',
            BadRequest,
            Refused,
        ),
        (400, b'{"ok":false,"description":"Bad Request: chat not found"}', BadRequest, Gone),
        (400, b'{"ok":false,"description":"Bad Request: TOPIC_CLOSED"}', BadRequest, Gone),
        (401, b'{"ok":false,"description":"Unauthorized"}', InvalidToken, Again),
        (
            403,
            b'{"ok":false,"description":"Forbidden: bot was blocked by the user"}',
            Forbidden,
            Gone,
        ),
        (404, b'{"ok":false,"description":"Not Found"}', InvalidToken, Again),
        (409, b'{"ok":false,"description":"Conflict"}', Conflict, Again),
        (
            400,
            b'{"ok":false,"description":"x","parameters":{"migrate_to_chat_id":-1007}}',
            ChatMigrated,
            Moved,
        ),
        (
            429,
            b'{"ok":false,"description":"Too Many Requests","parameters":{"retry_after":7}}',
            RetryAfter,
            Again,
        ),
        (
            429,
            b'{"ok":false,"description":"Too Many Requests: retry after 7"}',
            NetworkError,
            Again,
        ),
        (429, b"<html>slow down</html>", NetworkError, Again),
        (400, b"<html>Bad Request</html>", BadRequest, Again),
        (403, b"<html>Forbidden</html>", Forbidden, Again),
        (404, b"<html>Not Found</html>", InvalidToken, Again),
        (413, b"<html>Request Entity Too Large</html>", NetworkError, Refused),
        (
            413,
            b'{"ok":false,"description":"Request Entity Too Large"}',
            NetworkError,
            Refused,
        ),
        (500, b'{"ok":false,"description":"Internal Server Error"}', NetworkError, Uncertain),
        (503, b"<html>Too many requests</html>", NetworkError, Uncertain),
        (502, b"<html>Bad Gateway</html>", NetworkError, Uncertain),
        (504, b"", NetworkError, Uncertain),
        (200, b'{"ok":true,"result":{"mess', TelegramError, Uncertain),
        (200, b'{"ok":true}', Exception, Uncertain),
        (200, b"[]", Exception, Uncertain),
        (200, b"", Exception, Uncertain),
    ],
)
async def test_what_an_answer_means(
    status: int, body: bytes, kind: type[Exception], outcome: type
) -> None:
    async with served(answering(status, body)) as url:
        error = await error_of(url)

    assert isinstance(error, kind)
    assert isinstance(outcome_of(error), outcome)


async def test_without_a_connection_nothing_was_sent() -> None:
    error = await error_of(REFUSED_PORT)

    assert isinstance(error, NetworkError)
    assert isinstance(error.__cause__, NotSent)
    assert isinstance(outcome_of(error), Again)


async def test_an_answer_that_does_not_come_is_a_doubt() -> None:
    telegram = Simulator(token=TOKEN)
    telegram.faults.next("sendMessage", Fault.hang())
    async with served(telegram.app) as url:
        error = await error_of(url, read_s=0.2)

    assert isinstance(error, TimedOut)
    assert not isinstance(error.__cause__, NotSent)
    assert isinstance(outcome_of(error), Uncertain)


async def test_before_it_is_open_nothing_was_sent() -> None:
    request = FastRequest()

    with pytest.raises(NetworkError) as caught:
        await request.post(f"{REFUSED_PORT}/bot{TOKEN}/getMe")

    assert isinstance(caught.value.__cause__, NotSent)


@pytest.mark.parametrize("fault", [Fault.reset_before(), Fault.reset_after()])
async def test_a_lost_connection_is_not_tried_again_behind_our_back(fault: Fault) -> None:
    telegram = Simulator(token=TOKEN, limits=Limits(flood=False))
    telegram.person(7, started=True)
    async with served(telegram.app) as url, opened() as request:
        call = f"{url}/bot{TOKEN}/sendMessage?chat_id=7&text=a"
        await request.post(call)
        telegram.faults.next("sendMessage", fault)

        with pytest.raises(NetworkError):
            await request.post(call)

        assert telegram.accepted(7) == 1 + fault.is_accepted


async def test_no_error_holds_the_token() -> None:
    telegram = Simulator(token=TOKEN)
    shown = []
    async with served(telegram.app) as url:
        for fault in (Fault.reset_after(), Fault.garbled(), Fault.hang()):
            telegram.faults.next("sendMessage", fault)
            shown.append(await error_of(url, read_s=0.2))
    shown += [await error_of(REFUSED_PORT), await error_of("http://no.such.host.invalid")]

    for error in shown:
        said = "".join(traceback.format_exception(error))
        assert TOKEN not in f"{said}{error!r}"


async def test_an_answer_with_half_a_character_is_read() -> None:
    body = b'{"ok":true,"result":{"text":"\\ud83d"}}'
    async with served(answering(200, body)) as url, opened() as request:
        answer = await request.post(f"{url}/bot{TOKEN}/getMe")

    assert isinstance(answer, dict)
    assert answer["text"] == "\ud83d"


async def test_the_librarys_own_methods_work_over_it() -> None:
    telegram = Simulator(token=TOKEN, limits=Limits(flood=False))
    person = telegram.person(7, started=True)
    async with served(telegram.app) as url:
        bot = Bot(TOKEN, base_url=f"{url}/bot", request=FastRequest())
        async with bot:
            sent = await asyncio.gather(*(bot.send_message(7, f"Tin {n}") for n in range(20)))
            photo = await bot.send_photo(7, photo=jpeg(), caption="Ảnh")

    assert all(isinstance(each, Message) for each in sent)
    assert photo.photo
    assert len(person.phone.received) == 21


def jpeg() -> bytes:
    import io

    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (40, 30)).save(out, "JPEG")
    return out.getvalue()


async def test_a_server_that_nobody_vouches_for_gets_not_a_byte(
    certificate: tuple[Path, Path],
) -> None:
    chain, key = certificate
    async with serving_tls(b'{"ok":true,"result":{}}', chain=chain, key=key) as host:
        error = await error_of(f"https://{host}")

    assert isinstance(error.__cause__, NotSent)
    assert TOKEN not in "".join(traceback.format_exception(error))


async def test_calls_go_through_the_proxy_that_was_named() -> None:
    asked = []

    async def proxy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await reader.readline())
        body = b'{"ok":true,"result":{"id":1}}'
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(proxy, "127.0.0.1") as server:
        host, port = server.sockets[0].getsockname()
        request = FastRequest(proxy=f"http://{host}:{port}")
        await request.initialize()
        answer = await request.post("http://telegram.invalid/botX/getMe")
        await request.shutdown()

    assert answer == {"id": 1}
    assert asked == [b"POST http://telegram.invalid/botX/getMe HTTP/1.1\r\n"]


async def test_a_long_upload_may_take_longer_than_a_short_call() -> None:
    picture = Upload(field="photo", name="a.jpg", content=bytes(640 * 1024), mime_type="image/jpeg")

    assert Prepared(fields={"chat_id": "7"}, uploads=[picture]).upload_s == 10
    assert Prepared(json=b"{}").upload_s == 0
