"""Feeds read in child processes that can be killed, never in a thread.

A regular expression of feedparser's holds the interpreter's lock: in a thread, one author
field of 20 KB stops the whole bot for seconds (feedparser#562).
"""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter

import bot
from bot.feeds.causes import Cause
from bot.feeds.cut import Memory
from bot.feeds.parse_child import FEED, LENGTH
from bot.feeds.raw import Killed, RawFeed, Unparsed
from bot.feeds.sniff import page_cause

CPU_S: Final = 5
MEMORY_BYTES: Final = 512 * 1024 * 1024
WALL_S: Final = 20.0
_MOST_ANSWER_BYTES: Final = 40_000_000
_ROOT: Final = str(Path(bot.__file__).parent.parent)
_FEED: Final = TypeAdapter(RawFeed)
_NO_FEED: Final = TypeAdapter(Unparsed)

Parsed = RawFeed | Unparsed | Killed


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A body, inflated; its answer's type, whose charset is one of feedparser's hints."""

    body: bytes
    content_type: str = ""

    def framed(self) -> bytes:
        """As the child reads it."""
        header = self.content_type.encode("latin-1", "ignore").replace(b"\n", b" ")
        return header + b"\n" + self.body


class _Child:
    """One process at a time, replaced when it dies; it renews itself after fifty feeds."""

    def __init__(self, *, cpu_s: int, memory_bytes: int, wall_s: float) -> None:
        self._arguments = (str(cpu_s), str(memory_bytes))
        self._wall_s = wall_s
        self._process: asyncio.subprocess.Process | None = None

    async def ask(self, requests: Sequence[bytes]) -> list[bytes | Killed]:
        """The child's answers, in order; who follows the one that killed it asks another."""
        answers: list[bytes | Killed] = []
        while len(answers) < len(requests):
            answers += await self._asked(requests[len(answers) :])
        return answers

    async def _asked(self, requests: Sequence[bytes]) -> list[bytes | Killed]:
        """Answers up to the first that failed; what goes wrong, cancelling included, kills it."""
        process = await self._ready()
        answers: list[bytes | Killed] = []
        is_answered = False
        try:
            assert process.stdin is not None  # a pipe
            # Never waited for: a child that cannot write its answers does not read on.
            process.stdin.write(b"".join(LENGTH.pack(len(it)) + it for it in requests))
            for _ in requests:
                async with asyncio.timeout(self._wall_s):
                    answers.append(await _answer_of(process))
            is_answered = True
        except TimeoutError:
            answers.append(Killed(detail=f"{self._wall_s:.0f} s"))
        except (EOFError, ConnectionError):
            answers.append(Killed(detail=f"signal {-(await process.wait())}"))
        finally:
            if not is_answered:
                await self.close()
        return answers

    async def close(self) -> None:
        """Ends the process at once; it holds nothing."""
        process, self._process = self._process, None
        if process is not None and process.returncode is None:
            # With it goes the copy of itself that does the reading.
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            await process.wait()

    async def _ready(self) -> asyncio.subprocess.Process:
        if self._process is None or self._process.returncode is not None:
            await self.close()
            self._process = await self._start()
        return self._process

    async def _start(self) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            sys.executable,
            *("-s", "-P", "-m", "bot.feeds.parse_child", *self._arguments),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            start_new_session=True,
            # Nothing of our environment: the token has no business where feeds are read.
            env={"PYTHONPATH": _ROOT},
        )


async def _answer_of(process: asyncio.subprocess.Process) -> bytes:
    assert process.stdout is not None  # a pipe
    (size,) = LENGTH.unpack(await process.stdout.readexactly(LENGTH.size))
    if size > _MOST_ANSWER_BYTES:
        raise ConnectionResetError(size)
    return await process.stdout.readexactly(size)


class Parser:
    """Hands feeds to idle children; as many at once as there are children.

    `memory`: the entries it need not read again.
    """

    def __init__(self, children: list[_Child]) -> None:
        self.memory = Memory()
        self._children = children
        self._idle: asyncio.Queue[_Child] = asyncio.Queue()
        for child in children:
            self._idle.put_nowait(child)

    async def parse(self, body: bytes, *, content_type: str = "") -> Parsed:
        """As `parse_all`, of one body."""
        (parsed,) = await self.parse_all([Request(body=body, content_type=content_type)])
        return parsed

    async def parse_all(self, requests: Sequence[Request]) -> list[Parsed]:
        """The feed in each body, or why there is none. Never raises for what a body holds.

        One child reads them all, one after the other; each has time and memory of its own.
        """
        causes = [page_cause(it.body) for it in requests]
        asked = [it.framed() for it, cause in zip(requests, causes, strict=True) if not cause]
        answers = iter(await self._answers(asked) if asked else ())
        return [Unparsed(cause=cause) if cause else _read(next(answers)) for cause in causes]

    async def _answers(self, requests: Sequence[bytes]) -> list[bytes | Killed]:
        child = await self._idle.get()
        try:
            return await child.ask(requests)
        finally:
            self._idle.put_nowait(child)

    async def close(self) -> None:
        """Ends the children."""
        for child in self._children:
            await child.close()


def _read(answer: bytes | Killed) -> Parsed:
    if isinstance(answer, Killed):
        return answer
    reader = _FEED if answer[:1] == FEED else _NO_FEED
    try:
        return reader.validate_json(answer[1:])
    except ValueError as error:
        # A child that speaks nonsense was taken over by what it read.
        return Unparsed(cause=Cause.MALFORMED, detail=type(error).__name__)


@asynccontextmanager
async def open_parser(
    *,
    children: int = 1,
    cpu_s: int = CPU_S,
    memory_bytes: int = MEMORY_BYTES,
    wall_s: float = WALL_S,
) -> AsyncIterator[Parser]:
    """A parser for as long as the block lasts; children start when first needed.

    Args:
        children: processes, at most so many feeds are read at once.
        cpu_s: processor time one feed may take.
        memory_bytes: address space of a child.
        wall_s: time one feed may take by the clock on the wall.
    """
    parser = Parser(
        [
            _Child(cpu_s=cpu_s, memory_bytes=memory_bytes, wall_s=wall_s)
            for _ in range(max(1, children))
        ]
    )
    try:
        yield parser
    finally:
        await parser.close()
