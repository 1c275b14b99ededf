from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dates import (
    format_card,
    format_coming,
    format_day,
    format_long,
    format_relative,
    format_short,
    parse_date,
    parse_hour,
)
from bot.numbers import format_number, format_vnd

VN = ZoneInfo("Asia/Ho_Chi_Minh")
ZONES = [VN, UTC, ZoneInfo("America/New_York"), ZoneInfo("Europe/Paris"), ZoneInfo("Asia/Kolkata")]
NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)  # 10:00 in Vietnam

MORNING = "2017-08-14T03:00:00+00:00"  # 14 August 2017, 10:00 in Vietnam
instants = st.datetimes(
    min_value=datetime(1990, 1, 2), max_value=datetime(2100, 12, 30), timezones=st.just(UTC)
)


@pytest.mark.parametrize(
    ("written", "instant"),
    [
        ("Mon, 14 Aug 2017 10:00:00 +0700", MORNING),
        ("Mon, 14 Aug 2017 10:00:00 GMT+7", MORNING),
        ("Mon, 14 Aug 2017 10:00:00 GMT+0700", MORNING),
        ("Mon, 14 Aug 2017 10:00:00 GMT+07:00", MORNING),
        ("Mon, 14 Aug 2017 10:00:00 UTC+7", MORNING),
        ("Mon, 14 Aug 2017 10:00:00 UTC +7", MORNING),
        ("Mon, 14 Aug 2017 10:00:00 ICT", MORNING),
        ("Mon, 14 Aug 2017 10:00:00 +07", MORNING),
        ("Mon, 14 Aug 2017 10:00:00 +0700 (ICT)", MORNING),
        ("Mon, 14 Aug 2017 03:00:00 GMT", MORNING),
        ("Mon, 14 Aug 2017 03:00:00 Z", MORNING),
        ("Mon, 14 Aug 2017 03:00:00 -0000", MORNING),
        ("Sun, 13 Aug 2017 23:00:00 EDT", MORNING),
        ("Sun, 13 Aug 2017 20:30:00 −06:30", MORNING),
        ("Monday, 14-Aug-17 03:00:00 GMT", MORNING),
        ("14 August 2017 10:00", MORNING),
        ("August 14, 2017 10:00 AM", MORNING),
        ("Sat, 27 Jan 24 14:15:00 +0700", "2024-01-27T07:15:00+00:00"),
        ("Thu, 2 Jan 97 07:00:00 +0700", "1997-01-02T00:00:00+00:00"),
        ("Thu 5 Aug 2021 07:00 GMT", "2021-08-05T07:00:00+00:00"),
        ("Mon, 14 Aug 2017 10:00:00", MORNING),
        ("2017-08-14T10:00:00", MORNING),
        ("2017-08-14 10:00", MORNING),
        ("2017-08-14T03:00:00Z", MORNING),
        ("2017-08-14T10:00:00+07:00", MORNING),
        ("2017-08-13T22:00:00-05:00", MORNING),
        ("2017-08-14t03:00:00.5z", "2017-08-14T03:00:00.500000+00:00"),
        ("2017-08-14T03:00:00.123456789Z", "2017-08-14T03:00:00.123456+00:00"),
        ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59+00:00"),
        ("2017-08-14", "2017-08-13T17:00:00+00:00"),
        ("14/08/2017", "2017-08-13T17:00:00+00:00"),
        ("14/08/2017 10:00", MORNING),
        ("14/8/17 10:00", MORNING),
        ("14-8-2017 - 10:00", MORNING),
        ("14.08.2017, 10h00", MORNING),
        ("10:00 14/08/2017", MORNING),
        ("10:00 | 14/08/2017 (GMT+7)", MORNING),
        ("10:00 -14/08/2017", MORNING),
        ("10h ngày 14/08/2017", MORNING),
        ("10 giờ 00, ngày 14 tháng 8 năm 2017", MORNING),
        ("Thứ Hai, 14 tháng 8, 2017 10:00", MORNING),
        ("Cập nhật lúc 10:00, 14/08/2017", MORNING),
        ("04/05/2026 10:00", "2026-05-04T03:00:00+00:00"),
        ("Thứ 5, 28/05/2026 17:00:00 GMT+7", "2026-05-28T10:00:00+00:00"),
        ("Thu 5, 28/05/2026 17:00:00 GMT+7", "2026-05-28T10:00:00+00:00"),
        ("Thứ 2, Ngày 14/08/2017, 10:00", MORNING),
        ("Chủ nhật, 13/08/2017 10:00", "2017-08-13T03:00:00+00:00"),
        ("CN, 13/08/2017 10:00", "2017-08-13T03:00:00+00:00"),
        ("T2, 14/08/2017 10:00", MORNING),
        ("Thứ tư, 16/08/2017 10:00", "2017-08-16T03:00:00+00:00"),
        ("14/08/2017 10:00 SA", MORNING),
        ("14/08/2017 2:30 CH", "2017-08-14T07:30:00+00:00"),
        ("14/08/2017 12:30:00 SA", "2017-08-13T17:30:00+00:00"),
        ("14/08/2017 12:30:00 CH", "2017-08-14T05:30:00+00:00"),
        ("10/25/2026 10:00", "2026-10-25T03:00:00+00:00"),
        ("\n   14/08/2017\u00a0 10:00\u202fSA \n", MORNING),
        ("/Date(1502679600000)/", MORNING),
        ("/Date(1502679600000+0700)/", MORNING),
        (r"\/Date(1502679600000)\/", MORNING),
    ],
)
def test_a_written_date_is_read_as_meant(written, instant):
    assert parse_date(written, zone=VN) == datetime.fromisoformat(instant)


@pytest.mark.parametrize(
    ("written", "instant"),
    [
        ("10/2/2026 9:25:00 AM", "2026-10-02T02:25:00+00:00"),
        ("10/2/2026 9:25:00 PM", "2026-10-02T14:25:00+00:00"),
        ("7/29/2018 11:24:18 AM", "2018-07-29T04:24:18+00:00"),
        ("14/08/2017 10:00", MORNING),
        ("04/05/2026 10:00", "2026-04-05T03:00:00+00:00"),
    ],
)
def test_a_feed_may_write_the_month_first(written, instant):
    at = parse_date(written, zone=VN, day_first=False)

    assert at == datetime.fromisoformat(instant)


@pytest.mark.parametrize(
    "written",
    [
        "", " ", "now", "hôm qua", "Không rõ", "0", "2017", "08/2017", "1502679600", "10:00",
        "Mon, 14 Aug", "31/02/2017", "32/01/2017", "13/13/2017", "14/08/2017 25:00",
        "14/08/2017 24:00", "14/08/2017 10:60", "14/08/2017 13:00 AM", "00/00/0000 00:00",
        "0001-01-01T00:00:00Z", "1900-01-01", "1989-12-31T23:59:59Z", "2101-01-01T00:00:00Z",
        "9999-12-31T23:59:59-14:00", "14 Aug 2017 10:00:00 GMT+25", "14 Aug 2017 10:00:00 +9999",
        "14 Aug 2017 10:00:00 XYZ", "14/08/2017 - 15/08/2017", "10:00 - 12:00 14/08/2017",
        "14/08/2017 hay 15/08/2017", "/Date(999999999999999)/", "/Date(-62135596800000)/",
        "/Date()/", "14/08/2017 " * 1000, "1" * 100_000, "\ud800", "१४/०८/२०१७", "2017-W33-1",
    ],
)  # fmt: skip
def test_nonsense_and_silence_are_no_date(written):
    assert parse_date(written, zone=VN) is None


@given(st.one_of(st.text(), st.text(alphabet="0123456789/-:. +TZGMT")), st.sampled_from(ZONES))
def test_any_text_is_a_believable_date_or_none(written, zone):
    at = parse_date(written, zone=zone)

    assert at is None or (at.tzinfo is UTC and 1990 <= at.year <= 2100)


@given(instants, st.sampled_from(["vi", "en"]))
def test_a_cards_date_is_read_back_to_the_minute(at, language):
    line = format_card(at, zone=VN, language=language)

    assert parse_date(line, zone=VN) == at.replace(second=0, microsecond=0)


@given(instants, st.sampled_from(["vi", "en"]))
def test_a_long_date_is_read_back_to_the_day(at, language):
    day = parse_date(format_long(at, zone=VN, language=language), zone=VN)

    assert day == parse_date(format_day(at, zone=VN), zone=VN)
    assert timedelta(0) <= at - day < timedelta(days=1)


@given(instants, st.sampled_from(ZONES))
def test_the_machines_own_forms_are_read_back_exactly(at, zone):
    local = at.astimezone(zone)

    assert parse_date(local.isoformat(), zone=VN) == at
    assert parse_date(f"{local:%a, %d %b %Y %H:%M:%S %z}", zone=VN) == at.replace(microsecond=0)


@pytest.mark.parametrize(
    ("typed", "hour"),
    [
        ("7h", time(7)),
        ("7h30", time(7, 30)),
        ("7h5", time(7, 5)),
        ("07:30", time(7, 30)),
        ("7.30", time(7, 30)),
        ("7:30 sáng", time(7, 30)),
        ("7 giờ rưỡi", time(7, 30)),
        ("7 giờ 30 phút tối", time(19, 30)),
        ("5 giờ chiều", time(17)),
        ("5 gio chieu", time(17)),
        ("Lúc 5H CHIỀU", time(17)),
        ("17 giờ chiều", time(17)),
        ("12 giờ trưa", time(12)),
        ("1 giờ trưa", time(13)),
        ("12 giờ đêm", time(0)),
        ("2 giờ đêm", time(2)),
        ("11 giờ đêm", time(23)),
        ("12 giờ tối", time(0)),
        ("5 pm", time(17)),
        ("5:15 p.m.", time(17, 15)),
        ("12am", time(0)),
        ("12 pm", time(12)),
        ("0h", time(0)),
        ("7", time(7)),
        ("  18:00 ", time(18)),
    ],
)
def test_a_typed_hour_is_understood(typed, hour):
    assert parse_hour(typed) == hour


@pytest.mark.parametrize(
    "typed",
    ["", "sáng", "24:00", "25h", "7h60", "13 giờ sáng", "730", "7h30x", "-7h", "7" * 99_999],
)
def test_what_is_no_hour_is_none(typed):
    assert parse_hour(typed) is None


@given(st.times())
def test_every_minute_of_the_day_can_be_typed(hour):
    minute = hour.replace(second=0, microsecond=0)

    assert parse_hour(f"{hour:%H:%M}") == parse_hour(f"{hour.hour}h{hour.minute:02}") == minute


@pytest.mark.parametrize(
    ("language", "line", "words"),
    [
        ("vi", "Thứ 2, 14/08/2017 10:00", "Thứ Hai, 14 tháng 8, 2017"),
        ("en", "Mon, 14/08/2017 10:00", "Monday, 14 August 2017"),
    ],
)
def test_dates_are_written_as_readers_write_them(language, line, words):
    at = datetime.fromisoformat(MORNING)

    assert format_card(at, zone=VN, language=language) == line
    assert format_long(at, zone=VN, language=language) == words


def test_the_short_form_needs_no_zeros():
    assert format_short(datetime(2026, 1, 1, 23, 30, tzinfo=UTC), zone=VN) == "06:30, 2/1"


@pytest.mark.parametrize(
    ("age", "vietnamese", "english"),
    [
        (timedelta(0), "vừa xong", "just now"),
        (timedelta(seconds=59), "vừa xong", "just now"),
        (timedelta(seconds=-59), "vừa xong", "just now"),
        (timedelta(minutes=1), "1 phút trước", "1 minute ago"),
        (timedelta(minutes=59), "59 phút trước", "59 minutes ago"),
        (timedelta(hours=1), "1 giờ trước", "1 hour ago"),
        (timedelta(hours=23, minutes=59), "23 giờ trước", "23 hours ago"),
        (timedelta(days=3), "3 ngày trước", "3 days ago"),
        (timedelta(days=7), "7 ngày trước", "7 days ago"),
        (timedelta(days=7, seconds=1), "17/11/2026", "17/11/2026"),
        (timedelta(hours=-1), "Thứ 3, 24/11/2026 11:00", "Tue, 24/11/2026 11:00"),
    ],
)
def test_an_age_is_told_in_words_for_a_week(age, vietnamese, english):
    assert format_relative(NOW - age, now=NOW, zone=VN, language="vi") == vietnamese
    assert format_relative(NOW - age, now=NOW, zone=VN, language="en") == english


@pytest.mark.parametrize(
    ("hours", "told"),
    [(1, "11:00 hôm nay"), (21, "07:00 ngày mai"), (45, "07:00, 26/11"), (-24, "10:00, 23/11")],
)
def test_a_coming_hour_is_told_by_the_readers_own_day(hours, told):
    at = NOW + timedelta(hours=hours)

    assert format_coming(at, now=NOW, zone=VN, language="vi") == told


def test_numbers_and_amounts_are_grouped():
    assert format_number(1234567, language="vi") == "1.234.567"
    assert format_number(1234567, language="en") == "1,234,567"
    assert format_number(-999, language="vi") == "-999"
    assert format_vnd(1053000, language="vi") == "1.053.000\u00a0₫"
