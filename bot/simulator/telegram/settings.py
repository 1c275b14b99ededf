"""What a test or the demo may turn: limits and the server's age."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How strict the far end is; the defaults are Telegram's published numbers.

    Args:
        flood: whether the pace is limited at all; off for benchmarks.
        per_second: messages a second overall (Bots FAQ: about 30).
        paid_per_second: the same for calls with `allow_paid_broadcast`.
        per_chat_per_second: refill of a private chat's allowance (Bots FAQ: about 1).
        per_chat_burst: how many messages a private chat takes at once; not published, ours.
        group_per_minute: messages a minute to one group or channel (Bots FAQ: 20).
        callback_timeout_s: how long a press may wait for its answer.
        strict_unknown: refuse unknown parameters; the real server ignores them.
        https_webhooks_only: refuse plain http for webhooks, as Telegram's own server does; a
            Bot API server in local mode takes it, and so do we on loopback.
        webhook_retry_s: first pause after a failed delivery; it doubles up to a minute.
    """

    flood: bool = True
    per_second: int = 30
    paid_per_second: int = 1000
    per_chat_per_second: float = 1.0
    per_chat_burst: int = 10
    group_per_minute: int = 20
    callback_timeout_s: float = 15.0
    strict_unknown: bool = True
    https_webhooks_only: bool = False
    webhook_retry_s: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """How new the server is.

    Without `rich` it does not know Bot API 10.1; without `ephemeral` it does not know 10.2,
    and shows everybody what was meant for one.
    """

    rich: bool = True
    ephemeral: bool = True
