"""Every act that storage writes down has its sentence."""

from __future__ import annotations

import ast

from bot.i18n import keys
from tests.house.tree import files, listed, parsed

NAMED = {key.removeprefix("acts.") for key in keys("vi") if key.startswith("acts.")} - {"other"}


def actions(value: ast.expr) -> set[str]:
    """The words that an `action=` may be: one, or one of two."""
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        return {value.value}
    if isinstance(value, ast.IfExp):
        return actions(value.body) | actions(value.orelse)
    return set()


def written() -> set[str]:
    found: set[str] = set()
    for path in files("storage"):
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.Call):
                for keyword in node.keywords:
                    if keyword.arg == "action":
                        found |= actions(keyword.value)
            if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "action":
                found |= actions(node.value)
    return found


def test_every_act_has_a_sentence_and_every_sentence_an_act() -> None:
    acts = written()

    assert {"publish", "grant", "feature"} <= acts
    assert acts == NAMED, listed(sorted(acts ^ NAMED))
