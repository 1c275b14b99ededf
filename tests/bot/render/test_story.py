from hypothesis import given

from bot.render.document import Paragraph, Picture, plain, texts
from bot.render.parse import blocks_of
from bot.render.story import story_of
from storage.model import Content, Person
from tests.bot.render.invented import CONTENTS, bare


@given(CONTENTS)
def test_nothing_of_the_body_is_lost_but_repeats(content):
    story = story_of(content)

    shown = bare("".join(texts(story.blocks)))
    repeats = [content.title, content.summary, content.author.name]
    picture = texts((story.picture,)) if story.picture else ()
    whole = bare("".join(texts(blocks_of(content.body_html))))
    spare = bare(" ".join([*repeats, *picture]))
    left = iter(whole)
    assert all(letter in left for letter in shown)
    assert len(whole) - len(shown) <= len(spare)


def test_a_list_without_a_byline_after_it_stays():
    assert len(story_of(Content(title="Tin", body_html="<ul><li>Một</li></ul>")).blocks) == 1


LEAD = "Tỉnh đoàn ra quân chiến dịch."


def told(body, **fields):
    story = story_of(Content(title="Ra quân", summary=LEAD, body_html=body, **fields))
    shown = [plain(it.spans) for it in story.blocks if isinstance(it, Paragraph)]
    return story.lead, shown


def test_a_first_paragraph_that_repeats_the_lead_is_left_out():
    assert told(f"<p>{LEAD.replace(' ', '  ')}</p><p>Hai</p>") == (LEAD, ["Hai"])


def test_a_paragraph_that_begins_with_the_lead_goes_on_after_it():
    assert told(f"<p><b>{LEAD}</b> Sáng nay</p>") == (LEAD, ["Sáng nay"])
    assert told(f"<p>Một</p><p>{LEAD} Sáng nay</p>") == (LEAD, ["Một", "Sáng nay"])


def test_a_sentence_that_goes_on_from_the_lead_stays_whole():
    story = story_of(
        Content(title="Tin", summary="Tỉnh đoàn", body_html="<p>Tỉnh đoàn ra quân</p>")
    )

    assert (story.lead, plain(story.blocks[0].spans)) == ("", "Tỉnh đoàn ra quân")


def test_a_lead_cut_short_by_the_feed_gives_way_to_the_paragraph():
    content = Content(title="Tin", summary="Tỉnh đoàn ra quân chiến…", body_html=f"<p>{LEAD}</p>")

    assert story_of(content).lead == ""


def test_a_word_that_only_begins_like_the_lead_is_no_repeat():
    content = Content(title="Tin", summary="Tin", body_html="<p>Tinh thần</p>")

    assert story_of(content).lead == "Tin"


def test_a_repeat_further_down_is_left_to_the_editor():
    assert told(f"<p>Một</p><p>Hai</p><p>{LEAD}</p>") == (LEAD, ["Một", "Hai", LEAD])


def test_the_byline_at_the_end_is_left_out():
    author = Person(name="Kiều Oanh")

    assert told("<p>Một</p><p><b>Kiều  Oanh</b></p>", author=author) == (LEAD, ["Một"])
    assert told("<p>Một</p><p>Kiều Oanh viết</p>", author=author)[1] == ["Một", "Kiều Oanh viết"]


def test_the_title_as_the_first_heading_is_left_out():
    assert story_of(Content(title="Ra quân", body_html="<h1>Ra quân</h1>")).blocks == ()


def test_the_main_picture_is_not_shown_again_and_keeps_its_caption():
    body = '<figure><img src="https://a.example/1"><figcaption>Lễ</figcaption></figure><p>Một</p>'

    story = story_of(Content(title="Tin", image_url="https://a.example/1", body_html=body))

    assert story.picture == Picture(url="https://a.example/1", caption="Lễ")
    assert len(story.blocks) == 1
