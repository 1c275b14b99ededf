"""Phrases of subscribers."""

from __future__ import annotations

from dataclasses import replace

from storage import Storage
from storage.keywords import Keyword
from tests.storage.examples import a_subscriber

BLOOD = Keyword(folded="hien mau", phrase="Hiến máu")
ADVERT = Keyword(folded="quang cao", phrase="Quảng cáo", is_excluded=True)


async def test_a_phrase_is_kept_changed_and_dropped(storage: Storage) -> None:
    an, lan = await a_subscriber(storage), await a_subscriber(storage)
    assert not await storage.keywords.any()

    for keyword in (ADVERT, BLOOD):
        assert await storage.keywords.put(an.id, keyword=keyword, most=2)

    assert await storage.keywords.any()
    assert await storage.keywords.find(an.id) == (BLOOD, ADVERT)
    assert await storage.keywords.find(lan.id) == ()
    spared = replace(BLOOD, is_excluded=True)
    assert await storage.keywords.put(an.id, keyword=spared, most=2)
    assert await storage.keywords.find(an.id) == (spared, ADVERT)
    assert not await storage.keywords.put(an.id, keyword=Keyword(folded="x", phrase="X"), most=2)
    await storage.keywords.drop(an.id, folded=BLOOD.folded)
    assert await storage.keywords.find(an.id) == (ADVERT,)
