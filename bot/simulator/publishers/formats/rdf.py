"""RSS 1.0, the RDF kind, with Dublin Core dates and whole text."""

from collections.abc import Sequence
from datetime import datetime

from bot.simulator.publishers.formats.xml import cdata, element, whole_body
from bot.simulator.publishers.model import LOCAL, Article


def rdf(articles: Sequence[Article], *, title: str, base_url: str, at: datetime) -> str:
    """The feed; dates in ISO 8601 with `+07:00`."""
    links = "".join(f'<rdf:li resource="{base_url}{article.path}"/>' for article in articles)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">\n'
        f'<channel rdf:about="{base_url}/rdf/">'
        + element("title", f"Nhà văn hóa thanh niên Lam Giang: {title}")
        + element("link", f"{base_url}/")
        + element("description", title)
        + element("dc:language", "vi")
        + element("dc:date", _iso(at))
        + "<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>"
        + f"<items><rdf:Seq>{links}</rdf:Seq></items></channel>\n"
        + "\n".join(_item(article, base_url=base_url) for article in articles)
        + "\n</rdf:RDF>\n"
    )


def _item(article: Article, *, base_url: str) -> str:
    link = base_url + article.path
    date = element("dc:date", _iso(article.published_at)) if article.published_at else ""
    return (
        f'<item rdf:about="{link}">'
        + element("title", article.title)
        + element("link", link)
        + element("description", article.summary)
        + f"<content:encoded>{cdata(whole_body(article, base_url=base_url))}</content:encoded>"
        + element("dc:creator", article.author)
        + element("dc:subject", article.category)
        + date
        + "</item>"
    )


def _iso(instant: datetime) -> str:
    return instant.astimezone(LOCAL).isoformat(timespec="seconds")
