"""`make bench`: one line a figure."""

from __future__ import annotations

import sqlite3
from statistics import median

from rich.console import Console
from rich.progress import Progress

from bench import search_quality, search_speed
from bench.measuring import Figure, far_end, measured

RUNS = 3
PAIRS = (
    (
        "sending",
        "messages",
        ("bench.send_ours", 6000),
        ("bench.send_library", 1500),
        "the library's default request class, 64 at once; ours also writes intent and result down",
        "the disk's sync, shared by what is in flight",
    ),
    (
        "presses",
        "presses",
        ("bench.press_ours", 2000),
        ("bench.press_library", 500),
        "the library as documented, fed from memory; ours takes HTTP in and keeps the update",
        "rendering and the reads around it",
    ),
    (
        "feeds",
        "entries",
        ("bench.feed_ours", 24),
        ("bench.feed_library", 24),
        "feedparser as it is, in-process; ours also cleans, keeps every column, indexes",
        "feedparser, in a child of its own",
    ),
)


def main() -> None:
    """Prints each pair's medians and their ratio."""
    console = Console(highlight=False)
    with Progress(console=console, transient=True) as progress, far_end() as base:
        task = progress.add_task("measuring", total=len(PAIRS) * RUNS * 2)

        def run(module: str, n: int, *, feeds: bool) -> Figure:
            figure = measured(module, *(() if feeds else (base,)), str(n))
            progress.advance(task)
            return figure

        for name, what, ours, theirs, baseline, limit in PAIRS:
            is_feeds = name == "feeds"
            mine = [run(*ours, feeds=is_feeds) for _ in range(RUNS)]
            other = [run(*theirs, feeds=is_feeds) for _ in range(RUNS)]
            ratio = median(it.per_cpu_second for it in mine) / median(
                it.per_cpu_second for it in other
            )
            console.print(
                f"[bold]{name}[/]: {median(it.cpu_ms for it in mine):.2f} ms CPU each, "
                f"{median(it.per_second for it in mine):,.0f} {what}/s, "
                f"{median(it.peak_mib for it in mine):.0f} MiB; [bold]{ratio:.1f} ×[/] the "
                f"{what} per CPU-second of {baseline}. Limited by {limit}."
            )
    search_quality.main()
    search_speed.main()
    console.print(f"SQLite {sqlite3.sqlite_version}, medians of {RUNS} runs", style="dim")


if __name__ == "__main__":
    main()
