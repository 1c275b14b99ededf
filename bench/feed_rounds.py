"""`python -m bench.feed_rounds`: ours against lemon24/reader, in the rounds of a real week.

The peer needs an environment of its own, named by BANTIN_BENCH_READER:
`python3 -m venv artifacts/reader && artifacts/reader/bin/pip install reader==3.26 sgmllib3k`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console

from bench.feed_server import ENTRIES
from bench.measuring import OURS, THEIRS, pin

FEEDS = 150
"""In `make bench`; the design's figures are of 1,000: `python -m bench.feed_rounds 1000`."""

READER = os.environ.get("BANTIN_BENCH_READER", "artifacts/reader/bin/python")
SCRIPT = str(Path(__file__).with_name("feed_rounds_reader.py"))


@contextmanager
def publishers() -> Iterator[str]:
    """The newsrooms on the other core; their base URL."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.feed_server"],
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: pin(THEIRS),  # nothing else runs yet
    )
    assert process.stdout is not None
    try:
        yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
    finally:
        process.terminate()
        process.wait()


def rounds(*command: str, feeds: int) -> list[dict[str, float]]:
    """What each round took, in a process of its own on our core."""
    with publishers() as base:
        done = subprocess.run(
            [*command, base, str(feeds)],
            stdout=subprocess.PIPE,
            text=True,
            check=True,
            preexec_fn=lambda: pin(OURS),  # nothing else runs yet
        )
    lines = done.stdout.splitlines()
    return [json.loads(line) for line in lines if line.startswith('{"round"')]


def main() -> None:
    """Prints one line a round."""
    console = Console(highlight=False)
    feeds = int(sys.argv[1]) if len(sys.argv) > 1 else FEEDS
    if not Path(READER).exists():
        console.print(
            f"[bold]feeds in rounds[/]: left out, there is no peer at {READER}; "
            "docs/testing.md says how to make it."
        )
        return
    mine = rounds(sys.executable, "-m", "bench.feed_rounds_ours", feeds=feeds)
    theirs = rounds(READER, SCRIPT, feeds=feeds)
    for ours, peer in zip(mine, theirs, strict=True):
        console.print(
            f"[bold]feeds, {ours['round']}[/]: {ours['cpu_s']:.2f} s CPU, {ours['wall_s']:.1f} s, "
            f"{ours['peak_mib']:.0f} MiB; [bold]{peer['cpu_s'] / ours['cpu_s']:.1f} ×[/] less CPU "
            f"than reader 3.26 ({peer['cpu_s']:.2f} s, {peer['peak_mib']:.0f} MiB)."
        )
    console.print(
        f"{feeds} feeds × {ENTRIES} entries, one run; ours in two processes, stored and indexed "
        "with every field; limited by feedparser where entries are new, by HTTP elsewhere.",
        style="dim",
    )


if __name__ == "__main__":
    main()
