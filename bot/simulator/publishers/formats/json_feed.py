"""JSON Feed 1.1."""

import json
from collections.abc import Sequence
from datetime import datetime

from bot.simulator.publishers.formats.xml import whole_body
from bot.simulator.publishers.model import LOCAL, Article


def json_feed(articles: Sequence[Article], *, title: str, base_url: str, at: datetime) -> str:
    """The feed; genre travels as a tag, `at` as an extension as the format allows."""
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": f"Chuyện người trẻ: {title}",
        "home_page_url": f"{base_url}/",
        "feed_url": f"{base_url}/feed.json",
        "language": "vi",
        "authors": [{"name": "Ban biên tập Chuyện người trẻ"}],
        "_lamgiang": {"changed": at.isoformat(timespec="seconds")},
        "items": [_item(article, base_url=base_url) for article in articles],
    }
    return json.dumps(feed, ensure_ascii=False, indent=1)


def _item(article: Article, *, base_url: str) -> dict[str, object]:
    item: dict[str, object] = {
        "id": f"{base_url}{article.path}",
        "url": f"{base_url}{article.path}",
        "title": article.title,
        "summary": article.summary,
        "content_html": whole_body(article, base_url=base_url),
        "image": f"{base_url}{article.image_path}",
        "authors": [{"name": article.author}],
        "tags": [article.category, article.genre],
        "language": "vi",
        "date_modified": _iso(article.modified_at),
        "attachments": [
            *({"url": base_url + path, "mime_type": "audio/mpeg"} for path in article.audio),
            *(
                {"url": base_url + file.path, "mime_type": file.mime_type, "title": file.name}
                for file in article.attachments
            ),
        ],
    }
    if article.published_at:
        item["date_published"] = _iso(article.published_at)
    if article.alternate_url:
        relative = article.alternate_url.startswith("/")
        item["external_url"] = f"{base_url if relative else ''}{article.alternate_url}"
    return item


def _iso(instant: datetime) -> str:
    return instant.astimezone(LOCAL).isoformat(timespec="seconds")
