"""Bodies read with a lid on: so much in, so much out, so slow at most."""

import zlib
from collections.abc import AsyncIterator, Callable
from typing import Final

from bot.feeds.causes import Cause

MOST_IN_BYTES: Final = 5_000_000
_LEAST_PER_S: Final = 1_000
_PACE_S: Final = 10.0
_GZIP: Final = 16 + zlib.MAX_WBITS


class Unreadable(Exception):
    """A body that is cut off: too big, too slow, or wrongly packed."""

    def __init__(self, cause: Cause, detail: str) -> None:
        super().__init__(cause, detail)
        self.cause = cause
        self.detail = detail


async def read_body(
    chunks: AsyncIterator[bytes],
    *,
    encoding: str,
    seconds: Callable[[], float],
    most_bytes: int = MOST_IN_BYTES,
) -> bytes:
    """The whole body, inflated.

    Args:
        chunks: as they come from the wire, not inflated.
        encoding: the answer's Content-Encoding; one layer of gzip or none.
        seconds: a clock that only runs forward.
        most_bytes: as they come from the wire; inflated, twice as many.

    Raises:
        Unreadable: it was cut off.
    """
    unpack, is_whole = _unpacking(encoding.strip().lower())
    out, most_out = bytearray(), 2 * most_bytes
    taken, paced, since = 0, 0, seconds()
    async for chunk in chunks:
        taken += len(chunk)
        if taken > most_bytes:
            raise Unreadable(Cause.TOO_BIG, f"{most_bytes} bytes")
        out += unpack(chunk, most_out + 1 - len(out))
        if len(out) > most_out:
            raise Unreadable(Cause.TOO_BIG, f"{most_out} bytes")
        if (now := seconds()) - since >= _PACE_S:
            if taken - paced < _LEAST_PER_S * _PACE_S:
                raise Unreadable(Cause.SLOW, f"{taken - paced} bytes")
            paced, since = taken, now
    if not is_whole():
        raise Unreadable(Cause.ENCODING, "truncated")
    return bytes(out)


def _unpacking(encoding: str) -> tuple[Callable[[bytes, int], bytes], Callable[[], bool]]:
    if encoding in ("", "identity"):
        return (lambda chunk, _: chunk), (lambda: True)
    # Two layers ("gzip, gzip") turn 2 kB into 1 GB: one was asked for, one is accepted.
    if encoding not in ("gzip", "x-gzip"):
        raise Unreadable(Cause.ENCODING, encoding[:40])
    inflater = zlib.decompressobj(_GZIP)

    def unpack(chunk: bytes, most: int) -> bytes:
        try:
            return b"" if inflater.eof else inflater.decompress(chunk, most)
        except zlib.error as error:
            raise Unreadable(Cause.ENCODING, "gzip") from error

    return unpack, lambda: inflater.eof
