"""Pretend publishers: invented news in every feed format, sound and broken, over ASGI.

>>> from datetime import UTC, datetime
>>> press = publishers(now=lambda: datetime(2026, 11, 24, 1, 0, tzinfo=UTC))
>>> press.feeds("http://127.0.0.1:8000")[1].url
'http://127.0.0.1:8000/rss/tinh-nguyen.rss'
"""

from collections.abc import Callable
from datetime import datetime

from starlette.applications import Starlette

from bot.simulator.publishers.hub import Hub
from bot.simulator.publishers.library import SAMPLE_SLUG
from bot.simulator.publishers.model import CATEGORIES, Article, Attachment, Category, FeedAddress
from bot.simulator.publishers.newsstand import Newsstand
from bot.simulator.publishers.portal import Doors, Portal
from bot.simulator.publishers.site import build_app, good_feeds, lists

__all__ = [
    "CATEGORIES",
    "SAMPLE_SLUG",
    "Article",
    "Attachment",
    "Category",
    "Doors",
    "FeedAddress",
    "Hub",
    "Publishers",
    "publishers",
]


class Publishers:
    """The web server, and what changes the news while it runs.

    `on_show`, `all`, `find`, `publish`, `edit` and `withdraw` are the newsstand's; `doors` are
    the portal's, to be opened and shut. `hub` is told by hand what to verify and to push.
    """

    def __init__(self, newsstand: Newsstand) -> None:
        portal = Portal(newsstand)
        self.hub = Hub()
        self.app: Starlette = build_app(newsstand, portal=portal, hub=self.hub)
        self.doors = portal.doors
        self.start = newsstand.start
        self.on_show = newsstand.on_show
        self.all = newsstand.all
        self.find = newsstand.find
        self.publish = newsstand.publish
        self.edit = newsstand.edit
        self.withdraw = newsstand.withdraw

    def feeds(self, base_url: str) -> list[FeedAddress]:
        """The five sound feeds a demo subscribes to, one a category."""
        return good_feeds(base_url)

    def lists(self, base_url: str) -> list[str]:
        """A list behind each door of a portal; their site's front page names them as well."""
        return lists(base_url)


def publishers(*, now: Callable[[], datetime], start: datetime | None = None) -> Publishers:
    """Publishers whose articles are dated around `start`, the present when None."""
    return Publishers(Newsstand(now=now, start=start or now()))
