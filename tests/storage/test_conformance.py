"""Every event and every question of every shelf is tried on both engines."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path

import pytest

from storage import Storage
from storage.database import Shelf

HERE = Path(__file__).parent


def called_on(fixture: str) -> set[str]:
    """`shelf.method` for every `storage.shelf.method` in a function that takes the fixture."""
    called = set()
    for path in HERE.glob("*.py"):
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            if fixture in {argument.arg for argument in function.args.args}:
                called |= set(chains(function, root=fixture))
    return called


def chains(function: ast.AST, *, root: str) -> list[str]:
    return [
        f"{node.value.attr}.{node.attr}"
        for node in ast.walk(function)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Attribute)
        and isinstance(node.value.value, ast.Name)
        and node.value.value.id == root
    ]


async def test_every_public_method_of_every_shelf_is_called_on_both_engines(
    sqlite_storage: Storage,
):
    shelves = {name: shelf for name, shelf in vars(sqlite_storage).items() if name[0] != "_"}
    public = {
        f"{name}.{method}"
        for name, shelf in shelves.items()
        if isinstance(shelf, Shelf)
        for method, _ in inspect.getmembers(type(shelf), inspect.isfunction)
        if method[0] != "_"
    }

    assert len(public) > 60
    assert public - called_on("storage") == set()


@pytest.mark.parametrize("name", ["storage", "sqlite_storage"])
def test_the_check_sees_only_calls_on_its_own_fixture(name: str):
    function = ast.parse(f"async def test(storage): await {name}.feeds.all()")

    assert chains(function, root="storage") == (["feeds.all"] if name == "storage" else [])
