"""The command line's `feeds`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from bot.config import Config
from bot.feeds_words import Told, count
from bot.terminal import EXIT_FAILED, configured, console, tell, wait_for

feeds_app = typer.Typer(help="The feeds that articles come from.", no_args_is_help=True)


@feeds_app.command("add")
def feeds_add(
    url: str,
    category: Annotated[str, typer.Option(help="Where its articles go.")] = "",
    *,
    trusted: Annotated[
        bool, typer.Option("--trusted", help="Publish without an editor's look.")
    ] = False,
    full_text: Annotated[
        bool, typer.Option("--full-text", help="Fetch whole articles where it gives a lead only.")
    ] = False,
    ca: Annotated[
        Path | None, typer.Option(help="Certificates (PEM) to trust for this feed, too.")
    ] = None,
) -> None:
    """Add a feed and look at it once."""
    from bot.feeds_desk import add

    config = _quietly_configured()
    with console.status("Reading the feed"):
        told = wait_for(
            add(
                config,
                url=url,
                category=category,
                is_trusted=trusted,
                wants_full_text=full_text,
                authorities=ca,
            )
        )
    _end(told)


@feeds_app.command("list")
def feeds_list() -> None:
    """Show every feed and how it is doing."""
    from bot.feeds_desk import listed

    rows = wait_for(listed(_quietly_configured()))
    if not rows:
        console.print("No feeds yet; add one with `bantin feeds add URL`")
        return
    table = Table(box=None, header_style="bold")
    for heading in ("Id", "Feed", "Category", "Health", "Last look"):
        # An address that is cut cannot be copied.
        table.add_column(heading, overflow="fold")
    for row in rows:
        table.add_row(*(escape(cell) for cell in row))
    console.print(table)


@feeds_app.command("poll")
def feeds_poll() -> None:
    """Look at every feed now."""
    from bot.feeds_desk import poll_all

    told = wait_for(poll_all(_quietly_configured(), console=console))
    for one in told:
        tell(one.sentence, is_ok=one.is_ok)
    if not told:
        console.print("No active feeds; add one with `bantin feeds add URL`")
    failed = sum(not one.is_ok for one in told)
    if failed:
        console.print(f"{count(failed, 'feed')} of {len(told)} failed")
        sys.exit(EXIT_FAILED)


@feeds_app.command("remove")
def feeds_remove(id: int) -> None:
    """Remove a feed; its articles stay."""
    from bot.feeds_desk import remove

    _end(wait_for(remove(_quietly_configured(), feed_id=id)))


@feeds_app.command("import")
def feeds_import(file: Path) -> None:
    """Add the feeds of an OPML or TOML file that are missing."""
    from bot.feeds_desk import import_file

    _end(wait_for(import_file(_quietly_configured(), file=file)))


@feeds_app.command("export")
def feeds_export(file: Path) -> None:
    """Write the feeds into an OPML file."""
    from bot.feeds_desk import export_file

    _end(wait_for(export_file(_quietly_configured(), file=file)))


def _quietly_configured() -> Config:
    return configured(least_level="WARNING")


def _end(told: Told) -> None:
    tell(told.sentence, is_ok=told.is_ok)
    if not told.is_ok:
        sys.exit(EXIT_FAILED)
