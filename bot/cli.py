"""The command line."""

from __future__ import annotations

import sys
import traceback
from typing import Annotated

import typer
from rich.markup import escape

from bot import VERSION
from bot.cli_data import backup, export_command, migrate, restore
from bot.cli_feeds import feeds_app
from bot.cli_royalty import royalty
from bot.clock import SystemClock
from bot.config import BadSettings
from bot.logs import redact, set_up_logging
from bot.terminal import (
    EXIT_BAD_SETTINGS,
    EXIT_FAILED,
    EXIT_NOT_ALONE,
    complain,
    complaints,
    configured,
    console,
    fail,
    tell,
    wait_for,
)
from storage.errors import StorageError, Taken

app = typer.Typer(
    name="bantin",
    help="Bản Tin: a Telegram bot that brings a youth union's news to its members.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def main() -> None:
    """The console script's way in: every failure ends in one line and its exit code."""
    try:
        app()
    except BadSettings as error:
        for line in error.lines:
            complain(line)
        sys.exit(EXIT_BAD_SETTINGS)
    except Taken as error:
        fail(
            f"Another bantin uses this database ({error.holder}); stop it, then try again",
            EXIT_NOT_ALONE,
        )
    except StorageError as error:
        fail(f"Database: {error}", EXIT_FAILED)
    except Exception as error:  # noqa: BLE001  # the last resort of the command line
        complaints.print(escape(redact(traceback.format_exc())), soft_wrap=True)
        fail(f"{type(error).__name__}: {error}", EXIT_FAILED)


@app.command()
def run() -> None:
    """Run the bot: updates, feeds, schedule, delivery, and the web side when a port is set."""
    from bot.running import Ending, run, stop_on_signals

    config = configured()

    async def until_stopped() -> int:
        ending = Ending()
        stop_on_signals(ending)
        return await run(config, clock=SystemClock(), ending=ending)

    sys.exit(wait_for(until_stopped()))


@app.command()
def demo(
    port: Annotated[int, typer.Option(help="Port of the page; 0 takes a free one.")] = 8088,
    script: Annotated[str, typer.Option(help="`tour`: a fixed story in the terminal.")] = "",
) -> None:
    """Show everything against a pretend Telegram: no token, no network, nothing left behind."""
    from bot.demo.show import show
    from bot.demo.tour import tour

    if script not in ("", "tour"):
        raise typer.BadParameter("there is one script: tour", param_hint="--script")
    set_up_logging(level="WARNING", form="console")
    sys.exit(wait_for(tour(console) if script else show(console, port=port)))


@app.command()
def doctor() -> None:
    """Check token, Telegram, clock, database, disk and programs; say what to do."""
    from bot.doctor import examine

    config = configured(least_level="ERROR")
    findings = wait_for(examine(config, clock=SystemClock()))
    for finding in findings:
        tell(finding.line, is_ok=finding.is_ok)
    sys.exit(0 if all(finding.is_ok for finding in findings) else EXIT_FAILED)


@app.command()
def version() -> None:
    """Print the version."""
    console.print(VERSION)


app.add_typer(feeds_app, name="feeds")
app.command()(migrate)
app.command()(backup)
app.command()(restore)
app.command("export")(export_command)
app.command()(royalty)
