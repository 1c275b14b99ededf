"""Pictures and files: uploaded, by URL, by `file_id`; albums."""

import pytest
from aiohttp import web
from telegram import InputMediaDocument, InputMediaPhoto
from telegram.error import BadRequest

from tests.simulator.telegram.pictures import picture


@pytest.fixture
def an(sim):
    return sim.person(7, started=True)


@pytest.fixture
async def site():
    """A web server with a picture and a page; counts how often the picture was fetched."""
    fetched = []

    async def serve_picture(request: web.Request) -> web.Response:
        fetched.append(request.path)
        return web.Response(body=picture(), content_type="image/png")

    async def serve_page(request: web.Request) -> web.Response:
        return web.Response(text="<p>a</p>", content_type="text/html")

    app = web.Application()
    app.router.add_get("/anh.png", serve_picture)
    app.router.add_get("/trang", serve_page)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}", fetched
    await runner.cleanup()


async def test_an_uploaded_picture_arrives_and_its_id_sends_it_again(bot, an):
    sent = await bot.send_photo(7, picture(), caption="<b>Hội trại</b>", parse_mode="HTML")
    again = await bot.send_photo(7, sent.photo[-1].file_id)

    assert (sent.photo[-1].width, sent.photo[-1].height) == (32, 24)
    assert an.phone.messages[0].html == "<b>Hội trại</b>"
    assert an.phone.messages[0].photo.content == picture()
    assert again.photo[-1].file_unique_id == sent.photo[-1].file_unique_id


async def test_what_is_no_picture_is_no_photo(bot, an):
    with pytest.raises(BadRequest, match="Image_process_failed"):
        await bot.send_photo(7, b"%PDF-1.7 not a picture")


async def test_a_broken_picture_is_no_photo(bot, an):
    with pytest.raises(BadRequest, match="Image_process_failed"):
        await bot.send_photo(7, b"\x89PNG\r\n\x1a\n and then nothing")


async def test_a_photo_of_over_ten_megabytes_is_refused(bot, an):
    with pytest.raises(BadRequest, match="too big for a photo"):
        await bot.send_photo(7, picture() + b"\0" * (10 * 1024 * 1024))


async def test_a_long_strip_is_no_photo(bot, an):
    with pytest.raises(BadRequest, match="Photo_invalid_dimensions"):
        await bot.send_photo(7, picture(2100, 100))


async def test_a_caption_holds_1024_characters(api, an, sim):
    an.send_photo()
    file_id = an.phone.last.photo.file_id

    refusal = await api.refusal("sendPhoto", chat_id=7, photo=file_id, caption="ễ" * 1025)
    await api.result("sendPhoto", chat_id=7, photo=file_id, caption="ễ" * 1024)

    assert refusal == "Bad Request: message caption is too long"


async def test_a_picture_is_fetched_from_its_url_once(api, an, site):
    url, fetched = site

    for _ in range(2):
        await api.result("sendPhoto", chat_id=7, photo=f"{url}/anh.png")

    assert an.phone.last.photo.content == picture()
    assert fetched == ["/anh.png"]


@pytest.mark.parametrize(
    ("path", "refusal"),
    [
        ("/trang", "wrong type of the web page content"),
        ("/khong-co", "failed to get HTTP URL content"),
    ],
)
async def test_a_url_without_a_picture_is_refused(api, an, site, path, refusal):
    url, _ = site

    assert await api.refusal("sendPhoto", chat_id=7, photo=url + path) == f"Bad Request: {refusal}"


async def test_an_invented_file_id_is_refused(api, an):
    refusal = await api.refusal("sendPhoto", chat_id=7, photo="AgACinvented")

    assert refusal == "Bad Request: wrong file identifier/HTTP URL specified"


async def test_a_document_keeps_its_name_and_is_not_a_photo(bot, an):
    sent = await bot.send_document(7, b"%PDF-1.7", filename="Kế hoạch 12.pdf")

    assert sent.document.file_name == "Kế hoạch 12.pdf"
    with pytest.raises(BadRequest, match="Can't use file of type document as photo"):
        await bot.send_photo(7, sent.document.file_id)


async def test_a_voice_note_can_be_sent(bot, an):
    sent = await bot.send_voice(7, b"OggS....", duration=3)

    assert sent.voice.duration == 3


async def test_an_album_holds_two_to_ten_pictures(bot, an):
    media = [InputMediaPhoto(picture(shade=shade), caption=f"Ảnh {shade}") for shade in (1, 2)]

    sent = await bot.send_media_group(7, media)

    assert len({each.media_group_id for each in sent}) == 1
    assert [each.caption for each in an.phone.messages] == ["Ảnh 1", "Ảnh 2"]
    with pytest.raises(BadRequest, match="2-10"):
        await bot.send_media_group(7, media[:1])


async def test_an_album_does_not_mix_pictures_and_documents(bot, an):
    with pytest.raises(BadRequest, match="can't be mixed"):
        await bot.send_media_group(
            7, [InputMediaPhoto(picture()), InputMediaDocument(b"%PDF-1.7", filename="a.pdf")]
        )


async def test_a_picture_can_be_replaced(bot, an):
    sent = await bot.send_photo(7, picture(), caption="cũ")

    await bot.edit_message_media(
        InputMediaPhoto(picture(40, 40), caption="mới"), chat_id=7, message_id=sent.message_id
    )

    assert an.phone.last.photo.width == 40
    assert an.phone.last.caption == "mới"
