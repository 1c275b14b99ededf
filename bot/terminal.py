"""What every command shares: the terminal, the settings, the event loop."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Coroutine
from typing import Any, NoReturn, TypeVar

import uvloop
from rich.console import Console
from rich.markup import escape

from bot.config import Config, read_config
from bot.logs import redact, set_up_logging

T = TypeVar("T")

EXIT_FAILED = 1
EXIT_NOT_ALONE = 75
EXIT_BAD_SETTINGS = 78

console = Console(highlight=False)
complaints = Console(stderr=True, highlight=False)


def configured(*, least_level: str = "") -> Config:
    """The settings, and logging as they ask for; `least_level` where a command is quiet.

    Raises:
        BadSettings: any of them cannot be used.
    """
    config = read_config()
    set_up_logging(level=least_level or config.log_level, form=config.log_format)
    return config


def wait_for(work: Coroutine[Any, Any, T]) -> T:
    """What `work` gives, on a loop of its own."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(work)


def tell(sentence: str, *, is_ok: bool = True) -> None:
    """One line, marked as good or bad. Tokens never show."""
    mark = "[green]✓[/]" if is_ok else "[red]✗[/]"
    console.print(f"{mark} {escape(redact(sentence))}", soft_wrap=True)


def fail(line: str, code: int = EXIT_FAILED) -> NoReturn:
    """Ends the program with one line of what happened and what to do."""
    complain(line)
    sys.exit(code)


def complain(line: str) -> None:
    """One line about what is wrong. Tokens never show."""
    complaints.print(f"[red]✗[/] {escape(redact(line))}", soft_wrap=True)
