"""The command line's `royalty`: an organisation's own figures."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.royalty_profile import BadProfile, Profile, read_profile
from bot.terminal import configured, fail, tell, wait_for


def royalty(
    file: Annotated[Path, typer.Argument(help="A profile in TOML, as in docs/royalty.md.")],
) -> None:
    """Add the dated royalty figures of FILE; what is there already stays as it is."""
    from bot.search.syllables import words
    from bot.sole import locked
    from storage import open_storage

    config = configured(least_level="WARNING")
    profile = _profile(file)

    async def added() -> int:
        with locked(config.database):
            storage = await open_storage(config.database, words=words)
            try:
                return await storage.royalty.add_profile(
                    profile.units, profile.scales, only_first=False
                )
            finally:
                await storage.close()

    rows = wait_for(added())
    tell(f"{rows} of {len(profile.units) + len(profile.scales)} rows were new")


def _profile(file: Path) -> Profile:
    try:
        return read_profile(file.read_text(encoding="utf-8"))
    except OSError as error:
        fail(f"Cannot read {file}: {error.strerror}")
    except (BadProfile, UnicodeDecodeError) as error:
        fail(f"{file} is no royalty profile: {error}")
