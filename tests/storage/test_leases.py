import asyncio
from datetime import timedelta

import pytest

from storage import Storage
from storage.errors import Taken
from tests.moments import NOW

LATER = NOW + timedelta(seconds=31)


async def test_a_lease_has_one_holder(storage: Storage):
    fence = await storage.leases.take("bot", holder="a", now=NOW, ttl_s=30)

    with pytest.raises(Taken) as raised:
        await storage.leases.take("bot", holder="b", now=NOW, ttl_s=30)

    assert fence == 1
    assert raised.value.holder == await storage.leases.holder("bot") == "a"


async def test_of_many_who_ask_at_once_one_gets_it(storage: Storage):
    asked = await asyncio.gather(
        *(storage.leases.take("bot", holder=str(n), now=NOW, ttl_s=30) for n in range(10)),
        return_exceptions=True,
    )

    assert sum(isinstance(answer, int) for answer in asked) == 1
    assert sum(isinstance(answer, Taken) for answer in asked) == 9


async def test_a_lease_that_ran_out_is_anybodys_with_a_higher_fence(storage: Storage):
    first = await storage.leases.take("bot", holder="a", now=NOW, ttl_s=30)

    second = await storage.leases.take("bot", holder="b", now=LATER, ttl_s=30)

    assert second > first
    with pytest.raises(Taken):
        await storage.leases.renew("bot", holder="a", now=LATER, ttl_s=30)


async def test_a_lease_that_is_renewed_lasts(storage: Storage):
    await storage.leases.take("bot", holder="a", now=NOW, ttl_s=30)

    await storage.leases.renew("bot", holder="a", now=LATER, ttl_s=30)

    with pytest.raises(Taken):
        await storage.leases.take("bot", holder="b", now=LATER, ttl_s=30)


async def test_a_lease_that_is_released_is_free_at_once(storage: Storage):
    first = await storage.leases.take("bot", holder="a", now=NOW, ttl_s=30)

    await storage.leases.release("bot", holder="stranger")
    assert await storage.leases.holder("bot") == "a"
    await storage.leases.release("bot", holder="a")

    assert await storage.leases.holder("bot") == ""
    assert await storage.leases.take("bot", holder="b", now=NOW, ttl_s=30) > first


async def test_a_holder_who_comes_back_gets_a_new_fence(storage: Storage):
    first = await storage.leases.take("bot", holder="a", now=NOW, ttl_s=30)

    assert await storage.leases.take("bot", holder="a", now=NOW, ttl_s=30) > first


async def test_nobody_holds_what_was_never_taken(storage: Storage):
    assert await storage.leases.holder("bot") == ""
    with pytest.raises(Taken):
        await storage.leases.renew("bot", holder="a", now=NOW, ttl_s=30)
