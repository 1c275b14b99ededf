"""Each form is taken by Telegram and holds every paragraph in order, word for word.

Of what newspapers print, and of what hypothesis invents.
"""

import gzip
import json
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.html import sanitise
from bot.render.card import card
from storage.model import Content, Person
from tests.bot.render.invented import BODIES, LOOK, SAVING, STATS, article_of, bare, seen, units
from tests.bot.render.reading import classic_texts, rich_texts, told, unbroken, web_texts

PAPER = Path(__file__).parents[2] / "data" / "search" / "corpus.jsonl.gz"
EVERY = 40
# What is shown once although an article says it twice has tests of its own (test_story.py).
INVENTED = st.builds(
    Content,
    title=st.just("Tựa của bài"),
    summary=st.sampled_from(["", "Lời dẫn của bài."]),
    body_html=BODIES.map(sanitise),
    image_url=st.sampled_from(["", "https://a.example/tua.jpg"]),
    author=st.just(Person(name="Tác giả của bài")),
).map(article_of)


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
        assert unbroken(rich_texts(article, look=look), told(article.content.body_html))


def check_classic(article):
    assert unbroken(classic_texts(article), told(article.content.body_html))


def check_page(article):
    assert unbroken(web_texts(article), told(article.content.body_html))


def check_card(article):
    screen = card(article, STATS, look=LOOK)
    text, entities = seen(screen.text)
    assert 0 < units(text) <= 4096
    assert len(entities) <= 100
    # A card gives a taste: the title, the lead, and of the body the first paragraphs.
    beginnings = [bare(it)[:40] for it in told(article.content.body_html)]
    shown = [it in bare(text) for it in beginnings]
    assert shown[0]
    assert shown == sorted(shown, reverse=True)
    head = [bare(article.content.title), bare(article.content.summary[:200])]
    places = [bare(text).find(it) for it in (*head, *beginnings)]
    assert min(places[:2]) >= 0
    found = [at for at in places if at >= 0]
    assert found == sorted(found)


@pytest.mark.parametrize("check", [check_rich, check_classic, check_page, check_card])
def test_what_newspapers_print_is_shown_whole_and_in_order(check):
    for article in printed():
        check(article)


@settings(max_examples=60, deadline=None)
@given(INVENTED)
def test_what_is_invented_is_shown_whole_and_in_order(article):
    check_rich(article)
    check_classic(article)
    check_page(article)
