"""How long the event loop kept others waiting."""

import asyncio


async def longest_pause(done: asyncio.Event) -> float:
    """The longest time the loop kept a task waiting that asked every 10 ms, in seconds."""
    loop, longest = asyncio.get_running_loop(), 0.0
    while not done.is_set():
        asked = loop.time()
        try:
            async with asyncio.timeout(0.01):
                await done.wait()
        except TimeoutError:
            longest = max(longest, loop.time() - asked - 0.01)
    return longest
