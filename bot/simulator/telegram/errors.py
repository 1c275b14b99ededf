"""What the pretend Telegram answers when it refuses a call.

The sentences are Telegram's own, as the Bot API server (tdlib/telegram-bot-api) and TDLib write
them; the few that are ours say so where they are raised.
"""

from typing import Any

# JSON of a foreign protocol: its shape is checked by `schema` at the door, not by the type checker.
JsonObject = dict[str, Any]


class Refusal(Exception):
    """An answer with `ok: false`.

    Args:
        description: Telegram's sentence, with its prefix ("Bad Request: …").
        code: the HTTP status, which is also `error_code`.
        retry_after: seconds, for a 429.
        migrate_to: the new chat id, for a group that became a supergroup.
    """

    def __init__(
        self,
        description: str,
        *,
        code: int = 400,
        retry_after: int | None = None,
        migrate_to: int | None = None,
    ) -> None:
        super().__init__(description)
        self.description = description
        self.code = code
        self.retry_after = retry_after
        self.migrate_to = migrate_to

    def body(self) -> JsonObject:
        """The JSON body of the answer."""
        answer: JsonObject = {
            "ok": False,
            "error_code": self.code,
            "description": self.description,
        }
        if self.retry_after is not None:
            answer["parameters"] = {"retry_after": self.retry_after}
        if self.migrate_to is not None:
            answer["parameters"] = {"migrate_to_chat_id": self.migrate_to}
        return answer


def bad_request(reason: str) -> Refusal:
    """A 400; `reason` without its prefix."""
    return Refusal(f"Bad Request: {reason}")


def forbidden(reason: str) -> Refusal:
    """A 403; `reason` without its prefix."""
    return Refusal(f"Forbidden: {reason}", code=403)


def not_modelled(what: str) -> Refusal:
    """Our own refusal: a real feature that this simulator does not pretend to have."""
    return bad_request(f"{what} not modelled by the simulator")


def too_many_requests(retry_after: int) -> Refusal:
    """A 429 that names the seconds to wait."""
    return Refusal(
        f"Too Many Requests: retry after {retry_after}", code=429, retry_after=retry_after
    )
