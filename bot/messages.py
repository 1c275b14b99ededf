"""What we read of the Bot API's messages, by the names it gives them (pure)."""

from typing import TypedDict


class Look(TypedDict, total=False):
    """Bot API, "MessageEntity"; offset and length are UTF-16 code units."""

    type: str
    offset: int
    length: int
    url: str


class File(TypedDict, total=False):
    """Bot API, "Document", "Audio", "Voice", "Video", "VideoNote", "PhotoSize"."""

    file_id: str
    file_name: str
    mime_type: str
    file_size: int
    performer: str
    title: str


class User(TypedDict, total=False):
    """Bot API, "User"."""

    first_name: str
    last_name: str


class Chat(TypedDict, total=False):
    """Bot API, "Chat"."""

    title: str
    username: str


class Origin(TypedDict, total=False):
    """Bot API, "MessageOrigin": of a user, a hidden user, a chat or a channel."""

    type: str
    sender_user: User
    sender_user_name: str
    sender_chat: Chat
    chat: Chat
    message_id: int


_Sent = TypedDict("_Sent", {"from": User}, total=False)


class Message(_Sent, total=False):
    """Bot API, "Message"."""

    message_id: int
    text: str
    caption: str
    entities: list[Look]
    caption_entities: list[Look]
    forward_origin: Origin
    photo: list[File]
    audio: File
    voice: File
    video: File
    animation: File
    video_note: File
    document: File
