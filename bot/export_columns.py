"""The columns of an export: the portal's own headings, and a cell for each (pure)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta, tzinfo
from decimal import Decimal
from typing import Final

from bot.i18n import text
from storage.database import EPOCH
from storage.exporting import DeliveryLine, Exported, ViewLine
from storage.model import Attachment, Person, Related, Revision, RoyaltyLine, Status

Cell = str | int | Decimal | date | None
Columns = tuple[tuple[str, Callable[[Exported, tzinfo], Cell]], ...]

APPROVALS: Final = {
    Status.DRAFT: 3,
    Status.PENDING: 2,
    Status.CHANGES_REQUESTED: 2,
    Status.APPROVED: 0,
    Status.SCHEDULED: 4,
    Status.PUBLISHED: 0,
    Status.REJECTED: 1,
    Status.RETRACTED: 1,
}
"""SharePoint, SPModerationStatusType: 0 approved, 1 denied, 2 pending, 3 draft, 4 scheduled."""


def cell_text(cell: Cell) -> str | int:
    """A cell as a line of text holds it: days and hours as spreadsheets read and sort them."""
    match cell:
        case datetime():
            return f"{cell:%Y-%m-%d %H:%M:%S}"
        case int():
            return cell
        case None:
            return ""
    return str(cell)


def _local(at: datetime | None, zone: tzinfo) -> datetime | None:
    """On the clock of `zone`; a cell knows no zones, and nothing smaller than a second."""
    return at.astimezone(zone).replace(tzinfo=None, microsecond=0) if at else None


def _day(day: int) -> date:
    return (EPOCH + timedelta(days=day)).date()


def _person(person: Person) -> str:
    return person.name or ("" if person.id is None else str(person.id))


def _lines(lines: Iterable[str]) -> str:
    return "\n".join(lines)


def _file(file: Attachment) -> str:
    parts = (file.name, file.url or file.file_id, file.mime_type, str(file.size_bytes or ""))
    return " | ".join(filter(None, parts))


def _related(line: Related) -> str:
    return " | ".join(filter(None, (line.title, line.url or str(line.article_id or ""))))


def _revision(line: Revision, zone: tzinfo) -> str:
    at = str(cell_text(_local(line.at, zone)))
    parts = (str(line.version), at, _person(line.by), line.note)
    return " | ".join(filter(None, parts))


ARTICLE_COLUMNS: Final[Columns] = (
    ("Mã bài", lambda it, _: it.article.id),
    ("Tiêu đề", lambda it, _: it.article.content.title),
    ("Hình ảnh", lambda it, _: it.article.content.image_url),
    ("Hình ảnh mô tả", lambda it, _: it.article.content.image_caption),
    ("Nguồn ảnh", lambda it, _: it.article.content.image_credit),
    ("Tóm tắt", lambda it, _: it.article.content.summary),
    ("Nội dung", lambda it, _: it.article.content.body_html),
    ("Link thay thế nội dung", lambda it, _: it.article.content.alternate_url),
    ("Liên kết gốc", lambda it, _: it.article.content.canonical_url),
    ("Ngày xuất bản", lambda it, zone: _local(it.article.content.published_at, zone)),
    ("Tin nổi bật", lambda it, _: "Có" if it.article.content.is_featured else "Không"),
    ("Nổi bật đến ngày", lambda it, zone: _local(it.article.content.featured_until_at, zone)),
    ("Tác giả", lambda it, _: _person(it.article.content.author)),
    ("Số Trang", lambda it, _: it.article.content.page_count),
    ("Số Ảnh", lambda it, _: it.article.content.photo_count),
    ("Số tiền", lambda it, _: it.article.content.royalty_vnd),
    ("Trạng thái", lambda it, _: text(f"status.{it.article.status}", "vi")),
    ("Lịch sử", lambda it, zone: _lines(_revision(line, zone) for line in it.history)),
    ("Số lượt người đọc", lambda it, _: it.stats.view_count),
    ("Số người đọc", lambda it, _: it.stats.reader_count),
    ("Số lượt người đọc ở nguồn", lambda it, _: it.stats.imported_view_count),
    ("Phân loại", lambda it, _: it.article.content.category),
    ("Loại bài viết", lambda it, _: it.article.content.genre),
    ("Tin liên quan", lambda it, _: _lines(map(_related, it.article.content.related))),
    ("Audio", lambda it, _: _lines(map(_file, it.article.content.audio))),
    ("Approval Status", lambda it, _: APPROVALS[it.article.status]),
    ("Approval Status ở nguồn", lambda it, _: it.article.content.imported_approval),
    ("Attachments", lambda it, _: _lines(map(_file, it.article.content.attachments))),
    ("Content Type", lambda it, _: it.article.content.content_type),
    ("Version", lambda it, _: str(it.article.version)),
    ("Version ở nguồn", lambda it, _: it.article.content.imported_version),
    ("Ngôn ngữ", lambda it, _: it.article.content.language),
    ("Created", lambda it, zone: _local(it.article.created_at, zone)),
    ("Created By", lambda it, _: _person(it.article.created_by)),
    ("Modified", lambda it, zone: _local(it.article.modified_at, zone)),
    ("Modified By", lambda it, _: _person(it.article.modified_by)),
    ("Created ở nguồn", lambda it, zone: _local(it.article.content.created_at, zone)),
    ("Created By ở nguồn", lambda it, _: _person(it.article.content.created_by)),
    ("Modified ở nguồn", lambda it, zone: _local(it.article.content.modified_at, zone)),
    ("Modified By ở nguồn", lambda it, _: _person(it.article.content.modified_by)),
    (
        "Cột khác",
        lambda it, _: _lines(f"{name}: {value}" for name, value in it.article.content.extra),
    ),
)

DELIVERY_HEADINGS: Final = ("Ngày", "Mã bài", "Tiêu đề", "Loại tin", "Trạng thái", "Số tin")
VIEW_HEADINGS: Final = ("Ngày", "Mã bài", "Tiêu đề", "Cách mở", "Lượt xem")
ROYALTY_HEADINGS: Final = (
    "STT", "Tháng", "Ngày đăng", "Mã bài", "Tên bài", "Tác giả", "Thể loại", "Số trang", "Số ảnh",
    "Hệ số", "Hệ số mỗi ảnh", "Tỷ lệ", "Đơn giá", "Thành tiền", "Trạng thái", "Ghi chú",
)  # fmt: skip
ARTICLE_HEADINGS: Final = tuple(heading for heading, _ in ARTICLE_COLUMNS)


def article_cells(exported: Exported, *, zone: tzinfo) -> tuple[Cell, ...]:
    """A cell for each of ARTICLE_HEADINGS; instants on the clock of `zone`."""
    return tuple(cell(exported, zone) for _, cell in ARTICLE_COLUMNS)


def view_cells(line: ViewLine) -> tuple[Cell, ...]:
    """A cell for each of VIEW_HEADINGS."""
    return (_day(line.day), line.article_id, line.title, line.via, line.views)


def delivery_cells(line: DeliveryLine) -> tuple[Cell, ...]:
    """A cell for each of DELIVERY_HEADINGS."""
    return (_day(line.day), line.article_id, line.title, line.kind, line.state, line.messages)


def royalty_cells(line: RoyaltyLine, *, number: int, zone: tzinfo) -> tuple[Cell, ...]:
    """A cell for each of ROYALTY_HEADINGS; `number` counts from 1."""
    part = line.part
    return (
        number,
        line.month,
        _local(line.published_at, zone),
        line.article_id,
        line.title,
        _person(part.author),
        part.genre,
        part.page_count,
        part.photo_count,
        part.coefficient,
        part.per_photo,
        part.share,
        part.unit_vnd,
        part.amount_vnd,
        text(f"royalty.{line.state}", "vi"),
        part.note,
    )
