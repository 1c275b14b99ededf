"""The HTTP side of the phone page: what `bot/simulator/phone/` reads and does.

Loopback only, no password: it can read every chat and write for everybody, so requests from other
addresses, for other hosts (DNS rebinding) or of other content types (forms of foreign pages) are
refused.
"""

import asyncio
import inspect
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING

import orjson
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from .errors import JsonObject
from .groups import Group
from .people import Person
from .phone_views import chat_view, next_local_time, state_view
from .settings import Dialect

if TYPE_CHECKING:
    from .simulator import Simulator

PAGE = Path(__file__).parent.parent / "phone"
LOOPBACK = {"127.0.0.1", "localhost", "::1", "testserver"}
KEEP_ALIVE_S = 15.0
Endpoint = Callable[[Request], Awaitable[Response]]


class LoopbackOnly:
    """Refuses what does not come from this machine's own browser."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One exchange."""
        if scope["type"] == "http" and not _is_local(Request(scope)):
            await JSONResponse({"error": "loopback only"}, 403)(scope, receive, send)
            return
        await self._app(scope, receive, send)


def _is_local(request: Request) -> bool:
    client = request.client.host if request.client else "127.0.0.1"
    content_type = request.headers.get("content-type", "")
    if request.method == "POST" and not content_type.startswith("application/json"):
        return False
    return client in LOOPBACK and request.url.hostname in LOOPBACK


class PhoneApi:
    """The endpoints under /phone."""

    def __init__(self, simulator: "Simulator") -> None:
        self._sim = simulator

    def _person(self, person_id: int) -> Person:
        return Person(self._sim.state, self._sim.state.people[person_id])

    def _chat(self, chat_id: int) -> Group | None:
        record = self._sim.state.chats[chat_id]
        return None if record.type == "private" else Group(self._sim.state, record)

    async def index(self, request: Request) -> Response:
        """The page."""
        return FileResponse(PAGE / "index.html")

    async def state(self, request: Request) -> Response:
        """The bot, the people, the chats, the menus, the time."""
        return JSONResponse(state_view(self._sim))

    async def chat(self, request: Request) -> Response:
        """The messages of a chat as one person sees them."""
        person_id = int(request.query_params["person"])
        chat = self._sim.state.chats[int(request.path_params["chat_id"])]
        return JSONResponse({"messages": chat_view(self._sim.state, chat, person_id)})

    async def file(self, request: Request) -> Response:
        """A file's bytes."""
        stored = self._sim.state.files.by_id.get(request.path_params["file_id"])
        if stored is None:
            return JSONResponse({"error": "no such file"}, 404)
        return Response(stored.content, media_type=stored.media_type)

    async def events(self, request: Request) -> Response:
        """Everything that happens, as server-sent events."""
        return StreamingResponse(self._event_lines(), media_type="text/event-stream")

    async def _event_lines(self) -> AsyncIterator[bytes]:
        with self._sim.events.subscribe() as queue:
            yield b": hello\n\n"
            while True:
                try:
                    event = await asyncio.wait_for(queue.get(), KEEP_ALIVE_S)
                except TimeoutError:
                    yield b": still here\n\n"
                else:
                    yield b"data: " + orjson.dumps(event) + b"\n\n"

    async def write(self, request: Request) -> Response:
        """A person writes."""
        asked = await request.json()
        update_id = self._person(asked["person"]).write(
            asked["text"], chat=self._chat(asked["chat"]), reply_to=asked.get("reply_to")
        )
        return JSONResponse({"update_id": update_id})

    async def press(self, request: Request) -> Response:
        """A person presses a button; waits for the bot's answer."""
        asked = await request.json()
        toast = await self._person(asked["person"]).press_data(
            asked["data"],
            message_id=asked["message_id"],
            ephemeral_id=asked.get("ephemeral_message_id"),
            chat=self._chat(asked["chat"]),
            timeout_s=10.0,
        )
        shown = toast and {"text": toast.text, "show_alert": toast.show_alert, "url": toast.url}
        return JSONResponse({"toast": shown})

    async def block(self, request: Request) -> Response:
        """A person blocks the bot, or takes it back."""
        asked = await request.json()
        person = self._person(asked["person"])
        if asked["blocked"]:
            person.block()
        else:
            person.unblock()
        return JSONResponse({"blocked": person.record.has_blocked})

    async def clock(self, request: Request) -> Response:
        """Moves the demo's clock, if it has one to move."""
        asked = await request.json()
        now = self._sim.state.now()
        target = next_local_time(now, to=asked.get("to"), seconds=asked.get("seconds", 0))
        if self._sim.on_clock is not None:
            moving: object = self._sim.on_clock(target)
            if inspect.isawaitable(moving):
                await moving
        shown = self._sim.state.now().isoformat()
        self._sim.events.publish({"type": "clock", "now": shown})
        return JSONResponse({"now": shown, "moved": self._sim.on_clock is not None})

    async def fault(self, request: Request) -> Response:
        """Takes Telegram away for some seconds, or lets it answer 429."""
        asked = await request.json()
        self._sim.telegram_app.break_down(asked["kind"], seconds=asked.get("seconds", 0))
        return JSONResponse({"kind": asked["kind"]})

    async def dialect(self, request: Request) -> Response:
        """Makes the server older or newer."""
        asked = await request.json()
        self._sim.dialect = Dialect(rich=asked["rich"])
        return JSONResponse({"rich": self._sim.dialect.rich})

    async def extra(self, request: Request) -> Response:
        """What the demo shows beside the phone."""
        content: object = self._sim.extra() if self._sim.extra is not None else {}
        if inspect.isawaitable(content):
            content = await content
        return JSONResponse(content)


def answering(endpoint: Endpoint) -> Endpoint:
    """The endpoint, with 400 for what the page asked wrongly."""

    async def answer(request: Request) -> Response:
        try:
            return await endpoint(request)
        except (LookupError, ValueError, RuntimeError) as error:
            problem: JsonObject = {"error": f"{type(error).__name__}: {error}"}
            return JSONResponse(problem, 400)

    return answer


def phone_pages(simulator: "Simulator") -> ASGIApp:
    """Everything under /phone."""
    api = PhoneApi(simulator)
    gets: dict[str, Endpoint] = {
        "/": api.index,
        "/state": api.state,
        "/chats/{chat_id}": api.chat,
        "/files/{file_id}": api.file,
        "/events": api.events,
        "/extra": api.extra,
    }
    posts: dict[str, Endpoint] = {
        "/write": api.write,
        "/press": api.press,
        "/block": api.block,
        "/clock": api.clock,
        "/fault": api.fault,
        "/dialect": api.dialect,
    }
    routes = [
        *(Route("/phone" + path, answering(each)) for path, each in gets.items()),
        *(
            Route("/phone" + path, answering(each), methods=["POST"])
            for path, each in posts.items()
        ),
        Mount("/phone/static", StaticFiles(directory=PAGE, check_dir=False)),
    ]
    return LoopbackOnly(Starlette(routes=routes))
