"""The voice of the tour: prints what came true, and stops at what did not."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from rich.console import Console
from rich.markup import escape

from bot.simulator.telegram import SeenMessage

PATIENCE_S = 12.0
LOOK_EVERY_S = 0.05


class StoryBroke(Exception):
    """A step of the tour did not come true."""


class Teller:
    """Prints what came true, and stops the story at what did not."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def say(self, line: str) -> None:
        """A step that came true."""
        self._console.print(f"[green]✓[/] {escape(line)}", soft_wrap=True)

    def show(self, message: SeenMessage, *, lines: int = 6) -> None:
        """A message as a phone shows it, its beginning."""
        for line in [line for line in words_of(message).splitlines() if line.strip()][:lines]:
            self._console.print(f"    [dim]│[/] {escape(line[:100])}", soft_wrap=True)
        buttons = "  ".join(f"[{button.text}]" for row in message.buttons for button in row)
        if buttons:
            self._console.print(f"    [dim]│[/] [blue]{escape(buttons[:110])}[/]", soft_wrap=True)

    async def until(self, what: str, is_true: Callable[[], object]) -> None:
        """Waits for something to come true.

        Raises:
            StoryBroke: it did not in time.
        """
        deadline = asyncio.get_running_loop().time() + PATIENCE_S
        while not is_true():
            if asyncio.get_running_loop().time() > deadline:
                raise StoryBroke(what)
            await asyncio.sleep(LOOK_EVERY_S)
        self.say(what)

    def check(self, what: str, is_true: object) -> None:
        """Something that must be true now.

        Raises:
            StoryBroke: it is not.
        """
        if not is_true:
            raise StoryBroke(what)
        self.say(what)


def words_of(message: SeenMessage) -> str:
    """What a message says, be it a text or a caption."""
    return message.text or message.caption
