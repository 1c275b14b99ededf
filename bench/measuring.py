"""How a figure is taken: in a process of its own, on a core of its own."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

OURS, THEIRS = 0, 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """What one process did: `n` things in `wall_s`, with `cpu_s` of its own."""

    n: int
    wall_s: float
    cpu_s: float
    peak_mib: float

    @property
    def per_second(self) -> float:
        return self.n / self.wall_s

    @property
    def per_cpu_second(self) -> float:
        return self.n / self.cpu_s

    @property
    def cpu_ms(self) -> float:
        return self.cpu_s * 1000 / self.n


def cpu_s(*, children: bool) -> float:
    """Processor time of this process, and of its children that have ended."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + (ended.ru_utime + ended.ru_stime if children else 0)


class Watch:
    """Wall and processor time since it was made."""

    def __init__(self, *, children: bool = True) -> None:
        self._children = children
        self._wall = time.perf_counter()
        self._cpu = cpu_s(children=children)

    def print(self, *, n: int) -> None:
        """The figure, as the parent reads it."""
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        figure = {
            "n": n,
            "wall_s": time.perf_counter() - self._wall,
            "cpu_s": cpu_s(children=self._children) - self._cpu,
            "peak_mib": peak,
        }
        print(json.dumps(figure), flush=True)


@contextmanager
def far_end() -> Iterator[str]:
    """The cheap Telegram on the other core; its base URL."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.far_end"],
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


def measured(module: str, *args: str, python: str = sys.executable) -> Figure:
    """Runs `module` in a process of its own on our core; the figure it prints last."""
    done = subprocess.run(
        [python, "-m", module, *args],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        preexec_fn=lambda: pin(OURS),  # nothing else runs yet
    )
    return Figure(**json.loads(done.stdout.strip().splitlines()[-1]))


def pin(core: int) -> None:
    """Keeps this process on one core, where the system can."""
    if hasattr(os, "sched_setaffinity"):
        cores = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, {cores[core % len(cores)]})
