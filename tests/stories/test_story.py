"""From a portal's list to members' phones, a press, a count, and the digest next morning."""

from datetime import UTC, datetime, time
from decimal import Decimal

from bot.simulator.publishers import SAMPLE_SLUG
from bot.simulator.telegram.seen import Phone
from storage.model import Article, ArticleId, ChatKind, DeliveryState, Status
from tests.searching import hits
from tests.staging import Stage, staged, subscribed

TITLE = (
    "Thực hiện tốt các chương trình phát triển khai và ứng dụng công nghệ thông tin "
    "cho lực lượng đoàn viên thanh niên"
)
EVENING_SLUG, EVENING = "lich-tiep-doan-vien", "Đêm hội trăng rằm ở xã đảo"
# Shortly after the morning's push, so that the portal is looked at before the evening's.
MORNING = datetime(2026, 11, 24, 0, 45, tzinfo=UTC)
AN_ID, BLOCKER_ID, MAI_ID, GROUP_ID = 1001, 1002, 1003, -77


async def sample_of(stage: Stage) -> Article:
    """The portal's sample article as we keep it."""
    headlines = await hits(stage.storage, "ung dung cong nghe thong tin")
    (found,) = [each for each in headlines if each.title == TITLE]
    return await stage.storage.articles.get(ArticleId(found.id))


async def test_an_article_travels_from_the_portal_to_its_readers(storage_url: str) -> None:
    async with staged(storage_url, start=MORNING) as stage:
        await read_the_backlog(stage)
        await gather_the_audience(stage)

        stage.press.edit(SAMPLE_SLUG)
        await look(stage)
        article = await sample_of(stage)
        check_columns(article, base_url=stage.press_url)
        assert not any(phone.received for phone in phones(stage))

        await stage.jump_to(time(17, 0))
        an, group = phones(stage)
        assert TITLE in an.last.caption
        assert an.last.photo is not None
        assert "Đọc tiếp" in group.last.labels
        assert stage.telegram.accepted(BLOCKER_ID) == 0

        await read_it(stage, article)
        stage.press.publish(EVENING_SLUG, title=EVENING)
        await look(stage)
        await stage.jump_to(time(7, 0))
        await stage.jump(hours=3)
        await check_what_arrived(stage)


async def look(stage: Stage) -> None:
    """The feed's next look comes, whenever that is."""
    ((_, state),) = await stage.storage.feeds.all()
    left = state.next_poll_at - stage.clock.now()
    await stage.jump(seconds=max(0.0, left.total_seconds()) + 5)


def phones(stage: Stage) -> tuple[Phone, Phone]:
    """Where news arrives: a person's chat and a group."""
    return stage.telegram.person(AN_ID).phone, stage.telegram.group(GROUP_ID).phone


async def read_it(stage: Stage, article: Article) -> None:
    """One presses in private, another in the group: two openings, two readers."""
    an, mai = stage.telegram.person(AN_ID), stage.telegram.person(MAI_ID)
    await stage.pressed(an, "Đọc tiếp")
    assert "Lượt xem: 1" in an.phone.last.text
    assert "Tỉnh đoàn Tây Ninh đã phối hợp" in an.phone.last.text

    group = stage.telegram.group(GROUP_ID)
    await stage.pressed(mai, "Đọc tiếp", chat=group)
    assert "Lượt xem: 2" in mai.phone_in(group).last.text
    assert not any(each.rich for each in group.phone.received)
    stats = await stage.storage.views.stats(article.id)
    assert (stats.view_count, stats.reader_count, stats.imported_view_count) == (2, 2, 54)


async def check_what_arrived(stage: Stage) -> None:
    """The card once, and next morning one digest without it; nothing for who blocked us."""
    for phone in phones(stage):
        digests = [each.text for each in phone.received if each.text.startswith("Bản tin")]
        cards = [each for each in phone.received if TITLE in each.caption]
        assert (len(digests), len(cards)) == (1, 1)
        assert EVENING in digests[0]
        assert TITLE not in digests[0]
    assert stage.telegram.accepted(BLOCKER_ID) == 0
    counts = await stage.storage.outbox.counts()
    assert counts[DeliveryState.GONE] == 1
    assert {state for state, n in counts.items() if n} == {DeliveryState.SENT, DeliveryState.GONE}


async def read_the_backlog(stage: Stage) -> None:
    """What the portal had before is read, and nobody is told of it."""
    stage.press.withdraw(SAMPLE_SLUG)
    stage.press.withdraw(EVENING_SLUG)
    await stage.storage.feeds.add(
        stage.press.feeds(stage.press_url)[0].url,
        title="Tỉnh đoàn",
        is_trusted=True,
        now=stage.clock.now(),
    )
    await stage.jump(seconds=10)
    assert await stage.storage.articles.count_latest() > 3


async def gather_the_audience(stage: Stage) -> None:
    """Two people, one of whom blocks the bot, and a group."""
    an = stage.telegram.person(AN_ID, first_name="An", language_code="vi", started=True)
    mai = stage.telegram.person(MAI_ID, first_name="Mai", language_code="vi", started=True)
    blocker = stage.telegram.person(BLOCKER_ID, language_code="vi", started=True)
    group = stage.telegram.group(GROUP_ID, title="Chi đoàn", members=[mai], admins=[an])
    an.write("/dangky")
    an.write("/dangky@bantin_bot", chat=group)
    await stage.rest()
    await subscribed(stage.storage, blocker.id, now=stage.clock.now())
    # Nothing but a refused message tells us of this one.
    blocker.record.has_blocked = True
    for chat_id, kind in ((an.id, ChatKind.PRIVATE), (group.id, ChatKind.GROUP)):
        found = await stage.storage.subscribers.find(chat_id)
        assert found is not None
        assert found.kind is kind
    for phone in (an.phone, group.phone):
        for message in phone.messages:
            message._stored.is_deleted = True


def check_columns(article: Article, *, base_url: str) -> None:
    """Every row of the table in the content model."""
    content = article.content
    assert content.title == TITLE
    assert content.image_url.startswith(f"{base_url}/images/")
    assert content.image_caption.startswith("Đoàn viên thanh niên dự lớp tập huấn")
    assert content.image_credit == "Kiều Oanh"
    assert content.summary.startswith("Hàng năm, Sở Thông tin và Truyền thông phối hợp")
    assert content.body_html.startswith("<p>Trong những năm qua, từ năm 2012-2017")
    assert content.alternate_url == ""
    assert content.published_at == datetime(2017, 8, 14, 3, 0, tzinfo=UTC)
    assert content.is_featured
    assert article.featured_at is not None
    assert content.author.name == "Kiều Oanh"
    assert content.page_count == Decimal("3.5")
    assert content.photo_count == 2
    assert content.royalty_vnd == 585_000
    assert article.status is Status.PUBLISHED
    assert content.imported_view_count == 54
    assert content.category == "Thông tin hoạt động"
    assert content.genre == "Bài phản ánh"
    assert [each.title for each in content.related] != []
    assert len(content.related) == 2
    assert [each.url for each in content.audio] == [
        f"{base_url}/audio/ban-tin-2017-08-14-phan-1.mp3",
        f"{base_url}/audio/ban-tin-2017-08-14-phan-2.mp3",
    ]
    assert content.imported_approval == 0
    (attachment,) = content.attachments
    assert attachment.url == f"{base_url}/files/chuong-trinh-phoi-hop-cntt.pdf"
    assert content.content_type == "Tin Tức Mở Rộng"
    assert content.imported_version in ("1.0", "2.0")
    assert str(article.version) == "1.0"
    assert content.created_at is not None
    assert content.created_by.name == "Kiều Oanh"
    assert content.modified_at is not None
    assert content.modified_by.name == "Ban biên tập"
    history = dict(content.extra)["Lịch sử"]
    assert history.startswith("14/08/2017 09:20 Kiều Oanh: tạo bài")
