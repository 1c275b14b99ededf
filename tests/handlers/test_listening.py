import stat
from pathlib import Path

import pytest

from bot.simulator.telegram import Person
from bot.speech import open_speech, speakable
from bot.text import base36
from storage.model import Article, Content
from storage.model import Person as Author
from tests.staging import Stage, published

SPEAKER = '#!/bin/sh\necho "$2" >> "{log}"\ncat\n'
ENCODER = "#!/bin/sh\nprintf OggS\ncat\n"


def program(folder: Path, name: str, script: str) -> None:
    path = folder / name
    path.write_text(script)
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """A speaker that says its text as it is, and notes each time; an encoder that marks it."""
    folder = tmp_path / "bin"
    folder.mkdir()
    program(folder, "espeak-ng", SPEAKER.format(log=tmp_path / "spoken"))
    program(folder, "opusenc", ENCODER)
    return folder


@pytest.fixture
async def article(stage: Stage, programs: Path) -> Article:
    stage.newsroom.speech = open_speech("south", path=str(programs))
    return await published(stage.storage, "Bài để nghe", now=stage.clock.now())


async def opened(stage: Stage, person: Person, article: Article) -> None:
    person.open_link(f"a_{base36(article.id)}")
    await stage.rest()


async def test_an_article_without_sound_is_spoken_once(
    stage: Stage, member: Person, other: Person, article: Article, tmp_path: Path
) -> None:
    for person, label in ((member, "Nghe"), (other, "Listen")):
        await opened(stage, person, article)
        await stage.pressed(person, label)

    sent = [person.phone.last.json["voice"]["file_id"] for person in (member, other)]
    stored = stage.telegram.state.files.by_id[sent[0]].content
    assert stored.startswith(b"OggS")
    assert "Thân bài: Bài để nghe." in stored.decode()
    assert sent[0] == sent[1]
    assert (tmp_path / "spoken").read_text() == "vi-vn-x-south\n"


async def test_a_corrected_article_is_spoken_anew(
    stage: Stage, member: Person, article: Article, tmp_path: Path
) -> None:
    await opened(stage, member, article)
    await stage.pressed(member, "Nghe")
    await stage.storage.articles.revise(
        article.id,
        expected=article.version,
        content=Content(title="Đã sửa", body_html="<p>Bản mới.</p>"),
        by=Author(name="B"),
        now=stage.clock.now(),
    )

    await stage.pressed(member, "Nghe")

    assert (tmp_path / "spoken").read_text().count("\n") == 2


async def test_without_speech_there_is_nothing_to_press(stage: Stage, member: Person) -> None:
    article = await published(stage.storage, "Không nghe được", now=stage.clock.now())

    await opened(stage, member, article)

    assert "Nghe" not in member.phone.last.labels


async def test_speech_that_fails_is_said(
    stage: Stage, member: Person, article: Article, programs: Path
) -> None:
    program(programs, "espeak-ng", "#!/bin/sh\nexit 1\n")
    await opened(stage, member, article)

    await stage.pressed(member, "Nghe")

    assert member.phone.last.text == "Chưa đọc được bài này thành tiếng. Thử lại sau."


def test_a_machine_without_the_programs_has_no_speech(tmp_path: Path) -> None:
    assert open_speech("north", path=str(tmp_path)) is None
    assert open_speech("off") is None


def test_what_is_spoken_is_the_text_and_nothing_else() -> None:
    content = Content(
        title="Tiêu đề",
        summary="Lời dẫn.",
        body_html="<p>Một <b>hai</b>.</p><ul><li>Ba</li></ul><img src='https://a.example/x.jpg'>",
    )

    assert speakable(content) == "Tiêu đề\nLời dẫn.\nMột hai.\nBa"
