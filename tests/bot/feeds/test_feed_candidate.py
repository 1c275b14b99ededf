from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dates import parse_date
from bot.feeds.candidate import candidates_of, fingerprint_of
from bot.feeds.dating import Dating
from bot.feeds.raw import RawEntry, RawFeed, RawFile
from bot.feeds.site_clock import SiteClock, read_site_clock
from storage.model import Attachment, Candidate, Content, Feed, FeedId, Person

VN = ZoneInfo("Asia/Ho_Chi_Minh")
FEED = Feed(id=FeedId(1), url="https://tin.example/rss/tin.rss")
UNKNOWN = SiteClock()


def candidate(
    *, feed: Feed = FEED, clock: SiteClock = UNKNOWN, language: str = "", **fields: object
) -> Candidate:
    entry = RawEntry(**{"title": "Tin", "link": "/1", **fields})
    (found,) = candidates_of(
        feed,
        raw=RawFeed(kind="rss20", language=language, entries=(entry,)),
        clock=clock,
        default_zone=VN,
    )
    return found


def content(**fields: object) -> Content:
    return candidate(**fields).content


def test_a_headline_encoded_twice_is_decoded_twice() -> None:
    assert content(title="Ng&amp;ocirc;i <b>sao</b> &#272;o&agrave;n").title == "Ngôi sao Đoàn"


def test_text_is_cleaned_at_the_door() -> None:
    assert content(title="Đo\u0061\u0300n\u200b\x00 viên\n\n\u202e mới").title == "Đoàn viên mới"


def test_an_entry_without_words_is_no_article() -> None:
    raw = RawFeed(kind="rss20", entries=(RawEntry(link="/1"), RawEntry(title="<b></b>")))

    assert candidates_of(FEED, raw=raw, clock=UNKNOWN, default_zone=VN) == ()


def test_an_entry_that_comes_twice_is_one() -> None:
    one, other = RawEntry(id="g", title="A"), RawEntry(id=" g\n", title="B")
    raw = RawFeed(kind="rss20", entries=(one, other))

    (found,) = candidates_of(FEED, raw=raw, clock=UNKNOWN, default_zone=VN)

    assert found.content.title == "A"


@pytest.mark.parametrize(
    ("written", "at"),
    [
        ("Mon, 14 Aug 2017 09:30:00 +0700", (2017, 8, 14, 2, 30)),
        ("Mon, 14 Aug 2017 09:30:00 GMT+7", (2017, 8, 14, 2, 30)),
        ("Mon, 14 Aug 2017 09:30:00 GMT+0700", (2017, 8, 14, 2, 30)),
        ("Mon, 14 Aug 2017 09:30:00 UTC+7", (2017, 8, 14, 2, 30)),
        ("Mon, 14 Aug 2017 09:30:00 ICT", (2017, 8, 14, 2, 30)),
        ("Sat, 27 Jan 24 14:15:00 +0700", (2024, 1, 27, 7, 15)),
        ("Thu, 26 Mar 2026 08:00:00 +07", (2026, 3, 26, 1, 0)),
        ("14/08/2017 10:00", (2017, 8, 14, 3, 0)),
        ("04/05/2026 10:00", (2026, 5, 4, 3, 0)),
        ("Thứ 5, 28/05/2026 17:00:00 GMT+7", (2026, 5, 28, 10, 0)),
        ("Mon, 14 Aug 2017 10:00:00", (2017, 8, 14, 3, 0)),
        ("2017-08-14T10:00:00", (2017, 8, 14, 3, 0)),
        ("2017-08-14T10:00:00Z", (2017, 8, 14, 10, 0)),
    ],
)
def test_a_date_is_read_as_it_was_meant(written: str, at: tuple[int, ...]) -> None:
    assert content(published=written).published_at == datetime(*at, tzinfo=UTC)


@pytest.mark.parametrize("written", ["", "hôm qua", "32/13/2026 10:00", "Invalid Date"])
def test_a_missing_date_stays_missing(written: str) -> None:
    assert content(published=written).published_at is None


def test_dates_without_a_zone_are_the_feeds_own() -> None:
    feed = replace(FEED, timezone="Europe/Paris")

    assert content(feed=feed, published="2017-08-14T10:00:00").published_at == datetime(
        2017, 8, 14, 8, tzinfo=UTC
    )


def test_the_order_of_a_date_is_learnt_from_its_neighbours() -> None:
    body = b"<pubDate>10/2/2026 9:25:00</pubDate><pubDate>9/28/2026 9:25:00</pubDate>"

    learnt = content(clock=read_site_clock(body), published="10/2/2026 9:25:00")
    told = content(
        clock=read_site_clock(body),
        feed=replace(FEED, day_first=True),
        published="10/2/2026 9:25:00",
    )

    assert learnt.published_at == datetime(2026, 10, 2, 2, 25, tzinfo=UTC)
    assert told.published_at == datetime(2026, 2, 10, 2, 25, tzinfo=UTC)


def test_atom_knows_when_an_entry_changed() -> None:
    found = content(published="2026-11-24T01:00:00Z", updated="2026-11-24T02:00:00Z")

    assert found.published_at == datetime(2026, 11, 24, 1, tzinfo=UTC)
    assert found.modified_at == datetime(2026, 11, 24, 2, tzinfo=UTC)
    assert content(updated="2026-11-24T02:00:00Z").published_at == datetime(
        2026, 11, 24, 2, tzinfo=UTC
    )


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("https://Tin.Example/a?utm_source=rss&id=1&fbclid=x#top", "https://tin.example/a?id=1"),
        ("http://tin.example:80/a", "http://tin.example/a"),
        ("\n  https://tin.example/a.tpo)  ", "https://tin.example/a.tpo"),
        ("https://tin.example/a_(b)", "https://tin.example/a_(b)"),
        (
            "/Lists/Tin tuc/DispForm.aspx?ID=7",
            "https://tin.example/Lists/Tin%20tuc/DispForm.aspx?ID=7",
        ),
        ("https://tin.example/q%E2%80%9Cx%E2%80%9D", "https://tin.example/q%E2%80%9Cx%E2%80%9D"),
        ("javascript:alert(1)", ""),
        ("", ""),
    ],
)
def test_an_address_is_made_whole_and_comparable(written: str, canonical: str) -> None:
    assert content(link=written).canonical_url == canonical


def test_the_picture_in_the_description_leads_and_the_rest_is_the_summary() -> None:
    found = content(
        summary='<a href="/1"><img width=130 height=100 src="/a.jpg?w=1&h=2" ></a></br>Lời dẫn.'
    )

    assert found.image_url == "https://tin.example/a.jpg?w=1&h=2"
    assert found.summary == "Lời dẫn."
    assert found.body_html == ""


@pytest.mark.parametrize(
    ("fields", "url"),
    [
        ({"enclosures": (RawFile(url="/b.jpg", mime_type="image/jpeg"),)}, "/b.jpg"),
        ({"images": ("/c.jpg",)}, "/c.jpg"),
        ({"content": '<img src="data:image/gif;base64,x" data-src="/d.jpg">'}, "/d.jpg"),
        ({"content": '<img src="/pixel.gif" width="1" height="1"><img src="/e.jpg">'}, "/e.jpg"),
    ],
)
def test_a_picture_is_found_wherever_the_publisher_put_it(
    fields: dict[str, object], url: str
) -> None:
    assert content(**fields).image_url == f"https://tin.example{url}"


def test_a_caption_and_its_credit_come_with_the_picture() -> None:
    found = content(
        content='<figure><img src="/a.jpg" alt="x"><figcaption>Ra quân. Ảnh: <i>Kiều Oanh</i>'
        "</figcaption></figure><p>Thân bài.</p>",
        images=("/a.jpg?w=130",),
    )

    assert (found.image_caption, found.image_credit) == ("Ra quân.", "Kiều Oanh")
    assert found.image_url == "https://tin.example/a.jpg"


def test_a_body_is_sanitised_and_its_addresses_are_whole() -> None:
    found = content(
        summary="Lời dẫn.",
        content='<p onclick="x()">Một <a href="/2">hai</a></p><script>1</script><img src="/a.jpg">',
    )

    assert found.summary == "Lời dẫn."
    assert '<a href="https://tin.example/2">hai</a>' in found.body_html
    assert "script" not in found.body_html
    assert "onclick" not in found.body_html


def test_a_description_that_is_an_article_is_the_body() -> None:
    found = content(summary="<p>Lời dẫn.</p><p>Đoạn hai.</p>")

    assert found.summary == "Lời dẫn."
    assert "Đoạn hai." in found.body_html


def test_sound_is_audio_and_other_files_are_attachments() -> None:
    found = content(
        enclosures=(
            RawFile(url="/a.mp3", size_bytes=7),
            RawFile(url="/b.pdf", mime_type="application/pdf", title="Công văn"),
            RawFile(url="/c.jpg", mime_type="image/jpeg"),
            RawFile(url="javascript:1"),
        )
    )

    assert found.audio == (
        Attachment(
            name="a.mp3", url="https://tin.example/a.mp3", mime_type="audio/mpeg", size_bytes=7
        ),
    )
    assert found.attachments == (
        Attachment(name="Công văn", url="https://tin.example/b.pdf", mime_type="application/pdf"),
    )


def test_the_editors_category_is_the_shelf_and_the_publishers_are_kept() -> None:
    feed = replace(FEED, category="Hoạt động")

    assert content(categories=("Xã hội", "Tin")).category == "Xã hội"
    assert content(feed=feed, categories=("Xã hội",)).category == "Hoạt động"
    assert content(feed=feed, categories=("Xã hội",)).extra == (("category", "Xã hội"),)


def test_author_language_and_unknown_fields_are_kept() -> None:
    found = content(author=" Kiều&nbsp;Oanh ", extra=(("x_y", "z"),), language="en-GB")

    assert found.author == Person(name="Kiều Oanh")
    assert found.language == "en"
    assert found.extra == (("x_y", "z"),)


def test_the_papers_name_behind_a_headline_is_dropped() -> None:
    assert content(title="Tin - Báo A", source="Báo A").title == "Tin"
    assert content(title="Tin - Báo A").title == "Tin - Báo A"


def test_the_paper_that_an_entry_names_is_kept() -> None:
    assert content(source="Báo A").extra == (("source", "Báo A"),)


def test_an_edit_at_the_source_shows_and_a_counter_does_not() -> None:
    before = candidate(id="g", extra=(("slash_comments", "1"),))
    counted = candidate(id="g", extra=(("slash_comments", "2"),))
    edited = candidate(id="g", title="Tin sửa")

    assert before.key == counted.key == edited.key
    assert before.fingerprint == counted.fingerprint
    assert before.fingerprint != edited.fingerprint
    assert fingerprint_of(replace(before.content, imported_view_count=7)) == before.fingerprint
    assert len(before.key) == len(before.fingerprint) == 16


@given(
    st.builds(
        RawEntry,
        id=st.text(max_size=20),
        link=st.text(max_size=40),
        title=st.text(max_size=60),
        summary=st.text(max_size=200),
        content=st.text(alphabet="<>/=\"'&;#pimgfiurecatonsx \u0301đ", max_size=200),
        author=st.text(max_size=20),
        published=st.text(max_size=30),
        extra=st.lists(st.tuples(st.text(max_size=9), st.text(max_size=9))).map(tuple),
    )
)
def test_any_entry_becomes_a_storable_article_or_none(entry: RawEntry) -> None:
    raw = RawFeed(kind="rss20", entries=(entry,))

    for found in candidates_of(FEED, raw=raw, clock=UNKNOWN, default_zone=VN):
        assert found.content.title
        assert repr(found.content).encode()
        assert found.content.body_html.encode() is not None


@given(
    st.datetimes(datetime(1989, 1, 1), datetime(2102, 1, 1)),
    st.integers(-14 * 60, 14 * 60),
    st.sampled_from(["Mon", "Thu", "Sun"]),
)
def test_the_usual_form_of_a_date_is_read_like_every_other(
    local: datetime, offset: int, weekday: str
) -> None:
    sign, apart = "-" if offset < 0 else "+", abs(offset)
    month = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()[local.month - 1]
    text = (
        f"{weekday}, {local.day} {month} {local:%Y %H:%M:%S} {sign}{apart // 60:02}{apart % 60:02}"
    )

    assert Dating(zone=VN).instant(text) == parse_date(text, zone=VN)
