"""A document that an editor answers with becomes the body, or is told why not."""

from __future__ import annotations

import structlog
from telegram.error import BadRequest

from bot.fields import Wrong
from bot.messages import File
from bot.papers import MOST_BYTES, kind_of, read_paper
from handlers.context import Context

log = structlog.get_logger()


async def body_of_paper(context: Context, file: File) -> str | Wrong:
    """The body in a file of text; `Wrong` when it is no such file, too large or unreadable."""
    kind = kind_of(file.get("file_name", ""))
    if not kind:
        return Wrong(key="write.wrong_paper")
    if file.get("file_size", 0) > MOST_BYTES:
        return Wrong(key="write.large_paper")
    try:
        body = await context.calls.file(file["file_id"], most_bytes=MOST_BYTES)
    except BadRequest as error:
        log.info("paper_not_fetched", cause=error.message)
        return Wrong(key="write.unread_paper")
    html = await read_paper(body, kind=kind) if body else ""
    return html or Wrong(key="write.unread_paper")
