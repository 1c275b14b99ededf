"""What the search index holds, asked below what a reader's question means."""

from __future__ import annotations

from storage import Storage
from storage.model import Headline
from storage.search_query import Sought
from storage.search_tokens import bare


async def hits(storage: Storage, query: str) -> list[Headline]:
    """What holds all the words, marks or not, the newest first."""
    needs = tuple(((bare(word),),) for word in storage.search.index.words(query)[:8])
    found = await storage.search.find_candidates([Sought(needs=needs)]) if needs else []
    return await storage.search.get_headlines([hit.id for hit in found])
