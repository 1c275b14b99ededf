"""The nouns of the pretend publishers."""

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import NamedTuple

LOCAL = timezone(timedelta(hours=7))
"""The clock on the publishers' walls."""


class Category(NamedTuple):
    """One of the publishers' sections: its name, and its name in addresses."""

    name: str
    slug: str


CATEGORIES = (
    Category("Thông tin hoạt động", "hoat-dong"),
    Category("Tình nguyện", "tinh-nguyen"),
    Category("Học tập – sáng tạo", "hoc-tap"),
    Category("Thể thao – văn hóa", "the-thao"),
    Category("Gương thanh niên", "guong-thanh-nien"),
)


class Attachment(NamedTuple):
    """A document beside an article; its bytes are drawn when asked for."""

    name: str
    mime_type: str = "application/pdf"

    @property
    def path(self) -> str:
        """Where the publisher serves it."""
        return f"/files/{self.name}"


class FeedAddress(NamedTuple):
    """A feed to subscribe to."""

    url: str
    title: str
    category: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """An article as its publisher keeps it; all instants are aware and UTC."""

    slug: str
    number: int
    title: str
    summary: str
    body_html: str
    category: str
    genre: str
    author: str
    caption: str
    scenes: tuple[str, ...]
    created_at: datetime
    modified_at: datetime
    published_at: datetime | None
    page_count: str
    photo_count: int
    view_count: int
    royalty_vnd: int | None = None
    alternate_url: str = ""
    is_featured: bool = False
    audio: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    related: tuple[str, ...] = ()
    related_lines: tuple[tuple[str, str], ...] = ()
    history: str = ""

    @property
    def list_path(self) -> str:
        """The article's display form in the portal's list; the space is the portal's own."""
        return f"/Lists/Tin tuc/DispForm.aspx?ID={self.number}"

    @property
    def path(self) -> str:
        """The page of the article."""
        return f"/bai-viet/{self.slug}.html"

    @property
    def image_path(self) -> str:
        """The lead picture."""
        return f"/images/{self.slug}-1.jpg"
