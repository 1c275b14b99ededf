"""Killed again and again while it sends, it loses nothing and repeats nothing."""

from pathlib import Path

from tests.crash_table import IN_FLIGHT, killed_while_sending
from tests.crashing import scene

AUDIENCE = 60
# After how many more messages each start is killed.
KILLS_AFTER = (1, 9, 23)


async def test_killed_at_any_moment_it_keeps_its_promise(tmp_path: Path) -> None:
    async with scene(tmp_path, audience=AUDIENCE) as given:
        for sends in KILLS_AFTER:
            await killed_while_sending(given, sends=sends)

        assert await given.finish() == 0

        tally = await given.tally()
        assert tally.is_as_promised, tally
        assert tally.deliveries == 2 * AUDIENCE
        assert tally.uncertain <= IN_FLIGHT * len(KILLS_AFTER)
