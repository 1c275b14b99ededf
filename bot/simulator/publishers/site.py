"""The publishers' web server: feeds, pages, pictures, audio and documents."""

from collections.abc import Callable
from datetime import datetime

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.simulator.publishers import broken
from bot.simulator.publishers.answers import conditional, etag_of
from bot.simulator.publishers.formats import atom, json_feed, rdf, rss, sharepoint
from bot.simulator.publishers.hub import Hub
from bot.simulator.publishers.media import picture_pdf, silent_mp3
from bot.simulator.publishers.model import CATEGORIES, FeedAddress
from bot.simulator.publishers.newsstand import Newsstand
from bot.simulator.publishers.pages import article_page, front_page
from bot.simulator.publishers.pictures import draw
from bot.simulator.publishers.portal import Doors, Portal

Writer = Callable[..., str]
AUDIO_SECONDS = 12
ITEMS_SITE, OLD_SITE, PAGES_SITE = "/huyen", "/thi", "/xa"
CATEGORY_OF_SLUG = {category.slug: category.name for category in CATEGORIES}

# Path, writer, media type; `{section}` is a category's slug.
FORMATS: tuple[tuple[str, Writer, str], ...] = (
    ("/rss/{section}.rss", rss.newspaper, "text/xml"),
    ("/magazine/{section}.rss", rss.magazine, "application/rss+xml"),
    ("/daily/{section}.rss", rss.daily, "application/rss+xml"),
    ("/rdf/{section}.rdf", rdf.rdf, "application/rdf+xml"),
    ("/atom/{section}.xml", atom.atom, "application/atom+xml"),
    ("/json/{section}.json", json_feed.json_feed, "application/feed+json"),
)


def good_feeds(base_url: str) -> list[FeedAddress]:
    """Five sound feeds, one a category and each of another format."""
    base = base_url.rstrip("/")
    work, help_, study, sport, example = CATEGORIES
    portal = f"{base}/_layouts/15/listfeed.aspx?List=%7B{sharepoint.LIST_ID}%7D"
    return [
        FeedAddress(portal, "Tỉnh đoàn: Tin tức", work.name),
        FeedAddress(f"{base}/rss/{help_.slug}.rss", "Lam Giang trẻ: Tình nguyện", help_.name),
        FeedAddress(f"{base}/atom/{study.slug}.xml", "Góc học tập Lam Giang", study.name),
        FeedAddress(f"{base}/rdf/{sport.slug}.rdf", "Nhà văn hóa thanh niên", sport.name),
        FeedAddress(f"{base}/json/{example.slug}.json", "Chuyện người trẻ", example.name),
    ]


def lists(base_url: str) -> list[str]:
    """A list behind each of a portal's doors: its feed, its items (2013, 2010), its pages."""
    base, feed = base_url.rstrip("/"), "_layouts/15/listfeed.aspx?List="
    named = f"{feed}%7B{sharepoint.LIST_ID}%7D"
    return [
        f"{base}/{named}",
        f"{base}{ITEMS_SITE}/{named}",
        f"{base}{OLD_SITE}/{named}",
        f"{base}{PAGES_SITE}/Lists/Tin%20tuc/AllItems.aspx",
    ]


def build_app(newsstand: Newsstand, *, portal: Portal, hub: Hub) -> Starlette:
    """The web server over what is on show; `portal`: the SharePoint at the root.

    Further ones show each way into a list alone, as portals differ in what is open.
    """
    server = _Site(newsstand)
    feeds = [
        Route(path, server.feed(writer, media_type=media_type))
        for path, writer, media_type in FORMATS
    ]
    return Starlette(
        routes=[
            Route("/", server.front),
            *portal.routes,
            *Portal(newsstand, site=ITEMS_SITE, doors=Doors(items="verbose", feed=False)).routes,
            *Portal(newsstand, site=OLD_SITE, doors=Doors(list_data=True)).routes,
            *Portal(newsstand, site=PAGES_SITE, doors=Doors(feed=False)).routes,
            *hub.routes,
            Route("/feed.json", server.feed(json_feed.json_feed, media_type=FORMATS[-1][2])),
            *feeds,
            Route("/bai-viet/{slug}.html", server.page),
            Route("/images/{slug}-{number:int}.jpg", server.picture),
            Route("/audio/{name}.mp3", server.audio),
            Route("/files/{name}.pdf", server.document),
            *broken.ROUTES,
        ]
    )


class _Site:
    """The endpoints; they share the newsstand."""

    def __init__(self, newsstand: Newsstand) -> None:
        self._newsstand = newsstand

    def feed(self, write: Writer, *, media_type: str) -> Callable[[Request], object]:
        """An endpoint for one format; without a section the feed is of all categories."""

        async def answer(request: Request) -> Response:
            section = request.path_params.get("section")
            if section is not None and section not in CATEGORY_OF_SLUG:
                return PlainTextResponse("Không có chuyên mục này.", status_code=404)
            name = CATEGORY_OF_SLUG.get(section or "")
            return self._written(
                request, write, category=name, title=name or "Tin tức", media_type=media_type
            )

        return answer

    def _written(
        self, request: Request, write: Writer, *, category: str | None, title: str, media_type: str
    ) -> Response:
        articles = self._newsstand.on_show(category=category)
        base_url = str(request.base_url).rstrip("/")
        at: datetime = self._newsstand.now()
        body = write(articles, title=title, base_url=base_url, at=at)
        # Feeds state when they were made, so the validator is of what they say, not of the text.
        etag = etag_of(request.url.path, base_url, articles)
        changed_at = self._newsstand.changed_at()
        return conditional(request, body, media_type=media_type, etag=etag, changed_at=changed_at)

    async def front(self, request: Request) -> Response:
        """The front page."""
        base_url = str(request.base_url).rstrip("/")
        feeds = [(feed.url, feed.title) for feed in good_feeds(base_url)]
        feeds += [(url, "Cổng thông tin") for url in lists(base_url)[1:]]
        return self._html(request, front_page(self._newsstand.on_show(), feeds=feeds))

    async def page(self, request: Request) -> Response:
        """An article's own page; it leads on when the text lives elsewhere."""
        slug = request.path_params["slug"]
        article = self._newsstand.find(slug)
        if article is None:
            status = 410 if self._newsstand.is_withdrawn(slug) else 404
            return PlainTextResponse("Không có bài này.", status_code=status)
        if article.alternate_url.startswith("/"):
            return RedirectResponse(article.alternate_url)
        base_url = str(request.base_url).rstrip("/")
        return self._html(request, article_page(article, base_url=base_url))

    async def picture(self, request: Request) -> Response:
        """A picture, drawn when first asked for."""
        slug, number = request.path_params["slug"], request.path_params["number"]
        data = await self._drawn(slug, number=number)
        return self._static(request, data, media_type="image/jpeg")

    async def document(self, request: Request) -> Response:
        """A document of one page."""
        data = picture_pdf(await self._drawn(request.path_params["name"], number=1))
        return self._static(request, data, media_type="application/pdf")

    async def audio(self, request: Request) -> Response:
        """Some seconds of silence; `?mb=8` is so many megabytes of it."""
        silence = silent_mp3(AUDIO_SECONDS)
        times = int(request.query_params.get("mb", "0")) * 1_000_000 // len(silence) + 1
        return self._static(request, silence * times, media_type="audio/mpeg")

    async def _drawn(self, slug: str, *, number: int) -> bytes:
        scenes = next((a.scenes for a in self._newsstand.all() if a.slug == slug), ())
        return await run_in_threadpool(draw, slug, number=number, scenes=scenes)

    def _html(self, request: Request, body: str) -> Response:
        changed_at = self._newsstand.changed_at()
        return conditional(
            request, body, media_type="text/html", etag=etag_of(body), changed_at=changed_at
        )

    def _static(self, request: Request, data: bytes, *, media_type: str) -> Response:
        headers = {"ETag": etag_of(data), "Cache-Control": "max-age=86400"}
        if request.headers.get("if-none-match") == headers["ETag"]:
            return Response(status_code=304, headers=headers)
        return Response(data, media_type=media_type, headers=headers)
