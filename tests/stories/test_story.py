"""From a portal's list to members' phones, a press, a count, and the digest next morning."""

from datetime import UTC, datetime, time
from decimal import Decimal

from bot.simulator.publishers import SAMPLE_SLUG
from bot.text import base36
from storage.model import Article, ArticleId, ChatKind, DeliveryState, Status
from tests.staging import Stage, staged, subscribed

TITLE = (
    "Thực hiện tốt các chương trình phát triển khai và ứng dụng công nghệ thông tin "
    "cho lực lượng đoàn viên thanh niên"
)
EVENING_SLUG = "lich-tiep-doan-vien"
AN_ID, BLOCKER_ID, MAI_ID, GROUP_ID = 1001, 1002, 1003, -77


async def sample_of(stage: Stage) -> Article:
    """The portal's sample article as we keep it."""
    hits = await stage.storage.search.find("ung dung cong nghe thong tin", limit=5)
    (found,) = [each for each in hits.headlines if each.title == TITLE]
    return await stage.storage.articles.get(ArticleId(found.id))


async def test_an_article_travels_from_the_portal_to_its_readers(storage_url: str) -> None:
    async with staged(storage_url) as stage:
        await read_the_backlog(stage)
        await gather_the_audience(stage)
        an = stage.telegram.person(AN_ID)
        mai = stage.telegram.person(MAI_ID)
        group = stage.telegram.group(GROUP_ID)
        assert (an.phone.received, group.phone.received) == ([], [])

        stage.press.edit(SAMPLE_SLUG)
        await stage.jump(hours=2)
        article = await sample_of(stage)
        check_columns(article, base_url=stage.press_url)
        assert (an.phone.received, group.phone.received) == ([], [])

        await stage.jump_to(time(17, 0))
        assert "ứng dụng công nghệ thông tin" in an.phone.last.caption
        assert an.phone.last.photo is not None
        assert "Đọc tiếp" in group.phone.last.labels
        assert stage.telegram.accepted(BLOCKER_ID) == 0

        await stage.pressed(an, "Đọc tiếp")
        assert "Lượt xem: 1" in an.phone.last.text
        assert "Tỉnh đoàn Tây Ninh đã phối hợp" in an.phone.last.text
        toast = await stage.pressed(mai, "Đọc tiếp", chat=group)
        assert toast.url == f"https://t.me/bantin_bot?start=a_{base36(article.id)}"
        mai.open_link(f"a_{base36(article.id)}")
        await stage.rest()
        assert "Lượt xem: 2" in mai.phone.last.text
        stats = await stage.storage.views.stats(article.id)
        assert (stats.view_count, stats.reader_count, stats.imported_view_count) == (2, 2, 54)

        stage.press.publish(EVENING_SLUG, title="Đêm hội trăng rằm ở xã đảo")
        await stage.jump(hours=2)
        await stage.jump_to(time(7, 0))
        for phone in (an.phone, group.phone):
            digests = [each for each in phone.received if each.text.startswith("Bản tin")]
            assert len(digests) == 1
            assert "Đêm hội trăng rằm ở xã đảo" in digests[0].text
            assert TITLE not in digests[0].text
        assert stage.telegram.accepted(BLOCKER_ID) == 0

        await stage.jump(hours=3)
        for phone in (an.phone, group.phone):
            cards = [each for each in phone.received if TITLE in each.caption]
            assert len(cards) == 1
        counts = await stage.storage.outbox.counts()
        assert counts[DeliveryState.GONE] == 1
        assert {state for state, n in counts.items() if n} <= {
            DeliveryState.SENT,
            DeliveryState.GONE,
        }


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
