"""What newspapers print: each form is taken by Telegram, and no paragraph gets lost.

What hypothesis invents meets the same properties beside the other tests of each form.
"""

import gzip
import json
from itertools import islice
from pathlib import Path

import pytest

from bot.html import sanitise
from bot.render.card import card
from bot.render.classic import pages
from storage.model import Content, Person
from tests.bot.render.invented import (
    LOOK,
    SAVING,
    STATS,
    article_of,
    bare,
    holds_in_order,
    paragraphs,
    seen,
    taken,
    units,
)
from tests.bot.render.test_rich import every_part, visible

PAPER = Path(__file__).parents[2] / "data" / "search" / "corpus.jsonl.gz"
EVERY = 40


def printed():
    """Every fortieth article of the newspapers, with its paragraphs as a portal has them."""
    with gzip.open(PAPER, "rt", encoding="utf-8") as lines:
        for line in islice(lines, 0, None, EVERY):
            it = json.loads(line)
            body = "".join(f"<p>{paragraph}</p>" for paragraph in it["body"].split("\n"))
            yield article_of(
                Content(
                    title=it["title"],
                    summary=it["summary"],
                    body_html=sanitise(body),
                    author=Person(name=it["source"]),
                    category=it["category"],
                )
            )


def check_rich(article):
    for look in (LOOK, SAVING):
        screens = every_part(article, look=look)
        for screen in screens:
            taken(screen.html)
        shown = "".join(visible(it.html) for it in screens)
        assert holds_in_order(shown, paragraphs(article.content))


def check_classic(article):
    shown = [seen(html) for html in pages(article, STATS, look=LOOK)]
    assert all(0 < units(text) <= 4096 and len(entities) <= 100 for text, entities in shown)
    # The foot of a page stands between two halves of a paragraph that is longer than a page.
    body = "".join(text.rpartition("\n")[0] for text, _ in shown)
    assert holds_in_order(body, paragraphs(article.content))


def check_card(article):
    screen = card(article, STATS, look=LOOK)
    text, entities = seen(screen.text)
    assert 0 < units(text) <= 4096
    assert len(entities) <= 100
    # A card gives a taste: the title, the lead, and of the body the first paragraphs.
    beginnings = [bare(it)[:40] for it in paragraphs(article.content)]
    shown = [it in bare(text) for it in beginnings]
    assert shown[0]
    assert shown == sorted(shown, reverse=True)
    told = [article.content.title, article.content.summary[:200]]
    assert holds_in_order(text, [*told, *(it for it in beginnings if it in bare(text))])


@pytest.mark.parametrize("check", [check_rich, check_classic, check_card])
def test_what_newspapers_print_is_shown_whole_and_in_order(check):
    for article in printed():
        check(article)
