"""Reads a call's parameters from its query and body.

Bot API, "Making requests": URL query string, application/x-www-form-urlencoded, application/json,
multipart/form-data (for uploads).
"""

import re
from urllib.parse import parse_qsl

import orjson
from yarl import URL

from .errors import JsonObject, bad_request
from .files import Upload

NAME = re.compile(rb'[;\s]name="([^"]*)"')
FILENAME = re.compile(rb'[;\s]filename="([^"]*)"')
CONTENT_TYPE = re.compile(rb"(?im)^content-type:\s*([^\r\n;]+)")
BOUNDARY = re.compile(r'boundary="?([^";,]+)"?', re.IGNORECASE)


def read_parameters(*, query: bytes, content_type: str, body: bytes) -> JsonObject:
    """The parameters by name: text, JSON values (JSON bodies only) or uploads.

    Raises:
        Refusal: the body cannot be read as its content type.
    """
    parameters: JsonObject = {}
    if query:
        parameters.update(parse_qsl(query.decode("latin-1"), keep_blank_values=True))
    if not body:
        return parameters
    if content_type.startswith("application/json"):
        parameters.update(_json_object(body))
    elif content_type.startswith("multipart/form-data"):
        parameters.update(_multipart(body, content_type))
    elif content_type.startswith("application/x-www-form-urlencoded"):
        parameters.update(_form(body))
    return parameters


def _form(body: bytes) -> JsonObject:
    """As `parse_qsl` reads it; yarl (aiohttp's own URL type) does it ten times faster."""
    try:
        form: JsonObject = dict(URL("?" + body.decode(), encoded=True).query)
    except UnicodeDecodeError as error:
        raise bad_request("strings must be encoded in UTF-8") from error
    # yarl puts U+FFFD where the bytes are no UTF-8.
    if any("\ufffd" in value for value in form.values()) and b"%EF%BF%BD" not in body.upper():
        raise bad_request("strings must be encoded in UTF-8")
    return form


def _json_object(body: bytes) -> JsonObject:
    try:
        value = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise bad_request("can't parse request body as JSON") from error
    if not isinstance(value, dict):
        raise bad_request("request body must be a JSON object")
    return value


def _multipart(body: bytes, content_type: str) -> JsonObject:
    boundary = BOUNDARY.search(content_type)
    if boundary is None:
        raise bad_request("multipart boundary is missing")
    parts: JsonObject = {}
    for part in (b"\r\n" + body).split(b"\r\n--" + boundary[1].encode())[1:]:
        if part.startswith(b"--"):
            return parts
        head, separator, content = part.partition(b"\r\n\r\n")
        name = NAME.search(head)
        if not separator or name is None:
            raise bad_request("can't parse multipart body")
        parts[name[1].decode()] = _part_value(head, content)
    raise bad_request("multipart body has no end")


def _part_value(head: bytes, content: bytes) -> Upload | str:
    filename = FILENAME.search(head)
    if filename is None:
        try:
            return content.decode()
        except UnicodeDecodeError as error:
            raise bad_request("strings must be encoded in UTF-8") from error
    media_type = CONTENT_TYPE.search(head)
    return Upload(
        name=filename[1].decode(errors="replace"),
        content=content,
        media_type=media_type[1].decode().strip() if media_type else "application/octet-stream",
    )
