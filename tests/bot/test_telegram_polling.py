"""The request class that asks for updates, over real connections."""

import asyncio
import traceback

import pytest
from telegram.error import InvalidToken, NetworkError
from telegram.request import RequestData

from bot.simulator.telegram import served
from bot.telegram.polling import PollRequest
from tests.bot.test_telegram_request import REFUSED_PORT, answering
from tests.staging import TOKEN


async def test_a_question_for_updates_hangs_up_when_nobody_waits_any_more() -> None:
    hung_up = asyncio.Event()

    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"{}")
        await reader.read(1)
        hung_up.set()
        writer.close()

    async with await asyncio.start_server(silent, "127.0.0.1") as server:
        host, port = server.sockets[0].getsockname()
        polling = PollRequest(proxy="", on_answer=list, on_refused=list)
        await polling.initialize()
        asked = polling.post(f"http://{host}:{port}/bot{TOKEN}/getUpdates", RequestData([]))
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(asked, 0.2)

        await asyncio.wait_for(hung_up.wait(), 5)
        await polling.shutdown()


async def test_a_question_for_updates_tells_of_every_answer_and_of_a_token_nobody_knows() -> None:
    told: list[str] = []
    polling = PollRequest(
        proxy="",
        on_answer=lambda: told.append("answer"),
        on_refused=lambda: told.append("refused"),
    )
    await polling.initialize()
    async with served(answering(401, b'{"ok":false,"description":"Unauthorized"}')) as url:
        with pytest.raises(InvalidToken):
            await polling.post(f"{url}/bot{TOKEN}/getUpdates")
    with pytest.raises(NetworkError) as caught:
        await polling.post(f"{REFUSED_PORT}/bot{TOKEN}/getUpdates")
    await polling.shutdown()

    assert told == ["answer", "refused"]
    assert TOKEN not in "".join(traceback.format_exception(caught.value))
