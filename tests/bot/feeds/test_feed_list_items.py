from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import orjson
import pytest

from bot.feeds.candidate import candidates_of
from bot.feeds.json_feed import read_json_feed
from bot.feeds.raw import RawFeed
from bot.feeds.site_clock import SiteClock
from storage.model import Candidate, Content, Feed, FeedId

FEED = Feed(
    id=FeedId(1),
    url="https://doan.example/tin/_layouts/15/listfeed.aspx?List=%7B7b1f%7D",
    column_map=(("Nguon_x0020_tin", "genre"),),
)
VN = ZoneInfo("Asia/Ho_Chi_Minh")
ITEM = {"Id": 7, "Title": "Tin", "FileDirRef": "/tin/Lists/Tin tuc"}


def found(**columns: object) -> tuple[Candidate, ...]:
    body = orjson.dumps({"value": [{**ITEM, **columns}]})
    raw = read_json_feed(body)
    assert isinstance(raw, RawFeed)
    return candidates_of(FEED, raw=raw, clock=SiteClock(), default_zone=VN)


def content(**columns: object) -> Content:
    (one,) = found(**columns)
    return one.content


def test_an_item_leads_to_the_lists_own_form() -> None:
    assert content().canonical_url == "https://doan.example/tin/Lists/Tin%20tuc/DispForm.aspx?ID=7"


def test_without_a_folder_the_sites_form_finds_the_item() -> None:
    item = content(FileDirRef=None)

    assert item.canonical_url.endswith("/tin/_layouts/15/listform.aspx?PageType=4&ID=7")


@pytest.mark.parametrize(
    ("written", "hour"),
    [("2017-08-14T03:00:00Z", 3), ("2017-08-14T10:00:00", 3), ("/Date(1502704800000)/", 3)],
)
def test_a_date_with_z_is_utc_and_one_without_is_the_sites(written: str, hour: int) -> None:
    found = content(Ng_x00e0_y_x0020_xu_x1ea5_t_x002=written)

    assert found.published_at == datetime(2017, 8, 14, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "category"),
    [
        ("Tin", "Tin"),
        ({"Label": "Tin", "TermGuid": "x", "WssId": 1}, "Tin"),
        ({"Title": "Tin"}, "Tin"),
        ([{"Label": "Tin"}, {"Label": "Ảnh"}], "Tin; Ảnh"),
        ({"results": ["Tin", "Ảnh"]}, "Tin; Ảnh"),
        ({"__deferred": {"uri": "x"}}, ""),
        (None, ""),
    ],
)
def test_a_relation_is_read_in_every_shape(value: object, category: str) -> None:
    assert content(Ph_x00e2_n_x0020_lo_x1ea1_i=value).category == category


def test_people_are_named_and_the_system_account_is_nobody() -> None:
    found = content(
        AuthorId=1_073_741_823,
        EditorId=9,
        Author={"Title": "Kiều Oanh"},
        Editor={"Title": "Ban biên tập"},
    )

    assert (found.author.name, found.created_by.name) == ("Kiều Oanh", "Kiều Oanh")
    assert found.modified_by.name == "Ban biên tập"
    assert found.extra == ()


def test_a_link_column_gives_its_address_and_none_gives_nothing() -> None:
    link = {"Description": "Trang khác", "Url": "/trang khac"}

    assert content(AlternateLink=None).alternate_url == ""
    assert content(**{"Alternate Link": link}).alternate_url == "https://doan.example/trang%20khac"


def test_one_line_of_text_may_hold_a_bracket_and_rich_text_is_cleaned() -> None:
    found = content(
        Title="Dưới 18 < tuổi",
        Body='<div class="ExternalClass0A"><p onclick="x">Thân <b>bài</b></p></div>',
        Comments="Lời dẫn: 1 < 2",
    )

    assert found.title == "Dưới 18 < tuổi"
    assert found.summary == "Lời dẫn: 1 < 2"
    assert found.body_html == "<p>Thân <b>bài</b></p>"


def test_files_come_under_their_decoded_names() -> None:
    file = {
        "FileName": "Công văn.pdf",
        "ServerRelativeUrl": "/a/C%25.pdf",
        "ServerRelativePath": {"DecodedUrl": "/a/Công văn.pdf"},
    }

    (found,) = content(AttachmentFiles={"results": [file]}).attachments

    assert (found.name, found.mime_type) == ("Công văn.pdf", "application/pdf")
    assert found.url.startswith("https://doan.example/a/C")


def test_what_is_unknown_is_kept_under_a_readable_name_and_an_editors_name_counts() -> None:
    found = content(S_x1ed1__x0020_hi_x1ec7_u="12/KH", Nguon_x0020_tin="Tin ngắn")

    assert found.extra == (("Số hiệu", "12/KH"),)
    assert found.genre == "Tin ngắn"


def test_a_term_told_by_a_number_is_told_by_its_words() -> None:
    term = {"Label": "7", "TermGuid": "a-b", "WssId": 7}
    words = {"Category": "Tin & bài"}

    assert content(Category=term, FieldValuesAsText=words).category == "Tin & bài"
    assert content(Category=term).category == "7"


@pytest.mark.parametrize(("state", "is_shown"), [(0, True), (1, False), (2, False), (3, False)])
def test_only_what_was_approved_is_shown(state: int, *, is_shown: bool) -> None:
    for name in ("OData__ModerationStatus", "OData__x005f_ModerationStatus"):
        assert len(found(**{name: state})) == is_shown
    assert found(OData__ModerationStatus=4) == ()
