"""Calls below the library's typed methods: fields in, the answer's JSON out.

The library still turns every failure into its error classes; only the objects that nobody
looks at are not built. That is most of a call's cost.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias, cast

import aiohttp
import orjson
from telegram.request import RequestData

from bot.delivery.limiter import Lane, Limiter
from bot.telegram.request import FastRequest, Prepared

Fields: TypeAlias = dict[str, Any]

JSON = {"Content-Type": "application/json"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file to send along; `field` is the parameter that carries it."""

    field: str
    name: str
    content: bytes
    mime_type: str


class Calls:
    """The Bot API for one token. `address` holds the token: neither shows in a repr."""

    def __init__(self, *, address: str, request: FastRequest, limiter: Limiter) -> None:
        self._address = address
        self._request = request
        self.limiter = limiter

    async def call(
        self, method: str, fields: Fields, *, upload: Upload | None = None, lane: Lane = Lane.REPLY
    ) -> Any:  # noqa: ANN401  # whatever the method answers
        """A call at its turn in its lane; an answer to somebody unless said otherwise.

        Raises:
            TelegramError: as the library's own methods do.
        """
        return await self.limiter.process_request(
            self.call_now, (method, fields), {"upload": upload}, method, fields, lane
        )

    async def call_now(self, method: str, fields: Fields, *, upload: Upload | None = None) -> Any:  # noqa: ANN401  # whatever the method answers
        """The same at once, for a sender that has waited for its slot."""
        body = _body_of(fields, upload)
        # `post` asks of its data only what our request class asks: a body that is ready.
        data = cast("RequestData", Prepared(body=body, headers={} if upload else JSON))
        return await self._request.post(f"{self._address}/{method}", request_data=data)


def _body_of(fields: Fields, upload: Upload | None) -> bytes | aiohttp.FormData:
    if upload is None:
        return orjson.dumps(fields)
    form = aiohttp.FormData()
    for name, value in fields.items():
        if name != upload.field:
            form.add_field(name, value if isinstance(value, str) else orjson.dumps(value).decode())
    form.add_field(
        upload.field, upload.content, filename=upload.name, content_type=upload.mime_type
    )
    return form
