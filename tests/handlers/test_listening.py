import asyncio
import shutil
import stat
import struct
from pathlib import Path

import pytest

from bot.simulator.telegram import Person
from bot.speech import VOICES, open_speech, speakable
from bot.text import base36
from storage.model import Article, Content
from storage.model import Person as Author
from tests.staging import Stage, published

SPEAKER = '#!/bin/sh\necho "$2" >> "{log}"\ncat\n'
ENCODER = "#!/bin/sh\nprintf OggS\ncat\n"
LONG = "<p>Sáng nay, hai trăm đoàn viên của ba xã ra quân làm đường.</p>" * 10
SPOKEN_S = 45

real = pytest.mark.skipif(
    not (shutil.which("espeak-ng") and shutil.which("opusenc")),
    reason="espeak-ng and opusenc are not installed here",
)


def seconds_of(sound: bytes) -> float:
    """How long OGG with Opus lasts. RFC 7845: the last page's position, at 48 kHz."""
    assert sound[28:36] == b"OpusHead"
    last = sound[sound.rindex(b"OggS") :]
    return float(struct.unpack_from("<q", last, 6)[0]) / 48_000


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

    assert speakable(content) == "Tiêu đề\n\nLời dẫn.\n\nMột hai.\n\nBa"


def test_the_dots_of_a_number_are_not_spoken() -> None:
    content = Content(title="Có 1.234.567 người, 2.5 điểm", body_html="<p>Năm 2026.</p>")

    assert speakable(content) == "Có 1234567 người, 2.5 điểm\n\nNăm 2026."


@real
@pytest.mark.parametrize("voice", sorted(VOICES))
async def test_the_real_programs_speak_with_each_voice(
    stage: Stage, member: Person, other: Person, voice: str
) -> None:
    stage.newsroom.speech = open_speech(voice)
    now = stage.clock.now()
    article = await published(stage.storage, "Ra quân làm đường", now=now, body_html=LONG)

    for person, label in ((member, "Nghe"), (other, "Listen")):
        await opened(stage, person, article)
        await stage.pressed(person, label)

    sent = [person.phone.last.json["voice"]["file_id"] for person in (member, other)]
    sound = stage.telegram.state.files.by_id[sent[0]].content
    assert sent[0] == sent[1]
    assert seconds_of(sound) == pytest.approx(SPOKEN_S, rel=0.25)
    assert len(sound) < 3_000 * seconds_of(sound)


@real
async def test_each_region_speaks_in_its_own_way() -> None:
    voices = [open_speech(voice) for voice in VOICES]

    sounds = {await voice.spoken("Đoàn viên trẻ ra quân.") for voice in voices if voice}

    assert len(sounds) == len(VOICES)


@real
async def test_what_looks_like_an_option_is_spoken() -> None:
    speech = open_speech("north")
    assert speech is not None

    assert seconds_of(await speech.spoken("--version -f /etc/hostname")) > 1


async def test_an_article_that_two_wait_for_is_spoken_once(
    stage: Stage, member: Person, other: Person, article: Article, tmp_path: Path
) -> None:
    for person in (member, other):
        await opened(stage, person, article)

    await asyncio.gather(member.press("Nghe"), other.press("Listen"))
    await stage.rest()

    assert all("voice" in person.phone.last.json for person in (member, other))
    assert (tmp_path / "spoken").read_text().count("\n") == 1
