"""Audio and documents that articles point to, made on demand."""

from io import BytesIO
from time import gmtime

from PIL import Image

# MPEG-1 layer III, 128 kbit/s, 44.1 kHz, mono: a frame of 417 bytes whose zeros decode to silence.
_FRAME = b"\xff\xfb\x90\xc0" + bytes(413)
FRAMES_PER_SECOND = 44100 / 1152


def silent_mp3(seconds: float) -> bytes:
    """A playable MP3 of silence."""
    return _FRAME * round(seconds * FRAMES_PER_SECOND)


def picture_pdf(jpeg: bytes) -> bytes:
    """A one-page document that shows the picture; the same bytes for the same picture."""
    page = BytesIO()
    long_ago = gmtime(0)
    Image.open(BytesIO(jpeg)).save(
        page, format="PDF", resolution=96, creationDate=long_ago, modDate=long_ago
    )
    return page.getvalue()
