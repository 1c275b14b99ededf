"""What a file is, judged by its name and what was declared (pure)."""

from typing import Final
from urllib.parse import unquote

from storage.model import Attachment

_KINDS: Final = {
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "aac": "audio/aac",
    "ogg": "audio/ogg",
    "oga": "audio/ogg",
    "opus": "audio/ogg",
    "wav": "audio/wav",
    "wma": "audio/x-ms-wma",
    "mp4": "video/mp4",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "gif": "image/gif",
    "webp": "image/webp",
    "pdf": "application/pdf",
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xls": "application/vnd.ms-excel",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt": "application/vnd.ms-powerpoint",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "zip": "application/zip",
    "rar": "application/vnd.rar",
}


def file_name(url: str) -> str:
    """The last part of an address, readable.

    >>> file_name("https://tin.example/files/C%C3%B4ng%20v%C4%83n.pdf?v=2")
    'Công văn.pdf'
    """
    path = url.partition("?")[0].partition("#")[0]
    return unquote(path.rstrip("/").rpartition("/")[2])


def attachment_of(
    url: str, *, name: str = "", mime_type: str = "", size_bytes: int | None = None
) -> Attachment:
    """A file with a name to show and a type, guessed when none was declared."""
    ending = file_name(url).rpartition(".")[2].lower()
    declared = mime_type.partition(";")[0].strip().lower()
    return Attachment(
        name=name or file_name(url) or url,
        url=url,
        mime_type=declared or _KINDS.get(ending, ""),
        size_bytes=size_bytes,
    )


def is_audio(file: Attachment) -> bool:
    """Whether it can be listened to."""
    return file.mime_type.startswith("audio/")


def is_image(file: Attachment) -> bool:
    """Whether it is a picture."""
    return file.mime_type.startswith("image/")
