"""Any content that an article may have, for rules over all of them."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from storage.model import (
    Attachment,
    Content,
    Person,
    ReaderId,
    Related,
)

TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=30)
NAMES = st.sampled_from(["", "Thông tin hoạt động", "Thong tin hoat dong", "Đoàn – Hội", "Tin"])
INSTANTS = st.none() | st.datetimes(
    min_value=datetime(1900, 1, 1), max_value=datetime(2200, 1, 1), timezones=st.just(UTC)
)
PEOPLE = st.builds(Person, id=st.none() | st.integers(1, 2**53).map(ReaderId), name=TEXT)
FILES = st.lists(
    st.builds(
        Attachment,
        name=TEXT,
        url=TEXT,
        file_id=TEXT,
        mime_type=TEXT,
        size_bytes=st.none() | st.integers(0, 2**53),
    ),
    max_size=2,
).map(tuple)
COUNTS = st.none() | st.integers(0, 2**31 - 1)
CONTENTS = st.builds(
    Content,
    title=TEXT,
    summary=TEXT,
    body_html=TEXT,
    image_url=TEXT,
    image_caption=TEXT,
    image_credit=TEXT,
    alternate_url=TEXT,
    canonical_url=TEXT,
    published_at=INSTANTS,
    is_featured=st.booleans(),
    featured_until_at=INSTANTS,
    author=PEOPLE,
    page_count=st.none() | st.decimals(0, 10_000, allow_nan=False, allow_infinity=False),
    photo_count=COUNTS,
    royalty_vnd=st.none() | st.integers(0, 2**53),
    category=NAMES,
    genre=NAMES,
    content_type=TEXT,
    language=st.sampled_from(["vi", "en", ""]),
    imported_view_count=st.none() | st.integers(0, 2**53),
    imported_version=TEXT,
    imported_approval=st.none() | st.integers(0, 4),
    created_at=INSTANTS,
    created_by=PEOPLE,
    modified_at=INSTANTS,
    modified_by=PEOPLE,
    audio=FILES,
    attachments=FILES,
    related=st.lists(st.builds(Related, title=TEXT, url=TEXT), max_size=3).map(tuple),
    extra=st.lists(st.tuples(TEXT, TEXT), max_size=4).map(tuple),
)
MANY = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
