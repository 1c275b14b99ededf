import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.press import ARGUMENT_BYTES, Press, Verb
from storage.model import Version

PARTS = st.integers(0, 36**4 - 1)
LINES = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=30).filter(
    lambda it: len(it.encode()) <= ARGUMENT_BYTES
)
PRESSES = st.builds(
    Press,
    verb=st.sampled_from(Verb),
    id=st.integers(0, 2**63 - 1),
    page=PARTS,
    version=st.none() | st.builds(Version, major=PARTS, minor=PARTS),
    argument=LINES,
)


@given(PRESSES)
def test_a_button_survives_the_trip(press):
    data = press.encode()

    assert Press.decode(data) == press
    assert 1 <= len(data.encode()) <= 64


@given(st.text(max_size=80) | st.from_regex(r"1[a-z]{1,2}(:[0-9a-z.]{0,14}){0,4}", fullmatch=True))
def test_only_what_we_would_write_is_read(data):
    press = Press.decode(data)

    assert press is None or press.encode() == data


@pytest.mark.parametrize(
    "data",
    ["", "1", "r", "0r:1", "2r:1", "1zx:1", "1r:01", "1r:1:", "1r:1:0", "1r:1::1", "1r:1::1.",
     "1r:-1", "1r: 1", "1r:A", "1r:1:::a\nb", "1r:" + "z" * 13, "1r:1:::" + "a" * 80, "1r:１"],
)  # fmt: skip
def test_a_forged_button_means_nothing(data):
    assert Press.decode(data) is None


def test_what_does_not_fit_is_refused():
    with pytest.raises(ValueError, match="1lq"):
        Press(verb=Verb.SEARCH, argument="dài" * 30).encode()
