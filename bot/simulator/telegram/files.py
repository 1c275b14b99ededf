"""Files that Telegram keeps: uploaded, fetched from a URL, named again by `file_id`.

Bot API, "Sending files": photos up to 10 MB, other files up to 50 MB; by URL 5 MB and 20 MB.
"""

import io
from dataclasses import dataclass, field
from hashlib import sha256

from PIL import Image, UnidentifiedImageError

from .errors import JsonObject, Refusal, bad_request

PHOTO_BYTES = 10 * 1024 * 1024
FILE_BYTES = 50 * 1024 * 1024
PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8", b"RIFF", b"BM")
PREFIX = {
    "photo": "AgACAgUAAxkBAAI",
    "document": "BQACAgUAAxkBAAI",
    "audio": "CQACAgUAAxkBAAI",
    "voice": "AwACAgUAAxkBAAI",
    "video": "BAACAgUAAxkBAAI",
    "animation": "CgACAgUAAxkBAAI",
}
FOLDER = {"photo": "photos", "voice": "voice", "audio": "music", "video": "videos"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file as it came in a multipart body or from a URL."""

    name: str
    content: bytes
    media_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """A file that has a `file_id`; width and height are 0 when it is not a picture."""

    file_id: str
    unique_id: str
    kind: str
    name: str
    media_type: str
    content: bytes
    width: int = 0
    height: int = 0

    @property
    def path(self) -> str:
        """Where `/file/bot<token>/…` serves it."""
        suffix = self.name.rpartition(".")[2] if "." in self.name else "bin"
        return f"{FOLDER.get(self.kind, 'documents')}/file_{self.unique_id}.{suffix}"


@dataclass(slots=True)
class FileStore:
    """Every file by its id and by its path; ids count from one."""

    by_id: dict[str, StoredFile] = field(default_factory=dict)
    by_path: dict[str, StoredFile] = field(default_factory=dict)
    by_url: dict[tuple[str, str], StoredFile] = field(default_factory=dict)
    _kept: dict[tuple[str, bytes], StoredFile] = field(default_factory=dict)

    def keep(self, upload: Upload, *, kind: str) -> StoredFile:
        """Takes a file in; the same bytes of the same kind keep their id.

        Raises:
            Refusal: empty, too big, or a photo that is no picture.
        """
        check_size(upload, kind=kind)
        width, height = (0, 0)
        if kind == "photo":
            width, height = picture_size(upload.content)
        key = (kind, sha256(upload.content + upload.name.encode()).digest())
        if key not in self._kept:
            number = len(self._kept) + 1
            stored = StoredFile(
                file_id=f"{PREFIX.get(kind, PREFIX['document'])}{number:012d}",
                unique_id=f"AQAD{number:08d}",
                kind=kind,
                name=upload.name or "file",
                media_type=upload.media_type,
                content=upload.content,
                width=width,
                height=height,
            )
            self._kept[key] = stored
            self.by_id[stored.file_id] = stored
            self.by_path[stored.path] = stored
        return self._kept[key]

    def named(self, file_id: str, *, kind: str) -> StoredFile:
        """The file that a `file_id` names.

        Raises:
            Refusal: unknown, or of another kind.
        """
        stored = self.by_id.get(file_id)
        if stored is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
        if kind not in (stored.kind, "any"):
            raise bad_request(
                f"can't use file of type {stored.kind.capitalize()} as {kind.capitalize()}"
            )
        return stored


def check_size(upload: Upload, *, kind: str) -> None:
    """Refuses what is empty or larger than Telegram takes."""
    size = len(upload.content)
    if size == 0:
        raise bad_request("file must be non-empty")
    if kind == "photo" and size > PHOTO_BYTES:
        raise bad_request(
            f"file of size {size} bytes is too big for a photo; "
            f"the maximum size is {PHOTO_BYTES} bytes"
        )
    if size > FILE_BYTES:
        raise Refusal("Request Entity Too Large", code=413)


def picture_size(content: bytes) -> tuple[int, int]:
    """Width and height of a picture that Telegram would take as a photo.

    Raises:
        Refusal: not a picture, or width + height > 10000, or a ratio over 20.
    """
    if not content.startswith(PICTURES):
        raise bad_request("IMAGE_PROCESS_FAILED")
    try:
        with Image.open(io.BytesIO(content)) as picture:
            width, height = picture.size
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError) as error:
        raise bad_request("IMAGE_PROCESS_FAILED") from error
    if width + height > 10_000 or max(width, height) > 20 * min(width, height):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return width, height


def photo_sizes(stored: StoredFile) -> list[JsonObject]:
    """The `photo` field of a message: one size is enough for a pretend client."""
    return [
        {
            "file_id": stored.file_id,
            "file_unique_id": stored.unique_id,
            "width": stored.width,
            "height": stored.height,
            "file_size": len(stored.content),
        }
    ]


def media_object(stored: StoredFile) -> JsonObject:
    """The Audio, Voice, Document, Video or Animation that a message carries."""
    media: JsonObject = {
        "file_id": stored.file_id,
        "file_unique_id": stored.unique_id,
        "mime_type": stored.media_type,
        "file_size": len(stored.content),
    }
    if stored.kind in ("audio", "voice", "video", "animation"):
        media["duration"] = 0
    if stored.kind in ("video", "animation"):
        media |= {"width": 320, "height": 180}
    if stored.kind != "voice":
        media["file_name"] = stored.name
    return media
