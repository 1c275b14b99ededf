"""Telegram's own published cases: markup, and what is found in plain text."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.simulator.telegram.detect import find_commands, find_hashtags, find_mentions, find_urls
from bot.simulator.telegram.entities import fixed_text, sorted_entities, utf16_length
from bot.simulator.telegram.htmlparse import parse_html
from bot.simulator.telegram.markup import BadMarkup

CASES = json.loads(Path(__file__).with_name("tdlib_cases.json").read_text(encoding="utf-8"))
FLAGS = {"r": 1, "t": 2, "T": 4, "d": 8, "D": 16, "w": 32, "W": 32}
FINDERS = {
    "mention": find_mentions,
    "bot_command": find_commands,
    "hashtag": find_hashtags,
    "url": find_urls,
}
# What our short detection does not do: the whole list of domains, schemes behind letters, emoji
# as hosts, look-alikes of telegram.org, user names with punctuation.
NOT_DETECTED_ALIKE = {
    "аHTTP://telegram.org",
    "http://abcdefghijkabcdefghijkabcdefghijk",
    ",ahttp://google.com",
    "www.🤙.tk",
    "ТеСт.Москва",
    "teiegram.org/test",
    "TeiegraM.org/test",
    "http://test-.google.com",
    "a.b.google.com dfsknnfs gsdfgsg http://códuia.de/",
    "Look :test@example.com",
    "...👉http://ab.com/cdefgh-1IJ",
    "http://test―‑@―google―.―com―/―–―‐―/―/―/―?―‑―#―――",
    "http://google.com/‖",
    "a!:b@gmail.com",
    "a:b!@gmail.com",
}
CODE_POINTS = st.characters(exclude_categories=["Cs"])


def with_flags(entity: dict) -> dict:
    """TDLib's cases write a date format as a sum of flags."""
    if entity["type"] != "date_time":
        return entity
    flags = 0
    for letter in entity.pop("date_time_format"):
        flags |= FLAGS[letter]
    return {**entity, "flags": flags}


@pytest.mark.parametrize("case", CASES["html"], ids=lambda case: case["in"][:40])
def test_markup_is_read_as_telegram_reads_it(case):
    if "error" in case:
        with pytest.raises(BadMarkup) as raised:
            parse_html(case["in"])
        assert str(raised.value) == case["error"]
        return

    text, entities = parse_html(case["in"])

    assert text == case["text"]
    assert [with_flags(each) for each in sorted_entities(entities)] == case["entities"]


@pytest.mark.parametrize("kind", FINDERS)
def test_plain_text_is_searched_as_telegram_searches_it(kind):
    different = [
        case["in"]
        for case in CASES[kind]
        if [case["in"][each.start : each.end] for each in FINDERS[kind](case["in"])]
        != case["found"]
    ]

    assert [each for each in different if not each.startswith(tuple(NOT_DETECTED_ALIKE))] == []


@pytest.mark.parametrize(
    "case",
    # The flags ask for variants that a bot's message never uses; direction marks are not cleaned.
    [
        case
        for case in CASES["fix"]
        if case["flags"] in ([], [True, False, False, False])
        and "error" not in case
        and "\u200e" not in case["in"]
    ],
    ids=lambda case: case["in"][:20],
)
def test_entities_are_merged_and_cut_as_telegram_does(case):
    text, entities = fixed_text(case["in"], case["entities_in"])

    assert text == case["text"]
    assert entities == case["entities"]


@given(st.text(st.sampled_from("<>/&;=\"' abiup#x1lt\n\r\t-ễ🏟") | CODE_POINTS))
def test_any_markup_is_parsed_or_refused(text):
    try:
        plain, entities = parse_html(text)
    except BadMarkup:
        return

    fixed, kept = fixed_text(plain, entities)

    for each in kept:
        assert 0 < each["length"] <= utf16_length(fixed) - each["offset"]


@given(st.text(CODE_POINTS))
def test_escaped_text_comes_back_unchanged(text):
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")

    assert parse_html(escaped) == (text, [])
