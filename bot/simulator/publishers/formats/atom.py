"""Atom with XHTML content, enclosures as links, and both dates."""

from collections.abc import Sequence
from datetime import datetime
from html import escape

from bot.simulator.publishers.formats.xml import element, whole_body
from bot.simulator.publishers.model import Article


def atom(articles: Sequence[Article], *, title: str, base_url: str, at: datetime) -> str:
    """The feed; ids are `tag:` addresses and stay when links change. It names the hub."""
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="vi">\n'
        + element("title", f"Góc học tập Lam Giang: {title}")
        + element("id", "tag:lamgiang.example,2026:hoc-tap")
        + f'<link rel="alternate" type="text/html" href="{base_url}/"/>'
        + f'<link rel="hub" href="{base_url}/hub"/>'
        + element("updated", _iso(at))
        + "\n"
        + "\n".join(_entry(article, base_url=base_url) for article in articles)
        + "\n</feed>\n"
    )


def _entry(article: Article, *, base_url: str) -> str:
    published = element("published", _iso(article.published_at)) if article.published_at else ""
    return (
        "<entry>"
        + element("title", article.title)
        + element("id", f"tag:lamgiang.example,2026:{article.slug}")
        + f'<link rel="alternate" type="text/html" href="{base_url}{article.path}"/>'
        + _links(article, base_url=base_url)
        + published
        + element("updated", _iso(article.modified_at))
        + f"<author>{element('name', article.author)}</author>"
        + f'<category term="{escape(article.category)}"/>'
        + f'<summary type="text">{escape(article.summary, quote=False)}</summary>'
        + '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">'
        + xhtml(whole_body(article, base_url=base_url))
        + "</div></content></entry>"
    )


def _links(article: Article, *, base_url: str) -> str:
    found = [(article.image_path, "image/jpeg")]
    found += [(path, "audio/mpeg") for path in article.audio]
    found += [(attachment.path, attachment.mime_type) for attachment in article.attachments]
    return "".join(
        f'<link rel="enclosure" type="{mime_type}" href="{base_url}{path}"/>'
        for path, mime_type in found
    )


def xhtml(body_html: str) -> str:
    """The body with its void elements closed; the articles are otherwise well formed."""
    pieces = body_html.split("<img ")
    closed = [piece.replace(">", "/>", 1) for piece in pieces[1:]]
    return "<img ".join([pieces[0], *closed]).replace("<br>", "<br/>").replace("<hr>", "<hr/>")


def _iso(instant: datetime) -> str:
    return f"{instant:%Y-%m-%dT%H:%M:%SZ}"
