from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk import ALLOWED, MOVES, Act, may, may_move
from storage.model import Role, Status

ROLES = st.frozensets(st.sampled_from(Role))


def test_nobody_without_a_role_may_do_anything() -> None:
    assert not any(may(frozenset(), act) for act in Act)


def test_an_administrator_may_do_everything() -> None:
    assert all(may({Role.ADMINISTRATOR}, act) for act in Act)


@pytest.mark.parametrize("act", [act for act in Act if act is not Act.WRITE])
def test_a_writer_may_only_write(act: Act) -> None:
    assert may({Role.WRITER}, Act.WRITE)
    assert not may({Role.WRITER}, act)


@given(ROLES, ROLES, st.sampled_from(Act))
def test_another_role_takes_no_right_away(
    roles: frozenset[Role], more: frozenset[Role], act: Act
) -> None:
    assert may(roles | more, act) == (may(roles, act) or may(more, act))


def test_every_act_has_its_rule_and_every_status_its_moves() -> None:
    assert set(ALLOWED) == set(Act)
    assert set(MOVES) == set(Status)


def test_what_is_retracted_stays_so_and_nothing_moves_onto_itself() -> None:
    assert not any(may_move(Status.RETRACTED, to) for to in Status)
    assert not any(may_move(status, status) for status in Status)


def test_readers_have_seen_what_is_retracted_or_would_have() -> None:
    before = {
        status
        for status, to in product(Status, Status)
        if may_move(status, to) and to is Status.RETRACTED
    }

    assert before == {Status.SCHEDULED, Status.PUBLISHED}
