"""Files that Telegram keeps for us, named by addresses like all others (pure).

RFC 2606: names under `.invalid` lead nowhere, so nobody fetches such an address by mistake.
"""

import re
from typing import Final

VOICE: Final = "audio/ogg; codecs=opus"
"""What a voice message is kept as: Telegram sends it on as one, and never as music."""
_HOST: Final = "https://telegram.invalid/"
# Bot API gives no grammar of a `file_id`; every one is base64 for addresses.
_ADDRESS: Final = re.compile(re.escape(_HOST) + r"([A-Za-z0-9_-]{8,250})")


def address_of(file_id: str) -> str:
    """The address of a file that Telegram keeps."""
    return f"{_HOST}{file_id}"


def file_id_in(url: str) -> str:
    """What Telegram calls the file at an address of ours; empty when it is another's.

    >>> file_id_in(address_of("AgACAgUAAx")), file_id_in("https://example.org/a.jpg")
    ('AgACAgUAAx', '')
    """
    found = _ADDRESS.fullmatch(url)
    return found[1] if found else ""
