import pytest

from bot.press import Press, Verb
from bot.simulator.telegram import Dialect, Person
from bot.text import base36
from storage.model import Article, Attachment, ReaderId
from storage.model import Person as Author
from tests.staging import Stage, published, subscribed

GONE = "Tin này đã được gỡ theo yêu cầu của Ban biên tập."
LONG = "".join(f"<p>Đoạn {number}: " + "chữ " * 150 + "</p>" for number in range(30))


@pytest.fixture
async def article(stage: Stage) -> Article:
    return await published(stage.storage, "Ra quân làm đường", now=stage.clock.now())


async def opened(stage: Stage, person: Person, article: Article) -> None:
    person.open_link(f"a_{base36(article.id)}")
    await stage.rest()


async def test_an_article_opens_as_a_rich_message(
    stage: Stage, member: Person, article: Article
) -> None:
    await opened(stage, member, article)

    assert member.phone.last.rich is not None
    assert "Thân bài: Ra quân làm đường." in member.phone.last.text
    assert "Không xem được? Xem dạng thường" in member.phone.last.labels


async def test_a_server_without_rich_messages_is_asked_once(
    stage: Stage, member: Person, other: Person, article: Article
) -> None:
    stage.telegram.dialect = Dialect(rich=False)

    await opened(stage, member, article)
    await opened(stage, other, article)

    assert member.phone.last.rich is None
    assert "Lượt xem: 1" in member.phone.last.text
    assert "Views: 2" in other.phone.last.text
    refused = [call.error for call in stage.telegram.calls if call.error]
    assert refused.count("Not Found: method not found") == 1


async def test_the_plain_form_is_remembered(stage: Stage, member: Person, article: Article) -> None:
    await opened(stage, member, article)

    await member.press("Không xem được? Xem dạng thường")
    await stage.rest()
    assert member.phone.last.rich is None
    await stage.jump(hours=1)
    await opened(stage, member, article)

    assert member.phone.last.rich is None
    assert "Lượt xem: 2" in member.phone.last.text
    assert (await stage.storage.readers.get(ReaderId(member.id))).prefers_classic
    await stage.pressed(member, "Xem dạng đầy đủ")
    assert member.phone.last.rich is not None


async def test_long_articles_turn_in_place(stage: Stage, member: Person, other: Person) -> None:
    article = await published(stage.storage, "Bài dài", now=stage.clock.now(), body_html=LONG)
    await stage.storage.readers.welcome(
        ReaderId(member.id), name="An", language="vi", now=stage.clock.now()
    )
    await stage.storage.readers.set_classic(ReaderId(member.id), prefers_classic=True)
    await opened(stage, member, article)
    first = member.phone.last
    assert "Lượt xem: 1 | Trang 1/" in first.text

    await member.press("▶")
    await stage.rest()

    assert member.phone.last.id == first.id
    assert "Lượt xem: 1 | Trang 2/" in member.phone.last.text
    await opened(stage, other, article)
    await member.press("◀")
    await stage.rest()
    assert "Lượt xem: 2 | Trang 1/" in member.phone.last.text


async def test_parts_of_a_rich_article_turn_in_place(stage: Stage, member: Person) -> None:
    article = await published(
        stage.storage, "Bài rất dài", now=stage.clock.now(), body_html=LONG * 3
    )
    await opened(stage, member, article)
    first = member.phone.last

    await member.press("Đọc tiếp (2/")
    await stage.rest()

    assert member.phone.last.id == first.id
    assert member.phone.last.rich is not None
    assert "Trang 2/" in member.phone.last.text


async def test_the_same_person_within_half_an_hour_is_one_opening(
    stage: Stage, member: Person, article: Article
) -> None:
    await opened(stage, member, article)
    await opened(stage, member, article)

    stats = await stage.storage.views.stats(article.id)
    assert (stats.view_count, stats.reader_count) == (1, 1)


async def test_half_an_hour_later_it_is_another_opening_by_the_same_reader(
    stage: Stage, member: Person, article: Article
) -> None:
    await opened(stage, member, article)
    await stage.jump(minutes=31)
    await opened(stage, member, article)

    stats = await stage.storage.views.stats(article.id)
    assert (stats.view_count, stats.reader_count) == (2, 1)


async def test_two_people_are_two_readers(
    stage: Stage, member: Person, other: Person, article: Article
) -> None:
    await opened(stage, member, article)
    await opened(stage, other, article)

    stats = await stage.storage.views.stats(article.id)
    assert (stats.view_count, stats.reader_count) == (2, 2)
    assert "Views: 2" in other.phone.last.text


async def test_an_article_is_kept_and_let_go_by_the_same_button(
    stage: Stage, member: Person, article: Article
) -> None:
    await opened(stage, member, article)

    await member.press("Lưu tin")
    await stage.rest()
    assert await stage.storage.saved.holds(ReaderId(member.id), article_id=article.id)
    assert "Bỏ lưu" in member.phone.last.labels
    await member.press("Bỏ lưu")
    await stage.rest()

    assert not await stage.storage.saved.holds(ReaderId(member.id), article_id=article.id)
    assert "Lưu tin" in member.phone.last.labels
    assert member.phone.toasts == ["Đã lưu.", "Đã bỏ lưu."]


async def test_an_article_that_lies_elsewhere_is_linked_and_counted(
    stage: Stage, member: Person
) -> None:
    article = await published(
        stage.storage, "Ở trang khác", now=stage.clock.now(), alternate_url="https://doan.example/1"
    )

    await opened(stage, member, article)

    assert member.phone.last.buttons[0][0].url == "https://doan.example/1"
    assert "Lượt xem: 1" in member.phone.last.text


async def test_a_retracted_article_is_a_notice_without_its_title(
    stage: Stage, member: Person, article: Article
) -> None:
    await stage.storage.articles.retract(
        article.id, by=Author(name="Ban biên tập"), note="", now=stage.clock.now()
    )

    await opened(stage, member, article)

    assert member.phone.last.text == GONE
    assert (await stage.storage.views.stats(article.id)).view_count == 0


@pytest.mark.parametrize("verb", [Verb.PHOTO, Verb.LISTEN, Verb.DOCUMENTS])
async def test_what_came_with_a_retracted_article_is_not_sent_and_that_is_said(
    stage: Stage, member: Person, verb: Verb
) -> None:
    file = Attachment(name="Kế hoạch", url=f"{stage.press_url}/files/k.pdf")
    article = await published(
        stage.storage, "Rút lại", now=stage.clock.now(), audio=(file,), attachments=(file,)
    )
    await opened(stage, member, article)
    shown = member.phone.last.id
    await stage.storage.articles.retract(
        article.id, by=Author(name="Ban biên tập"), note="", now=stage.clock.now()
    )

    toast = await member.press_data(Press(verb=verb, id=article.id).encode())
    await stage.rest()

    assert toast is not None
    assert toast.text == GONE
    assert member.phone.last.id == shown


async def test_sound_documents_and_picture_come_at_a_press(stage: Stage, member: Person) -> None:
    slug = stage.press.all()[0].slug
    article = await published(
        stage.storage,
        "Có tất cả",
        now=stage.clock.now(),
        image_url=f"{stage.press_url}/images/{slug}-1.jpg",
        image_caption="Ra quân",
        audio=(Attachment(name="Bản đọc", url=f"{stage.press_url}/audio/a.mp3"),),
        attachments=(Attachment(name="Kế hoạch", url=f"{stage.press_url}/files/k.pdf"),),
    )
    await subscribed(stage.storage, member.id, now=stage.clock.now())
    subscriber = await stage.storage.subscribers.find(member.id)
    assert subscriber is not None
    await stage.storage.subscribers.change(subscriber.id, saves_data=True)
    await stage.storage.articles.feature(
        article.id, is_featured=True, by=Author(name="B"), now=stage.clock.now()
    )
    await stage.jump(hours=6)
    card = member.phone.last
    assert card.photo is None

    for label in ("Xem ảnh", "Nghe", "Tài liệu"):
        await member.press(label)
    await stage.rest()

    picture, sound, document = member.phone.received[-3:]
    assert picture.photo is not None
    assert picture.caption == "Ra quân"
    assert "audio" in sound.json
    assert "document" in document.json


async def test_a_file_that_telegram_cannot_fetch_is_linked(stage: Stage, member: Person) -> None:
    article = await published(
        stage.storage,
        "Tệp hỏng",
        now=stage.clock.now(),
        attachments=(Attachment(name="Kế hoạch", url=f"{stage.press_url}/khong-co.pdf"),),
    )
    await opened(stage, member, article)

    await member.press("Tài liệu")
    await stage.rest()

    assert member.phone.last.text == f"Kế hoạch\n{stage.press_url}/khong-co.pdf"
