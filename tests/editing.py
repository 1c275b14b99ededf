"""What an editor changes afterwards, and the worker that carries it to what was delivered."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.delivery.editing import Editing
from storage.model import Article, Person, ReaderId
from tests.posting import Post

DESK = Person(id=ReaderId(2001), name="Ban biên tập")


async def revised(post: Post, article: Article, **content: object) -> Article:
    return await post.storage.articles.revise(
        article.id,
        expected=article.version,
        content=replace(article.content, **content),  # type: ignore[arg-type]  # a test's
        by=DESK,
        now=post.clock.now(),
    )


async def retracted(post: Post, article: Article) -> None:
    await post.storage.articles.retract(article.id, by=DESK, note="", now=post.clock.now())


async def edited(post: Post, *, after: timedelta = timedelta(minutes=1)) -> None:
    """Time passes, and what was delivered is brought up to date."""
    post.clock.jump(after)
    editing = Editing(post.newsroom, calls=post.calls)
    while await editing.step():
        pass


def calls(post: Post, method: str) -> int:
    return sum(call.method == method for call in post.telegram.calls)
