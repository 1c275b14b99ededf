"""Certificates that an operator trusts for one source; verification itself is never off."""

import re
import ssl
from functools import lru_cache
from pathlib import Path
from typing import Final

MOST_BYTES: Final = 200_000
_CERTIFICATE: Final = re.compile(
    "-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\\s]{1,20000}-----END CERTIFICATE-----"
)


@lru_cache(maxsize=32)
def tls_with(authorities: str) -> ssl.SSLContext:
    """The usual rules, with these authorities besides the usual ones.

    Args:
        authorities: certificates as PEM, one after another.

    Raises:
        ssl.SSLError: there is no certificate in it.
    """
    context = ssl.create_default_context()
    context.load_verify_locations(cadata=authorities)
    return context


def certificates_in(file: Path) -> str:
    """The certificates in a file, as PEM; empty when it holds none that can be read."""
    try:
        text = file.read_text(encoding="utf-8", errors="replace")[:MOST_BYTES]
    except OSError:
        return ""
    found = "\n".join(_CERTIFICATE.findall(text))
    try:
        return found if found and tls_with(found) else ""
    except (ssl.SSLError, ValueError):
        return ""
