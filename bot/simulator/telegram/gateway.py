"""One call of the Bot API: checked, done, recorded.

A method that the description knows and nobody models here is refused, never answered with a
made-up success.
"""

import time
from collections.abc import Awaitable, Callable

import orjson

from .answers import ANSWERS
from .chats import CHATS
from .editing import EDITING
from .ephemeral import EPHEMERAL
from .errors import JsonObject, Refusal, bad_request
from .faults import Fault, Faults
from .files import Upload
from .flood import Flood
from .media import MEDIA
from .profile import PROFILE
from .schema import Schema
from .sending import SENDING
from .settings import Dialect
from .state import Call, Request, State
from .webhook import Webhook, get_updates

Handler = Callable[[State, Flood, Request], Awaitable[object]]
HANDLERS: dict[str, Handler] = {
    **SENDING,
    **EDITING,
    **MEDIA,
    **ANSWERS,
    **PROFILE,
    **CHATS,
    **EPHEMERAL,
}
RICH_METHODS = {"sendRichMessage", "sendRichMessageDraft"}
EPHEMERAL_FIELDS = ("receiver_user_id", "callback_query_id", "ephemeral_message_parameters")
NO_METHOD = Refusal("Not Found: method not found", code=404)


def _is_discreet(dialect: Dialect) -> bool:
    return dialect.rich and dialect.ephemeral


class Gateway:
    """Every call passes here; `in_progress` counts those under way, long polls aside."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.faults = Faults()
        self.calls: list[Call] = []
        self.in_progress = 0
        self.last_busy_at = time.monotonic()
        self.webhook = Webhook(state)
        self._flood = Flood(state.limits)
        self._schema = Schema(strict_unknown=state.limits.strict_unknown)

    def method(self, name: str) -> str | None:
        """The documented name, if this server knows the method."""
        method = self._schema.method(name)
        dialect = self.state.dialect
        is_unknown = (method in RICH_METHODS and not dialect.rich) or (
            method in EPHEMERAL and not _is_discreet(dialect)
        )
        return None if is_unknown else method

    async def answer(
        self, method: str | None, raw: JsonObject, fault: Fault | None
    ) -> tuple[int, JsonObject]:
        """HTTP status and body of one call; a fault that comes before leaves nothing done."""
        counts = method != "getUpdates"
        started = time.perf_counter()
        self.in_progress += counts
        try:
            if fault is not None and not fault.is_accepted:
                raise _refusal_of(fault)
            result = await self._done(method, raw)
        except Refusal as refusal:
            self._record(method, raw, refusal=refusal, started=started)
            return refusal.code, refusal.body()
        else:
            self._record(method, raw, refusal=None, started=started)
            return 200, {"ok": True, "result": result}
        finally:
            self.in_progress -= counts
            if counts:
                self.last_busy_at = time.monotonic()

    async def _done(self, method: str | None, raw: JsonObject) -> object:
        if method is None:
            raise NO_METHOD
        if not self.state.dialect.rich and "rich_message" in raw:
            raw = {key: value for key, value in raw.items() if key != "rich_message"}
        if not _is_discreet(self.state.dialect) and method.startswith("send"):
            # The real server ignores what it does not know.
            raw = {key: value for key, value in raw.items() if key not in EPHEMERAL_FIELDS}
        uploads = {key: value for key, value in raw.items() if isinstance(value, Upload)}
        params = self._schema.check(method, raw)
        request = Request(method=method, params=params, uploads=uploads)
        match method:
            case "getUpdates":
                return await get_updates(self.state, self.webhook, self._flood, request)
            case "setWebhook":
                return await self.webhook.set(params)
            case "deleteWebhook":
                return await self.webhook.set({**params, "url": ""})
            case "getWebhookInfo":
                return self.webhook.info()
        handler = HANDLERS.get(method)
        if handler is None:
            raise bad_request("method not modelled by the simulator")
        return await handler(self.state, self._flood, request)

    def _record(
        self, method: str | None, raw: JsonObject, *, refusal: Refusal | None, started: float
    ) -> None:
        call = Call(
            method=method or "?",
            params=raw,
            ok=refusal is None,
            error=refusal.description if refusal else None,
            at=self.state.now(),
        )
        self.calls.append(call)
        if self.state.events.is_watched and method != "getUpdates":
            self.state.events.publish(_event(call, ms=(time.perf_counter() - started) * 1000))


def _refusal_of(fault: Fault) -> Refusal:
    if fault.kind == "flood":
        wait = int(fault.seconds)
        return Refusal(f"Too Many Requests: retry after {wait}", code=429, retry_after=wait)
    return Refusal(fault.description or f"fault: {fault.kind}", code=fault.code or 500)


def _event(call: Call, *, ms: float) -> JsonObject:
    """A "call" event for the phone page; parameters cut to 2 KB."""
    shown = {
        key: f"<{len(value.content)} bytes>" if isinstance(value, Upload) else value
        for key, value in call.params.items()
    }
    if len(orjson.dumps(shown)) > 2048:
        shown = {key: _shortened(value) for key, value in list(shown.items())[:12]}
    return {
        "type": "call",
        "method": call.method,
        "chat_id": call.params.get("chat_id"),
        "ok": call.ok,
        "description": call.error,
        "ms": round(ms, 2),
        "params": shown,
    }


def _shortened(value: object) -> str:
    text = value if isinstance(value, str) else orjson.dumps(value).decode()
    return text if len(text) <= 150 else text[:149] + "…"
