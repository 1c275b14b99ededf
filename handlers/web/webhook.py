"""Telegram's posts: the secret first, then a bounded body, then the inbox, then 200."""

from __future__ import annotations

import hmac

import orjson
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from telegram import Update

from handlers.context import NewsApplication

LIMIT_BYTES = 1024 * 1024
SECRET_HEADER = "x-telegram-bot-api-secret-token"


async def webhook(request: Request) -> Response:
    """200 once the update is on disk; 401 before a byte of the body is read."""
    application: NewsApplication = request.app.state.application
    given = request.headers.get(SECRET_HEADER, "").encode("latin-1")
    # On bytes: comparing text raises where a stranger sends other than ASCII.
    if not hmac.compare_digest(given, application.webhook_secret.encode()):
        return Response(status_code=401)
    body = await bounded(request)
    if body is None:
        return Response(status_code=413)
    update = _update_of(body, application)
    if update is None:
        return Response(status_code=400)
    application.newsroom.metrics.last_updates_at = application.newsroom.now()
    await application.inbox.receive(update, body=body.decode())
    return Response()


async def bounded(request: Request) -> bytes | None:
    """The body of a post; None when there is more than a megabyte, or its sender left."""
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > LIMIT_BYTES:
                return None
    except ClientDisconnect:
        return None
    return bytes(body)


def _update_of(body: bytes, application: NewsApplication) -> Update | None:
    try:
        fields = orjson.loads(body)
        return Update.de_json(fields, application.bot) if isinstance(fields, dict) else None
    except (orjson.JSONDecodeError, KeyError, TypeError, ValueError):
        return None
