"""RSS 2.0 as three kinds of Vietnamese newsrooms write it."""

from collections.abc import Sequence
from datetime import datetime
from html import escape

from bot.simulator.publishers.formats.xml import (
    cdata,
    element,
    local_date,
    whole_body,
)
from bot.simulator.publishers.model import LOCAL, Article

NAMED_LETTERS = {
    ord(letter): f"&{name};"
    for letter, name in zip(
        "ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúý",
        "Agrave Aacute Acirc Atilde Egrave Eacute Ecirc Igrave Iacute Ograve Oacute Ocirc Otilde "
        "Ugrave Uacute Yacute agrave aacute acirc atilde egrave eacute ecirc igrave iacute ograve "
        "oacute ocirc otilde ugrave uacute yacute".split(),
        strict=True,
    )
}


def newspaper(articles: Sequence[Article], *, title: str, base_url: str, at: datetime) -> str:
    """Picture in a link, an invalid `</br>`, the lead; guid is the link; full text beside."""
    items = "\n".join(_newspaper_item(article, base_url=base_url) for article in articles)
    channel = (
        element("title", f"{title} - Lam Giang trẻ RSS")
        + element("description", f"Lam Giang trẻ: {title}")
        + f"<image>{element('url', f'{base_url}/images/logo-1.jpg')}"
        + element("title", "Lam Giang trẻ")
        + f"{element('link', base_url)}</image>\n"
        + element("pubDate", local_date(at))
        + element("generator", "Lam Giang trẻ")
        + element("link", f"{base_url}/rss/")
        + "<ttl>15</ttl>"
    )
    spaces = (
        'xmlns:slash="http://purl.org/rss/1.0/modules/slash/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"'
    )
    return _document(channel, items, spaces=spaces)


def _newspaper_item(article: Article, *, base_url: str) -> str:
    link = base_url + article.path
    # The CDN's query carries a bare ampersand, and `</br>` is what the real feed says.
    description = (
        f'<a href="{link}"><img width=130 height=100 src="{base_url}{article.image_path}'
        f'?w=130&h=100" ></a></br>{article.summary}'
    )
    date = element("pubDate", local_date(article.published_at)) if article.published_at else ""
    return (
        "<item>\n"
        + element("title", article.title)
        + f"\n<description>{cdata(description)}</description>\n"
        + f"<content:encoded>{cdata(whole_body(article, base_url=base_url))}</content:encoded>\n"
        + date
        + element("link", link)
        + element("guid", link)
        + element("dc:creator", article.author)
        + element("category", article.category)
        + _enclosures(article, base_url=base_url)
        + "<slash:comments>0</slash:comments>\n</item>"
    )


def _enclosures(article: Article, *, base_url: str) -> str:
    found = [(path, "audio/mpeg") for path in article.audio]
    found += [(attachment.path, attachment.mime_type) for attachment in article.attachments]
    return "".join(
        f'<enclosure url="{base_url}{path}" type="{mime_type}" length="0"/>'
        for path, mime_type in found
    )


def magazine(articles: Sequence[Article], *, title: str, base_url: str, at: datetime) -> str:
    """HTML entities inside CDATA and years of two digits."""
    items = "".join(
        f"<item><title>{cdata(article.title.translate(NAMED_LETTERS))}</title>"
        + element("link", base_url + article.path)
        + f"<description>{cdata(_teaser(article, base_url=base_url))}</description>"
        + element("pubDate", f"{article.created_at.astimezone(LOCAL):%a, %d %b %y %H:%M:%S} +0700")
        + element("guid", base_url + article.path)
        + "</item>\n"
        for article in articles
    )
    channel = (
        element("title", f"Tuổi xanh Lam Giang - {title}")
        + element("link", f"{base_url}/")
        + element("description", f"Tin {title}")
        + element("lastBuildDate", f"{at.astimezone(LOCAL):%a, %d %b %y %H:%M:%S} +0700")
    )
    return _document(channel, items)


def _teaser(article: Article, *, base_url: str) -> str:
    link = base_url + article.path
    return f'<a href="{link}"><img src="{base_url}{article.image_path}"></a>' + escape(
        article.summary, quote=False
    ).translate(NAMED_LETTERS)


def daily(articles: Sequence[Article], *, title: str, base_url: str, at: datetime) -> str:
    """Dates that end in `GMT+7`, a plain lead, whole text only on the page, no guid."""
    items = "".join(
        "<item>"
        + element("title", article.title)
        + element("link", base_url + article.path)
        + element("description", article.summary)
        + element("pubDate", gmt_plus_7(article.created_at))
        + "</item>\n"
        for article in articles
    )
    channel = (
        element("title", f"Nhật báo Lam Giang - {title}")
        + element("link", f"{base_url}/")
        + element("description", title)
        + element("pubDate", gmt_plus_7(at))
        + "<ttl>30</ttl>"
    )
    return _document(channel, items)


def gmt_plus_7(instant: datetime) -> str:
    """The local hour with a zone no standard knows."""
    return f"{instant.astimezone(LOCAL):%a, %d %b %Y %H:%M:%S} GMT+7"


def _document(channel: str, items: str, *, spaces: str = "") -> str:
    root = f'<rss version="2.0" {spaces}>' if spaces else '<rss version="2.0">'
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n{root}\n<channel>\n'
        f"{channel}\n{items}\n</channel>\n</rss>\n"
    )
