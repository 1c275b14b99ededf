"""Every sentence is said somewhere, and every sentence that is said exists."""

from __future__ import annotations

import ast
import re
import tomllib
from functools import cache
from pathlib import Path

from telegram.ext import CommandHandler

from bot.i18n import LANGUAGES, command_names, forms_of, keys, text
from handlers import HANDLERS
from tests.house.tree import files, listed, nodes, parsed, source, strings

KEYS = frozenset(keys("vi"))
TABLES = frozenset(key.partition(".")[0] for key in KEYS)
RESERVED = tomllib.loads(source(Path("tests/house/reserved.toml")))
SAYING = {"text", "said", "forms_of"}
IN_CODE = [path for path in files("bot", "handlers") if "simulator" not in path.parts]
A_KEY = re.compile(r"[a-z_]+\.[a-z_]*[a-z]")


def pattern_of(template: ast.JoinedStr) -> str:
    """The keys that an f-string may become, `*` where a value goes."""
    return "".join(
        str(part.value) if isinstance(part, ast.Constant) else "*" for part in template.values
    )


def matching(pattern: str) -> set[str]:
    wanted = re.compile(re.escape(pattern).replace(r"\*", ".*"))
    return {key for key in KEYS if wanted.fullmatch(key)}


def templates(tree: ast.AST) -> list[tuple[int, str]]:
    return [
        (node.lineno, pattern)
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr)
        and re.fullmatch(r"[a-z_*]+\.[a-z_*]+", pattern := pattern_of(node))
    ]


@cache
def said() -> frozenset[str]:
    """Every key that the code names, in whole or as an f-string."""
    found: set[str] = set()
    for path in IN_CODE:
        found |= {string for _, string in strings(parsed(path))} & KEYS
        for _, pattern in templates(parsed(path)):
            found |= matching(pattern)
    for path in files("handlers", ending=".html"):
        found |= set(re.findall(r"\bt\('([a-z_.]+)'", source(path))) & KEYS
    return frozenset(found)


def reserved() -> dict[str, set[str]]:
    return {pattern: matching(pattern) for part in RESERVED.values() for pattern in part["keys"]}


def asked_for(path: Path) -> list[tuple[int, str]]:
    """What is asked of the catalogue: each text or pattern in the first place of a call."""
    found = []
    for call in nodes(path, ast.Call):
        if getattr(call.func, "id", "") in SAYING and call.args:
            found += [(line, it) for line, it in strings(call.args[0]) if A_KEY.fullmatch(it)]
            found += templates(call.args[0])
    return found


def test_every_sentence_that_is_asked_for_exists():
    missing = [
        f"{path}:{line} {wanted}"
        for path in IN_CODE
        for line, wanted in asked_for(path)
        if not matching(wanted)
    ]

    assert not missing, listed(missing)


def test_every_sentence_is_said_or_waits_for_its_issue():
    unsaid = KEYS - said() - set().union(*reserved().values())

    assert not unsaid, listed(sorted(unsaid))


def test_nothing_waits_that_is_said_already():
    late = sorted(
        pattern for pattern, waiting in reserved().items() if not waiting or waiting <= said()
    )

    assert not late, listed(late)


def commands() -> set[frozenset[str]]:
    """Every command that somebody answers, by all its names."""
    return {
        frozenset(handler.commands)
        for handlers in HANDLERS.values()
        for handler in handlers
        if isinstance(handler, CommandHandler)
    }


def test_every_command_has_its_line_in_the_menu():
    described = {
        frozenset(command_names(name))
        for name in (key.removeprefix("commands.") for key in KEYS if key.startswith("commands."))
        if text(f"commands.{name}", "vi") and text(f"commands.{name}", "en")
    }

    assert len(commands()) > 10
    assert commands() <= described


def test_nobody_is_sent_to_a_command_that_is_not_there():
    there = {name for command in commands() for name in command}
    lost = [
        f"{language} {key}: /{name}"
        for language in LANGUAGES
        for key in sorted(said())
        for form in forms_of(key, language)
        for name in re.findall(r"(?<![\w}])/([a-z]+)", form)
        if name not in there
    ]

    assert not lost, listed(lost)


def test_the_tables_are_what_the_code_calls_them():
    strayed = [
        f"{path}:{line} {string}"
        for path in IN_CODE
        for line, string in strings(parsed(path))
        if A_KEY.fullmatch(string) and string.partition(".")[0] in TABLES and string not in KEYS
    ]

    assert not strayed, listed(strayed)
