from storage import Storage


async def test_what_was_never_put_is_unknown(storage: Storage):
    assert await storage.settings.get("epoch") is None


async def test_the_last_put_counts(storage: Storage):
    await storage.settings.put("epoch", value="1")

    await storage.settings.put("epoch", value="2")

    assert await storage.settings.get("epoch") == "2"
