"""getUpdates: order, confirmation, conflicts; webhooks."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from bot.simulator.telegram.updates import FIRST_ID


class Hook:
    """A web server that takes updates; answers what `statuses` says, then 200."""

    def __init__(self) -> None:
        self.received: asyncio.Queue[tuple[dict, str]] = asyncio.Queue()
        self.statuses: list[int] = []
        self.url = ""

    async def take(self, request: web.Request) -> web.Response:
        secret = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
        await self.received.put((await request.json(), secret))
        return web.Response(status=self.statuses.pop(0) if self.statuses else 200)


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    hook = Hook()
    app = web.Application()
    app.router.add_post("/hook", hook.take)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    hook.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield hook
    await runner.cleanup()


async def test_updates_come_in_order_until_they_are_confirmed(api, sim):
    an = sim.person(7)
    for text in "abc":
        an.write(text)

    first = await api.result("getUpdates", limit=2)
    again = await api.result("getUpdates")
    rest = await api.result("getUpdates", offset=FIRST_ID + 2)
    nothing = await api.result("getUpdates", offset=FIRST_ID + 3)

    assert [each["update_id"] for each in first] == [FIRST_ID, FIRST_ID + 1]
    assert [each["message"]["text"] for each in again] == ["a", "b", "c"]
    assert [each["message"]["text"] for each in rest] == ["c"]
    assert nothing == []


async def test_a_negative_offset_forgets_all_but_the_last(api, sim):
    an = sim.person(7)
    for text in "abc":
        an.write(text)

    last = await api.result("getUpdates", offset=-1)

    assert [each["message"]["text"] for each in last] == ["c"]
    assert len(sim.state.updates.waiting) == 1


async def test_a_long_poll_returns_when_something_comes(api, sim):
    polling = asyncio.create_task(api.result("getUpdates", timeout=20))
    await api.result("getMe")

    sim.person(7).write("a")

    assert [each["message"]["text"] for each in await polling] == ["a"]


async def test_a_second_poller_throws_the_older_one_out(api, sim):
    older = asyncio.create_task(api("getUpdates", timeout=20))
    await api.result("getMe")
    newer = asyncio.create_task(api("getUpdates", timeout=20))

    conflict = await older
    sim.person(7).write("a")

    assert conflict["error_code"] == 409
    assert conflict["description"].startswith("Conflict: terminated by other getUpdates request")
    assert (await newer)["ok"]


async def test_only_kinds_that_were_asked_for_come(api, sim):
    await api.result("getUpdates", allowed_updates=["message"])
    an = sim.person(7)
    an.write("a")
    an.block()

    updates = await api.result("getUpdates")

    assert [set(each) - {"update_id"} for each in updates] == [{"message"}]


async def test_a_kind_that_does_not_exist_is_refused(api):
    refusal = await api.refusal("getUpdates", allowed_updates=["mesage"])

    assert refusal == 'Bad Request: unknown update type "mesage" in allowed_updates'


async def test_a_webhook_gets_updates_with_its_secret_and_polling_is_a_conflict(api, sim, hook):
    await api.result("setWebhook", url=hook.url, secret_token="s3cret")
    sim.person(7).write("a")

    update, secret = await hook.received.get()
    await sim.idle()
    refusal = await api.refusal("getUpdates")

    assert update["message"]["text"] == "a"
    assert secret == "s3cret"
    assert refusal.startswith("Conflict: can't use getUpdates method while webhook is active")


async def test_a_failed_delivery_is_repeated_and_keeps_the_order(api, sim, hook):
    hook.statuses = [502]
    await api.result("setWebhook", url=hook.url)
    an = sim.person(7)
    an.write("a")
    an.write("b")

    texts = [(await hook.received.get())[0]["message"]["text"] for _ in range(3)]
    await sim.idle()
    info = await api.result("getWebhookInfo")

    assert texts == ["a", "a", "b"]
    assert info["last_error_message"] == "Wrong response from the webhook: 502 Bad Gateway"
    assert info["pending_update_count"] == 0


async def test_a_removed_webhook_lets_polling_in_again(api, sim, hook):
    await api.result("setWebhook", url=hook.url)
    await api.result("deleteWebhook")
    sim.person(7).write("a")

    assert len(await api.result("getUpdates")) == 1


@pytest.mark.parametrize("url", ["http://tinh.vn/hook", "https://tinh.vn:9000/hook"])
async def test_webhooks_are_https_on_known_ports(api, url):
    refusal = await api.refusal("setWebhook", url=url)

    assert refusal.startswith("Bad Request: bad webhook: ")


async def test_idle_says_what_is_left_when_nobody_fetches(sim):
    sim.person(7).write("a")

    with pytest.raises(TimeoutError, match="1 updates unconfirmed"):
        await sim.idle(timeout_s=0.05)
