from bot.simulator.telegram import Group, Person
from tests.handlers.conftest import GROUP_ID
from tests.staging import Stage, staged

WORDS = "Cho chữ to hơn <b>một chút</b>"


async def test_feedback_reaches_the_administrators(
    stage: Stage, member: Person, administrator: Person
) -> None:
    member.write(f"/gopy {WORDS}")
    await stage.rest()

    assert administrator.phone.last.text == f"Góp ý của An: {WORDS}"
    assert member.phone.last.text == "Đã gửi góp ý tới Ban biên tập. Cảm ơn bạn."


async def test_without_words_they_are_asked_for(
    stage: Stage, member: Person, administrator: Person
) -> None:
    member.write("/gopy")
    await stage.rest()
    prompt = member.phone.last

    member.write(WORDS, reply_to=prompt.id)
    await stage.rest()

    assert administrator.phone.last.text == f"Góp ý của An: {WORDS}"


async def test_what_reached_nobody_is_not_called_sent(stage: Stage, member: Person) -> None:
    member.write(f"/feedback {WORDS}")
    await stage.rest()

    assert member.phone.last.text == "Chưa gửi được góp ý tới Ban biên tập. Thử lại sau."


async def test_the_editors_group_hears_it_where_one_is_set(sqlite_url: str) -> None:
    async with staged(sqlite_url, desk_chat=GROUP_ID) as stage:
        an = stage.telegram.person(1001, first_name="An", language_code="vi", started=True)
        group: Group = stage.telegram.group(GROUP_ID, title="Ban biên tập", members=[an])

        an.write(f"/gopy {WORDS}")
        await stage.rest()

        assert group.phone.last.text == f"Góp ý của An: {WORDS}"
