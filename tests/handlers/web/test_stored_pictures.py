"""Pictures that only Telegram keeps, on the reader page."""

from bot.simulator.telegram import Person
from tests.handlers.web.conftest import Web
from tests.staging import Stage


async def test_a_picture_sent_to_the_bot_is_on_the_page_once_published(
    stage: Stage, editor: Person, web: Web
) -> None:
    editor.send_photo(caption="Lễ ra quân\nSáng nay.")
    await stage.rest()
    assert (await web.get("/p/1-0.jpg")).status == 404

    await stage.pressed(editor, "Đăng ngay")

    picture = await web.get("/p/1-0.jpg")
    assert picture.status == 200
    assert picture.headers["content-type"] == "image/jpeg"
    assert "telegram.invalid" not in (await web.get("/a/1")).text
