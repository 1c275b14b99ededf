"""From what an editor sent, as the Bot API describes it, to the content of a draft (pure)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Final, cast

from bot.entities import Kind, Piece, pieces_of
from bot.html import sanitise
from bot.messages import File, Look, Message
from bot.stored import VOICE, address_of
from bot.text import clean, shorten, squash, utf16_length
from storage.model import Attachment, Content, Person

TITLE_UNITS: Final = 300
LEAD_UNITS: Final = 600
_SOUNDS: Final = {"audio": "audio/mpeg", "voice": VOICE}
_FILES: Final = {
    "video": "video/mp4",
    "animation": "video/mp4",
    "video_note": "video/mp4",
    "document": "application/octet-stream",
}
_NAME_LETTERS: Final = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a forwarded message came from: who wrote it, and its public address."""

    name: str
    url: str = ""


def content_of_sent(messages: Sequence[Message]) -> Content:
    """One message, or the parts of an album in their order, as a draft's content.

    The first caption is the text; the first picture is the article's, the others stand at the
    end of the body with captions of their own.
    """
    telling = next((it for it in messages if text_of(it)), None)
    pieces = pieces_in(telling) if telling is not None else []
    content = content_of_pieces(pieces)
    for message in messages:
        content = with_enclosed(content, message, caption="" if message is telling else None)
    source = next((it for it in map(source_of, messages) if it is not None), None)
    if source is None:
        return content
    author = content.author if content.author.name else Person(name=source.name)
    return replace(content, author=author, canonical_url=source.url)


def with_enclosed(content: Content, message: Message, *, caption: str | None = None) -> Content:
    """The content with what a message carries: a picture, a sound or a file, once each.

    `caption`: under a picture; None takes the message's own.
    """
    said = squash(clean(text_of(message))) if caption is None else caption
    if photo := photo_in(message):
        return _with_photo(content, address_of(photo), caption=said)
    content = replace(content, audio=_joined(content.audio, sounds_in(message)))
    return replace(content, attachments=_joined(content.attachments, files_in(message)))


def content_of_pieces(pieces: Sequence[Piece]) -> Content:
    """The first line is the title, the first paragraph after it the lead, the rest the body."""
    if not pieces:
        return Content(title="")
    first, *rest = pieces
    whole = squash(clean(first.text))
    title = shorten(whole, limit=TITLE_UNITS)
    if title != whole:
        # A long first line is text, not a headline: none of it may be lost.
        rest.insert(0, first)
    lead = squash(clean(rest[0].text)) if len(rest) > 1 else ""
    is_lead = bool(lead) and len(lead) <= LEAD_UNITS and _is_plain(rest[0])
    return Content(
        title=title,
        summary=lead if is_lead else "",
        body_html=body_of(rest[1:] if is_lead else rest),
    )


def body_of(pieces: Iterable[Piece]) -> str:
    """Pieces as a body."""
    return sanitise("".join(it.html for it in pieces))


def pieces_in(message: Message) -> list[Piece]:
    """The pieces of a message's text or caption."""
    return pieces_of(text_of(message), _looks(message))


def photo_in(message: Message) -> str:
    """What Telegram calls the message's picture, in its largest size; empty without one."""
    sizes = message.get("photo") or []
    return sizes[-1]["file_id"] if sizes else ""


def sounds_in(message: Message) -> tuple[Attachment, ...]:
    """Music and voice messages."""
    return tuple(_attachments(message, _SOUNDS))


def files_in(message: Message) -> tuple[Attachment, ...]:
    """Documents and films."""
    # Bot API, "Message": an animation comes as a document, too, for older bots.
    kinds = {
        kind: it
        for kind, it in _FILES.items()
        if kind != "document" or not (message.get("animation"))
    }
    return tuple(_attachments(message, kinds))


def source_of(message: Message) -> Source | None:
    """Where a forwarded message came from; None when it was not forwarded.

    Bot API, "MessageOrigin". Only a channel with a public name has an address for everybody.
    """
    origin = message.get("forward_origin")
    if not origin:
        return None
    match origin.get("type"):
        case "user":
            user = origin["sender_user"]
            name = " ".join(filter(None, (user.get("first_name"), user.get("last_name"))))
            return Source(name=_name(name))
        case "hidden_user":
            return Source(name=_name(origin["sender_user_name"]))
        case "chat":
            return Source(name=_name(origin["sender_chat"].get("title", "")))
        case "channel":
            chat = origin["chat"]
            is_public = bool(chat.get("username"))
            url = f"https://t.me/{chat.get('username')}/{origin['message_id']}" if is_public else ""
            return Source(name=_name(chat.get("title", "")), url=url)
    return None


def sender_of(message: Message) -> str:
    """The name of whoever sent the message."""
    user = message.get("from") or {}
    return _name(" ".join(filter(None, (user.get("first_name"), user.get("last_name")))))


def is_empty(message: Message) -> bool:
    """Whether there is nothing in it that a draft could be made of."""
    content = content_of_sent([message])
    return not (content.title or content.image_url or content.audio or content.attachments)


def after_command(message: Message) -> Message:
    """The message without a command at its beginning; the looks stay where they were."""
    text = text_of(message)
    if not text.startswith("/"):
        return message
    _, *rest = text.split(maxsplit=1)
    left = rest[0] if rest else ""
    gone = utf16_length(text[: len(text) - len(left)])
    moved = [Look(**{**it, "offset": it["offset"] - gone}) for it in _looks(message)]
    if message.get("text"):
        return Message(**{**message, "text": left, "entities": moved})
    return Message(**{**message, "caption": left, "caption_entities": moved})


def link_of(message: Message) -> str:
    """The address that is all the message says; empty when it says more or nothing."""
    text = (message.get("text") or "").strip()
    if not text or any(map(str.isspace, text)) or message.get("forward_origin"):
        return ""
    found = [it for it in _links(message) if it == "url"]
    if not found:
        return ""
    return text if text.lower().startswith(("http://", "https://")) else f"https://{text}"


def says_more_than_words(message: Message, *, most_letters: int) -> bool:
    """Whether a text is more than something to search for."""
    text = text_of(message).strip()
    is_long = "\n" in text or len(text) > most_letters
    return bool(is_long or message.get("forward_origin") or _links(message))


def _links(message: Message) -> list[str]:
    return [it["type"] for it in _looks(message) if it["type"] in {"url", "text_link"}]


def _looks(message: Message) -> list[Look]:
    return message.get("entities") or message.get("caption_entities") or []


def text_of(message: Message) -> str:
    """The message's text or caption."""
    return message.get("text") or message.get("caption") or ""


def _name(name: str) -> str:
    return squash(clean(name, limit=_NAME_LETTERS))


def _is_plain(piece: Piece) -> bool:
    """Whether a lead says all that the piece does: a lead holds no looks and no links."""
    return piece.kind is Kind.PARAGRAPH and "<" not in piece.html[3:-4]


def _with_photo(content: Content, url: str, *, caption: str) -> Content:
    if not content.image_url:
        return replace(content, image_url=url, image_caption=caption)
    if url == content.image_url or url in content.body_html:
        return content
    words = f"<figcaption>{escape(caption)}</figcaption>" if caption else ""
    figure = f'<figure><img src="{url}">{words}</figure>'
    return replace(content, body_html=sanitise(content.body_html + figure))


def _attachments(message: Message, kinds: Mapping[str, str]) -> Iterator[Attachment]:
    for kind, usual in kinds.items():
        file = cast("File | None", message.get(kind))
        if not file:
            continue
        named = " - ".join(filter(None, (file.get("performer"), file.get("title"))))
        yield Attachment(
            name=_name(file.get("file_name") or named or kind),
            file_id=file["file_id"],
            mime_type=VOICE if kind == "voice" else file.get("mime_type") or usual,
            size_bytes=file.get("file_size"),
        )


def _joined(there: tuple[Attachment, ...], more: tuple[Attachment, ...]) -> tuple[Attachment, ...]:
    known = {it.file_id for it in there}
    return there + tuple(it for it in more if it.file_id not in known)
