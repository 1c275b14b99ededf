"""The reader pages: an article, the newest, and the same as feeds."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.dates import format_card
from bot.newsroom import Newsroom
from bot.render.furniture import (
    attachment_label,
    beside,
    credited,
    date_line,
    source_of,
    views_line,
)
from bot.render.pieces import is_web_address
from bot.render.screen import Look
from bot.render.served import addresses_of, path_of
from bot.render.story import Story, story_of
from bot.render.web_body import body_html, figure_html
from bot.text import base36, from_base36, shorten, squash
from handlers.web.answers import HEADERS, address, language_of, page
from handlers.web.pictures import ASK_AGAIN
from handlers.web.visitors import Crowd, address_of, person_of
from storage.errors import NotFound
from storage.model import ArticleId, Content, Headline, ReaderId, Related, Status, Via
from storage.reading import OpenArticle

ON_PAGE = 30
MOST_PAGES = 1000
# A picture whose size is not known yet keeps this much room, so that nothing jumps.
UNKNOWN_SIZE = (1280, 720)
NOBODY = ReaderId(0)
MOST_DESCRIPTION = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A headline in a list of links. `language`: of the title."""

    title: str
    url: str
    language: str
    about: str = ""


async def home(request: Request) -> Response:
    """`/`: the newest, page by page."""
    newsroom: Newsroom = request.app.state.newsroom
    number = _number(request.query_params.get("page", ""))
    found = await newsroom.storage.articles.find_latest(limit=ON_PAGE + 1, offset=number * ON_PAGE)
    look = _look(request)
    lines = [_line(it, look=look, request=request) for it in found[:ON_PAGE]]
    has_more = len(found) > ON_PAGE and number + 1 < MOST_PAGES
    return page(request, "list.html", lines=lines, number=number, has_more=has_more)


async def article(request: Request) -> Response:
    """`/a/<id>`: the article; 404 when there is none, 410 when it was retracted."""
    newsroom: Newsroom = request.app.state.newsroom
    article_id = from_base36(request.path_params["id"])
    person = person_of(request)
    crowd: Crowd = request.app.state.crowd
    if person is not None and not crowd.admits(address_of(request), now=newsroom.now()):
        person = None
    try:
        opened = await _opened(newsroom, ArticleId(article_id or 0), person=person)
    except NotFound:
        return not_found(request)
    if opened.article.status is Status.RETRACTED:
        return page(request, "message.html", status=410, said="web.gone")
    content = opened.article.content
    if person is not None and is_web_address(content.alternate_url):
        return RedirectResponse(content.alternate_url, status_code=302, headers=HEADERS)
    return await _article_page(request, newsroom, opened)


def not_found(request: Request) -> Response:
    """The page for addresses where nothing is."""
    return page(request, "message.html", status=404, said="web.not_found")


async def _opened(
    newsroom: Newsroom, article_id: ArticleId, *, person: ReaderId | None
) -> OpenArticle:
    reading = newsroom.storage.reading
    if person is None:
        return await reading.get(article_id, reader_id=NOBODY, chat_id=0)
    opened = await reading.open(
        article_id, reader_id=person, chat_id=0, via=Via.PAGE, now=newsroom.local_now()
    )
    if opened.article.status is Status.PUBLISHED:
        newsroom.metrics.views.labels(via=Via.PAGE).inc()
    return opened


async def _article_page(request: Request, newsroom: Newsroom, opened: OpenArticle) -> Response:
    shown, look = opened.article, _look(request)
    content = shown.content
    story = credited(story_of(content), language=look.language)
    spoken = content.language or newsroom.config.language
    served = await _served(newsroom, shown.id, story)
    lead = figure_html(story.picture, shown=served.get, is_lead=True) if story.picture else ""
    code = base36(shown.id)
    return page(
        request,
        "article.html",
        title=squash(content.title),
        article_language=spoken,
        category=squash(content.category),
        date=date_line(content, look=look),
        published_at=content.published_at,
        lead=story.lead,
        description=shorten(
            squash(content.summary) or squash(content.title), limit=MOST_DESCRIPTION
        ),
        picture=lead,
        picture_path=path_of(shown.id, 0) if story.picture and lead else "",
        body=body_html(story.blocks, shown=served.get),
        views=views_line(opened.stats, look=look),
        source=source_of(content),
        elsewhere=content.alternate_url if is_web_address(content.alternate_url) else "",
        path=f"/a/{code}",
        in_telegram=f"{newsroom.bot_url}?start=a_{code}" if newsroom.bot_url else "",
        files=_files(content, language=spoken, look=look),
        related=[
            Line(title=squash(it.title), url=url, language=spoken)
            for it in opened.related
            if (url := _address_of(it, request=request))
        ],
        others=[
            _line(it, look=look, request=request) for it in beside(opened.related, opened.others)
        ],
    )


async def _served(
    newsroom: Newsroom, article_id: ArticleId, story: Story
) -> dict[str, tuple[str, int, int]]:
    urls = addresses_of(story)
    sizes = await newsroom.storage.pictures.sizes(urls, failed_after=newsroom.now() - ASK_AGAIN)
    known = {url: sizes.get(url, UNKNOWN_SIZE) for url in urls}
    # One that could not be had a moment ago is left out.
    return {
        url: (path_of(article_id, at), *known[url]) for at, url in enumerate(urls) if known[url][0]
    }


def _files(content: Content, *, language: str, look: Look) -> list[Line]:
    return [
        Line(title=attachment_label(it, look=look), url=it.url, language=language)
        for it in (*content.audio, *content.attachments)
        if is_web_address(it.url)
    ]


def _address_of(related: Related, *, request: Request) -> str:
    """Its page here, else its own address; empty where it has none."""
    if related.article_id is not None:
        return address(request, f"/a/{base36(related.article_id)}")
    return related.url if is_web_address(related.url) else ""


def _line(headline: Headline, *, look: Look, request: Request) -> Line:
    newsroom: Newsroom = request.app.state.newsroom
    about = [squash(headline.category)]
    if headline.published_at is not None:
        about.append(format_card(headline.published_at, zone=look.zone, language=look.language))
    return Line(
        title=squash(headline.title) or "…",
        url=address(request, f"/a/{base36(headline.id)}"),
        language=headline.language or newsroom.config.language,
        about=" | ".join(filter(None, about)),
    )


def _look(request: Request) -> Look:
    newsroom: Newsroom = request.app.state.newsroom
    zone = newsroom.config.zone
    return Look(language=language_of(request), zone=zone, bot_url=newsroom.bot_url)


def _number(given: str) -> int:
    is_number = given.isascii() and given.isdecimal() and len(given) < 5
    return min(int(given), MOST_PAGES - 1) if is_number else 0
