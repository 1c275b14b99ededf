"""setWebhook and the delivery of updates to it; getUpdates stands here too.

Bot API, "setWebhook". As tdlib/telegram-bot-api does it: one request in flight per chat, so the
order within a chat is kept; failures are repeated after doubling pauses of up to a minute.
"""

import asyncio
import re
from contextlib import suppress
from urllib.parse import urlsplit

import aiohttp
import orjson

from .errors import JsonObject, Refusal, bad_request
from .flood import Flood
from .schema import description
from .state import Request, State
from .updates import CONFLICT_WEBHOOK, check_allowed

SECRET = re.compile(r"[A-Za-z0-9_-]*")
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
PORTS = {443, 80, 88, 8443}
LONGEST_PAUSE_S = 60.0


class Webhook:
    """Where updates go; the empty url means nowhere."""

    def __init__(self, state: State) -> None:
        self._state = state
        self.url = ""
        self.secret = ""
        self.max_connections = 40
        self.last_error: JsonObject = {}
        self._task: asyncio.Task[None] | None = None
        self._deliveries: dict[object, asyncio.Task[None]] = {}

    async def set(self, params: JsonObject) -> bool:
        """`setWebhook`: True; an empty url removes it."""
        url = params["url"]
        await self.close()
        if params.get("drop_pending_updates"):
            self._state.updates.clear()
        if url:
            check_url(url, https_only=self._state.limits.https_webhooks_only)
        secret = params.get("secret_token", "")
        if len(secret) > 256:
            raise bad_request("secret token is too long")
        if SECRET.fullmatch(secret) is None:
            raise bad_request("secret token contains illegal characters")
        self.url, self.secret = url, secret
        self.max_connections = params.get("max_connections", 40)
        self.last_error = {}
        self._state.updates.allow(params.get("allowed_updates"))
        if url:
            self._task = asyncio.create_task(self._deliver_all())
        return True

    async def close(self) -> None:
        """Stops delivering and forgets the url."""
        self.url = ""
        tasks = [*self._deliveries.values(), *([self._task] if self._task else [])]
        self._deliveries.clear()
        self._task = None
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def info(self) -> JsonObject:
        """`getWebhookInfo`."""
        updates = self._state.updates
        info: JsonObject = {
            "url": self.url,
            "has_custom_certificate": False,
            "pending_update_count": len(updates.waiting),
            **self.last_error,
        }
        if self.url:
            info["max_connections"] = self.max_connections
        if updates.allowed is not None:
            info["allowed_updates"] = sorted(updates.allowed)
        return info

    async def _deliver_all(self) -> None:
        updates = self._state.updates
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=60)) as session:
            while True:
                updates.arrived.clear()
                for update in list(updates.waiting):
                    lane = lane_of(update)
                    if lane not in self._deliveries:
                        if len(self._deliveries) >= self.max_connections:
                            break
                        task = asyncio.create_task(self._deliver(session, update, lane))
                        self._deliveries[lane] = task
                await updates.arrived.wait()

    async def _deliver(
        self, session: aiohttp.ClientSession, update: JsonObject, lane: object
    ) -> None:
        headers = {"Content-Type": "application/json"}
        if self.secret:
            headers["X-Telegram-Bot-Api-Secret-Token"] = self.secret
        pause = self._state.limits.webhook_retry_s
        while not await self._posted(session, orjson.dumps(update), headers):
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE_S)
        with suppress(ValueError):
            self._state.updates.waiting.remove(update)
        self._deliveries.pop(lane, None)
        self._state.updates.arrived.set()

    async def _posted(
        self, session: aiohttp.ClientSession, body: bytes, headers: dict[str, str]
    ) -> bool:
        try:
            async with session.post(self.url, data=body, headers=headers) as answer:
                await answer.read()
                if 200 <= answer.status < 300:
                    return True
                problem = f"Wrong response from the webhook: {answer.status} {answer.reason}"
        except (aiohttp.ClientError, TimeoutError, OSError):
            problem = "Connection refused"
        self.last_error = {
            "last_error_date": int(self._state.now().timestamp()),
            "last_error_message": problem,
        }
        return False


def check_url(url: str, *, https_only: bool) -> None:
    """Refuses what Telegram would not post to; plain http only on loopback."""
    parts = urlsplit(url)
    if parts.scheme == "http" and parts.hostname in LOOPBACK and not https_only:
        return
    if parts.scheme != "https":
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if (parts.port or 443) not in PORTS and parts.hostname not in LOOPBACK:
        raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")


def lane_of(update: JsonObject) -> object:
    """What must stay in order: the chat of an update, else its person, else the update."""
    for kind, content in update.items():
        if kind == "update_id":
            continue
        message = content.get("message", content)
        if "chat" in message:
            return message["chat"]["id"]
        return content.get("from", {}).get("id", update["update_id"])
    return update["update_id"]


async def get_updates(
    state: State, webhook: Webhook, flood: Flood, request: Request
) -> list[JsonObject]:
    """`getUpdates`: the batch; 409 while a webhook is set."""
    if webhook.url:
        raise Refusal(CONFLICT_WEBHOOK, code=409)
    known = set(description()["types"]["Update"]["fields"]) - {"update_id"}
    check_allowed(request.params.get("allowed_updates"), known)
    return await state.updates.poll(request.params)
