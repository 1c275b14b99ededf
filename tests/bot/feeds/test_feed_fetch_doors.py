import asyncio
from contextlib import suppress
from socket import AddressFamily
from urllib.parse import urlsplit

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.feeds.answers import Fetched, Refused
from bot.feeds.causes import Cause
from bot.feeds.fetch import LookUp, open_fetcher
from bot.simulator.telegram.serve import served
from tests.bot.feeds.conftest import Press
from tests.bot.feeds.routes import answering, reaching


async def test_a_permanent_move_is_remembered_up_to_the_first_temporary_one() -> None:
    def to(path: str, target: str, status: int) -> Route:
        async def answer(_: Request) -> Response:
            return RedirectResponse(target, status_code=status)

        return Route(path, answer)

    routes = [
        to("/a", "/b", 301),
        to("/b", "/c", 308),
        to("/c", "/feed", 302),
        answering("/feed"),
    ]
    async with reaching(*routes) as (fetcher, url):
        answer = await fetcher.fetch(f"{url}/a")

    assert isinstance(answer, Fetched)
    assert answer.moved_to == f"{url}/c"
    assert answer.final_url == f"{url}/feed"


async def test_a_fourth_redirect_is_not_followed() -> None:
    async def onward(request: Request) -> Response:
        return RedirectResponse(f"/{int(request.path_params['n']) + 1}")

    async with reaching(Route("/{n}", onward)) as (fetcher, url):
        answer = await fetcher.fetch(f"{url}/0")

    assert answer == Refused(cause=Cause.REDIRECTS, detail=f"{url}/4")


@pytest.mark.parametrize(
    "target",
    ["file:///etc/passwd", "http://an:mk@127.0.0.1/", "ftp://127.0.0.1/", "http://[::1/"],
)
async def test_a_redirect_passes_through_the_same_door(target: str) -> None:
    async def away(_: Request) -> Response:
        return Response(status_code=302, headers={"Location": target})

    async with reaching(Route("/", away)) as (fetcher, url):
        answer = await fetcher.fetch(url)

    assert isinstance(answer, Refused)
    assert answer.cause is Cause.ADDRESS


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost/",
        "http://127.0.0.1/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://0x7f.1/",
        "http://0177.0.0.1.nip.invalid/",
        "http://169.254.169.254/latest",
        "http://10.0.0.1/",
        "http://2130706433/",
        "http://127.1/",
    ],
)
async def test_no_spelling_of_a_private_address_is_reached(url: str) -> None:
    async with open_fetcher(version="0") as fetcher:
        answer = await fetcher.fetch(url, timeout_s=5)

    assert isinstance(answer, Refused)
    assert answer.cause in (Cause.PRIVATE_ADDRESS, Cause.ADDRESS, Cause.DNS)


async def test_without_an_exception_our_own_machine_is_private(press: Press) -> None:
    port = urlsplit(press.url).port

    async with open_fetcher(version="0", private_hosts=frozenset({f"localhost:{port}"})) as fetcher:
        excepted = await fetcher.fetch(f"http://localhost:{port}/rss/tinh-nguyen.rss")
        other = await fetcher.fetch(f"http://127.0.0.1:{port}/rss/tinh-nguyen.rss")

    assert isinstance(excepted, Fetched)
    assert other == Refused(
        cause=Cause.ADDRESS, detail=f"http://127.0.0.1:{port}/rss/tinh-nguyen.rss"
    )


def naming(names: dict[str, list[str]]) -> tuple[LookUp, list[str]]:
    """A look-up that knows these names only, and what it was asked."""
    asked: list[str] = []

    async def look_up(host: str, _: int, __: AddressFamily) -> list[tuple[AddressFamily, int, str]]:
        asked.append(host)
        return [(AddressFamily.AF_INET, 0, address) for address in names[host]]

    return look_up, asked


@pytest.mark.parametrize(
    "addresses", [["127.0.0.1"], ["93.184.216.34", "127.0.0.1"], ["10.0.0.1", "93.184.216.34"]]
)
async def test_a_name_that_leads_to_one_private_address_is_refused(addresses: list[str]) -> None:
    look_up, asked = naming({"tin.example": addresses})

    async with open_fetcher(version="0", look_up=look_up) as fetcher:
        answer = await fetcher.fetch("http://tin.example/rss")

    assert isinstance(answer, Refused)
    assert answer.cause is Cause.PRIVATE_ADDRESS
    assert asked == ["tin.example"]


async def test_what_is_connected_to_is_what_was_looked_up_once(press: Press) -> None:
    port = urlsplit(press.url).port
    look_up, asked = naming({"tin.example": ["127.0.0.1"]})
    hosts = frozenset({f"tin.example:{port}"})

    async with open_fetcher(version="0", private_hosts=hosts, look_up=look_up) as fetcher:
        answer = await fetcher.fetch(f"http://tin.example:{port}/rss/tinh-nguyen.rss")

    assert isinstance(answer, Fetched)
    assert asked == ["tin.example"]


async def test_a_redirect_to_a_name_of_our_own_machine_is_not_followed() -> None:
    async def away(_: Request) -> Response:
        return RedirectResponse("http://trong.example/rss")

    look_up, asked = naming({"tin.example": ["127.0.0.1"], "trong.example": ["127.0.0.1"]})
    async with served(Starlette(routes=[Route("/", away)])) as url:
        port = urlsplit(url).port
        hosts = frozenset({f"tin.example:{port}"})
        async with open_fetcher(version="0", private_hosts=hosts, look_up=look_up) as fetcher:
            answer = await fetcher.fetch(f"http://tin.example:{port}/")

    assert answer == Refused(cause=Cause.PRIVATE_ADDRESS, detail="127.0.0.1")
    assert asked == ["tin.example", "trong.example"]


async def test_a_host_is_asked_one_thing_at_a_time() -> None:
    here, most, second = 0, 0, asyncio.Event()

    async def answer(_: Request) -> Response:
        nonlocal here, most
        here, most = here + 1, max(most, here + 1)
        if most > 1:
            second.set()
        with suppress(TimeoutError):
            async with asyncio.timeout(0.1):
                await second.wait()
        here -= 1
        return Response(b"<rss/>")

    async with reaching(Route("/{n}", answer)) as (fetcher, url):
        answers = await asyncio.gather(*(fetcher.fetch(f"{url}/{n}") for n in range(3)))

    assert [type(it) for it in answers] == [Fetched] * 3
    assert most == 1
