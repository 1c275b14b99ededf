from bot.simulator.telegram import Person
from tests.staging import Stage


async def test_a_newcomer_is_welcomed_in_vietnamese(stage: Stage, member: Person) -> None:
    member.write("/start")
    await stage.rest()

    assert member.phone.last.text.startswith("Chào bạn. Bản Tin gửi bạn tin của Đoàn")
    assert "/dulieu" in member.phone.last.text
    assert member.phone.last.labels == ["Đăng ký nhận tin", "Tin mới nhất"]


async def test_a_newcomer_whose_phone_is_english_is_welcomed_in_english(
    stage: Stage, other: Person
) -> None:
    other.write("/start")
    await stage.rest()

    assert other.phone.last.labels == ["Subscribe to news", "Latest news"]
