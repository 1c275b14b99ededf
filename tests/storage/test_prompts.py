"""Questions that wait for a reply."""

from __future__ import annotations

from dataclasses import replace

from storage import Storage
from storage.model import ReaderId
from storage.prompts import Prompt
from tests.moments import NOW
from tests.storage.examples import DAY, a_draft

ASKED = Prompt(chat_id=-7, message_id=9, reader_id=ReaderId(11), field="title", asked_at=NOW)


async def test_a_question_is_found_until_it_is_answered(storage: Storage) -> None:
    article = await a_draft(storage)
    asked = replace(ASKED, article_id=article.id)
    await storage.prompts.ask(asked)
    await storage.prompts.ask(replace(ASKED, message_id=10))

    assert await storage.prompts.find(-7, message_id=9) == asked
    assert await storage.prompts.find(-8, message_id=9) is None

    await storage.prompts.close(asked)
    assert await storage.prompts.find(-7, message_id=9) is None
    assert await storage.prompts.find(-7, message_id=10) is not None


async def test_a_question_of_last_month_is_forgotten(storage: Storage) -> None:
    await storage.prompts.ask(ASKED)

    await storage.prompts.ask(replace(ASKED, message_id=10, asked_at=NOW + 31 * DAY))

    assert await storage.prompts.find(-7, message_id=9) is None


async def test_who_is_erased_is_asked_nothing_any_more(storage: Storage) -> None:
    await storage.prompts.ask(ASKED)
    assert (await storage.readers.kept(ASKED.reader_id))["prompts"][0]["field"] == "title"

    await storage.readers.erase(ASKED.reader_id, now=NOW)

    assert await storage.prompts.find(-7, message_id=9) is None
