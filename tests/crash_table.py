"""`make crash`: killed at every step, and 50 times at random, and what became of it all."""

from __future__ import annotations

import asyncio
import random
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from bot.crash import STEPS
from tests.crashing import RUNNING, Scene, Tally, scene
from tests.staging import eventually

STEP_AUDIENCE = 100
RANDOM_AUDIENCE = 5000
KILLS = 50
IN_FLIGHT = 5
SEED = 20261124
# The n-th time that a step is reached, well inside a run; the events happen once.
TIMES = {"claimed": 1, "sending": 33, "bytes": 57, "answered": 91, "recorded": 120}


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One line of the table."""

    name: str
    kills: int
    tally: Tally


async def killed_at(step: str) -> Result:
    """One start that is killed at a step, then one that brings everything to its end."""
    with tempfile.TemporaryDirectory(prefix="bantin-crash-") as folder:
        async with scene(Path(folder), audience=STEP_AUDIENCE) as given:
            process = await given.start(crash_at=f"{step}:{TIMES.get(step, 1)}")
            await asyncio.wait_for(process.wait(), 120)
            await given.finish()
            return Result(name=step, kills=1, tally=await given.tally())


async def killed_at_random(progress: Progress) -> Result:
    """Fifty starts, each killed at some moment while it sends."""
    chance = random.Random(SEED)  # the same moments at each run, no secret
    task = progress.add_task("kills at random", total=KILLS)
    with tempfile.TemporaryDirectory(prefix="bantin-crash-") as folder:
        async with scene(Path(folder), audience=RANDOM_AUDIENCE) as given:
            for _ in range(KILLS):
                await killed_while_sending(given, sends=chance.randrange(1, 300))
                progress.advance(task)
            await given.finish(timeout_s=900)
            return Result(name="at random", kills=KILLS, tally=await given.tally())


async def killed_while_sending(given: Scene, *, sends: int) -> None:
    """One start, killed after so many more messages."""
    runs = given.log().count(RUNNING)
    process = await given.start()
    await eventually(lambda: given.log().count(RUNNING) > runs, timeout_s=60)
    wanted = given.sends() + sends
    await eventually(lambda: given.sends() >= wanted, timeout_s=60)
    process.kill()
    await process.wait()


def row_of(result: Result) -> str:
    """The line as the documentation shows it."""
    tally = result.tally
    events = (
        "yes" if tally.is_answered and tally.is_published_once and tally.is_feed_whole else "NO"
    )
    figures = (tally.deliveries, tally.lost, tally.twice, tally.uncertain, IN_FLIGHT * result.kills)
    return f"| {result.name} | {result.kills} | {' | '.join(map(str, figures))} | {events} |"


async def main() -> int:
    """Prints the table; the exit code says whether every line of it is as promised."""
    console = Console(highlight=False)
    results = []
    with Progress(console=console, transient=True) as progress:
        task = progress.add_task("steps", total=len(STEPS))
        for step in STEPS:
            results.append(await killed_at(step))
            progress.advance(task)
        results.append(await killed_at_random(progress))
    console.print(
        "| killed | kills | deliveries | lost | twice | uncertain | at most | the rest once |"
    )
    console.print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |")
    for result in results:
        console.print(row_of(result), soft_wrap=True)
    kept = [
        it.tally.is_as_promised and it.tally.uncertain <= IN_FLIGHT * it.kills for it in results
    ]
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
