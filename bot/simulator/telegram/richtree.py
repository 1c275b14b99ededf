"""Rich HTML as a tree of tags.

Only the tags of Bot API 10.1 to 10.3, "Rich message formatting options", are taken. The sentences
of errors follow those of `parse_mode=HTML`; Telegram's own for rich messages are not published.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from .htmlparse import MARKUP
from .markup import BadMarkup, Reader

NAMED = {
    "lt": "<",
    "gt": ">",
    "amp": "&",
    "quot": '"',
    "apos": "'",
    "nbsp": "\u00a0",
    "hellip": "…",
    "mdash": "—",
    "ndash": "–",
    "lsquo": "‘",
    "rsquo": "’",
    "ldquo": "“",
    "rdquo": "”",
}
INLINE = set(
    "b strong i em u ins s strike del code mark sub sup tg-spoiler a tg-reference tg-emoji tg-time"
    " tg-math br tg-button".split()
)
MEDIA = {"img", "video", "audio", "tg-document"}
BLOCKS = MEDIA | set(
    "h1 h2 h3 h4 h5 h6 p pre footer hr ul ol blockquote aside details table tg-map tg-math-block"
    " figure tg-collage tg-slideshow tg-button-row".split()
)
PARTS = set("li input cite summary caption tr th td figcaption".split())
TAGS = INLINE | BLOCKS | PARTS
VOID = {"br", "hr", "img", "input"}
MAY_CLOSE_ITSELF = VOID | {"video", "audio", "tg-map", "tg-document", "a", "td", "th"}
MOST_LEVELS = 16


@dataclass(slots=True)
class Node:
    """A tag with what is inside; `at` is its byte offset, for errors."""

    name: str
    attributes: dict[str, str]
    at: int
    children: list["Node | str"] = field(default_factory=list)

    def nodes(self) -> Iterator["Node"]:
        """This node and every one inside, in order."""
        yield self
        for child in self.children:
            if isinstance(child, Node):
                yield from child.nodes()

    def text(self) -> str:
        """All characters inside."""
        return "".join(each if isinstance(each, str) else each.text() for each in self.children)

    @property
    def is_block(self) -> bool:
        """Whether it stands on its own; an empty `<a name>` can be either."""
        return self.name in BLOCKS


def parse_tree(html: str) -> Node:
    """The whole text under one nameless node.

    Raises:
        BadMarkup: a tag that is unknown, unclosed or closed wrongly; over 16 levels.
    """
    reader = Reader(html, NAMED, closes_itself=True)
    root = Node("", {}, 0)
    opened = [root]
    at = 0
    while (found := MARKUP.search(reader.text, at, reader.size)) is not None:
        _add_text(opened[-1], reader.text[at : found.start()])
        at = found.start()
        if found[0] == "&":
            character, end = reader.reference(at)
            _add_text(opened[-1], character or "&")
            at = end if character else at + 1
        elif reader.text[at + 1] == "/":
            at = _close(reader, at, opened)
        else:
            at = _open(reader, at, opened)
    if len(opened) > 1:
        raise BadMarkup(f'Can\'t find end tag corresponding to start tag "{opened[-1].name}"')
    _add_text(root, reader.text[at : reader.size])
    return root


def _open(reader: Reader, at: int, opened: list[Node]) -> int:
    tag = reader.start_tag(at, TAGS)
    node = Node(tag.name, tag.attributes, reader.byte_offset(at))
    if tag.is_closed and tag.name not in MAY_CLOSE_ITSELF:
        raise BadMarkup(f'Tag "{tag.name}" can\'t be self-closing at byte offset {node.at}')
    opened[-1].children.append(node)
    if not tag.is_closed and tag.name not in VOID:
        opened.append(node)
        if len(opened) - 1 > MOST_LEVELS:
            raise BadMarkup(f"Too many levels of nesting at byte offset {node.at}")
    return tag.end


def _close(reader: Reader, at: int, opened: list[Node]) -> int:
    if len(opened) == 1:
        raise BadMarkup(f"Unexpected end tag at byte offset {reader.byte_offset(at)}")
    name, end = reader.end_tag(at)
    if name and name != opened[-1].name:
        raise BadMarkup(
            f"Unmatched end tag at byte offset {reader.byte_offset(at)}, "
            f'expected "</{opened[-1].name}>", found "</{name}>"'
        )
    opened.pop()
    return end


def _add_text(node: Node, text: str) -> None:
    if not text:
        return
    if node.children and isinstance(node.children[-1], str):
        node.children[-1] += text
    else:
        node.children.append(text)
