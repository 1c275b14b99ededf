"""The web side's table of contents."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.routing import Route

from handlers.context import NewsApplication
from handlers.web.health import health, metrics
from handlers.web.webhook import webhook

WEBHOOK_PATH = "/telegram"


def web_app(application: NewsApplication) -> Starlette:
    """Everything that answers over HTTP."""
    app = Starlette(
        routes=[
            Route("/health", health),
            Route("/metrics", metrics),
            Route(WEBHOOK_PATH, webhook, methods=["POST"]),
        ]
    )
    app.state.application = application
    app.state.newsroom = application.newsroom
    return app
