"""Rich messages (placeholder until the parser is in)."""

from .errors import JsonObject, not_modelled
from .state import ChatRecord, Request, State


async def rich_content(state: State, request: Request, *, chat: ChatRecord) -> JsonObject:
    """The `rich_message` of a message."""
    raise not_modelled("rich message")


def checked_rich_source(source: JsonObject) -> None:
    """Refuses what is not exactly one of html, markdown, blocks."""
    raise not_modelled("rich message")
