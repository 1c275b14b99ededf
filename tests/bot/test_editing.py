"""What was delivered follows its article."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.broadcasting import UNDO, announce_now, fan_out_due
from bot.delivery.editing import Editing
from bot.simulator.telegram import Fault
from storage.model import DeliveryKind, ReaderId, Status
from tests.editing import calls, edited, retracted, revised
from tests.posting import Post, posted


@pytest.fixture
async def post(sqlite_url: str) -> AsyncIterator[Post]:
    async with posted(sqlite_url) as opened:
        yield opened


async def test_a_correction_changes_what_was_delivered_and_nobody_is_rung(post: Post) -> None:
    people = await post.subscribers(25)
    article = await post.push("Tiêu đề sai")
    await post.settled()

    await revised(post, article, title="Tiêu đề đúng")
    await edited(post)

    assert all("Tiêu đề đúng" in person.phone.last.text for person in people)
    assert [post.telegram.accepted(person.id) for person in people] == [1] * 25


async def test_a_caption_is_corrected_like_a_text(post: Post) -> None:
    (person,) = await post.subscribers(1)
    slug = post.press.all()[0].slug
    article = await post.push("Tiêu đề sai", image_url=f"{post.press_url}/images/{slug}-1.jpg")
    await post.settled()
    assert person.phone.last.photo is not None

    await revised(post, article, title="Tiêu đề đúng")
    await edited(post)

    assert "Tiêu đề đúng" in person.phone.last.caption
    assert person.phone.last.photo is not None


async def test_another_picture_takes_the_place_of_the_first_uploaded_once(post: Post) -> None:
    people = await post.subscribers(3)
    first, second, *_ = (it.slug for it in post.press.all())
    article = await post.push(image_url=f"{post.press_url}/images/{first}-1.jpg")
    await post.settled()
    before = [person.phone.last.photo for person in people]

    await revised(post, article, image_url=f"{post.press_url}/images/{second}-1.jpg")
    await edited(post)

    after = [person.phone.last.photo for person in people]
    assert len({str(it) for it in after}) == 1
    assert str(after[0]) != str(before[0])
    media = [call for call in post.telegram.calls if call.method == "editMessageMedia"]
    sent_along = ["attach://photo" in str(call.params["media"]) for call in media]
    assert sent_along == [True, False, False]
    assert [post.telegram.accepted(person.id) for person in people] == [1] * 3


async def test_a_picture_that_was_taken_out_is_seen_no_more(post: Post) -> None:
    (person,) = await post.subscribers(1)
    slug = post.press.all()[0].slug
    body = "<p>" + "Một đoạn dài. " * 200 + "</p>"
    article = await post.push(image_url=f"{post.press_url}/images/{slug}-1.jpg", body_html=body)
    await post.settled()
    before = person.phone.last.photo

    await revised(post, article, image_url="", title="Tiêu đề đúng")
    await edited(post)
    await edited(post)

    assert str(person.phone.last.photo) != str(before)
    assert "Tiêu đề đúng" in person.phone.last.caption
    assert calls(post, "editMessageMedia") == 1


async def test_a_picture_that_comes_late_joins_the_words(post: Post) -> None:
    (person,) = await post.subscribers(1)
    article = await post.push()
    await post.settled()
    assert person.phone.last.photo is None

    slug = post.press.all()[0].slug
    await revised(post, article, image_url=f"{post.press_url}/images/{slug}-1.jpg")
    await edited(post)

    assert person.phone.last.photo is not None


async def test_a_picture_that_cannot_be_had_leaves_the_one_that_is_there(post: Post) -> None:
    (person,) = await post.subscribers(1)
    slug = post.press.all()[0].slug
    article = await post.push(image_url=f"{post.press_url}/images/{slug}-1.jpg")
    await post.settled()
    before = person.phone.last.photo

    await revised(post, article, image_url=f"{post.press_url}/khong-co.jpg", title="Tiêu đề đúng")
    await edited(post)

    assert str(person.phone.last.photo) == str(before)
    assert "Tiêu đề đúng" in person.phone.last.caption


async def test_what_reads_the_same_is_left_alone(post: Post) -> None:
    await post.subscribers(3)
    article = await post.push()
    await post.settled()

    await revised(post, article, photo_count=7)
    await edited(post)
    unchanged = calls(post, "editMessageText")
    await revised(post, await post.storage.articles.get(article.id), title="Khác")
    await edited(post)
    await edited(post)

    assert (unchanged, calls(post, "editMessageText")) == (0, 3)


async def test_what_was_retracted_is_deleted_within_two_days(post: Post) -> None:
    people = await post.subscribers(2)
    article = await post.push()
    await post.settled()

    await retracted(post, article)
    await edited(post)

    assert [person.phone.received for person in people] == [[], []]


async def test_what_was_retracted_later_becomes_a_notice(post: Post) -> None:
    (person,) = await post.subscribers(1)
    article = await post.push()
    await post.settled()
    post.clock.jump(timedelta(days=3))

    await retracted(post, article)
    await edited(post)

    assert person.phone.last.text == "Tin này đã được gỡ theo yêu cầu của Ban biên tập."
    assert person.phone.last.labels == []


async def test_an_edit_that_was_cut_off_goes_on_where_it_was(post: Post) -> None:
    people = await post.subscribers(30)
    article = await post.push("Tiêu đề sai")
    await post.settled()
    await revised(post, article, title="Tiêu đề đúng")
    post.clock.jump(timedelta(minutes=1))
    assert await Editing(post.newsroom, calls=post.calls).step()
    before = calls(post, "editMessageText")

    await edited(post)

    assert 0 < before < 30
    assert calls(post, "editMessageText") == 30
    assert all("Tiêu đề đúng" in person.phone.last.text for person in people)


async def test_a_message_that_is_gone_does_not_hold_up_the_others(post: Post) -> None:
    gone, other = await post.subscribers(2)
    article = await post.push("Tiêu đề sai")
    await post.settled()
    gone.block()
    post.telegram.faults.next("editMessageText", Fault.flood(1))

    await revised(post, article, title="Tiêu đề đúng")
    await edited(post)

    assert "Tiêu đề đúng" in other.phone.last.text


async def test_a_material_correction_is_told_as_an_answer_to_the_article(post: Post) -> None:
    (person,) = await post.subscribers(1)
    article = await post.push("Tiêu đề sai")
    await post.settled()
    corrected = await revised(post, article, title="Tiêu đề đúng")
    by = ReaderId(2001)
    kind = DeliveryKind.CORRECTION
    assert await announce_now(post.newsroom, corrected, kind=kind, by=by) is not None
    assert await announce_now(post.newsroom, corrected, kind=kind, by=by) is None

    post.clock.jump(UNDO)
    await fan_out_due(post.newsroom, post.clock.now())
    post.sender.wake()
    await post.settled()

    assert person.phone.last.text == "Đính chính\nTiêu đề đúng"
    first, _ = person.phone.received
    assert person.phone.last.json["reply_to_message"]["message_id"] == first.id


async def test_who_never_got_the_article_gets_no_correction(post: Post) -> None:
    article = await post.push()
    await post.settled()
    (person,) = await post.subscribers(1)
    corrected = await revised(post, article, title="Khác")
    assert corrected.status is Status.PUBLISHED

    await announce_now(post.newsroom, corrected, kind=DeliveryKind.CORRECTION, by=ReaderId(2001))
    post.clock.jump(UNDO)
    await fan_out_due(post.newsroom, post.clock.now())
    await post.settled()

    assert person.phone.received == []
