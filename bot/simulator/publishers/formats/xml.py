"""Small pieces shared by the XML formats."""

import re
from datetime import datetime
from email.utils import format_datetime
from html import escape

from bot.simulator.publishers.model import LOCAL, Article


def element(name: str, text: str) -> str:
    """An element with its text escaped."""
    return f"<{name}>{escape(text, quote=False)}</{name}>"


def cdata(text: str) -> str:
    """The text in CDATA; a closing mark inside is split over two sections."""
    return "<![CDATA[" + text.replace("]]>", "]]]]><![CDATA[>") + "]]>"


def absolute(body_html: str, *, base_url: str) -> str:
    """The body with site-relative addresses completed."""
    return re.sub(r'\b(src|href)="/', rf'\1="{base_url}/', body_html)


def whole_body(article: Article, *, base_url: str) -> str:
    """Lead picture with its caption, then the body, addresses absolute."""
    figure = (
        f'<figure><img src="{article.image_path}" alt="{escape(article.caption)}">'
        f"<figcaption>{escape(article.caption, quote=False)}</figcaption></figure>\n"
    )
    return absolute(figure + article.body_html, base_url=base_url)


def local_date(instant: datetime) -> str:
    """RFC 822 in the publisher's own zone, `+0700`."""
    return format_datetime(instant.astimezone(LOCAL))
