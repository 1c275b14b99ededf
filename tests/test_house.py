"""The house rules that a machine can check in the code. Words and pages: `tests/house/`."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from tests.house.tree import (
    CODE,
    FLOORS,
    Function,
    comments,
    dotted,
    files,
    functions,
    imported,
    listed,
    nodes,
    parsed,
    source,
)

MOST_LINES = 300
MOST_FUNCTION_LINES = 40
MOST_FIRST_LINE = 88

FORBIDDEN_NAME = re.compile(r"(^|_)(utils?|helpers?|common|managers?)(_|$)|(Util|Helper|Manager)")
PATCHING = ("unittest.mock", "mock", "pytest_mock", "unittest")
PATCHING_FIXTURES = {"monkeypatch", "mocker"}
SLEEPS = {"time.sleep", "asyncio.sleep", "sleep"}
# Wait for a condition, look again in a moment: the only places in tests where time is spent.
WAITS = {("tests/staging.py", "eventually")}

# Where another's failure must not become everybody's, each logged or told once.
LAST_RESORTS = {
    ("bot/schedule.py", "run_due"),
    ("bot/cli.py", "main"),
    ("bot/delivery/sender.py", "_composed"),
    # In the child: whatever feedparser raises is its answer.
    ("bot/feeds/parse_child.py", "_tried"),
}

# Drivers, the library's generics, and JSON at the edges.
ANY_AT_HOME = (
    "storage/",
    "handlers/",
    "bot/telegram/",
    "bot/delivery/",
    "bot/simulator/telegram/errors.py",
    "bot/demo/panel.py",
    "bot/doctor.py",
    "bot/logs.py",
    "bot/terminal.py",
)
# The far end has a clock of its own; when a migration ran is for whoever reads that table.
CLOCKS = ("bot/clock.py", "bot/simulator/", "storage/migrate.py")
THE_CLOCK = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time"}


def test_a_file_fits_in_the_head():
    long = [
        f"{path}: {length}"
        for path in [
            path
            for ending in (".py", ".js", ".css", ".html")
            for path in files(*CODE, ending=ending)
        ]
        if (length := source(path).count("\n")) > MOST_LINES
    ]

    assert not long, listed(long)


def test_a_function_does_one_thing():
    long = [
        f"{path}:{function.lineno} {function.name}: {length}"
        for path in files(*CODE)
        for function in functions(path)
        if (length := (function.end_lineno or 0) - function.lineno + 1) > MOST_FUNCTION_LINES
    ]

    assert not long, listed(long)


def test_a_public_name_says_in_its_first_line_what_it_gives():
    unsaid = [
        f"{path}:{line} {name}: {said}"
        for path in files(*FLOORS)
        for line, name, said in public_docstrings(path)
        if not is_statement(said.partition("\n")[0])
    ]

    assert not unsaid, listed(unsaid)


def is_statement(first_line: str) -> bool:
    """A whole sentence on one line; a module may add that it is pure."""
    ends = re.search(r"([.:…]|\. \(pure\)|Source: https://\S+)$", first_line)
    return len(first_line) <= MOST_FIRST_LINE and ends is not None


def public_docstrings(path: Path) -> list[tuple[int, str, str]]:
    found = []

    def look(node: ast.AST, name: str) -> None:
        if isinstance(node, ast.Module | ast.ClassDef | Function):
            line = getattr(node, "lineno", 1)
            found.append((line, name, ast.get_docstring(node) or ""))
        if isinstance(node, ast.Module | ast.ClassDef):
            for child in node.body:
                inner = getattr(child, "name", "_")
                if inner[0] != "_" and not sets_property(child):
                    look(child, inner)

    look(parsed(path), path.stem)
    return found


def sets_property(node: ast.AST) -> bool:
    """Its docstring is the property's."""
    decorators = getattr(node, "decorator_list", [])
    return any(dotted(each).endswith(".setter") for each in decorators)


def test_no_name_says_that_nobody_knows_where_it_belongs():
    named = [
        f"{path}:{getattr(node, 'lineno', 1)} {name}"
        for path in files(*CODE)
        for node in nodes(path, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
        if FORBIDDEN_NAME.search(name := node.name)
    ]
    placed = [str(path) for path in files(*CODE) if any(map(FORBIDDEN_NAME.search, parts(path)))]

    assert not (named + placed), listed(named + placed)


def parts(path: Path) -> tuple[str, ...]:
    return path.with_suffix("").parts


def test_nothing_is_mocked_and_nothing_is_patched():
    mocked = [
        f"{path}:{line} {module}"
        for path in files("tests")
        for line, module in imported(path)
        if module in PATCHING or module.startswith("unittest.mock")
    ]
    asked_for = [
        f"{path}:{function.lineno} {function.name}"
        for path in files("tests")
        for function in functions(path)
        if PATCHING_FIXTURES & {argument.arg for argument in function.args.args}
    ]

    assert not (mocked + asked_for), listed(mocked + asked_for)


def test_no_test_sleeps():
    asleep = [
        f"{path}:{call.lineno} in {function.name}"
        for path in files("tests")
        for function in functions(path)
        if (str(path), function.name) not in WAITS
        for call in ast.walk(function)
        if isinstance(call, ast.Call) and dotted(call.func) in SLEEPS
    ]

    assert not asleep, listed(asleep)


def test_only_the_last_resorts_catch_everything():
    caught = {
        (str(path), function.name)
        for path in files(*FLOORS)
        for function in functions(path)
        for handler in ast.walk(function)
        if isinstance(handler, ast.ExceptHandler) and catches_everything(handler)
    }

    assert caught == LAST_RESORTS


def catches_everything(handler: ast.ExceptHandler) -> bool:
    """A bare `except`, or one for `Exception`; cleaning up and raising again is another thing."""
    named = "" if handler.type is None else dotted(handler.type)
    if named == "BaseException":
        return not is_passed_on(handler)
    return named in ("", "Exception") and not isinstance(handler.type, ast.Tuple)


def is_passed_on(handler: ast.ExceptHandler) -> bool:
    returned = [node for node in ast.walk(handler) if isinstance(node, ast.Return)]
    raises = any(isinstance(node, ast.Raise) for node in ast.walk(handler))
    # The group commit hands each caller its own failure.
    hands_over = any("error" in ast.dump(node) for node in returned)
    return raises or hands_over


def test_whatever_is_switched_off_says_why():
    silent = [
        f"{path}:{line} {comment}"
        for path in files(*CODE)
        for line, comment in comments(path)
        if re.search(r"#\s*(noqa|type:\s*ignore)", comment) and not has_reason(comment)
    ]

    assert not silent, listed(silent)


def has_reason(comment: str) -> bool:
    return bool(
        re.fullmatch(
            r"# (noqa: [A-Z]+\d+(, [A-Z]+\d+)*|type: ignore\[[a-z-]+(, ?[a-z-]+)*\])"
            r"\s+(#|-)\s+\S.*",
            comment,
        )
    )


def test_any_stands_only_at_the_edges():
    strayed = [
        f"{path}:{node.lineno}"
        for path in files(*FLOORS)
        if not str(path).startswith(ANY_AT_HOME)
        for node in nodes(path, ast.Name)
        if node.id == "Any"
    ]

    assert not strayed, listed(strayed)


def test_only_the_clock_asks_for_the_time():
    asked = [
        f"{path}:{call.lineno} {dotted(call.func)}"
        for path in files(*FLOORS)
        if not str(path).startswith(CLOCKS)
        for call in nodes(path, ast.Call)
        if dotted(call.func) in THE_CLOCK
    ]

    assert not asked, listed(asked)
