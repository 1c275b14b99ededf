from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feeds.cut import Memory, pieces_of, without
from bot.feeds.raw import RawFeed
from bot.feeds.xml_feed import read_xml_feed
from bot.simulator.publishers import publishers
from bot.simulator.publishers.formats import atom, rdf, rss, sharepoint

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
ON_SHOW = publishers(now=lambda: NOW).on_show()[:8]
WRITERS = (rss.newspaper, rss.magazine, rss.daily, rdf.rdf, atom.atom, sharepoint.list_feed)
SPACES = (
    "xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:x='urn:x'"
    " xmlns:slash='http://purl.org/rss/1.0/modules/slash/'"
)

words = st.text(alphabet="aĐđêấ 0&;<>\"'", max_size=30)
fields = st.one_of(
    words.map(lambda it: f"<title><![CDATA[{it}]]></title>"),
    words.map(lambda it: f"<description><![CDATA[<item>{it}</item>]]></description>"),
    st.integers(1, 9).map(lambda it: f"<guid>{it}</guid>"),
    st.sampled_from(
        [
            "<!-- <item> or </item> -->",
            "<dc:creator>An</dc:creator>",
            "<x:item>own</x:item>",
            "<items/>",
            "<enclosure url='/a>b.mp3'/>",
            "<slash:comments>3</slash:comments>",
            "<link>/1?a=1&amp;b=2</link>",
            "<source url='/s'><title>Báo</title></source>",
            "<category>Tin</category>",
            "<pubDate>14/08/2017 10:00</pubDate>",
        ]
    ),
)
items = st.lists(fields, max_size=6).map(lambda it: f"<item>{''.join(it)}</item>")


def parsed(body: bytes) -> RawFeed:
    raw = read_xml_feed(body, content_type="text/xml")
    assert isinstance(raw, RawFeed)
    return raw


def assert_equal_to_parsing_whole(body: bytes, *, old: list[bool]) -> None:
    whole, pieces = parsed(body), pieces_of(body)
    if pieces is None or not whole.is_sound:
        return
    assert len(pieces.digests) == len(whole.entries)
    marks = [is_old for is_old, _ in zip(old, pieces.digests, strict=False)]
    seen = frozenset(it for it, is_old in zip(pieces.digests, marks, strict=False) if is_old)

    left = [
        entry
        for digest, entry in zip(pieces.digests, whole.entries, strict=True)
        if digest not in seen
    ]
    again = pieces_of(body, seen=seen)

    assert again is not None
    assert again.places == pieces.places
    assert parsed(without(again, seen)) == replace(whole, entries=tuple(left))


@given(st.lists(items, min_size=1, max_size=8), st.lists(st.booleans(), min_size=8, max_size=8))
def test_what_is_left_reads_as_it_would_have_among_its_neighbours(
    found: list[str], old: list[bool]
) -> None:
    head = "<title>T</title><ttl>5</ttl><image><title>I</title><url>/i</url></image>"
    body = f"<rss version='2.0' {SPACES}><channel>{head}{''.join(found)}</channel></rss>"

    assert_equal_to_parsing_whole(body.encode(), old=old)


@given(
    st.lists(items, min_size=1, max_size=4),
    st.lists(st.one_of(items, fields), max_size=4),
    st.permutations(range(8)),
)
def test_what_was_read_before_hides_nothing_among_new_neighbours(
    known: list[str], new: list[str], order: list[int]
) -> None:
    def body(found: list[str]) -> bytes:
        return f"<rss version='2.0' {SPACES}><channel>{''.join(found)}</channel></rss>".encode()

    before = pieces_of(body(known))
    seen = frozenset(before.digests if before and parsed(body(known)).is_sound else ())
    both = [*known, *new]
    now = body([both[at] for at in order if at < len(both)])
    pieces, whole = pieces_of(now, seen=seen), parsed(now)

    if pieces is not None and whole.is_sound:
        left = [
            entry
            for digest, entry in zip(pieces.digests, whole.entries, strict=True)
            if digest not in seen
        ]
        assert parsed(without(pieces, seen)) == replace(whole, entries=tuple(left))


@pytest.mark.parametrize("write", WRITERS)
@given(st.lists(st.booleans(), min_size=8, max_size=8))
def test_every_kind_of_feed_is_cut_without_a_trace(write: object, old: list[bool]) -> None:
    assert callable(write)
    body = write(ON_SHOW, title="Tin", base_url="http://tin.example", at=NOW).encode()

    assert pieces_of(body) is not None
    assert_equal_to_parsing_whole(body, old=old)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<rss><channel><title>T</title></channel></rss>",
        b"<rss><channel><item>one<item>in another</item></item></channel></rss>",
        b"<rss><channel><item>never closed</channel></rss>",
        b"<rss><channel><item/></channel></rss>",
        b"<rss><channel></item></channel></rss>",
        b"<!DOCTYPE rss [<!ENTITY a 'b'>]><rss><channel><item>&a;</item></channel></rss>",
        b"<?xml version='1.0' encoding='utf-16'?><rss><channel><item></item></channel></rss>",
        "<rss><channel><item></item></channel></rss>".encode("utf-16"),
        b"<rss><channel><item><![CDATA[</item>",
        b'{"items": ["<item></item>"]}'[:0],
    ],
)
def test_what_cannot_be_cut_safely_goes_through_whole(body: bytes) -> None:
    assert pieces_of(body) is None


def test_a_counter_makes_no_entry_new_and_an_edit_does() -> None:
    def digest(item: str) -> int:
        pieces = pieces_of(f"<rss><item>{item}</item></rss>".encode())
        assert pieces is not None
        return pieces.digests[0]

    one = digest("<title>A</title><slash:comments>1</slash:comments>")

    assert one == digest("<title>A</title><slash:comments>22</slash:comments>")
    assert one != digest("<title>B</title><slash:comments>1</slash:comments>")


def test_memory_keeps_what_the_last_round_showed() -> None:
    memory = Memory()
    memory.keep(7, (1, -2))
    memory.keep(7, (-2, 2**63 - 1))

    assert memory.of(7) == {-2, 2**63 - 1}
    assert memory.of(8) == frozenset()
    memory.forget(7)
    assert memory.of(7) == frozenset()
