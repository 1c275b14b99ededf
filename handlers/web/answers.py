"""Pages as answers: every value escaped, and headers that allow nothing else."""

from __future__ import annotations

from hashlib import blake2b
from importlib import resources
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import Response

from bot.i18n import LANGUAGES, text
from bot.newsroom import Newsroom
from bot.render.furniture import LANGUAGE_KEY

HEADERS: Final = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self' https://telegram.org; style-src 'self';"
        " img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none';"
        " frame-ancestors https://web.telegram.org https://*.telegram.org"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
}
KEPT_S = 30 * 24 * 3600

_STATIC = resources.files("handlers.web") / "static"
FILES: Final = {
    name: (_STATIC.joinpath(name).read_bytes(), kind)
    for name, kind in {"page.css": "text/css", "page.js": "text/javascript"}.items()
}
MARKS: Final = {name: blake2b(body, digest_size=6).hexdigest() for name, (body, _) in FILES.items()}

_TEMPLATES = Environment(
    loader=PackageLoader("handlers.web"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def page(request: Request, name: str, *, status: int = 200, **values: object) -> Response:
    """A template as a page. `t` in it is a sentence, `to` the address of another page."""
    newsroom: Newsroom = request.app.state.newsroom
    language = language_of(request)

    def sentence(key: str, **filled: object) -> str:
        return text(key, language, **filled)

    html = _TEMPLATES.get_template(name).render(
        t=sentence,
        to=lambda path: address(request, path),
        language=language,
        site=site_of(request),
        bot_url=newsroom.bot_url,
        name=newsroom.name,
        marks=MARKS,
        **values,
    )
    headers = HEADERS | {"cache-control": "no-cache"}
    return Response(html, status_code=status, media_type="text/html", headers=headers)


def language_of(request: Request) -> str:
    """The language that the address asks for, as a member's button does; else the instance's."""
    newsroom: Newsroom = request.app.state.newsroom
    asked = request.query_params.get(LANGUAGE_KEY, "")
    return asked if asked in LANGUAGES else newsroom.config.language


def address(request: Request, path: str) -> str:
    """Another page of ours, in the language that this one was asked for."""
    asked = request.query_params.get(LANGUAGE_KEY, "")
    if asked not in LANGUAGES:
        return path
    return f"{path}{'&' if '?' in path else '?'}{LANGUAGE_KEY}={asked}"


async def static(request: Request) -> Response:
    """The style and the script; their address changes with them."""
    found = FILES.get(request.path_params["name"])
    if found is None:
        return Response(status_code=404, headers=HEADERS)
    return kept(request, found[0], kind=found[1], max_age_s=KEPT_S)


def kept(request: Request, body: bytes, *, kind: str, max_age_s: int) -> Response:
    """A body that the other side may keep, and need not be sent again when it has it."""
    mark = f'"{blake2b(body, digest_size=12).hexdigest()}"'
    headers = HEADERS | {"etag": mark, "cache-control": f"public, max-age={max_age_s}"}
    if mark in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=kind, headers=headers)


def site_of(request: Request) -> str:
    """Where our pages are, without a slash at the end."""
    newsroom: Newsroom = request.app.state.newsroom
    return newsroom.config.web_url or str(request.base_url).rstrip("/")
