"""Buttons are attacker text: whatever they say, nothing breaks and nothing happens."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.press import Press, Verb
from bot.simulator.telegram import Group, Person
from handlers.buttons import ANSWERS
from storage.model import Article, Status
from tests.staging import Stage, published, staged

OLD = "Nút này đã cũ, mở lại tin tại đây."


@pytest.mark.parametrize(
    "data",
    [
        "0r:1",
        "2r:1",
        "1r:",
        "1r:1:",
        "1r:Z",
        "1r:-1",
        "1r: 1",
        "1zz:1",
        "1r:1:1:1:1:1",
        "r:1",
        "1r:" + "z" * 14,
        "1wp:1::x-y",
        "1" * 64,
        "\u202e1r:1",
        "1r:1\n",
        "1r:¹",
        "đ" * 32,
        " ",
    ],
)
async def test_a_forged_or_old_button_is_called_old(
    stage: Stage, member: Person, data: str
) -> None:
    member.write("/start")
    await stage.rest()
    before = member.phone.last

    toast = await member.press_data(data)
    await stage.rest()

    assert toast is not None
    assert (toast.text, toast.show_alert) == (OLD, True)
    assert (member.phone.last.id, member.phone.last.edited) == (before.id, before.edited)


@pytest.mark.parametrize("data", ["1r:1" * 17, "x" * 65])
async def test_what_no_button_can_carry_is_harmless_too(
    stage: Stage, member: Person, data: str
) -> None:
    member.write("/start")
    await stage.rest()

    toast = await member.press_data(data)

    assert toast is not None
    assert toast.text == OLD


@pytest.mark.parametrize("verb", sorted(set(Verb) - set(ANSWERS)))
async def test_a_verb_that_nobody_answers_yet_is_called_old(
    stage: Stage, member: Person, verb: Verb
) -> None:
    member.write("/start")
    await stage.rest()

    toast = await member.press_data(Press(verb=verb, id=1).encode())

    assert toast is not None
    assert toast.text == OLD


@pytest.fixture
async def article(stage: Stage) -> Article:
    return await published(stage.storage, "Tin", now=stage.clock.now(), category="Thể thao")


@pytest.mark.parametrize("verb", sorted(ANSWERS))
@pytest.mark.parametrize("id_", [0, 1, 2**62, 2**63 - 1])
async def test_no_press_of_a_reader_is_an_incident(
    stage: Stage, member: Person, article: Article, verb: Verb, id_: int
) -> None:
    member.write("/start")
    await stage.rest()

    toast = await member.press_data(Press(verb=verb, id=id_, page=40_000).encode())
    await stage.rest()

    assert toast is not None
    assert not any("Mã:" in text for text in [*member.phone.toasts, member.phone.text])
    kept = await stage.storage.articles.get(article.id)
    assert (kept.status, kept.content) == (Status.PUBLISHED, article.content)


@pytest.mark.parametrize("verb", sorted(ANSWERS))
async def test_no_press_in_a_group_is_an_incident(
    stage: Stage, member: Person, group: Group, article: Article, verb: Verb
) -> None:
    member.write("/dangky@bantin_bot", chat=group)
    await stage.rest()

    toast = await member.press_data(Press(verb=verb, id=1).encode(), chat=group)
    await stage.rest()

    assert toast is not None
    assert not any("Mã:" in text for text in [*member.phone.toasts, group.phone.text])


async def test_any_text_at_all_is_answered_and_changes_nothing(sqlite_url: str) -> None:
    async with staged(sqlite_url) as stage:
        member = stage.telegram.person(7, language_code="vi", started=True)
        member.write("/start")
        await stage.rest()
        for data in examples():
            toast = await member.press_data(data, message_id=member.phone.last.id)
            assert toast is not None, data
        await stage.rest()

        assert not any("Mã:" in text for text in member.phone.toasts)


def examples() -> list[str]:
    """Texts near our grammar, the same ones each time."""
    found: list[str] = []
    verbs = st.sampled_from([str(verb) for verb in Verb if verb in ANSWERS])
    numbers = st.text("0123456789abcxyz.:-", max_size=8)
    grammar = st.builds(lambda verb, rest: f"1{verb}:{rest}", verbs, numbers)

    @settings(
        max_examples=150,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.one_of(st.text(max_size=64), grammar))
    def collect(text: str) -> None:
        found.append(text)

    collect()
    return [text for text in found if text]
