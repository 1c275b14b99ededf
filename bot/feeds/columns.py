"""The portal's columns: which name means which of our fields (pure).

A column appears under its display name (localised, renamable) or its internal name, in
which SharePoint writes every other character as `_xHHHH_` and 2010 cuts at 32.
"""

import re
import unicodedata
from collections.abc import Mapping
from typing import Final

_CODE: Final = re.compile(r"_x([0-9a-fA-F]{4})_")
_BROKEN_TAIL: Final = re.compile(r"_(?:x[0-9a-fA-F]{0,4})?$")
_PLAIN: Final = re.compile(r"[A-Za-z0-9]")
_INTERNAL_LENGTH: Final = 32

COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "title": ("Tiêu đề", "Title", "LinkTitle"),
    "image_url": ("Hình ảnh", "Ảnh đại diện", "Image", "Picture", "PublishingRollupImage"),
    "image_caption": ("Hình ảnh mô tả", "Mô tả hình ảnh", "Chú thích ảnh", "Image Caption"),
    "summary": ("Tóm tắt", "Trích yếu", "Summary", "Comments"),
    "body_html": ("Nội dung", "Body", "Content", "PublishingPageContent"),
    "alternate_url": ("Link thay thế nội dung", "Liên kết thay thế", "Alternate Link"),
    "published_at": (
        "Ngày xuất bản",
        "Ngày đăng",
        "Published",
        "PublishedDate",
        "Publish Date",
        "ArticleStartDate",
    ),
    "is_featured": ("Tin nổi bật", "Nổi bật", "Featured", "IsFeatured"),
    "featured_until_at": ("Nổi bật đến ngày", "Featured Until"),
    "author": ("Tác giả", "Byline", "Article Author", "Author"),
    "page_count": ("Số Trang", "Page Count"),
    "photo_count": ("Số Ảnh", "Photo Count"),
    "royalty_vnd": ("Số tiền", "Nhuận bút", "Royalty"),
    "imported_view_count": ("Số lượt người đọc", "Lượt xem", "Views", "View Count"),
    "category": ("Phân loại", "Chuyên mục", "Category"),
    "genre": ("Loại bài viết", "Thể loại", "Article Type"),
    "related": ("Tin liên quan", "Related"),
    "audio": ("Audio",),
    "imported_approval": (
        "Approval Status",
        "Trạng thái phê duyệt",
        "_ModerationStatus",
        "OData__ModerationStatus",
    ),
    "attachments": ("Attachments", "Tệp đính kèm", "Đính kèm"),
    "content_type": ("Content Type", "Kiểu nội dung", "ContentType"),
    "imported_version": ("Version", "Phiên bản", "_UIVersionString", "OData__UIVersionString"),
    "created_at": ("Created", "Created at", "Ngày tạo", "Đã tạo"),
    "created_by": ("Created By", "Người tạo", "Tạo bởi"),
    "modified_at": ("Modified", "Last modified at", "Ngày sửa", "Đã sửa đổi"),
    "modified_by": ("Modified By", "Last modified by", "Người sửa", "Editor", "Sửa bởi"),
}
"""Our field → the sample portal's own names first, then what others call it."""


def internal_name(display: str) -> str:
    """The name SharePoint 2010 makes of a column's first title.

    >>> internal_name("Tiêu đề"), internal_name("Ngày xuất bản")
    ('Ti_x00ea_u_x0020__x0111__x1ec1_', 'Ng_x00e0_y_x0020_xu_x1ea5_t_x002')
    """
    encoded = (
        letter if _PLAIN.match(letter) else f"_x{ord(letter):04x}_"
        for letter in unicodedata.normalize("NFC", display)
    )
    return "".join(encoded)[:_INTERNAL_LENGTH]


def decoded_name(name: str) -> str:
    """The display name inside an internal one; a tail broken by the cut is dropped.

    >>> decoded_name("Ti_x00EA_u_x0020__x0111__x1ec1_")
    'Tiêu đề'
    >>> decoded_name("S_x1ed1__x0020_l_x01b0__x1ee3_t_"), decoded_name("_x005f_ModerationStatus")
    ('Số lượt', '_ModerationStatus')
    """
    decoded = _CODE.sub(lambda code: chr(int(code[1], 16)), name)
    return _BROKEN_TAIL.sub("", decoded) if decoded != name else name


def field_of(name: str, *, column_map: Mapping[str, str]) -> str:
    """The field a column feeds, empty when unknown.

    Args:
        name: as the feed writes it, display or internal.
        column_map: an editor's own names, which come first.
    """
    own = {_key(theirs): field for theirs, field in column_map.items()}
    once = decoded_name(name)
    # FieldValuesAsText escapes twice: "_x005f_x0020_x005f_" is a space in the end.
    for spelling in (name, once, decoded_name(once)):
        if field := own.get(_key(spelling)) or _FIELDS.get(_key(spelling)):
            return field
    return ""


def _key(name: str) -> str:
    # ListData.svc glues the words of a name: "NgàyXuấtBản".
    return "".join(unicodedata.normalize("NFC", name).lower().split())


_FIELDS: Final[Mapping[str, str]] = {
    _key(spelling): field
    for field, names in COLUMNS.items()
    for name in names
    for spelling in (name, internal_name(name))
}
