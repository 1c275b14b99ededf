from io import BytesIO

import pytest
from PIL import Image

from bot.simulator.publishers.pictures import SCENES, draw


@pytest.mark.parametrize("scene", sorted(SCENES))
@pytest.mark.parametrize("slug", ["mot", "hai"])
def test_every_scene_decodes_at_its_size_and_stays_light(scene, slug):
    data = draw(slug, scenes=(scene,))

    picture = Image.open(BytesIO(data))
    picture.load()
    assert picture.format == "JPEG"
    assert picture.size == (1280, 800)
    assert len(data) <= 120 * 1024


def test_pictures_of_one_article_differ():
    assert draw("mot", number=1, scenes=("river",)) != draw("mot", number=2, scenes=("river",))


async def test_a_picture_is_served_once_to_who_keeps_it(press, web):
    async with web.get(press.on_show()[0].image_path) as answer:
        data = await answer.read()

    assert answer.headers["Content-Type"] == "image/jpeg"
    assert Image.open(BytesIO(data)).size == (1280, 800)
    async with web.get(
        press.on_show()[0].image_path, headers={"If-None-Match": answer.headers["ETag"]}
    ) as again:
        assert again.status == 304


async def test_audio_and_documents_are_what_they_say(web):
    async with web.get("/audio/tu-sach-thon-doi-sim.mp3") as answer:
        sound = await answer.read()
    async with web.get("/files/the-le-sang-tao-tre.pdf") as answer:
        paper = await answer.read()

    assert sound.startswith(b"\xff\xfb")
    assert paper.startswith(b"%PDF-")
