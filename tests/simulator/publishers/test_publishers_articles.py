import re
import unicodedata
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest

from bot.simulator.publishers import CATEGORIES, SAMPLE_SLUG, publishers
from bot.simulator.publishers.formats.atom import xhtml
from bot.simulator.publishers.pictures import SCENES

PICTURE = re.compile(r'src="/images/([a-z0-9-]+)-(\d+)\.jpg"')


def test_there_are_thirty_articles_in_five_categories_from_the_start(press):
    shown = press.on_show()

    assert len(shown) >= 30
    assert {article.category for article in shown} == {category.name for category in CATEGORIES}
    assert len({article.slug for article in press.all()}) == len(press.all())
    assert len({article.number for article in press.all()}) == len(press.all())


def test_every_word_is_in_nfc_and_every_body_is_well_formed(press):
    for article in press.all():
        words = [article.title, article.summary, article.body_html, article.caption, article.author]
        assert all(unicodedata.is_normalized("NFC", word) for word in words), article.slug
        assert all(words), article.slug
        body = ElementTree.fromstring(f"<div>{xhtml(article.body_html)}</div>")
        assert len(body.findall(".//p")) >= 2, article.slug


def test_the_articles_show_every_kind_of_content(press):
    articles = press.all()
    bodies = "".join(article.body_html for article in articles)

    assert {article.genre for article in articles} == {
        "Tin",
        "Bài phản ánh",
        "Phỏng vấn",
        "Phóng sự",
        "Ảnh",
    }
    for mark in ("<h2>", "<ul>", "<ol>", "<table>", "<blockquote>", "<figure>"):
        assert mark in bodies
    assert max(len(article.body_html) for article in articles) > 12_000
    assert max(article.photo_count for article in articles) >= 8
    assert all(" Ảnh: " in article.caption for article in articles)
    assert any(article.alternate_url for article in articles)
    assert any(article.attachments for article in articles)
    assert any(article.audio for article in articles if article.slug != SAMPLE_SLUG)


def test_dates_lie_in_the_two_weeks_before_but_for_one_without_and_one_to_come(press):
    shown = [article for article in press.on_show() if article.slug != SAMPLE_SLUG]
    dates = [article.published_at for article in shown]

    assert dates.count(None) == 1
    assert sum(date > press.start for date in dates if date) == 1
    assert all(date > press.start - timedelta(days=14) for date in dates if date)
    assert len({date.date() for date in dates if date}) > 10


def test_more_news_comes_as_the_day_passes(press, clock):
    before = {article.slug for article in press.on_show()}

    clock.pass_by(hours=24)

    fresh = {article.slug for article in press.on_show()} - before
    assert fresh == {"tin-nhanh-ho-tro-sau-giong", "diem-tin-sang-dau-ngay"}


def test_pictures_and_related_articles_exist(press):
    slugs = {article.slug for article in press.all()}
    for article in press.all():
        assert set(article.related) <= slugs
        assert article.scenes
        assert set(article.scenes) <= set(SCENES)
        for owner, number in re.findall(
            r'src="/images/([a-z0-9-]+)-(\d+)\.jpg"', article.body_html
        ):
            assert owner == article.slug
            assert 1 < int(number) <= max(len(article.scenes), article.photo_count)


@pytest.mark.parametrize("hour", [0, 5, 11, 16, 17, 23])
def test_the_same_start_always_gives_the_same_articles(hour):
    start = datetime(2026, 2, 28, hour, 59, tzinfo=UTC)

    first = publishers(now=lambda: start)
    again = publishers(now=lambda: start)

    assert first.all() == again.all()
    assert len(first.on_show()) >= 30


def test_an_article_can_be_published_edited_and_withdrawn(press, clock):
    clock.pass_by(minutes=5)
    press.publish("tin-moi", title="Tin mới", summary="Tóm tắt", category="Tình nguyện")
    clock.pass_by(minutes=5)
    press.edit("tin-moi", title="Tin mới, đã sửa")

    article = press.find("tin-moi")
    assert article == press.on_show()[0]
    assert article.title == "Tin mới, đã sửa"
    assert article.published_at == press.start + timedelta(minutes=5)
    assert article.modified_at == press.start + timedelta(minutes=10)

    press.withdraw("tin-moi")

    assert press.find("tin-moi") is None


def test_changing_an_unknown_article_is_refused(press):
    with pytest.raises(KeyError):
        press.edit("khong-co", title="x")
    with pytest.raises(KeyError):
        press.withdraw("khong-co")
