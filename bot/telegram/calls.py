"""Calls below the library's typed methods: fields in, the answer's JSON out.

The library still turns every failure into its error classes; only the objects that nobody
looks at are not built. That is most of a call's cost.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias, cast

import orjson
from telegram.request import RequestData

from bot.delivery.limiter import Lane, Limiter
from bot.telegram.request import FastRequest, Prepared, Upload

Fields: TypeAlias = dict[str, Any]

FILE_BYTES = 20 * 1024 * 1024
"""Most that a bot may fetch. Bot API, "getFile"."""


class Calls:
    """The Bot API for one token. The addresses hold the token: they show in no repr.

    `files`: where the bot's files are fetched from.
    """

    def __init__(
        self, *, address: str, files: str = "", request: FastRequest, limiter: Limiter
    ) -> None:
        self._address = address
        self._files = files
        self._request = request
        self.limiter = limiter

    async def call(
        self,
        method: str,
        fields: Fields,
        *,
        upload: Upload | None = None,
        uploads: Sequence[Upload] = (),
        lane: Lane = Lane.REPLY,
    ) -> Any:  # noqa: ANN401  # whatever the method answers
        """A call at its turn in its lane; an answer to somebody unless said otherwise.

        Raises:
            TelegramError: as the library's own methods do.
        """
        return await self.limiter.process_request(
            self.call_now,
            (method, fields),
            {"upload": upload, "uploads": uploads},
            method,
            fields,
            lane,
        )

    async def call_now(
        self,
        method: str,
        fields: Fields,
        *,
        upload: Upload | None = None,
        uploads: Sequence[Upload] = (),
    ) -> Any:  # noqa: ANN401  # whatever the method answers
        """The same at once, for a sender that has waited for its slot."""
        files = uploads if upload is None else (upload, *uploads)
        # `post` asks of its data only what our request class asks: a body that is ready.
        data = cast("RequestData", _prepared(fields, files))
        return await self._request.post(f"{self._address}/{method}", request_data=data)

    async def file(self, file_id: str, *, most_bytes: int = FILE_BYTES) -> bytes:
        """What Telegram keeps under this id; nothing when it is larger than `most_bytes`.

        Raises:
            TelegramError: as the library's own methods do.
        """
        found = await self.call("getFile", {"file_id": file_id})
        if int(found.get("file_size") or 0) > most_bytes:
            return b""
        body = await self._request.retrieve(f"{self._files}/{found['file_path']}")
        return body if len(body) <= most_bytes else b""


def _prepared(fields: Fields, uploads: Sequence[Upload]) -> Prepared:
    if not uploads:
        return Prepared(json=orjson.dumps(fields))
    files = {upload.field for upload in uploads}
    texts = {
        name: value if isinstance(value, str) else orjson.dumps(value).decode()
        for name, value in fields.items()
        if name not in files
    }
    return Prepared(fields=texts, uploads=uploads)
