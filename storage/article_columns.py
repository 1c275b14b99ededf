"""An article's content as columns of `articles`, and back."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from storage.article_parts import Parts
from storage.database import Value, instant_or_none, stamp_or_none
from storage.model import CategoryId, Content, GenreId, Person

CONTENT_COLUMNS = (
    "title",
    "summary",
    "body_html",
    "image_url",
    "image_caption",
    "image_credit",
    "alternate_url",
    "canonical_url",
    "published_at",
    "is_featured",
    "featured_until_at",
    "author_id",
    "author_name",
    "page_count",
    "photo_count",
    "royalty_vnd",
    "category_id",
    "genre_id",
    "content_type",
    "language",
    "imported_version",
    "imported_approval",
    "source_created_at",
    "source_created_by_id",
    "source_created_by",
    "source_modified_at",
    "source_modified_by_id",
    "source_modified_by",
)


def columns_of(
    content: Content, *, category_id: CategoryId | None, genre_id: GenreId | None
) -> dict[str, Value]:
    """The value of each of CONTENT_COLUMNS. An unknown one is None."""
    return {
        "title": content.title,
        "summary": content.summary,
        "body_html": content.body_html,
        "image_url": content.image_url,
        "image_caption": content.image_caption,
        "image_credit": content.image_credit,
        "alternate_url": content.alternate_url,
        "canonical_url": content.canonical_url,
        "published_at": stamp_or_none(content.published_at),
        "is_featured": int(content.is_featured),
        "featured_until_at": stamp_or_none(content.featured_until_at),
        "author_id": content.author.id,
        "author_name": content.author.name,
        "page_count": None if content.page_count is None else str(content.page_count),
        "photo_count": content.photo_count,
        "royalty_vnd": content.royalty_vnd,
        "category_id": category_id,
        "genre_id": genre_id,
        "content_type": content.content_type,
        "language": content.language,
        "imported_version": content.imported_version,
        "imported_approval": content.imported_approval,
        "source_created_at": stamp_or_none(content.created_at),
        "source_created_by_id": content.created_by.id,
        "source_created_by": content.created_by.name,
        "source_modified_at": stamp_or_none(content.modified_at),
        "source_modified_by_id": content.modified_by.id,
        "source_modified_by": content.modified_by.name,
    }


def content_of(row: dict[str, Any], *, parts: Parts) -> Content:
    """The content of a row: CONTENT_COLUMNS, `category`, `genre`, `imported_view_count`."""
    return Content(
        title=row["title"],
        summary=row["summary"],
        body_html=row["body_html"],
        image_url=row["image_url"],
        image_caption=row["image_caption"],
        image_credit=row["image_credit"],
        alternate_url=row["alternate_url"],
        canonical_url=row["canonical_url"],
        published_at=instant_or_none(row["published_at"]),
        is_featured=bool(row["is_featured"]),
        featured_until_at=instant_or_none(row["featured_until_at"]),
        author=Person(id=row["author_id"], name=row["author_name"]),
        page_count=None if row["page_count"] is None else Decimal(row["page_count"]),
        photo_count=row["photo_count"],
        royalty_vnd=row["royalty_vnd"],
        category=row["category"] or "",
        genre=row["genre"] or "",
        content_type=row["content_type"],
        language=row["language"],
        imported_view_count=row["imported_view_count"],
        imported_version=row["imported_version"],
        imported_approval=row["imported_approval"],
        created_at=instant_or_none(row["source_created_at"]),
        created_by=Person(id=row["source_created_by_id"], name=row["source_created_by"]),
        modified_at=instant_or_none(row["source_modified_at"]),
        modified_by=Person(id=row["source_modified_by_id"], name=row["source_modified_by"]),
        audio=parts.audio,
        attachments=parts.attachments,
        related=parts.related,
        extra=parts.extra,
    )
