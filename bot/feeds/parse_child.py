"""The process that reads hostile feeds: killed by the kernel when it takes too much.

Started by `bot.feeds.parse`, with two arguments: CPU seconds a feed, bytes of address space.
Over its standard input and output travel frames: four bytes of length, then so many bytes.
"""

import math
import os
import resource
import struct
import sys
from typing import BinaryIO, Final

import orjson

from bot.confinement import confine
from bot.feeds.causes import Cause
from bot.feeds.json_feed import read_json_feed
from bot.feeds.raw import RawFeed, Unparsed, text_of
from bot.feeds.sitemap import looks_like_sitemap, read_sitemap
from bot.feeds.sniff import is_json
from bot.feeds.xml_feed import get_ready, read_xml_feed, repaired

LENGTH: Final = struct.Struct(">I")
FEED, NO_FEED = b"F", b"N"
_FEEDS_A_PROCESS: Final = 50
_MOST_AT_ONCE: Final = 65_536


def main() -> None:
    """Reads feeds until standard input ends, each fifty in a copy of this process.

    feedparser leaks; a copy is made in a millisecond, where a start takes eighty.
    """
    cpu_s, memory_bytes = int(sys.argv[1]), int(sys.argv[2])
    confine(memory_bytes=memory_bytes)
    get_ready()
    while (worker := os.fork()) != 0:
        _, status = os.waitpid(worker, 0)
        if os.WIFSIGNALED(status):
            # Whoever started us sees how its reader died.
            os.kill(os.getpid(), os.WTERMSIG(status))
        if status:
            return
    os._exit(_serve(cpu_s))


def _serve(cpu_s: int) -> int:
    """Reads fifty feeds: 0 when there may be more, 1 when standard input ended."""
    for _ in range(_FEEDS_A_PROCESS):
        request = _read_frame()
        if request is None:
            return 1
        _arm(cpu_s)
        content_type, _, body = request.partition(b"\n")
        answer = _read_feed(body, content_type=content_type.decode("latin-1"))
        mark = FEED if isinstance(answer, RawFeed) else NO_FEED
        _write_frame(sys.stdout.buffer, mark + orjson.dumps(answer))
    return 0


def _arm(cpu_s: int) -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    allowed = math.ceil(used.ru_utime + used.ru_stime) + cpu_s
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (allowed, hard))


def _read_feed(body: bytes, *, content_type: str) -> RawFeed | Unparsed:
    answer = _tried(body, content_type=content_type)
    if isinstance(answer, RawFeed) or is_json(body):
        return answer
    mended = repaired(body)
    if mended is None:
        return answer
    again = _tried(mended, content_type="")
    return again if isinstance(again, RawFeed) else answer


def _tried(body: bytes, *, content_type: str) -> RawFeed | Unparsed:
    try:
        if is_json(body):
            return read_json_feed(body)
        if looks_like_sitemap(body):
            return read_sitemap(body)
        return read_xml_feed(body, content_type=content_type)
    except Exception as error:  # noqa: BLE001 - feedparser raises anything; the parent is told
        detail = f"{type(error).__name__}: {error}"[:200]
        return Unparsed(cause=Cause.MALFORMED, detail=text_of(detail))


def _read_frame() -> bytes | None:
    head = _read_bytes(LENGTH.size)
    return None if len(head) < LENGTH.size else _read_bytes(LENGTH.unpack(head)[0])


def _read_bytes(size: int) -> bytes:
    # Nothing more is taken than is asked for: the rest is for the copy that follows.
    pieces = []
    while size and (piece := os.read(sys.stdin.fileno(), min(size, _MOST_AT_ONCE))):
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)


def _write_frame(stream: BinaryIO, frame: bytes) -> None:
    stream.write(LENGTH.pack(len(frame)) + frame)
    stream.flush()


if __name__ == "__main__":
    main()
