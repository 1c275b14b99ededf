"""Who may know whom, where import-linter does not look."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from pathlib import Path

from tests.house.tree import FLOORS, files, imported, listed, parsed, strings

TELEGRAM_AT_HOME = (
    "handlers/",
    "bot/delivery/",
    "bot/telegram/",
    "bot/wiring.py",
    "bot/running.py",
    "bot/doctor.py",
)
DRIVERS = ("sqlite3", "aiosqlite", "psycopg", "psycopg_pool")
ENGINES = ("storage.sqlite", "storage.sqlite_thread", "storage.postgres", "storage.migrate")
# What an error means is decided by its class.
ALLOWED_IN_PURE = ("telegram.error",)
IMPURE = ("asyncio", "aiohttp", "aiosqlite", "sqlite3", "psycopg", "socket", "telegram")
SQL = re.compile(
    r"^\s*(SELECT\s|INSERT\s+INTO\s|UPDATE\s+\w+\s+SET\s|DELETE\s+FROM\s"
    r"|CREATE\s+(TABLE|INDEX|VIEW)\s|ALTER\s+TABLE\s|DROP\s+\w+\s|PRAGMA\s|WITH\s+\w+\s+AS\s)"
)


def strays(paths: Iterable[Path], *modules: str, but: tuple[str, ...] = ()) -> list[str]:
    """Where these modules, or anything inside them, are imported."""
    return [
        f"{path}:{line} {module}"
        for path in paths
        for line, module in imported(path)
        if any(f"{module}.".startswith(f"{it}.") for it in modules) and module not in but
    ]


def test_sql_is_written_in_storage_only():
    asked = [
        f"{path}:{line} {text.strip()[:40]}"
        for path in files("bot", "handlers")
        for line, text in strings(parsed(path))
        if SQL.match(text)
    ]

    assert not asked, listed(asked)


def test_drivers_and_engines_are_known_to_storage_only():
    known = strays(files("bot", "handlers"), *DRIVERS, *ENGINES)

    assert not known, listed(known)


def test_the_telegram_library_stays_at_the_edge():
    inside = [path for path in files(*FLOORS) if not str(path).startswith(TELEGRAM_AT_HOME)]

    known = strays(inside, "telegram")

    assert not known, listed(known)


def test_a_pure_module_touches_nothing():
    pure = [
        path
        for path in files(*FLOORS)
        if "(pure)" in (ast.get_docstring(parsed(path)) or "").partition("\n")[0]
    ]

    touched = strays(pure, *IMPURE, but=ALLOWED_IN_PURE)

    assert len(pure) > 30
    assert not touched, listed(touched)


def test_the_far_end_knows_nothing_of_ours():
    known = [
        stray
        for stray in strays(files("bot/simulator"), *FLOORS)
        if not stray.partition(" ")[2].startswith("bot.simulator")
    ]

    assert not known, listed(known)
