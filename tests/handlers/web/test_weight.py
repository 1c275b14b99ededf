"""What a page costs whoever opens it on a weak network: compressed, its files included."""

import io
import re
from dataclasses import replace

from PIL import Image

from bot.simulator.telegram import Person
from bot.text import base36
from storage.model import Person as Author
from tests.handlers.web.conftest import Web
from tests.staging import Stage

MOST_BYTES, MOST_WITH_PICTURE = 15_000, 50_000
SENTENCE = "Hai trăm đoàn viên của ba xã ra quân làm đường từ sáng sớm, không nghỉ trưa. "


async def test_a_long_article_weighs_little_also_with_its_picture(
    stage: Stage, editor: Person, web: Web
) -> None:
    noise = io.BytesIO()
    # No photograph is harder to make small.
    Image.effect_noise((1600, 1200), 120).save(noise, "JPEG", quality=95)
    editor.send_photo(noise.getvalue(), caption=f"Bài dài\n{SENTENCE}")
    await stage.rest()
    await stage.pressed(editor, "Đăng ngay")
    (headline,) = await stage.storage.articles.find_latest(limit=1)
    article = await stage.storage.articles.get(headline.id)
    body = "".join(f"<p>{SENTENCE * 4}{number}</p>" for number in range(40))
    await stage.storage.articles.revise(
        article.id,
        expected=article.version,
        content=replace(article.content, body_html=body),
        by=Author(name="Ban biên tập"),
        now=stage.clock.now(),
    )

    page = await web.get(f"/a/{base36(article.id)}", Accept_Encoding="gzip")
    files = re.findall(r'"(/static/[^"]+)"', page.text)
    weight = page.length + sum([(await web.get(it, Accept_Encoding="gzip")).length for it in files])
    picture = await web.get(f"/p/{base36(article.id)}-0.jpg")

    assert len(files) == 2
    assert weight <= MOST_BYTES
    assert picture.status == 200
    assert weight + picture.length <= MOST_WITH_PICTURE
