"""The items of a SharePoint list as REST and ListData.svc tell them.

Source: Microsoft's reference of the SharePoint REST service; oddities as met in captures:
double-escaped names in FieldValuesAsText, labels that are numbers, dates without a zone.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from html import escape
from typing import Final, NamedTuple

from bot.simulator.publishers.model import LOCAL, Article

FOLDER: Final = "/Lists/Tin tuc"
TYPE: Final = "SP.Data.Tin_x0020_tucListItem"
SYSTEM_ACCOUNT: Final = 1_073_741_823
_CUT: Final = 32
_PLAIN: Final = re.compile("[A-Za-z0-9]")
Item = dict[str, object]


class Version(NamedTuple):
    """One state of an item: its label, when it was saved, and by whom."""

    label: str
    at: datetime
    editor: str


def internal(display: str) -> str:
    """A column's frozen name as 2010 made it: encoded, and cut at 32 characters."""
    letters = (it if _PLAIN.match(it) else f"_x{ord(it):04x}_" for it in display)
    return "".join(letters)[:_CUT]


def page(
    articles: Sequence[Article],
    *,
    shape: str,
    top: int,
    following: str,
    versions: Mapping[int, Sequence[Version]],
) -> dict[str, object]:
    """One page of the list: `shape` is verbose, minimal or nometadata.

    `following`: the address of the next page, empty on the last. `versions`: of those items
    that have several, by number.
    """
    items = [_item(article, shape=shape) for article in articles[:top]]
    for item in items:
        if told := versions.get(int(str(item["Id"]))):
            item["OData__UIVersionString"] = told[-1].label
    if shape == "verbose":
        more = {"__next": following} if following else {}
        return {"d": {"results": items, **more}}
    named = {"odata.metadata": "$metadata"} if shape == "minimal" else {}
    more = {"odata.nextLink": following} if following else {}
    return {**named, "value": items, **more}


def version_page(versions: Sequence[Version], *, shape: str) -> dict[str, object]:
    """The versions of an item, the current one first; their dates carry no zone."""
    rows: list[object] = [
        {
            "VersionId": 512 * int(it.label.partition(".")[0]),
            "VersionLabel": it.label,
            "IsCurrentVersion": it is versions[-1],
            "Created": f"{it.at.astimezone(LOCAL):%Y-%m-%dT%H:%M:%S}",
            "Editor": {"LookupId": 7, "LookupValue": it.editor, "Email": ""},
            "OData__x005f_ModerationStatus": 0,
        }
        for it in reversed(versions)
    ]
    return {"d": {"results": rows}} if shape == "verbose" else {"value": rows}


def old_page(articles: Sequence[Article]) -> dict[str, object]:
    """The list as ListData.svc of 2010 tells it; words of names are glued."""
    return {"d": {"results": [_old_item(article) for article in articles]}}


def _item(article: Article, *, shape: str) -> Item:
    is_verbose = shape == "verbose"
    lookup, kind = internal("Phân loại"), internal("Loại bài viết")
    return {
        **_metadata(article, shape=shape),
        "FileSystemObjectType": 0,
        "Id": article.number,
        "ID": article.number,
        "ContentTypeId": "0x0100A1B2",
        "Title": article.title,
        internal("Hình ảnh"): _link(article.image_path),
        internal("Hình ảnh mô tả"): article.caption or None,
        internal("Tóm tắt"): article.summary,
        internal("Nội dung"): f'<div class="ExternalClass7E4C41D2">{article.body_html}</div>',
        internal("Link thay thế nội dung"): _link(article.alternate_url),
        internal("Ngày xuất bản"): _utc(article.published_at),
        internal("Tin nổi bật"): article.is_featured,
        internal("Tác giả"): article.author,
        internal("Số Trang"): float(article.page_count.replace(",", ".") or 0),
        internal("Số Ảnh"): article.photo_count,
        internal("Số tiền"): article.royalty_vnd,
        internal("Số lượt người đọc"): article.view_count,
        f"{lookup}Id": 3,
        kind: {"Label": article.genre, "TermGuid": "a-b", "WssId": 7},
        internal("Tin liên quan"): _many(list(article.related), is_verbose=is_verbose),
        **_system(article, lookup=lookup, is_verbose=is_verbose),
    }


def _system(article: Article, *, lookup: str, is_verbose: bool) -> Item:
    """What every list has, whatever its owner added."""
    return {
        "Created": _utc(article.created_at),
        "Modified": _utc(article.modified_at),
        "AuthorId": SYSTEM_ACCOUNT,
        "EditorId": SYSTEM_ACCOUNT,
        "Author": {"Title": article.author},
        "Editor": {"Title": "Ban biên tập"},
        "OData__UIVersionString": "1.0",
        "OData__ModerationStatus": 0,
        "Attachments": bool(article.attachments),
        "AttachmentFiles": _many(
            [{"FileName": it.name, "ServerRelativeUrl": it.path} for it in article.attachments],
            is_verbose=is_verbose,
        ),
        "FieldValuesAsText": {
            lookup.replace("_x", "_x005f_x"): article.category,
            "OData__x005f_ModerationStatus": "Approved",
        },
        "FileDirRef": FOLDER,
        "GUID": f"00000000-0000-0000-0000-{article.number:012d}",
    }


def _metadata(article: Article, *, shape: str) -> Item:
    uri = f"Web/Lists(guid'x')/Items({article.number})"
    if shape == "verbose":
        deferred = {"__deferred": {"uri": f"{uri}/RoleAssignments"}}
        return {
            "__metadata": {"id": uri, "uri": uri, "etag": '"6"', "type": TYPE},
            "RoleAssignments": deferred,
            "FirstUniqueAncestorSecurableObject": deferred,
        }
    if shape == "minimal":
        return {"odata.type": TYPE, "odata.id": uri, "odata.etag": '"6"', "odata.editLink": uri}
    return {}


def _old_item(article: Article) -> Item:
    return {
        "__metadata": {"uri": f"TinTuc({article.number})", "etag": 'W/"6"'},
        "Id": article.number,
        "Title": article.title,
        "TómTắt": article.summary,
        "NộiDung": f"<div>{article.body_html}</div>",
        "NgàyXuấtBản": _wall(article.published_at),
        "TácGiả": escape(article.author),
        "PhânLoạiValue": article.category,
        "Created": _wall(article.created_at),
        "Modified": _wall(article.modified_at),
        "CreatedBy": {"Name": article.author},
        "Path": FOLDER,
        "Attachments": {"results": []},
    }


def _many(values: list[object], *, is_verbose: bool) -> object:
    return {"results": values} if is_verbose else values


def _link(url: str) -> Item | None:
    return {"Description": url.rsplit("/", 1)[-1], "Url": url} if url else None


def _utc(instant: datetime | None) -> str | None:
    return f"{instant:%Y-%m-%dT%H:%M:%SZ}" if instant else None


def _wall(instant: datetime | None) -> str | None:
    """OData 2 knows no zones: the wall's hour, written as if it were UTC."""
    if instant is None:
        return None
    offset = LOCAL.utcoffset(None).total_seconds()
    return f"/Date({int((instant.timestamp() + offset) * 1000)})/"
