"""The tree as it stands: its files, and what can be read in them."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import TypeVar

ROOT = Path(__file__).parents[2]
FLOORS = ("bot", "handlers", "storage")
CODE = (*FLOORS, "tests", "bench")
DOCUMENTS = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs")

Node = TypeVar("Node", bound=ast.AST)
Function = ast.FunctionDef | ast.AsyncFunctionDef


def files(*tops: str, ending: str = ".py") -> list[Path]:
    """All files below these folders, relative to the root."""
    found = []
    for top in tops:
        start = ROOT / top
        paths = [start] if start.is_file() else start.rglob(f"*{ending}")
        found += [path.relative_to(ROOT) for path in paths if path.suffix == ending]
    return sorted(found)


@cache
def source(path: Path) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(source(path))


@cache
def walked(path: Path) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(parsed(path)))


def nodes(path: Path, *kinds: type[Node]) -> Iterator[Node]:
    return (node for node in walked(path) if isinstance(node, kinds))


def functions(path: Path) -> Iterator[Function]:
    return nodes(path, ast.FunctionDef, ast.AsyncFunctionDef)


def strings(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Every text in the code, but not the docstrings, each with its line."""
    told = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | Function)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node.lineno, node.value


def imported(path: Path) -> Iterator[tuple[int, str]]:
    """Every module that a file names in an import, with the line."""
    for node in nodes(path, ast.Import, ast.ImportFrom):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.lineno, node.module


def comments(path: Path) -> Iterator[tuple[int, str]]:
    for token in tokenize.generate_tokens(io.StringIO(source(path)).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string


def dotted(node: ast.AST) -> str:
    """`a.b.c` as written; empty where it is something else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return ""


def fenced(path: Path, *languages: str) -> Iterator[tuple[int, str]]:
    """The blocks of a page in these languages, each with the line of its fence."""
    for found in re.finditer(r"^```(\w+)\n(.*?)^```$", source(path), re.DOTALL | re.MULTILINE):
        if found[1] in languages:
            yield source(path)[: found.start()].count("\n") + 1, found[2]


def listed(found: Iterable[str]) -> str:
    """What broke the rule, a line each."""
    return "\n".join(["", *found])
