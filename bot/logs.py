"""What is logged, how it looks, and what never gets in."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

SECRET = re.compile(r"\d{5,20}:[A-Za-z0-9_-]{30,64}")
NOISY = ("httpx", "httpcore", "uvicorn.access", "aiohttp.access", "telegram")


def redact(text: str) -> str:
    """The text with every bot token replaced.

    >>> redact("https://host/bot123456789:AAabcdefghijklmnopqrstuvwxyz0123456/getMe")
    'https://host/bot<token>/getMe'
    """
    return SECRET.sub("<token>", text)


def set_up_logging(*, level: str, form: str) -> None:
    """Sends everything, the libraries' lines too, through one chain to standard error."""
    shared: list[structlog.types.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        _redact_event,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    renderer: structlog.types.Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _redact_event,
                renderer,
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in NOISY:
        logging.getLogger(name).setLevel(logging.WARNING)
    # A tick that comes while the last one works is skipped, and says so each time.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)


def _redact_event(
    _: Any,  # noqa: ANN401  # structlog's own signature
    __: str,
    event: MutableMapping[str, Any],
) -> MutableMapping[str, Any]:
    for key, value in event.items():
        if isinstance(value, str):
            event[key] = redact(value)
    return event
