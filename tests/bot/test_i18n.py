import re
import string
import unicodedata

import pytest

from bot.i18n import LANGUAGES, command_names, forms_of, keys, language_of, text

COMMANDS = tuple(key.removeprefix("commands.") for key in keys("vi") if key.startswith("commands."))
EVERY_FORM = [
    (language, key, form)
    for language in LANGUAGES
    for key in keys(language)
    for form in forms_of(key, language)
]


def placeholders(form):
    return {name for _, name, _, _ in string.Formatter().parse(form) if name is not None}


def test_both_languages_have_the_same_keys():
    assert set(keys("vi")) == set(keys("en"))


@pytest.mark.parametrize("key", keys("vi"))
def test_every_form_of_a_sentence_has_the_same_placeholders(key):
    vietnamese, *_ = forms_of(key, "vi")

    for form in forms_of(key, "en"):
        assert placeholders(form) == placeholders(vietnamese)


def test_every_sentence_can_be_read():
    for language, key, form in EVERY_FORM:
        assert form.strip() == form != "", (language, key)
        assert unicodedata.is_normalized("NFC", form), (language, key)


@pytest.mark.parametrize(("language", "key", "form"), EVERY_FORM)
def test_no_sentence_is_a_sign_alone(language, key, form):
    assert any(map(str.isalpha, form))


def test_no_sentence_shouts():
    assert [(key, form) for _, key, form in EVERY_FORM if "!" in form] == []


def test_no_sentence_holds_what_html_reads_as_markup():
    assert [(key, form) for _, key, form in EVERY_FORM if re.search("[<>&]", form)] == []


def test_every_plural_counts_with_n():
    for key in keys("en"):
        if len(forms_of(key, "en")) > 1:
            assert "n" in placeholders(forms_of(key, "vi")[0]), key


def test_every_command_mentioned_exists_in_that_language():
    for language, key, form in EVERY_FORM:
        mentioned = set(re.findall(r"(?<![\w}])/([a-z]+)", form))
        known = {text(f"command_names.{it}", language) for it in COMMANDS}
        assert mentioned <= known, (language, key)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_fits_telegrams_menu(command):
    for name in command_names(command):
        assert re.fullmatch("[a-z0-9_]{1,32}", name)
    for language in LANGUAGES:
        assert 1 <= len(text(f"commands.{command}", language)) <= 256


def test_no_two_commands_answer_to_the_same_name():
    names = [name for command in COMMANDS for name in command_names(command)]

    assert len(names) == len(set(names))


def test_every_command_has_a_name_and_the_key_is_the_vietnamese_one():
    named = {key.removeprefix("command_names.") for key in keys("vi") if "command_names." in key}

    assert named == set(COMMANDS)
    assert all(command_names(it)[0] == it for it in COMMANDS)


def test_the_bots_descriptions_fit_telegram():
    for language in LANGUAGES:
        assert len(text("about.short", language)) <= 120
        assert len(text("about.description", language)) <= 512


def test_the_words_fixed_by_others_stand():
    assert text("card.views", "vi", count=54) == "Lượt xem: 54"
    assert text("errors.incident", "vi", code="A7F3") == (
        "Có lỗi. Mã: A7F3. Gửi mã này cho quản trị viên nếu lặp lại."
    )
    assert text("subscribe.done", "vi", when="07:00 ngày mai") == (
        "Đã đăng ký. Bản tin đầu tiên sẽ tới lúc 07:00 ngày mai."
    )
    assert text("subscribe.paused", "vi", date="20/08/2017") == (
        "Bạn đang tạm dừng nhận tin đến 20/08/2017."
    )


def test_english_counts_and_vietnamese_does_not():
    assert text("admin.send_again", "en", n=1) == "Send 1 message again"
    assert text("admin.send_again", "en", n=1500) == "Send 1,500 messages again"
    assert text("admin.send_again", "vi", n=1) == "Gửi lại 1 tin"
    assert text("admin.send_again", "vi", n=1500) == "Gửi lại 1.500 tin"


@pytest.mark.parametrize(
    ("key", "language"),
    [("card.nothing", "vi"), ("card", "vi"), ("card.share", "fr"), ("card.views", "vi")],
)
def test_a_missing_key_language_or_value_is_an_error(key, language):
    with pytest.raises(KeyError):
        text(key, language)


def test_values_are_written_as_they_are():
    assert text("search.did_you_mean", "vi", query="{0.__class__} <b>") == (
        "Có phải bạn tìm “{0.__class__} <b>”?"
    )


@pytest.mark.parametrize(
    ("code", "language"),
    [
        ("vi", "vi"),
        ("en", "en"),
        ("en-GB", "en"),
        ("EN_us", "en"),
        ("de", "vi"),
        ("", "vi"),
        (None, "vi"),
        ("x" * 10_000, "vi"),
    ],
)
def test_telegrams_language_code_becomes_one_of_ours(code, language):
    assert language_of(code) == language


def test_another_default_can_be_chosen():
    assert language_of("de", default="en") == "en"
