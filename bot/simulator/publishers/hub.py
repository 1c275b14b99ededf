"""A pretend hub: it verifies what it is asked, and delivers signed (W3C, WebSub, 2018).

It acts when told to, so that a test sees each step.
"""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import parse_qsl, urlencode

import aiohttp
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

PATH = "/hub"
TIMEOUT = aiohttp.ClientTimeout(total=10)
LONGEST_S = 864_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """Who is told of a topic, and until when."""

    topic: str
    callback: str
    secret: str
    until_at: datetime


class Hub:
    """`asked`: every form that came; `subscriptions`: verified ones, by their callback."""

    def __init__(self) -> None:
        self.asked: list[dict[str, str]] = []
        self.subscriptions: dict[str, Subscription] = {}
        self.routes = [Route(PATH, self.ask, methods=["POST"])]
        self._open: list[dict[str, str]] = []

    async def ask(self, request: Request) -> Response:
        """202: it will be verified, and until then nothing changes (5.2)."""
        form = dict(parse_qsl((await request.body()).decode()))
        missing = {"hub.mode", "hub.topic", "hub.callback"} - form.keys()
        if missing or form["hub.mode"] not in ("subscribe", "unsubscribe"):
            return PlainTextResponse(f"Bad request: {sorted(missing)}", status_code=400)
        self.asked.append(form)
        self._open.append(form)
        return Response(status_code=202)

    async def verify(self, *, now: datetime) -> list[bool]:
        """Asks back about all that was asked; whether each was meant (5.3)."""
        waiting, self._open = self._open, []
        return [await self._verify(form, now=now) for form in waiting]

    async def push(self, topic: str, body: bytes, *, secret: str | None = None) -> list[int]:
        """Delivers to all who subscribed; what each answered. 410 ends a subscription (7).

        `secret`: with which it is signed, when it is not the subscriber's own.
        """
        answers = []
        for subscription in list(self.subscriptions.values()):
            if subscription.topic != topic:
                continue
            key = subscription.secret if secret is None else secret
            status = await self._posted(subscription.callback, body, _signed(body, key=key))
            answers.append(status)
            if status == 410:
                del self.subscriptions[subscription.callback]
        return answers

    async def _verify(self, form: Mapping[str, str], *, now: datetime) -> bool:
        challenge = f"challenge-{len(self.asked)}"
        seconds = min(int(form.get("hub.lease_seconds", LONGEST_S)), LONGEST_S)
        query = {
            "hub.mode": form["hub.mode"],
            "hub.topic": form["hub.topic"],
            "hub.challenge": challenge,
        }
        is_leaving = form["hub.mode"] == "unsubscribe"
        if not is_leaving:
            query["hub.lease_seconds"] = str(seconds)
        async with (
            aiohttp.ClientSession(timeout=TIMEOUT) as session,
            session.get(f"{form['hub.callback']}?{urlencode(query)}") as answer,
        ):
            is_meant = 200 <= answer.status < 300 and await answer.text() == challenge
        if is_meant and is_leaving:
            self.subscriptions.pop(form["hub.callback"], None)
        elif is_meant:
            self.subscriptions[form["hub.callback"]] = Subscription(
                topic=form["hub.topic"],
                callback=form["hub.callback"],
                secret=form.get("hub.secret", ""),
                until_at=now + timedelta(seconds=seconds),
            )
        return is_meant

    async def _posted(self, callback: str, body: bytes, headers: Mapping[str, str]) -> int:
        async with (
            aiohttp.ClientSession(timeout=TIMEOUT) as session,
            session.post(callback, data=body, headers=headers) as answer,
        ):
            return answer.status


def _signed(body: bytes, *, key: str) -> dict[str, str]:
    headers = {"Content-Type": "application/atom+xml"}
    if key:
        digest = hmac.new(key.encode(), body, "sha256").hexdigest()
        headers["X-Hub-Signature"] = f"sha256={digest}"
    return headers
