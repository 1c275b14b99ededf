"""A SharePoint list over REST or ListData.svc, told as its list feed would tell it (pure).

Verbose, minimal and nometadata answers of 2013 and later, OData 2 of 2010. What comes out
is read on like the RSS of the same list, so that an item is the same over either way.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from html import escape
from typing import Final

from bot.feeds.columns import decoded_name, field_of
from bot.feeds.raw import (
    MOST_ENTRIES,
    MOST_LISTED,
    RawEntry,
    RawFeed,
    RawFile,
    fields_of,
    list_of,
    text_of,
)

KIND: Final = "sharepoint-list"
GENERATOR: Final = "Microsoft SharePoint"
_HEAD: Final = re.compile(rb'\A\s{0,99}\{\s{0,99}"(?:d|value|odata\.metadata)"\s{0,99}:')
_LOCAL_MS: Final = re.compile(r"/Date\((-?\d{1,15})\)/")
_TAG: Final = re.compile(r"<(?:div|p|span|br|img|a|ul|ol|table|h\d)\b[^<]{0,2000}>", re.IGNORECASE)
_SYSTEM: Final = frozenset(
    (
        "__metadata FileSystemObjectType Id ID ContentTypeId GUID AttachmentFiles FieldValuesAsText"
        " FieldValuesAsHtml FieldValuesForEdit ServerRedirectedEmbedUri ServerRedirectedEmbedUrl"
        " ComplianceAssetId AuthorId EditorId FileDirRef FileRef Path FirstUniqueAncestor"
        "SecurableObject RoleAssignments ContentType Folder File ParentList Properties"
        " CreatedById ModifiedById Owshiddenversion CheckoutUserId OData__ColorTag"
    ).split()
)
_PEOPLE: Final = {
    "Author": "Created By",
    "CreatedBy": "Created By",
    "Editor": "Modified By",
    "ModifiedBy": "Modified By",
}
_FOLDER: Final = 1
Fields = Mapping[str, object]


def looks_like_items(body: bytes) -> bool:
    """Whether a body is a list's answer and no JSON Feed."""
    return bool(_HEAD.match(body[:400]))


def items_of(document: object) -> RawFeed:
    """The items of an answer; folders and deferred relations are left out."""
    answer = fields_of(document)
    inner = answer.get("d")
    held = fields_of(inner) if isinstance(inner, Mapping) else answer
    listed = inner if isinstance(inner, list) else held.get("results", held.get("value"))
    items = [fields_of(it) for it in list_of(listed, most=MOST_ENTRIES)]
    following = held.get("__next") or held.get("odata.nextLink") or held.get("@odata.nextLink")
    return RawFeed(
        kind=KIND,
        generator=GENERATOR,
        next_url=text_of(following),
        entries=tuple(_entry(it) for it in items if it.get("FileSystemObjectType") != _FOLDER),
    )


def _entry(item: Fields) -> RawEntry:
    number = text_of(item.get("Id") or item.get("ID"))
    shown = {
        decoded_name(name): value
        for name, value in fields_of(item.get("FieldValuesAsText")).items()
    }
    link = _link(item, number=number)
    return RawEntry(
        id=link,
        link=link,
        title=escape(text_of(item.get("Title")), quote=False),
        author=_words(item.get("Author") or item.get("CreatedBy")),
        published=_word_of_date(item.get("Created")),
        summary="\n".join(
            f"<div><b>{escape(name)}:</b> {value}</div>"
            for name, value in _columns(item, shown=shown)
        ),
        enclosures=tuple(_attachments(item)),
    )


def _link(item: Fields, *, number: str) -> str:
    folder = text_of(item.get("FileDirRef") or item.get("Path")).rstrip("/")
    # The form at the site's root finds any item; the list's own is what its feed links to.
    form = f"{folder}/DispForm.aspx?ID=" if folder else "listform.aspx?PageType=4&ID="
    return form + number if number else ""


def _columns(item: Fields, *, shown: Fields) -> Iterator[tuple[str, str]]:
    for name, value in item.items():
        if name in _SYSTEM or name.startswith(("odata.", "@odata.")) or _is_deferred(value):
            continue
        if name in _PEOPLE:
            yield _PEOPLE[name], escape(_words(value), quote=False)
        elif name.endswith("Id") and (words := text_of(shown.get(name[:-2]))):
            # Of a lookup that nobody expanded, only the number is in the item itself.
            if name[:-2] not in item:
                yield _plain(name[:-2]), escape(words, quote=False)
        elif _is_numbered(value) and (words := text_of(shown.get(name))):
            yield _plain(name), escape(words, quote=False)
        else:
            yield _plain(name), _html(value)


def _is_numbered(value: object) -> bool:
    """Whether a term is told by its place in a hidden list instead of its words."""
    return isinstance(value, Mapping) and text_of(value.get("Label")).isdecimal()


def _plain(name: str) -> str:
    """A column's name without what OData puts before an underscore and behind a choice.

    >>> _plain("OData__x1ea2_nh"), _plain("OData__ModerationStatus"), _plain("PhânLoạiValue")
    ('_x1ea2_nh', '_ModerationStatus', 'PhânLoại')
    """
    own = name.removeprefix("OData_")
    chosen = own.removesuffix("Value")
    return chosen if chosen != own and field_of(chosen, column_map={}) else own


def _html(value: object) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, str):
        if found := _LOCAL_MS.fullmatch(value):
            return _local(int(found[1]))
        # A single line is text and may hold "<"; rich text always holds a block or a link.
        return value if _TAG.search(value) else escape(value, quote=False)
    if isinstance(value, Mapping):
        return _object(value)
    if isinstance(value, list):
        return "; ".join(filter(None, map(_html, value[:MOST_LISTED])))
    return escape(text_of(value), quote=False)


def _object(value: Fields) -> str:
    if "results" in value:
        return _html(list_of(value.get("results")))
    if url := text_of(value.get("Url")):
        words = text_of(value.get("Description")) or url
        return f'<a href="{escape(url)}">{escape(words, quote=False)}</a>'
    return escape(_words(value), quote=False)


def _words(value: object) -> str:
    """A person, lookup or term by name."""
    if isinstance(value, Mapping):
        if "results" in value:
            return _words(list_of(value.get("results")))
        named = (
            text_of(value.get(key)) for key in ("Title", "Name", "Label", "Value", "LookupValue")
        )
        return next(filter(None, named), "")
    if isinstance(value, list):
        return "; ".join(filter(None, map(_words, value[:MOST_LISTED])))
    return text_of(value)


def _attachments(item: Fields) -> Iterator[RawFile]:
    held = item.get("AttachmentFiles") or item.get("Attachments")
    listed = held if isinstance(held, list) else fields_of(held).get("results")
    for file in map(fields_of, list_of(listed)):
        path = fields_of(file.get("ServerRelativePath")).get("DecodedUrl")
        url = text_of(path or file.get("ServerRelativeUrl"))
        if url:
            yield RawFile(url=url, title=text_of(file.get("FileName")))


def _is_deferred(value: object) -> bool:
    return isinstance(value, Mapping) and "__deferred" in value


def _word_of_date(value: object) -> str:
    text = text_of(value)
    found = _LOCAL_MS.fullmatch(text)
    return _local(int(found[1])) if found else text


def _local(milliseconds: int) -> str:
    # OData 2 knows no zones: what looks like UTC is the hour on the site's wall.
    try:
        at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=milliseconds)
    except OverflowError:
        return ""
    return f"{at:%Y-%m-%dT%H:%M:%S}"
