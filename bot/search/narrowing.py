"""What narrows a question, said in it or by a button, as the index is told (pure)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.search.question import Part, Question
from bot.search.syllables import letters_of, words
from bot.text import fold
from storage.model import Category, CategoryId
from storage.search_query import Narrowing


def narrowed(
    question: Question,
    categories: Sequence[Category],
    *,
    category_id: CategoryId | None = None,
    days: int | None = None,
    now: datetime,
) -> tuple[Question, Narrowing]:
    """The question, and which articles count for it at all.

    A section counts with its parts; a name of none is words like others.

    Args:
        category_id: the section that a button chose, before any that the question names.
        days: how far back a button looks.
    """
    if category_id is None and question.category:
        category_id = _named(question.category, categories)
        if category_id is None:
            named = Part(text=fold(question.category))
            question = replace(question, parts=(*question.parts, named))
    since = question.since
    if days is not None:
        back = now - timedelta(days=days)
        since = max(back, since or back)
    return question, Narrowing(
        category_ids=_with_parts(category_id, categories),
        author=" ".join(map(letters_of, words(question.author))),
        since=since,
        until=question.until,
    )


def _named(name: str, categories: Sequence[Category]) -> CategoryId | None:
    folded = fold(name)
    named = (it.id for it in categories if folded in (fold(it.name), it.slug))
    return next(named, None)


def _with_parts(
    category_id: CategoryId | None, categories: Sequence[Category]
) -> tuple[CategoryId, ...]:
    if category_id is None:
        return ()
    return (category_id, *(it.id for it in categories if it.parent_id == category_id))
