"""The web side's table of contents."""

from __future__ import annotations

import asyncio

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.feeds.websub import PATH
from handlers.context import NewsApplication
from handlers.web.answers import static
from handlers.web.feeds import feed
from handlers.web.health import health, metrics
from handlers.web.hubs import hub_asks, hub_tells
from handlers.web.pages import article, home, not_found
from handlers.web.pictures import AT_ONCE, picture
from handlers.web.visitors import Crowd
from handlers.web.webhook import webhook

WEBHOOK_PATH = "/telegram"


def web_app(application: NewsApplication) -> Starlette:
    """Everything that answers over HTTP."""
    app = Starlette(
        routes=[
            Route("/", home),
            Route("/a/{id}", article),
            Route("/p/{name}", picture),
            Route("/feed.{kind}", feed),
            Route("/static/{name}", static),
            Route("/favicon.ico", _no_icon),
            Route("/health", health),
            Route("/metrics", metrics),
            Route(f"{PATH}/{{token}}", hub_asks, methods=["GET"]),
            Route(f"{PATH}/{{token}}", hub_tells, methods=["POST"]),
            Route(WEBHOOK_PATH, webhook, methods=["POST"]),
            Route("/{rest:path}", _nothing),
        ],
        middleware=[Middleware(GZipMiddleware, minimum_size=600)],
    )
    app.state.crowd = Crowd()
    app.state.fetching = asyncio.Semaphore(AT_ONCE)
    app.state.application = application
    app.state.newsroom = application.newsroom
    return app


async def _no_icon(_: Request) -> Response:
    return Response(status_code=204)


async def _nothing(request: Request) -> Response:
    return not_found(request)
