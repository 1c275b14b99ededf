"""Answers with ETag, Last-Modified and gzip, as a well-kept web server gives them."""

import gzip
import hashlib
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime

from starlette.requests import Request
from starlette.responses import Response


def etag_of(*parts: object) -> str:
    """A strong validator of these parts' `repr`."""
    digest = hashlib.sha256("\n".join(map(repr, parts)).encode("utf-8", "surrogatepass"))
    return f'"{digest.hexdigest()[:24]}"'


def conditional(
    request: Request, body: str | bytes, *, media_type: str, etag: str, changed_at: datetime
) -> Response:
    """The body, or 304 when the asker's copy is current (RFC 9110, 13.2.2)."""
    headers = {
        "ETag": etag,
        "Last-Modified": format_datetime(changed_at.astimezone(UTC), usegmt=True),
        "Vary": "Accept-Encoding",
    }
    if _is_current(request, etag=etag, changed_at=changed_at):
        return Response(status_code=304, headers=headers)
    data = body.encode() if isinstance(body, str) else body
    if "gzip" in request.headers.get("accept-encoding", ""):
        data = gzip.compress(data, mtime=0)
        headers["Content-Encoding"] = "gzip"
    return Response(data, media_type=media_type, headers=headers)


def _is_current(request: Request, *, etag: str, changed_at: datetime) -> bool:
    if "if-none-match" in request.headers:
        known = {
            tag.strip().removeprefix("W/") for tag in request.headers["if-none-match"].split(",")
        }
        return etag in known or "*" in known
    if "if-modified-since" not in request.headers:
        return False
    try:
        since = parsedate_to_datetime(request.headers["if-modified-since"])
    except ValueError:
        return False
    return changed_at.replace(microsecond=0) <= since.replace(tzinfo=since.tzinfo or UTC)
