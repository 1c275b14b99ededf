"""Pictures and sounds come through the same door as feeds, and are cut like them."""

from __future__ import annotations

import pytest

from bot.delivery.pictures import picture_for
from bot.delivery.sounds import large_sound, sound_for
from tests.staging import Stage

SHUT = [
    ("http://169.254.169.254/a.jpg", "private_address"),
    ("http://[::ffff:10.0.0.1]/a.jpg", "private_address"),
    ("http://tin.example:8080/a.jpg", "address"),
    ("file:///etc/passwd", "address"),
    ("{press}/broken/private", "private_address"),
    ("{press}/broken/metadata", "private_address"),
]


@pytest.mark.parametrize(
    ("url", "cause"),
    [*SHUT, ("{press}/broken/gzip-bomb", "too_big"), ("{press}/broken/login", "not_a_picture")],
)
async def test_no_picture_leads_behind_our_door(stage: Stage, url: str, cause: str) -> None:
    address = url.format(press=stage.press_url)

    picture = await picture_for(stage.newsroom, address)

    known = await stage.storage.media.find(address)
    assert picture is None
    assert known is not None
    assert known.cause == cause


@pytest.mark.parametrize(("url", "cause"), [*SHUT, ("{press}/broken/login", "not_a_sound")])
async def test_no_sound_leads_behind_our_door(stage: Stage, url: str, cause: str) -> None:
    address = url.format(press=stage.press_url)

    sound = await sound_for(stage.newsroom, address)

    known = await stage.storage.media.find(address)
    assert sound is None
    assert known is not None
    assert known.cause == cause


async def test_a_sound_too_big_for_us_is_never_opened(stage: Stage) -> None:
    address = f"{stage.press_url}/broken/gzip-bomb"

    sound = await sound_for(stage.newsroom, address)

    assert sound is not None
    assert (sound.named, sound.upload, sound.is_large) == ("", None, True)
    async with large_sound(stage.newsroom, address) as large:
        assert large is None
