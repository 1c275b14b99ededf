"""Certificates that an operator trusts for one source; verification itself is never off."""

import ssl
from functools import lru_cache

MOST_BYTES = 200_000


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


def is_certificate(text: str) -> bool:
    """Whether there is something to trust in a text."""
    if "-----BEGIN CERTIFICATE-----" not in text or len(text) > MOST_BYTES:
        return False
    try:
        return bool(tls_with(text).get_ca_certs())
    except (ssl.SSLError, ValueError):
        return False
