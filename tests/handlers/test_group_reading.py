import pytest

from bot.simulator.telegram import Dialect, Group, Person
from bot.text import base36
from storage.model import Article, ReaderId
from storage.model import Person as Author
from tests.staging import Stage, published, subscribed


async def opened(stage: Stage, person: Person, article: Article) -> None:
    person.open_link(f"a_{base36(article.id)}")
    await stage.rest()


@pytest.fixture
async def in_the_group(stage: Stage, group: Group) -> Article:
    """An article whose card stands in the group."""
    article = await published(stage.storage, "Tin nhóm", now=stage.clock.now(), is_featured=True)
    await subscribed(stage.storage, group.id, now=stage.clock.now())
    await stage.jump(hours=6)
    return article


async def test_a_press_in_a_group_opens_for_one_and_counts_the_person(
    stage: Stage, member: Person, administrator: Person, group: Group, in_the_group: Article
) -> None:
    await stage.pressed(member, "Đọc tiếp", chat=group)

    seen = member.phone_in(group).last
    assert seen.rich is not None
    assert "Thân bài: Tin nhóm." in seen.text
    assert "Lượt xem: 1" in seen.text
    assert seen.labels == ["Mở trò chuyện riêng", "Lưu tin"]
    assert len(group.phone.received) == 1
    assert len(administrator.phone_in(group).received) == 1
    assert member.phone.received == []
    stats = await stage.storage.views.stats(in_the_group.id)
    assert (stats.view_count, stats.reader_count) == (1, 1)


async def test_what_was_opened_for_one_is_kept_by_its_button(
    stage: Stage, member: Person, group: Group, in_the_group: Article
) -> None:
    await stage.pressed(member, "Đọc tiếp", chat=group)

    await stage.pressed(member, "Lưu tin", chat=group)

    assert await stage.storage.saved.holds(ReaderId(member.id), article_id=in_the_group.id)


@pytest.mark.parametrize("why", ["old server", "rich but not ephemeral", "plain form"])
async def test_where_it_cannot_open_for_one_it_opens_in_private(
    stage: Stage, member: Person, group: Group, in_the_group: Article, why: str
) -> None:
    if why == "old server":
        stage.telegram.dialect = Dialect(rich=False)
    elif why == "rich but not ephemeral":
        stage.telegram.dialect = Dialect(ephemeral=False)
    else:
        await stage.storage.readers.welcome(
            ReaderId(member.id), name="An", language="vi", now=stage.clock.now()
        )
        await stage.storage.readers.set_classic(ReaderId(member.id), prefers_classic=True)

    toast = await stage.pressed(member, "Đọc tiếp", chat=group)

    assert toast.url == f"https://t.me/bantin_bot?start=a_{base36(in_the_group.id)}"
    assert stage.telegram.accepted(group.id) == 1
    await opened(stage, member, in_the_group)
    stats = await stage.storage.views.stats(in_the_group.id)
    assert (stats.view_count, stats.reader_count) == (1, 1)
    assert len(group.phone.received) == 1


async def test_what_is_retracted_is_not_shown_to_one_either(
    stage: Stage, member: Person, group: Group, in_the_group: Article
) -> None:
    await stage.storage.articles.retract(
        in_the_group.id, by=Author(name="B"), note="", now=stage.clock.now()
    )

    toast = await member.press_data(f"1r:{base36(in_the_group.id)}", chat=group)
    await stage.rest()

    assert toast is not None
    assert "start=a_" in (toast.url or "")
    assert (await stage.storage.views.stats(in_the_group.id)).view_count == 0


async def test_a_card_in_a_group_keeps_its_button_when_somebody_saves(
    stage: Stage, member: Person, group: Group
) -> None:
    article = await published(stage.storage, "Tin nhóm", now=stage.clock.now(), is_featured=True)
    await subscribed(stage.storage, group.id, now=stage.clock.now())
    await stage.jump(hours=6)

    await member.press("Lưu tin", chat=group)
    await stage.rest()

    assert await stage.storage.saved.holds(ReaderId(member.id), article_id=article.id)
    assert "Lưu tin" in group.phone.last.labels
