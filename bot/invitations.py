"""Invitations to the desk: the code in the link, and what is kept of it."""

from __future__ import annotations

import secrets
from datetime import timedelta
from hashlib import blake2b
from typing import Final

LINK: Final = "m_"
"""How the payload of an invitation's deep link begins."""
VALID: Final = timedelta(hours=24)

_CODE_BYTES: Final = 16


def new_code() -> str:
    """A code that nobody guesses: 128 bits, 22 letters that a deep link may carry.

    Bot API, "Deep linking": A-Z, a-z, 0-9, _ and -, 64 at most.
    """
    return secrets.token_urlsafe(_CODE_BYTES)


def hash_of(code: str) -> bytes:
    """What is kept of a code: who reads the database cannot use it.

    >>> len(hash_of("a"))
    32
    """
    return blake2b(code.encode(), digest_size=32, person=b"bantin invite").digest()
