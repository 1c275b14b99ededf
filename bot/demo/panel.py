"""What the page beside the phone shows: the newest articles' views, and the ledger."""

from __future__ import annotations

from typing import Any

from bot.newsroom import Newsroom

ARTICLES = 8


async def panel(newsroom: Newsroom) -> dict[str, Any]:
    """Views by article and messages by how they ended, straight from storage."""
    storage = newsroom.storage
    articles = []
    for headline in await storage.articles.find_latest(limit=ARTICLES):
        stats = await storage.views.stats(headline.id)
        articles.append(
            {
                "id": headline.id,
                "title": headline.title,
                "views": stats.view_count,
                "readers": stats.reader_count,
            }
        )
    counts = await storage.outbox.counts()
    ledger = [{"state": state.value, "count": count} for state, count in counts.items()]
    return {"articles": articles, "ledger": ledger}
