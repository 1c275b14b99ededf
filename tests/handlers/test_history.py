"""The versions of an article: what was changed, by whom, and back again."""

from __future__ import annotations

from dataclasses import replace

from bot.press import Press, Verb
from bot.simulator.telegram import Person
from storage.model import Article, ArticleId, Content, ReaderId, Status, Version
from storage.model import Person as Author
from tests.handlers.conftest import POST
from tests.staging import Stage, published

HOA = Author(id=ReaderId(77), name="Hoa")


async def revised(stage: Stage, article: Article, **changes: object) -> Article:
    """The article with other content, by somebody else."""
    return await stage.storage.articles.revise(
        article.id,
        expected=article.version,
        content=replace(article.content, **changes),  # type: ignore[arg-type]  # a test's
        by=HOA,
        note="sửa chính tả",
        now=stage.clock.now(),
    )


async def asked(stage: Stage, person: Person, verb: Verb, article: Article, **parts: object) -> str:
    """What the phone shows after this press; the toast where there is one."""
    press = Press(verb=verb, id=article.id, **parts)  # type: ignore[arg-type]  # a test's
    toast = await person.press_data(press.encode(), message_id=person.phone.last.id)
    await stage.rest()
    return (toast.text if toast is not None else "") or person.phone.last.text


async def test_an_editor_sees_who_changed_what_compares_and_brings_it_back(
    stage: Stage, editor: Person, draft: Article
) -> None:
    await revised(stage, draft, title="Ra quân làm cầu", category="Tình nguyện")

    await stage.pressed(editor, "Lịch sử phiên bản")

    listed = editor.phone.last.text
    assert "Bản 0.2, Hoa, " in listed
    assert "Tiêu đề, Chuyên mục\nsửa chính tả" in listed
    assert "Bản 0.1, Bình, " in listed
    assert editor.phone.last.labels == ["Xem bản 0.2", "Xem bản 0.1", "Quay lại"]

    await stage.pressed(editor, "Xem bản 0.2")
    assert "Chuyên mục\nTình nguyện" in editor.phone.last.text
    await stage.pressed(editor, "So với bản trước")
    shown = editor.phone.last
    assert "Bản 0.1 so với bản 0.2" in shown.text
    assert "Bớt: đường\nThêm: cầu" in shown.text
    assert "Chuyên mục\nThêm: Tình nguyện" in shown.text

    await stage.pressed(editor, "Xem bản 0.1")
    toast = await stage.pressed(editor, "Khôi phục")
    article = await stage.storage.articles.get(draft.id)
    assert toast.text == "Đã khôi phục bản 0.1."
    assert (article.version, article.content) == (Version(major=0, minor=3), draft.content)
    assert (await stage.storage.articles.history(draft.id))[0].note == "khôi phục bản 0.1"
    assert editor.phone.last.text.startswith("Bản nháp · 0.3\nRa quân làm đường")


async def test_any_two_versions_are_compared(stage: Stage, editor: Person, draft: Article) -> None:
    second = await revised(stage, draft, title="Ra quân làm cầu")
    await revised(stage, second, title="Ra quân làm trường")
    await asked(stage, editor, Verb.VERSION, draft, version=Version(major=0, minor=3))

    await stage.pressed(editor, "So với bản khác")
    assert "Chọn bản để so với bản 0.3." in editor.phone.last.text
    await stage.pressed(editor, "0.1")

    assert "Bản 0.1 so với bản 0.3" in editor.phone.last.text
    assert "Bớt: đường\nThêm: trường" in editor.phone.last.text


async def test_a_restore_that_comes_too_late_overwrites_nothing(
    stage: Stage, editor: Person, draft: Article
) -> None:
    second = await revised(stage, draft, title="Ra quân làm cầu")
    await asked(stage, editor, Verb.VERSION, draft, version=draft.version)
    third = await revised(stage, second, title="Ra quân làm trường")

    toast = await stage.pressed(editor, "Khôi phục")

    assert toast.text == "Bài đã được sửa sau khi bạn mở. Xem bản mới rồi duyệt."
    assert await stage.storage.articles.get(draft.id) == third
    assert "Ra quân làm trường" in editor.phone.last.text


async def test_before_what_readers_have_is_changed_the_editor_is_asked(
    stage: Stage, editor: Person
) -> None:
    article = await published(stage.storage, "Tin đã đăng", now=stage.clock.now())
    article = await revised(stage, article, title="Tin đã sửa")
    editor.write("/trogiup")
    await stage.rest()
    first = Version(major=0, minor=1)
    await asked(stage, editor, Verb.VERSION, article, version=first)

    await stage.pressed(editor, "Khôi phục")
    assert "Khôi phục bản 0.1? Bài đã ra ngoài" in editor.phone.last.text
    assert await stage.storage.articles.get(article.id) == article
    await stage.pressed(editor, "Khôi phục")

    restored = await stage.storage.articles.get(article.id)
    assert restored.content.title == "Tin đã đăng"
    assert restored.status is Status.PUBLISHED
    assert restored.content.published_at == article.content.published_at


async def test_a_writer_sees_the_history_of_own_articles_only(
    stage: Stage, writer: Person, draft: Article
) -> None:
    writer.write(POST)
    await stage.rest()
    own = await stage.storage.articles.get(ArticleId(2))

    assert "Bản 0.1, Dung" in await asked(stage, writer, Verb.VERSIONS, own)
    refused = [
        await asked(stage, writer, Verb.VERSIONS, draft),
        await asked(stage, writer, Verb.VERSION, draft, version=draft.version),
        await asked(stage, writer, Verb.COMPARE, draft, version=draft.version, argument="0.1"),
        await asked(stage, writer, Verb.RESTORE, draft, version=draft.version, argument="0.1!"),
    ]

    assert len(set(refused)) == 1
    assert "Bản 0.1" not in refused[0]
    assert await stage.storage.articles.get(draft.id) == draft


async def test_a_reader_sees_no_history(stage: Stage, member: Person, draft: Article) -> None:
    member.write("/start")
    await stage.rest()

    assert await asked(stage, member, Verb.VERSIONS, draft) == (
        "Chỉ biên tập viên dùng được lệnh này."
    )


async def test_of_versions_that_are_not_there_nothing_is_shown(
    stage: Stage, editor: Person, draft: Article
) -> None:
    for argument in ("9.9", "", "x", "9999999.0!", "0.1.1"):
        shown = await asked(
            stage, editor, Verb.COMPARE, draft, version=draft.version, argument=argument
        )
        assert shown == "Không tìm thấy tin này."


async def test_long_versions_and_comparisons_come_in_pages(
    stage: Stage, editor: Person, draft: Article
) -> None:
    body = "".join(f"<p>Đoạn {number}: {'ra quân ' * 30}</p>" for number in range(60))
    await revised(stage, draft, body_html=body)
    await asked(
        stage, editor, Verb.COMPARE, draft, version=Version(major=0, minor=2), argument="0.1"
    )

    pages = [editor.phone.last.text]
    while "Trang sau" in editor.phone.last.labels:
        await stage.pressed(editor, "Trang sau")
        pages.append(editor.phone.last.text)

    assert len(pages) > 3
    assert "Đoạn 59:" in pages[-1]
    assert all(len(page) <= 4096 for page in pages)


async def test_a_long_history_is_paged(stage: Stage, editor: Person) -> None:
    content = Content(title="Tin 0")
    article = await stage.storage.articles.draft(content, by=HOA, now=stage.clock.now())
    for number in range(1, 12):
        article = await revised(stage, article, title=f"Tin {number}")
    editor.write("/trogiup")
    await stage.rest()
    await asked(stage, editor, Verb.VERSIONS, article)

    await stage.pressed(editor, "Trang sau")

    assert "Xem bản 0.1" in editor.phone.last.labels
    assert "Xem bản 0.12" not in editor.phone.last.labels
