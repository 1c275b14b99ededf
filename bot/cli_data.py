"""The command line's `migrate`, `backup`, `restore` and `export`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, BinaryIO

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

from bot.backup import Refused, back_up
from bot.backup import restore as put_back
from bot.clock import SystemClock
from bot.config import Config
from bot.export import Noun, OnLines, export
from bot.export_writers import Form, TooLarge
from bot.feeds_words import count
from bot.migrating import REBUILD
from bot.migrating import migrate as bring_up
from bot.terminal import complaints, configured, console, fail, tell, wait_for
from storage.copying import put_in_place

CopyFile = Annotated[Path, typer.Argument(help="The copy.")]


def migrate(
    *,
    rebuild_search: Annotated[
        bool, typer.Option(REBUILD, help="Make the search index anew from the articles.")
    ] = False,
) -> None:
    """Bring the database to this version and verify the search index; `run` brings it, too."""
    config = _quietly_configured()
    with _progress() as progress:
        bar = progress.add_task("Making the search index", total=None, visible=False)
        done = wait_for(
            bring_up(
                config,
                rebuild=rebuild_search,
                on_start=lambda total: progress.update(bar, total=total, visible=True),
                on_step=lambda more: progress.advance(bar, more),
            )
        )
    if done.faults:
        articles = count(done.faults, "article")
        fail(f"The search index is not right about {articles}; run `bantin migrate {REBUILD}`")
    if done.indexed is not None:
        tell(f"Search index made anew: {count(done.indexed, 'article')}")
    tell(f"{done.engine}, up to date, every published article can be found")


def backup(file: CopyFile) -> None:
    """Copy the database into FILE, whole and checked; the bot may be running."""
    config = _quietly_configured()
    try:
        with console.status(f"Copying into {file}"):
            condition = wait_for(back_up(config, file=file))
    except Refused as error:
        fail(str(error))
    size_mb = file.stat().st_size / 1_000_000
    tell(f"{file}: {count(condition.articles, 'article')}, {size_mb:.1f} MB, checked")


def restore(
    file: CopyFile,
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Replace the database that is there.")] = False,
) -> None:
    """Put the copy in FILE in the place of the database; messages wait until you say go."""
    config = _quietly_configured()
    try:
        with console.status(f"Checking and copying {file}"):
            done = wait_for(put_back(config, file=file, is_sure=yes, now=SystemClock().now()))
    except Refused as error:
        fail(str(error))
    tell(f"Restored {count(done.condition.articles, 'article')} from {file}")
    if done.kept:
        tell(f"The database from before is kept as {done.kept}")
    tell(f"{count(done.held, 'message')} held until an administrator says go")


def export_command(
    noun: Annotated[Noun, typer.Argument(metavar="articles|views|deliveries|royalty")],
    *,
    form: Annotated[
        Form, typer.Option("--format", help="A table, a workbook or JSON Lines.")
    ] = Form.CSV,
    to: Annotated[Path | None, typer.Option(help="A file; else the terminal.")] = None,
) -> None:
    """Write articles, views, messages or royalty as a table; the bot may be running."""
    config = _quietly_configured()
    if to is None:
        _export(config, noun=noun, form=form, to=sys.stdout.buffer, on_lines=_in_silence)
        return
    with _written(to) as out, _progress() as progress:
        bar = progress.add_task(f"Writing {noun}", total=None)

        async def show(count: int) -> None:
            progress.update(bar, completed=count)

        lines = _export(config, noun=noun, form=form, to=out, on_lines=show)
    tell(f"{to}: {count(lines, 'line')}")


def _export(config: Config, *, noun: Noun, form: Form, to: BinaryIO, on_lines: OnLines) -> int:
    try:
        return wait_for(export(config, noun=noun, form=form, to=to, on_lines=on_lines))
    except TooLarge:
        fail("More lines than a workbook holds; choose --format csv or jsonl")


async def _in_silence(count: int) -> None:
    """Nobody watches."""


@contextmanager
def _written(path: Path) -> Iterator[BinaryIO]:
    """A file that appears in its place once it is whole."""
    unfinished = path.with_name(f"{path.name}.unfinished")
    try:
        with unfinished.open("wb") as out:
            yield out
        put_in_place(unfinished, path=path)
    except OSError as error:
        fail(f"Cannot write {path}: {error.strerror}; choose another place with --to")
    finally:
        unfinished.unlink(missing_ok=True)


def _progress() -> Progress:
    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        console=complaints,
        transient=True,
        disable=not complaints.is_terminal,
    )


def _quietly_configured() -> Config:
    return configured(least_level="WARNING")
