"""What the pages say is there is there, and what is there is said."""

from __future__ import annotations

import doctest
import importlib
import re
import tomllib
from collections.abc import Iterator
from fnmatch import fnmatch
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
import typer
from telegram.ext import CommandHandler

from bot.cli import app
from bot.config import Config
from handlers import HANDLERS
from tests.house.tree import (
    CODE,
    DOCUMENTS,
    FLOORS,
    ROOT,
    fenced,
    files,
    imported,
    listed,
    source,
)

PAGES = files(*DOCUMENTS, ending=".md")
PROJECT = tomllib.loads(source(Path("pyproject.toml")))
LOCKS = files("requirements", ending=".lock")
WITH_EXAMPLES = [path for path in files(*FLOORS) if re.search(r"^\s*>>> ", source(path), re.M)]
# Programs, plugins, data, and what another one needs.
USED_WITHOUT_IMPORT = (
    *("hatchling", "editables", "ruff", "mypy", "import-linter"),
    *("pytest-asyncio", "pytest-xdist", "tzdata", "lxml-html-clean"),
)
# Of those who build it, or of the machine it was built on; each begins with one letter in
# brackets so that this file does not hold what it looks for.
PRIVATE_PLACES = re.compile(
    r"(?<![\w.$}/-])/([w]ork|[h]ome/(?!bantin)\w+|[r]oot|[U]sers/\w+|[t]mp)/"
)


def page(name: str) -> str:
    return source(Path("docs") / name)


def test_every_setting_is_in_docs_settings():
    variables = {f"BANTIN_{name.upper()}" for name in Config.model_fields}
    documented = set(re.findall(r"^\| `(BANTIN_[A-Z_]+)`", page("settings.md"), re.MULTILINE))

    assert documented == variables | {"BANTIN_CONFIG"}


def leaves(command: object, path: str) -> Iterator[tuple[str, list[str]]]:
    """Every command by its words, with its options."""
    for name, inner in getattr(command, "commands", {}).items():
        yield from leaves(inner, f"{path} {name}")
    if not hasattr(command, "commands"):
        options = [flag for option in getattr(command, "params", ()) for flag in option.opts]
        yield path, [flag for flag in options if flag.startswith("--")]


COMMANDS = dict(leaves(typer.main.get_command(app), "bantin"))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_in_docs_commands_with_its_options(name: str):
    section = re.search(
        rf"^#+ `{re.escape(name)}[` ].*?(?=^#+ |\Z)",
        page("commands.md"),
        re.MULTILINE | re.DOTALL,
    )
    assert section is not None

    missing = [option for option in COMMANDS[name] if f"`{option}" not in section[0]]

    assert not missing, listed(missing)


def test_no_command_is_documented_that_is_not_there():
    documented = re.findall(r"^#+ `(bantin(?: [a-z]+)*)", page("commands.md"), re.MULTILINE)

    assert set(documented) == set(COMMANDS)


def test_every_command_of_the_chat_is_in_docs_in_the_chat():
    commands = {
        f"/{name}"
        for handlers in HANDLERS.values()
        for handler in handlers
        if isinstance(handler, CommandHandler)
        for name in handler.commands
    }
    documented = set(re.findall(r"`(/[a-z]+)`", page("in-the-chat.md")))

    assert documented == commands


def required() -> set[str]:
    project = PROJECT["project"]
    lists = [
        project["dependencies"],
        *project["optional-dependencies"].values(),
        *PROJECT["dependency-groups"].values(),
        PROJECT["build-system"]["requires"],
    ]
    return {plain(requirement) for each in lists for requirement in each}


def plain(requirement: str) -> str:
    """The project's name, as indexes compare names."""
    name = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert name is not None
    return re.sub(r"[-_.]+", "-", name[0]).lower()


def test_every_dependency_has_its_reason_and_every_reason_its_dependency():
    reasons = re.findall(r"^\| `([^`]+)` \|", page("decisions/dependencies.md"), re.MULTILINE)

    assert {plain(reason) for reason in reasons} == required()
    assert len(reasons) == len(set(reasons))


def test_nothing_is_carried_that_nobody_uses():
    modules = packages_distributions()
    used = {
        plain(name)
        for path in files(*CODE)
        for _, module in imported(path)
        for name in modules.get(module.partition(".")[0], ())
    }

    carried = sorted(required() - used - set(USED_WITHOUT_IMPORT))

    assert not carried, listed(carried)


@pytest.mark.parametrize("lock", LOCKS, ids=str)
def test_a_lock_file_is_hashed_and_names_no_index(lock: Path):
    text = source(lock)
    pinned = re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE)[1:]
    bare = [each.split()[0] for each in pinned if "--hash=sha256:" not in each]

    assert len(pinned) > 20
    assert not bare, listed(bare)
    assert "://" not in text
    assert "--index" not in text
    assert "--extra-index" not in text


def test_nothing_speaks_of_the_machine_it_was_written_on():
    named = [
        f"{path}: {found[0]}"
        for path in [*everything()]
        for found in PRIVATE_PLACES.finditer(source(path))
    ]

    assert not named, listed(named)


def everything() -> list[Path]:
    endings = (".py", ".js", ".css", ".html", ".toml", ".sql", ".md")
    written = [path for ending in endings for path in files(*CODE, ending=ending)]
    single = ["Makefile", "pyproject.toml", ".ci/run", ".gitignore"]
    return [*written, *PAGES, *(Path(name) for name in single)]


@pytest.mark.parametrize("path", WITH_EXAMPLES, ids=str)
def test_every_example_in_a_docstring_runs(path: Path):
    module = importlib.import_module(".".join(path.with_suffix("").parts).removesuffix(".__init__"))

    outcome = doctest.testmod(module)

    assert outcome.attempted > 0
    assert outcome.failed == 0


@pytest.mark.parametrize("path", PAGES, ids=str)
def test_every_python_example_of_a_page_runs(path: Path):
    for line, example in fenced(path, "python"):
        exec(compile(example, f"{path}:{line}", "exec"), {"__name__": "example"})

    outcome = doctest.DocTestRunner()
    for line, example in fenced(path, "pycon"):
        parsed = doctest.DocTestParser().get_doctest(example, {}, str(path), str(path), line)
        outcome.run(parsed)

    assert outcome.summarize(verbose=False).failed == 0


def test_every_module_has_its_place_in_the_tree_of_docs_architecture():
    (_, tree), *_ = fenced(Path("docs/architecture.md"), "text")
    floors = re.split(r"^(\w+)/ ", tree, flags=re.MULTILINE)
    named = {
        floor: set(re.findall(r"(?<![\w/])[\w*]+(?:\.py|/)", told))
        for floor, told in zip(floors[1::2], floors[2::2], strict=True)
    }
    lost = [
        f"{floor}/{there}"
        for floor in FLOORS
        for there in {path.relative_to(floor).parts[0] for path in files(floor)}
        if there != "__init__.py"
        if not any(fnmatch(there.removesuffix("/"), name.rstrip("/")) for name in named[floor])
    ]

    assert not lost, listed(sorted(lost))


def test_every_page_that_a_page_points_to_is_there():
    lost = [
        f"{path}: {target}"
        for path in PAGES
        for target in re.findall(r"\]\((?!https?://|mailto:|#)([^)#\s]+)", source(path))
        if not (ROOT / path.parent / target).exists()
    ]

    assert not lost, listed(lost)
