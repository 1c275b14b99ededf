"""The SharePoint portal's doors: items over REST, the list's feed, its pages.

As on most public portals only the feed and the pages are open at first.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from urllib.parse import unquote

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.simulator.publishers.answers import conditional, etag_of
from bot.simulator.publishers.formats import list_items, sharepoint
from bot.simulator.publishers.formats.list_items import Version
from bot.simulator.publishers.model import CATEGORIES, Article
from bot.simulator.publishers.newsstand import Newsstand
from bot.simulator.publishers.pages import display_form

LOGIN = {"X-Forms_Based_Auth_Required": "/_login/default.aspx"}


@dataclass
class Doors:
    """Which ways into the list are open. `items`: the shape of REST's answers, or closed.

    `hidden`: items that REST tells an editor and nobody else: drafts, and a folder.
    `versions`: of items that were saved more than once, by number, the oldest first.
    """

    items: str = ""
    list_data: bool = False
    feed: bool = True
    page_size: int = 100
    hidden: Sequence[dict[str, object]] = ()
    versions: Mapping[int, Sequence[Version]] = field(default_factory=dict)
    shut_versions: bool = False


class Portal:
    """The endpoints of a site's one list. `site`: where the site begins, "" for the root."""

    def __init__(self, newsstand: Newsstand, *, site: str = "", doors: Doors | None = None) -> None:
        self._newsstand = newsstand
        self._site = site
        self.doors = doors or Doors()
        api = f"{site}/_api/web/lists(guid'{{list_id}}')/items"
        self.routes = [
            Route(f"{site}/_layouts/15/listfeed.aspx", self.feed),
            Route(f"{site}/_layouts/listfeed.aspx", self.feed),
            Route(api, self.items),
            Route(f"{api}({{number:int}})/versions", self.versions),
            Route(f"{site}/_vti_bin/ListData.svc/{{name}}", self.list_data),
            Route(f"{site}/Lists/Tin tuc/AllItems.aspx", self.view),
            Route(f"{site}/Lists/Tin tuc/DispForm.aspx", self.page),
            Route(f"{site}/Lists/TinTuc/DispForm.aspx", self.page),
        ]

    def _articles(self) -> list[Article]:
        return self._newsstand.on_show(category=CATEGORIES[0].name)

    async def feed(self, request: Request) -> Response:
        """The list feed; the list's GUID with or without braces, in any case."""
        if not self.doors.feed:
            return PlainTextResponse("Access denied.", status_code=403, headers=LOGIN)
        asked = unquote(request.query_params.get("List", "")).strip("{}").upper()
        if asked != sharepoint.LIST_ID:
            return PlainTextResponse("List does not exist.", status_code=404)
        articles = self._articles()
        base_url = str(request.base_url).rstrip("/") + self._site
        body = sharepoint.list_feed(
            articles, title="Tin tức", base_url=base_url, at=self._newsstand.now()
        )
        return conditional(
            request,
            body,
            media_type="text/xml",
            etag=etag_of(request.url.path, base_url, articles),
            changed_at=self._newsstand.changed_at(),
        )

    async def items(self, request: Request) -> Response:
        """The list's items; `$skip` is ignored, as on the real one."""
        if not self.doors.items:
            return PlainTextResponse("Access denied.", status_code=401)
        if request.path_params["list_id"].upper() != sharepoint.LIST_ID:
            return PlainTextResponse("List does not exist.", status_code=404)
        newest = sorted(self._articles(), key=lambda it: it.number, reverse=True)
        last = int(request.query_params.get("$skiptoken", "p_ID=999999999").rpartition("=")[2])
        rest = [article for article in newest if article.number < last]
        top = min(self.doors.page_size, int(request.query_params.get("$top", "100")))
        shown = rest[:top]
        following = ""
        if len(rest) > top:
            token = f"%24skiptoken=p_ID={shown[-1].number}"
            following = f"{str(request.base_url).rstrip('/')}{request.url.path}?{token}"
        document = list_items.page(
            shown,
            shape=self.doors.items,
            top=top,
            following=following,
            versions=self.doors.versions,
        )
        return JSONResponse(_with_hidden(document, hidden=self.doors.hidden))

    async def versions(self, request: Request) -> Response:
        """The versions of an item."""
        told = self.doors.versions.get(request.path_params["number"])
        if not self.doors.items or self.doors.shut_versions or told is None:
            return PlainTextResponse("Access denied.", status_code=401)
        return JSONResponse(list_items.version_page(told, shape=self.doors.items))

    async def list_data(self, _: Request) -> Response:
        """The list as SharePoint 2010 tells it."""
        if not self.doors.list_data:
            return PlainTextResponse("Access denied.", status_code=401)
        return JSONResponse(list_items.old_page(self._articles()))

    async def view(self, request: Request) -> Response:
        """The list's page: every item by its title."""
        rows = "".join(
            f'<tr><td><a href="{self._site}{list_items.FOLDER}/DispForm.aspx?ID={article.number}">'
            f"{escape(article.title, quote=False)}</a></td></tr>"
            for article in self._articles()
        )
        body = f"<!doctype html><html><head><title>Tin tức</title></head><table>{rows}</table>"
        return self._html(request, body)

    async def page(self, request: Request) -> Response:
        """The display form of a list item."""
        asked = request.query_params.get("ID", "")
        article = self._newsstand.find_number(int(asked) if asked.isdecimal() else 0)
        if article is None:
            return PlainTextResponse("Item does not exist.", status_code=404)
        newest = self._newsstand.on_show(category=article.category)
        others = [other for other in newest if other != article][:5]
        return self._html(request, display_form(article, others=others))

    def _html(self, request: Request, body: str) -> Response:
        changed_at = self._newsstand.changed_at()
        return conditional(
            request, body, media_type="text/html", etag=etag_of(body), changed_at=changed_at
        )


def _with_hidden(
    document: dict[str, object], *, hidden: Sequence[dict[str, object]]
) -> dict[str, object]:
    inner = document.get("d")
    held = inner if isinstance(inner, dict) else document
    listed = held.get("results", held.get("value"))
    if isinstance(listed, list):
        listed.extend(hidden)
    return document
