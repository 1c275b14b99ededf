"""The moments that people at the desk type."""

import unicodedata
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.coming import Refusal, parse_coming
from bot.dates import format_card, format_coming

VN = ZoneInfo("Asia/Ho_Chi_Minh")
# Tuesday; "Thứ 3".
NOW = datetime(2026, 11, 24, 15, 0, tzinfo=VN)

UNDERSTOOD = [
    # The hour alone: today's, or tomorrow's once it has passed.
    ("17h", "2026-11-24 17:00"),
    ("17:00", "2026-11-24 17:00"),
    ("17g30", "2026-11-24 17:30"),
    ("17h30p", "2026-11-24 17:30"),
    ("17 giờ 30 phút", "2026-11-24 17:30"),
    ("5 giờ chiều", "2026-11-24 17:00"),
    ("5 giờ rưỡi chiều", "2026-11-24 17:30"),
    ("6 giờ kém 15 chiều", "2026-11-24 17:45"),
    ("5pm", "2026-11-24 17:00"),
    ("5:30 p.m.", "2026-11-24 17:30"),
    ("7h", "2026-11-25 07:00"),
    ("7h30", "2026-11-25 07:30"),
    ("07:00", "2026-11-25 07:00"),
    ("7:30 sáng", "2026-11-25 07:30"),
    ("7 sáng", "2026-11-25 07:00"),
    ("12 giờ trưa", "2026-11-25 12:00"),
    ("noon", "2026-11-25 12:00"),
    ("12h đêm", "2026-11-25 00:00"),
    ("lúc 16h", "2026-11-24 16:00"),
    ("vào lúc 16:15", "2026-11-24 16:15"),
    ("at 16:15", "2026-11-24 16:15"),
    ("20", "2026-11-24 20:00"),
    # A day that is named by where it lies.
    ("mai 7h30", "2026-11-25 07:30"),
    ("ngày mai 7h", "2026-11-25 07:00"),
    ("7h30 mai", "2026-11-25 07:30"),
    ("sáng mai 8h", "2026-11-25 08:00"),
    ("8h sáng mai", "2026-11-25 08:00"),
    ("sáng mai", "2026-11-25 07:00"),
    ("trưa mai", "2026-11-25 11:30"),
    ("chiều mai", "2026-11-25 17:00"),
    ("mai 5 giờ chiều", "2026-11-25 17:00"),
    ("mai", "2026-11-25 07:00"),
    ("ngày kia", "2026-11-26 07:00"),
    ("ngày mốt 9h", "2026-11-26 09:00"),
    ("kia 9h", "2026-11-26 09:00"),
    ("hôm nay 16h", "2026-11-24 16:00"),
    ("tối nay 8h", "2026-11-24 20:00"),
    ("8h tối nay", "2026-11-24 20:00"),
    ("tối nay", "2026-11-24 20:00"),
    ("chiều nay", "2026-11-24 17:00"),
    ("chiều nay 4h", "2026-11-24 16:00"),
    ("12h đêm nay", "2026-11-25 00:00"),
    ("1 giờ đêm nay", "2026-11-25 01:00"),
    ("mai 7", "2026-11-25 07:00"),
    ("tomorrow 7:30", "2026-11-25 07:30"),
    ("tomorrow at 7am", "2026-11-25 07:00"),
    ("tomorrow morning", "2026-11-25 07:00"),
    ("today 6 pm", "2026-11-24 18:00"),
    ("tonight 8", "2026-11-24 20:00"),
    ("day after tomorrow 9:00", "2026-11-26 09:00"),
    # Weekdays: the next of them; today's while its hour is to come.
    ("thứ 6 5 giờ chiều", "2026-11-27 17:00"),
    ("thứ sáu 17h", "2026-11-27 17:00"),
    ("t6 17h", "2026-11-27 17:00"),
    ("chiều thứ 6", "2026-11-27 17:00"),
    ("sáng thứ 7", "2026-11-28 07:00"),
    ("chủ nhật", "2026-11-29 07:00"),
    ("cn 9h", "2026-11-29 09:00"),
    ("chủ nhật này 9h", "2026-11-29 09:00"),
    ("thứ 3 16h", "2026-11-24 16:00"),
    ("thứ 3 9h", "2026-12-01 09:00"),
    ("thứ 2", "2026-11-30 07:00"),
    ("thứ tư", "2026-11-25 07:00"),
    ("thứ 4 tuần sau 8h", "2026-12-02 08:00"),
    ("thứ hai tuần tới", "2026-11-30 07:00"),
    ("thứ 5 tuần này 8h", "2026-11-26 08:00"),
    ("12h đêm thứ 7", "2026-11-29 00:00"),
    ("fri 5pm", "2026-11-27 17:00"),
    ("Friday at 17:00", "2026-11-27 17:00"),
    ("thu 5pm", "2026-11-26 17:00"),
    ("next fri 5pm", "2026-12-04 17:00"),
    ("sunday", "2026-11-29 07:00"),
    # Day and month, the day first; the year where it is not this one.
    ("14/12 10:00", "2026-12-14 10:00"),
    ("10:00 14/12", "2026-12-14 10:00"),
    ("10:00, 14/12", "2026-12-14 10:00"),
    ("14-12 10h", "2026-12-14 10:00"),
    ("14/12", "2026-12-14 07:00"),
    ("14/12 chiều", "2026-12-14 17:00"),
    ("04/05/2027 9h", "2027-05-04 09:00"),
    ("4/5 9h", "2027-05-04 09:00"),
    ("2/1 6:30", "2027-01-02 06:30"),
    ("29/2/2028 8h", "2028-02-29 08:00"),
    ("14.12.2026 10:00", "2026-12-14 10:00"),
    ("14/12/26 10:00", "2026-12-14 10:00"),
    ("2026-12-14 10:00", "2026-12-14 10:00"),
    ("ngày 14 tháng 12 lúc 10 giờ", "2026-12-14 10:00"),
    ("14 tháng 12 năm 2026, 10:00", "2026-12-14 10:00"),
    ("14 Dec 10:00", "2026-12-14 10:00"),
    ("Dec 14th, 10am", "2026-12-14 10:00"),
    ("ngày 30 lúc 8h", "2026-11-30 08:00"),
    ("ngày 5", "2026-12-05 07:00"),
    ("ngày 31 8h", "2026-12-31 08:00"),
    ("Thứ 2, 14/12/2026 10:00", "2026-12-14 10:00"),
    ("Mon, 14/12/2026 10:00", "2026-12-14 10:00"),
    # So long from now.
    ("30 phút nữa", "2026-11-24 15:30"),
    ("2 tiếng nữa", "2026-11-24 17:00"),
    ("2 giờ nữa", "2026-11-24 17:00"),
    ("3 ngày nữa", "2026-11-27 15:00"),
    ("1 tuần nữa", "2026-12-01 15:00"),
    ("in 2 hours", "2026-11-24 17:00"),
    ("in 45 minutes", "2026-11-24 15:45"),
    # At once.
    ("Ngay bây giờ", "2026-11-24 15:00"),
    ("now", "2026-11-24 15:00"),
]
REFUSED = [
    ("14/08 10:00", Refusal.PAST),
    ("14/08/2017 10:00", Refusal.PAST),
    ("hôm nay 9h", Refusal.PAST),
    ("hôm nay", Refusal.PAST),
    ("sáng nay 9h", Refusal.PAST),
    ("24/11 14:30", Refusal.PAST),
    ("thứ 2 tuần này 8h", Refusal.PAST),
    ("today 7am", Refusal.PAST),
    ("thứ 6, 14/12/2026 10:00", Refusal.MISMATCH),
    ("Fri 14/12", Refusal.MISMATCH),
    ("thứ 6 mai", Refusal.MISMATCH),
    ("", Refusal.UNCLEAR),
    ("   ", Refusal.UNCLEAR),
    ("lúc", Refusal.UNCLEAR),
    ("ngày", Refusal.UNCLEAR),
    ("sớm nhất có thể", Refusal.UNCLEAR),
    ("25h", Refusal.UNCLEAR),
    ("7h75", Refusal.UNCLEAR),
    ("13h sáng", Refusal.UNCLEAR),
    ("31/02 8h", Refusal.UNCLEAR),
    ("30/13 8h", Refusal.UNCLEAR),
    ("29/2/2027 8h", Refusal.UNCLEAR),
    ("14/12 15/12 8h", Refusal.UNCLEAR),
    ("7h 8h", Refusal.UNCLEAR),
    ("mai 14/12", Refusal.UNCLEAR),
    ("thứ 9 8h", Refusal.UNCLEAR),
    ("ngày 32", Refusal.UNCLEAR),
    ("0 phút nữa", Refusal.UNCLEAR),
    ("14/12/2199 8h", Refusal.UNCLEAR),
    ("99999999999999999999", Refusal.UNCLEAR),
    ("x" * 500, Refusal.UNCLEAR),
]
TYPED = st.one_of(
    st.text(max_size=40),
    st.lists(
        st.sampled_from(
            "mai kia hôm nay thứ 6 7 cn chủ nhật tuần sau 7h 30 5 giờ chiều tối đêm 14/08 31/2 "
            "29/2 2027 12 tháng ngày : / - fri next am pm trưa rưỡi kém phút nữa trong in now "
            "9999 0 99 24h 12h dec".split()
        ),
        max_size=7,
    ).map(" ".join),
)
MOMENTS = st.datetimes(
    min_value=datetime(2020, 1, 1), max_value=datetime(2089, 1, 1), timezones=st.just(UTC)
)
ZONES = st.sampled_from([VN, ZoneInfo("UTC"), ZoneInfo("America/New_York")])


@pytest.mark.parametrize(("words", "at"), UNDERSTOOD)
def test_what_people_type_is_understood(words: str, at: str):
    expected = datetime.fromisoformat(at).replace(tzinfo=VN)

    for typed in (
        words,
        words.upper(),
        f"  {words} ",
        unicodedata.normalize("NFD", words),
        unaccented(words),
    ):
        found = parse_coming(typed, now=NOW, zone=VN)
        assert found == expected, (typed, found)


@pytest.mark.parametrize(("words", "refusal"), REFUSED)
def test_what_is_past_or_unclear_is_refused(words: str, refusal: Refusal):
    assert parse_coming(words, now=NOW, zone=VN) is refusal


def test_after_midnight_tonight_is_this_night():
    late = datetime(2026, 11, 24, 0, 30, tzinfo=VN)

    found = parse_coming("1 giờ đêm nay", now=late, zone=VN)

    assert found == datetime(2026, 11, 24, 1, 0, tzinfo=VN)


def test_the_minute_that_runs_is_now():
    now = NOW + timedelta(seconds=20)

    assert parse_coming("15:00 hôm nay", now=now, zone=VN) == now


def test_a_day_at_the_end_of_the_year_may_be_next_year():
    now = datetime(2026, 12, 30, 9, tzinfo=VN)

    assert parse_coming("2/1 7h", now=now, zone=VN) == datetime(2027, 1, 2, 7, tzinfo=VN)


@given(TYPED, MOMENTS, ZONES)
@settings(max_examples=600)
@example("29/2 8h", datetime(2096, 3, 1, tzinfo=UTC), VN)
def test_whatever_is_typed_nothing_breaks_and_nothing_is_past(words, now, zone):
    found = parse_coming(words, now=now, zone=zone)

    assert isinstance(found, Refusal) or found >= now


@given(MOMENTS, st.integers(1, 400 * 24 * 60), st.sampled_from(["vi", "en"]))
@settings(max_examples=300)
def test_a_moment_as_it_is_shown_is_read_back(now, minutes, language):
    at = now.replace(second=0, microsecond=0) + timedelta(minutes=minutes)

    shown = format_card(at, zone=VN, language=language)

    assert parse_coming(shown, now=now, zone=VN) == at


@given(MOMENTS, st.integers(1, 180 * 24 * 60), st.sampled_from(["vi", "en"]))
@settings(max_examples=300)
def test_a_near_moment_as_it_is_said_is_read_back(now, minutes, language):
    at = now.replace(second=0, microsecond=0) + timedelta(minutes=minutes)

    said = format_coming(at, now=now, zone=VN, language=language)

    assert parse_coming(said, now=now, zone=VN) == at


def unaccented(words: str) -> str:
    apart = unicodedata.normalize("NFD", words.replace("đ", "d").replace("Đ", "D"))
    return "".join(it for it in apart if not unicodedata.combining(it))
