"""The far end's own ceiling: ready bytes over 64 bare connections, answers only counted."""

from __future__ import annotations

import asyncio
import sys
from urllib.parse import urlsplit

import uvloop

from bench.far_end import SENT
from bench.measuring import Watch
from bench.send_library import AT_ONCE, TOKEN

BODY = b'{"chat_id":1,"text":"<b>Tin</b>","parse_mode":"HTML"}'


async def main(base: str, n: int) -> None:
    where = urlsplit(base)
    head = f"POST /bot{TOKEN}/sendMessage HTTP/1.1\r\nHost: {where.netloc}\r\n"
    head += f"Content-Type: application/json\r\nContent-Length: {len(BODY)}\r\n\r\n"
    request = head.encode() + BODY
    left = iter(range(n))
    watch = Watch()

    async def work() -> None:
        reader, writer = await asyncio.open_connection(where.hostname, where.port)
        for _ in left:
            writer.write(request)
            await reader.readuntil(b"\r\n\r\n")
            await reader.readexactly(len(SENT))
        writer.close()

    await asyncio.gather(*(work() for _ in range(AT_ONCE)))
    watch.print(n=n)


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main(sys.argv[1], int(sys.argv[2])))
