"""Articles and what belongs to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from storage.model.ids import ArticleId, CategoryId, FeedId, GenreId, ReaderId


class Status(StrEnum):
    """Where an article stands on its way to the readers."""

    DRAFT = "draft"
    PENDING = "pending"
    CHANGES_REQUESTED = "changes_requested"
    APPROVED = "approved"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    REJECTED = "rejected"
    RETRACTED = "retracted"


class Via(StrEnum):
    """How an article was opened."""

    PRESS = "press"
    LINK = "link"
    SEARCH = "search"
    INLINE = "inline"
    PAGE = "page"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who wrote or changed something: one of our readers, or only a name."""

    id: ReaderId | None = None
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """A section of the news ("Chuyên mục")."""

    id: CategoryId
    slug: str
    name: str
    parent_id: CategoryId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file beside an article, audio included. `url` or `file_id` says where it is."""

    name: str
    url: str = ""
    file_id: str = ""
    mime_type: str = ""
    size_bytes: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """A line of "Tin liên quan": an article of ours, or a title and address as imported."""

    title: str
    url: str = ""
    article_id: ArticleId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A revision's number: n.0 was published, n.m is a draft after it."""

    major: int = 0
    minor: int = 1

    def __str__(self) -> str:
        """As the portal writes it: "1.0"."""
        return f"{self.major}.{self.minor}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """All that an editor or a feed says about an article: the portal's columns.

    Names are used for category and genre because feeds know no others; storage keeps
    one row for each. `extra` holds unknown columns in order, repeats included.
    """

    title: str
    summary: str = ""
    body_html: str = ""
    image_url: str = ""
    image_caption: str = ""
    image_credit: str = ""
    alternate_url: str = ""
    canonical_url: str = ""
    published_at: datetime | None = None
    is_featured: bool = False
    featured_until_at: datetime | None = None
    author: Person = Person()
    page_count: Decimal | None = None
    photo_count: int | None = None
    royalty_vnd: int | None = None
    category: str = ""
    genre: str = ""
    content_type: str = ""
    language: str = "vi"
    imported_view_count: int | None = None
    imported_version: str = ""
    imported_approval: int | None = None
    created_at: datetime | None = None
    created_by: Person = Person()
    modified_at: datetime | None = None
    modified_by: Person = Person()
    audio: tuple[Attachment, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    related: tuple[Related, ...] = ()
    extra: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A stored article. `content.category` and `genre` are names; ids stand beside them."""

    id: ArticleId
    status: Status
    version: Version
    content: Content
    category_id: CategoryId | None = None
    genre_id: GenreId | None = None
    feed_id: FeedId | None = None
    created_at: datetime
    created_by: Person = Person()
    modified_at: datetime
    modified_by: Person = Person()
    released_at: datetime | None = None
    featured_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleStats:
    """How often an article was opened: here, and as imported."""

    article_id: ArticleId
    view_count: int = 0
    reader_count: int = 0
    imported_view_count: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """An article in a list. `language`: a BCP 47 tag; empty where it is not known."""

    id: ArticleId
    title: str
    category: str
    published_at: datetime | None
    is_featured: bool = False
    summary: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One entry of "Lịch sử". `changed` names the fields that differ from the one before."""

    article_id: ArticleId
    version: Version
    at: datetime
    by: Person
    note: str
    changed: tuple[str, ...]
