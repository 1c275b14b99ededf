"""Rich messages: `rich_message` in, a RichMessage of blocks out.

Bot API 10.1 (June 11, 2026) to 10.3 (August 24, 2026): 32,768 characters, 500 blocks (nested
ones, list items and table rows included), 16 levels, 50 media, 20 columns. Telegram's sentences
for going over them are not published; ours are plain. Of the three forms, `html` is modelled.
"""

import re

from .errors import JsonObject, bad_request, not_modelled
from .files import StoredFile, media_object, photo_sizes
from .markup import BadMarkup
from .media import stored_media
from .richblocks import BlockReader
from .richfound import detect_in_blocks
from .richinline import InlineReader, needed
from .richplain import plain_of_blocks
from .richtree import MEDIA, Node, parse_tree
from .state import ChatRecord, Request, State

MOST_CHARACTERS = 32_768
MOST_BLOCKS = 500
MOST_MEDIA = 50
FORMS = ("html", "markdown", "blocks")
KIND = {"img": "photo", "video": "video", "audio": "audio", "tg-document": "document"}
MEDIA_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
MEDIA_LINK = re.compile(r"tg://(photo|video|audio|document)\?id=([A-Za-z0-9_-]{1,64})")
LINK_KIND = {
    "photo": {"photo"},
    "video": {"video", "animation"},
    "audio": {"audio", "voice"},
    "document": {"document"},
}


async def rich_content(state: State, request: Request, *, chat: ChatRecord) -> JsonObject:
    """`rich_message` as the message carries it.

    Raises:
        Refusal: not exactly one form, bad markup, over a limit, media that cannot be had.
    """
    source: JsonObject = request.params["rich_message"]
    try:
        tree = _tree(source)
        blocks = _blocks(state, chat, tree, _no_files(tree))
        if files := await _files(state, request, source, tree):
            blocks = _blocks(state, chat, tree, files)
    except BadMarkup as error:
        raise bad_request(f"can't parse rich message: {error}") from error
    if not source.get("skip_entity_detection"):
        detect_in_blocks(blocks)
    _check_limits(blocks)
    rich: JsonObject = {"blocks": blocks}
    if source.get("is_rtl"):
        rich["is_rtl"] = True
    return {"rich_message": rich}


def checked_rich_source(state: State, source: JsonObject) -> list[JsonObject]:
    """The blocks of what may be sent later as an inline result; fetches no media.

    Raises:
        Refusal: bad markup, over a limit.
    """
    try:
        tree = _tree(source)
        blocks = _blocks(state, None, tree, _no_files(tree))
    except BadMarkup as error:
        raise bad_request(f"can't parse rich message: {error}") from error
    _check_limits(blocks)
    return blocks


def _no_files(tree: Node) -> dict[int, StoredFile]:
    """Stand-ins, so that the markup is checked before anything is fetched."""
    nothing = StoredFile(
        file_id="", unique_id="", kind="photo", name="", media_type="", content=b""
    )
    return {id(node): nothing for node in tree.nodes() if node.name in MEDIA}


def _tree(source: JsonObject) -> Node:
    forms = [form for form in FORMS if form in source]
    if len(forms) != 1:
        raise bad_request("exactly one of the fields html, markdown, or blocks must be used")
    if forms != ["html"]:
        raise not_modelled(f"rich message from {forms[0]}")
    return parse_tree(source["html"])


def _blocks(
    state: State, chat: ChatRecord | None, tree: Node, files: dict[int, StoredFile]
) -> list[JsonObject]:
    references = {
        node.attributes["name"]
        for node in tree.nodes()
        if node.name == "tg-reference" and "name" in node.attributes
    }
    inline = InlineReader(state, chat, references)
    reader = BlockReader(inline, lambda node: _media_block(node, files[id(node)]))
    return reader.blocks(tree.children, inside=tree)


async def _files(
    state: State, request: Request, source: JsonObject, tree: Node
) -> dict[int, StoredFile]:
    """The file of every media tag, by the node's identity."""
    named = await _named_media(state, request, source.get("media", []))
    nodes = [node for node in tree.nodes() if node.name in MEDIA]
    if len(nodes) > MOST_MEDIA:
        raise bad_request("rich message has too many media")
    return {id(node): await _file(state, request, node, named) for node in nodes}


async def _named_media(
    state: State, request: Request, media: list[JsonObject]
) -> dict[str, StoredFile]:
    if len(media) > MOST_MEDIA:
        raise bad_request("rich message has too many media")
    named: dict[str, StoredFile] = {}
    for each in media:
        if MEDIA_ID.fullmatch(each["id"]) is None or each["id"] in named:
            raise bad_request("invalid media identifier specified")
        kind = each["media"]["type"]
        kind = "voice" if kind == "voice_note" else kind
        named[each["id"]] = await stored_media(state, request, each["media"]["media"], kind=kind)
    return named


async def _file(
    state: State, request: Request, node: Node, named: dict[str, StoredFile]
) -> StoredFile:
    link = needed(node, "src")
    if not link.startswith("tg://"):
        if not link.lower().startswith(("http://", "https://")) or node.name == "tg-document":
            raise BadMarkup(f"Invalid media URL at byte offset {node.at}")
        return await stored_media(state, request, link, kind=KIND[node.name])
    found = MEDIA_LINK.fullmatch(link)
    if found is None or found[2] not in named:
        raise BadMarkup(f"Media not found at byte offset {node.at}")
    stored = named[found[2]]
    if found[1] != KIND[node.name] or stored.kind not in LINK_KIND[found[1]]:
        raise BadMarkup(f"Wrong type of media at byte offset {node.at}")
    return stored


def _media_block(node: Node, stored: StoredFile) -> JsonObject:
    if any(isinstance(each, Node) or each.strip() for each in node.children):
        raise BadMarkup(f'Tag "{node.name}" must be empty at byte offset {node.at}')
    block: JsonObject
    if stored.kind == "photo":
        block = {"type": "photo", "photo": photo_sizes(stored)}
    elif stored.kind == "voice":
        block = {"type": "voice_note", "voice_note": media_object(stored)}
    else:
        block = {"type": stored.kind, stored.kind: media_object(stored)}
    if "tg-spoiler" in node.attributes and stored.kind in ("photo", "video", "animation"):
        block["has_spoiler"] = True
    return block


def _check_limits(blocks: list[JsonObject]) -> None:
    if not blocks:
        raise bad_request("message text is empty")
    if len(plain_of_blocks(blocks)) > MOST_CHARACTERS:
        raise bad_request("rich message is too long")
    if count_blocks(blocks) > MOST_BLOCKS:
        raise bad_request("rich message has too many blocks")


def count_blocks(blocks: list[JsonObject]) -> int:
    """Blocks, nested ones, list items and table rows."""
    return sum(
        1
        + len(block.get("cells", []))
        + count_blocks(block.get("blocks", []))
        + sum(1 + count_blocks(item["blocks"]) for item in block.get("items", []))
        for block in blocks
    )
