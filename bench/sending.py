"""`python -m bench.sending`: sending beside its peers, and replies beside a broadcast."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from statistics import median

from rich.console import Console

from bench.measuring import Figure, far_end, measured

RUNS = 3
# Its pins may clash with ours, so it lives in an environment of its own.
AIOGRAM = Path("artifacts/aiogram/bin/python")


def main() -> None:
    """One line a way to send, the last one the far end's own ceiling."""
    console = Console(highlight=False)
    with far_end() as base:
        ways = [
            ("ours, durable", "bench.send_ours", 6000, sys.executable),
            ("the library's default class", "bench.send_library", 1500, sys.executable),
            ("the far end's ceiling", "bench.send_bare", 20_000, sys.executable),
        ]
        if AIOGRAM.exists():
            ways.insert(2, ("aiogram", "bench.send_aiogram", 3000, str(AIOGRAM)))
        figures = {
            name: [measured(module, base, str(n), python=python) for _ in range(RUNS)]
            for name, module, n, python in ways
        }
        ours = median(it.per_cpu_second for it in figures["ours, durable"])
        for name, found in figures.items():
            console.print(line_of(name, found, ours=ours))
        console.print(measured_text("bench.beside", base))


def line_of(name: str, found: list[Figure], *, ours: float) -> str:
    """What one way costs, and ours as a ratio to it."""
    ratio = ours / median(it.per_cpu_second for it in found)
    return (
        f"[bold]{name}[/]: {median(it.cpu_ms for it in found):.3f} ms CPU each, "
        f"{median(it.per_second for it in found):,.0f} messages/s, "
        f"{median(it.peak_mib for it in found):.0f} MiB; ours sends [bold]{ratio:.2f} ×[/] "
        "as many per CPU-second"
    )


def measured_text(module: str, *args: str) -> str:
    """What a module prints, run in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", module, *args],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        env=os.environ | {"PYTHONPATH": "."},
    )
    return done.stdout.strip()


if __name__ == "__main__":
    main()
