import asyncio

import pytest

from bot.feeds.parse import Request, open_parser
from bot.feeds.raw import Killed, RawFeed, Unparsed
from bot.simulator.publishers import broken
from tests.bot.feeds.pauses import longest_pause


def rss(title: str) -> bytes:
    return (
        f"<rss version='2.0'><channel><item><title>{title}</title></item></channel></rss>".encode()
    )


async def test_a_feed_made_to_burn_time_is_killed_while_the_bot_runs_on() -> None:
    done = asyncio.Event()
    watch = asyncio.create_task(longest_pause(done))

    async with open_parser(cpu_s=1) as parser:
        bomb = await parser.parse(broken.author_bomb())
        after = await parser.parse(rss("Tin"))
    done.set()

    assert isinstance(bomb, Killed)
    assert isinstance(after, RawFeed)
    assert await watch < 0.25


async def test_a_feed_that_takes_long_by_the_clock_is_killed_too() -> None:
    async with open_parser(cpu_s=100, wall_s=0.5) as parser:
        assert isinstance(await parser.parse(broken.author_bomb()), Killed)


async def test_the_child_lives_within_its_memory() -> None:
    async with open_parser(memory_bytes=150 * 1024 * 1024) as parser:
        huge = await parser.parse(b'{"items": [' + b"[]," * 2_500_000 + b"0]}")
        after = await parser.parse(rss("Tin"))

    assert isinstance(huge, Unparsed)
    assert huge.detail.startswith("MemoryError")
    assert isinstance(after, RawFeed)


async def test_the_child_is_replaced_after_fifty_feeds_and_answers_on() -> None:
    body = rss("Tin")

    async with open_parser() as parser:
        answers = [await parser.parse(body) for _ in range(120)]

    assert all(isinstance(answer, RawFeed) for answer in answers)


async def test_feeds_asked_for_at_once_get_their_own_answers() -> None:
    bodies = [rss(f"{n}") for n in range(20)]

    async with open_parser(children=2) as parser:
        answers = await asyncio.gather(*map(parser.parse, bodies))

    assert [it.entries[0].title for it in answers if isinstance(it, RawFeed)] == [
        str(n) for n in range(20)
    ]


async def test_feeds_handed_over_together_have_each_its_own_end() -> None:
    bodies = [
        rss("một"),
        b"<html><body>Tin</body></html>",
        broken.author_bomb(),
        rss("hai"),
    ]

    async with open_parser(cpu_s=1) as parser:
        first, page, bomb, last = await parser.parse_all([Request(body=it) for it in bodies])

    assert isinstance(first, RawFeed)
    assert first.entries[0].title == "một"
    assert isinstance(page, Unparsed)
    assert isinstance(bomb, Killed)
    assert isinstance(last, RawFeed)
    assert last.entries[0].title == "hai"


async def test_more_feeds_than_one_child_reads_may_be_handed_over_together() -> None:
    requests = [Request(body=rss(f"{n}")) for n in range(120)]

    async with open_parser() as parser:
        answers = await parser.parse_all(requests)

    assert [it.entries[0].title for it in answers if isinstance(it, RawFeed)] == [
        str(n) for n in range(120)
    ]


async def test_a_reader_who_gives_up_leaves_no_answer_for_the_next() -> None:
    async with open_parser() as parser:
        await parser.parse(rss("first"))
        given_up = asyncio.create_task(parser.parse(broken.author_bomb()))
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(given_up, timeout=0.2)

        after = await parser.parse(rss("Tin"))

    assert isinstance(after, RawFeed)
    assert after.entries[0].title == "Tin"
