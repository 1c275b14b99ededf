"""Hubs of feeds: they ask whether we want what they have, and tell us that a feed changed."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from bot.feeds.websub import confirmed, delivered
from bot.newsroom import Newsroom
from handlers.web.answers import HEADERS
from handlers.web.webhook import bounded


async def hub_asks(request: Request) -> Response:
    """The hub's own challenge when we want what it names, else 404."""
    newsroom: Newsroom = request.app.state.newsroom
    challenge = await confirmed(
        newsroom.storage,
        request.path_params["token"],
        asked=request.query_params,
        now=newsroom.now(),
    )
    if challenge is None:
        return Response(status_code=404, headers=HEADERS)
    return Response(challenge, media_type="text/plain", headers=HEADERS)


async def hub_tells(request: Request) -> Response:
    """202 whatever it brings; 410 where nothing is wanted any more, which ends it."""
    newsroom: Newsroom = request.app.state.newsroom
    body = await bounded(request)
    if body is None:
        return Response(status_code=413, headers=HEADERS)
    goes_on = await delivered(
        newsroom.storage,
        request.path_params["token"],
        body=body,
        signature=request.headers.get("x-hub-signature", ""),
        now=newsroom.now(),
    )
    return Response(status_code=202 if goes_on else 410, headers=HEADERS)
