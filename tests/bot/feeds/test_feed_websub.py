"""Hubs over real HTTP: they are asked, they ask back, they deliver."""

import hmac
from datetime import timedelta
from urllib.parse import parse_qsl

import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.feeds.parse import Parser
from bot.feeds.poll import poll_due
from bot.feeds.websub import LEASE, ask_hubs, confirmed, delivered
from storage import Storage
from storage.model import Hub
from tests.bot.feeds.conftest import NOW
from tests.bot.feeds.rounds import INTERVAL_S
from tests.bot.feeds.routes import answering, reaching

CALLBACK = "https://bot.example/hub"
FEED = """<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title>
<link rel="self" href="https://tin.example/self"/><link rel="hub" href="{hub}"/>
<entry><id>1</id><title>Tin</title><updated>2026-11-24T00:00:00Z</updated></entry></feed>"""


async def subscribed(
    storage: Storage,
    parser: Parser,
    *,
    callback_url: str = CALLBACK,
    status: int = 202,
    feed: str = FEED,
    links: str = "",
) -> tuple[list[dict[str, str]], list[Hub]]:
    """What the hub was asked, and the subscriptions there are after it."""
    asked: list[dict[str, str]] = []

    async def hub(request: Request) -> Response:
        asked.append(dict(parse_qsl((await request.body()).decode())))
        return Response(status_code=status)

    async with reaching(Route("/hub", hub, methods=["POST"])) as (fetcher, hub_url):
        body = feed.format(hub=f"{hub_url}/hub").encode()
        named = links.format(hub=f"{hub_url}/hub")
        async with reaching(answering("/rss", body, Link=named)) as (reader, url):
            await storage.feeds.add(f"{url}/rss", now=NOW)
            await poll_due(
                storage,
                fetcher=reader,
                parser=parser,
                now=NOW,
                interval_s=INTERVAL_S,
                callback_url=callback_url,
            )
        await ask_hubs(storage, fetcher=fetcher, callback_url=CALLBACK, now=NOW)
    tokens = [it["hub.callback"].rpartition("/")[2] for it in asked]
    return asked, [hub for token in tokens for hub in await storage.hubs.find(token)]


async def test_a_feed_that_offers_a_hub_is_subscribed_to(storage: Storage, parser: Parser) -> None:
    (asked,), (hub,) = await subscribed(storage, parser)

    assert asked["hub.mode"] == "subscribe"
    assert asked["hub.topic"] == "https://tin.example/self"
    assert asked["hub.callback"] == f"{CALLBACK}/{hub.token}"
    assert asked["hub.secret"] == hub.secret
    assert len(hub.secret) > 30


@pytest.mark.parametrize(
    "links",
    [
        '<{hub}>; rel="hub", <https://tin.example/self>; rel="self"',
        '</rss>; rel="alternate"; title="a, b", <{hub}>;rel=hub, '
        '<https://tin.example/self>; type="text/xml"; rel="canonical self"',
    ],
)
async def test_a_hub_may_be_named_before_the_feed_begins(
    sqlite_storage: Storage, parser: Parser, links: str
) -> None:
    bare = FEED.replace('<link rel="self" href="https://tin.example/self"/>', "")

    (asked,), _ = await subscribed(
        sqlite_storage, parser, feed=bare.replace('<link rel="hub" href="{hub}"/>', ""), links=links
    )

    assert asked["hub.topic"] == "https://tin.example/self"


async def test_what_the_answer_names_comes_before_what_stands_in_the_feed(
    sqlite_storage: Storage, parser: Parser
) -> None:
    links = '<{hub}>; rel="hub", <https://tin.example/~b%7Eb>; rel="self"'
    feed = FEED.replace("{hub}", "https://other.example/hub")

    (asked,), _ = await subscribed(sqlite_storage, parser, feed=feed, links=links)

    assert asked["hub.topic"] == "https://tin.example/~b%7Eb"


async def test_without_a_web_side_no_hub_is_asked(sqlite_storage: Storage, parser: Parser) -> None:
    asked, _ = await subscribed(sqlite_storage, parser, callback_url="")

    assert asked == []


async def test_a_hub_that_asks_back_gets_its_challenge_and_holds_until_the_lease_ends(
    sqlite_storage: Storage, parser: Parser
) -> None:
    _, (hub,) = await subscribed(sqlite_storage, parser)
    asked = {
        "hub.mode": "subscribe",
        "hub.topic": hub.topic_url,
        "hub.challenge": "c1",
        "hub.lease_seconds": str(int(LEASE.total_seconds())),
    }

    answer = await confirmed(sqlite_storage, hub.token, asked=asked, now=NOW)

    assert answer == "c1"
    assert await sqlite_storage.hubs.to_ask(NOW + LEASE - timedelta(days=2)) == []
    assert len(await sqlite_storage.hubs.to_ask(NOW + LEASE)) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"hub.topic": "https://other.example/"},
        {"hub.mode": "unsubscribe"},
        {"hub.challenge": ""},
        {"hub.lease_seconds": "1"},
    ],
)
async def test_a_hub_that_asks_for_something_else_gets_nothing(
    sqlite_storage: Storage, parser: Parser, wrong: dict[str, str]
) -> None:
    _, (hub,) = await subscribed(sqlite_storage, parser)
    asked = {"hub.mode": "subscribe", "hub.topic": hub.topic_url, "hub.challenge": "c1", **wrong}

    assert await confirmed(sqlite_storage, hub.token, asked=asked, now=NOW) is None


async def test_only_what_a_hub_signed_makes_its_feed_due(
    sqlite_storage: Storage, parser: Parser
) -> None:
    _, (hub,) = await subscribed(sqlite_storage, parser)
    now, body = NOW + timedelta(minutes=2), b"<feed/>"
    signed = f"sha256={hmac.new(hub.secret.encode(), body, 'sha256').hexdigest()}"

    async def came(signature: str, *, token: str = hub.token) -> bool:
        return await delivered(sqlite_storage, token, body=body, signature=signature, now=now)

    for wrong in ("", "sha256=", "sha256=é", "md5=0", signed[:-1]):
        await came(wrong)
    of_nobody = await came(signed, token="unknown")
    before = await sqlite_storage.feeds.next_due(now)
    taken = await came(signed)

    assert not of_nobody
    assert before == []
    assert taken
    assert len(await sqlite_storage.feeds.next_due(now)) == 1


async def test_a_hub_inside_a_private_network_is_not_asked(
    sqlite_storage: Storage, parser: Parser
) -> None:
    body = FEED.format(hub="http://10.0.0.1/hub").encode()
    async with reaching(answering("/rss", body)) as (fetcher, url):
        await sqlite_storage.feeds.add(f"{url}/rss", now=NOW)
        await poll_due(
            sqlite_storage,
            fetcher=fetcher,
            parser=parser,
            now=NOW,
            interval_s=INTERVAL_S,
            callback_url=CALLBACK,
        )

        taken = await ask_hubs(sqlite_storage, fetcher=fetcher, callback_url=CALLBACK, now=NOW)

    assert taken == 0
