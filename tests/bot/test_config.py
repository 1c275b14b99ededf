from datetime import time
from pathlib import Path

import pytest

from bot.config import BadSettings, Config, read_config, rehearsal_config, token_of

TOKEN = "123456789:AAabcdefghijklmnopqrstuvwxyz0123456"
HERE = "http://127.0.0.1:8081"


def test_without_any_setting_the_defaults_hold() -> None:
    config = rehearsal_config()

    assert config.digest_at == time(7, 0)
    assert config.featured_at == (time(7, 30), time(11, 30), time(17, 0))
    assert config.messages_per_second == 28
    assert config.in_flight == 5
    assert config.database == "sqlite:///bantin.db"
    assert config.zone.key == "Asia/Ho_Chi_Minh"


def test_paid_broadcast_is_faster_and_a_rate_overrides_it() -> None:
    assert rehearsal_config(paid_broadcast=True).messages_per_second == 950
    assert rehearsal_config(paid_broadcast=True, rate=40).messages_per_second == 40


def test_lists_are_separated_by_commas() -> None:
    config = rehearsal_config(
        admins="1, 2,", featured_at="06:00,18:30", private_hosts="127.0.0.1:80, a:81"
    )

    assert config.admins == (1, 2)
    assert config.featured_at == (time(6, 0), time(18, 30))
    assert config.private_hosts == ("127.0.0.1:80", "a:81")


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("digest_at", "7h", "'7h' is not an hour; write it as 07:30"),
        ("digest_at", "24:00", "is not an hour"),
        ("featured_at", "07:30,25:00", "'25:00' is not an hour"),
        ("timezone", "Asia/Hanoi", "no time zone"),
        ("timezone", "../../etc/passwd", "no time zone"),
        ("admins", "1,an", "no Telegram id"),
        ("api_base", "api.telegram.org", "http:// or https://"),
        ("web_url", "ftp://tin.example", "http:// or https://"),
        ("rate", "0", "greater than or equal to 1"),
        ("rate", "5000", "less than or equal to 1000"),
        ("in_flight", "0", "greater than or equal to 1"),
        ("feed_interval", "1", "greater than or equal to 10"),
        ("story_likeness", "0.4", "greater than or equal to 0.5"),
        ("story_likeness", "75", "less than or equal to 1"),
        ("story_likeness", "nan", "finite number"),
        ("database", "mysql://x", "write sqlite:///"),
        ("language", "fr", "'vi' or 'en'"),
        ("mode", "pull", "'polling' or 'webhook'"),
        ("rich", "maybe", "'auto', 'on' or 'off'"),
        ("web_port", "70000", "less than or equal to 65535"),
        ("log_level", "LOUD", "'DEBUG'"),
        ("paid_broadcast", "perhaps", "valid boolean"),
        ("crash_at", "somewhere:1", "write <step>:<n>"),
        ("crash_at", "sending:0", "write <step>:<n>"),
    ],
)
def test_a_setting_that_cannot_be_used_is_one_line_with_its_name(
    name: str, value: str, words: str
) -> None:
    with pytest.raises(BadSettings) as caught:
        read_config(**{name: value})

    (line,) = caught.value.lines
    assert line.startswith(f"BANTIN_{name.upper()}: ")
    assert words in line
    assert "\n" not in line


def test_every_bad_setting_is_named_at_once() -> None:
    with pytest.raises(BadSettings) as caught:
        read_config(rate="many", language="fr")

    assert [line.partition(":")[0] for line in caught.value.lines] == [
        "BANTIN_LANGUAGE",
        "BANTIN_RATE",
    ]


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ({"private_hosts": "127.0.0.1:80"}, "BANTIN_PRIVATE_HOSTS"),
        ({"crash_at": "sending:1"}, "BANTIN_CRASH_AT"),
        ({"crash_at": "sending:1", "api_base": "http://192.168.0.7:80"}, "BANTIN_CRASH_AT"),
        ({"mode": "webhook"}, "BANTIN_MODE"),
        ({"mode": "webhook", "web_port": 8080}, "BANTIN_MODE"),
    ],
)
def test_settings_that_do_not_go_together_are_refused(given: dict[str, str], name: str) -> None:
    with pytest.raises(BadSettings) as caught:
        read_config(**given)

    assert caught.value.lines[0].startswith(f"{name}: ")


def test_a_rehearsal_may_crash_and_read_this_machine() -> None:
    config = read_config(api_base=HERE, crash_at="bytes:2", private_hosts="127.0.0.1:80")

    assert config.is_rehearsal


@pytest.mark.parametrize("token", ["", "abc", "123:short", f"{TOKEN} x", f"{TOKEN}/../x"])
def test_what_is_no_token_is_not_tried(token: str) -> None:
    with pytest.raises(BadSettings) as caught:
        token_of(rehearsal_config(token=token))

    (line,) = caught.value.lines
    assert line.startswith("BANTIN_TOKEN: ")
    assert not token or token not in line


def test_a_token_is_read_from_its_file(tmp_path: Path) -> None:
    path = tmp_path / "token"
    path.touch(mode=0o600)
    path.write_text(f"{TOKEN}\n")

    assert token_of(rehearsal_config(token_file=path)) == TOKEN


def test_a_token_that_others_can_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "token"
    path.write_text(TOKEN)
    path.chmod(0o644)

    with pytest.raises(BadSettings, match="chmod 600"):
        token_of(rehearsal_config(token_file=path))


@pytest.mark.parametrize("content", [None, b"\xff\xfe"])
def test_a_token_file_that_cannot_be_read_is_named(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "token"
    if content is not None:
        path.touch(mode=0o600)
        path.write_bytes(content)

    with pytest.raises(BadSettings, match="BANTIN_TOKEN_FILE: cannot read it"):
        token_of(rehearsal_config(token_file=path))


def test_a_token_shows_in_no_representation() -> None:
    config = Config(token=TOKEN, proxy="http://u:secret@proxy.example")  # type: ignore[arg-type]  # text

    shown = f"{config!r} {config} {config.model_dump_json()}"
    assert TOKEN not in shown
    assert "secret@" not in shown
