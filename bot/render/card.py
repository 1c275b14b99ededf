"""An article's card: what is pushed, shared and found (pure)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from bot.i18n import text
from bot.press import Press, Verb
from bot.render import furniture
from bot.render.document import Mark, Paragraph, Span
from bot.render.lines import lines_of
from bot.render.markup import Cost, Line, cost_of, html_of, line_of
from bot.render.paging import cut_line
from bot.render.pieces import is_web_address
from bot.render.screen import (
    CAPTION_UNITS,
    MOST_ENTITIES,
    NO_FILES,
    TEXT_UNITS,
    Button,
    Keyboard,
    Look,
    Screen,
    Style,
    pressing,
    rows_of,
)
from bot.render.served import addresses_of
from bot.render.story import Story, story_of
from bot.text import shorten, squash
from storage.model import Article, ArticleStats, Status

_TITLE_UNITS: Final = 300
_LEAD_UNITS: Final = 700
_CAPTION_LINE_UNITS: Final = 160
_CREDIT_UNITS: Final = 90
_TASTE: Final = Cost(1000, 30)
"""How much of the body a card without a picture lets its reader unfold."""


def card(
    article: Article,
    stats: ArticleStats | None,
    *,
    look: Look,
    is_saved: bool = False,
    files: Mapping[str, str] = NO_FILES,
    banner: str = "",
    is_caption: bool = False,
) -> Screen:
    """The card: section, title, date and byline, lead, picture; buttons to read and keep.

    Args:
        article: a retracted one becomes a notice.
        stats: shown when given; a card that is pushed has none, its figure would age.
        look: for whom.
        is_saved: whether this reader keeps the article.
        files: pictures Telegram has already: URL to file id.
        banner: a word above it all, such as "Tin nóng".
        is_caption: it stands under a picture, whether the article has one or not.
    """
    if article.status is Status.RETRACTED:
        return notice(look=look)
    story = furniture.credited(story_of(article.content), language=look.language)
    url = story.picture.url if story.picture and not look.saves_data else ""
    has_photo = bool(url) or is_caption
    room = Cost(CAPTION_UNITS if has_photo else TEXT_UNITS, MOST_ENTITIES)
    top = [line_of(banner, marks=Mark.BOLD)] if banner else []
    room = room.minus(sum(map(cost_of, top), Cost()))
    lines = list(_lines(article, stats, story, look=look, has_photo=has_photo, room=room))
    return Screen(
        text=html_of([*top, *lines]),
        photo=files.get(url, url),
        keyboard=_keyboard(article, story, is_saved=is_saved, look=look, shown=url),
    )


def notice(*, look: Look) -> Screen:
    """What stands where a retracted article stood: no title, no picture, no buttons."""
    return Screen(text=html_of([line_of(text("card.retracted", look.language))]))


def correction(article: Article, *, look: Look) -> Screen:
    """What tells those who have an article that something in it was put right."""
    lines = [
        line_of(text("card.correction", look.language), marks=Mark.BOLD),
        furniture.title_line(article.content, limit=_TITLE_UNITS),
    ]
    read = Press(verb=Verb.READ, id=article.id)
    label = text("card.read_more", look.language)
    return Screen(text=html_of(lines), keyboard=((pressing(label, read, style=Style.PRIMARY),),))


def link_out(article: Article, stats: ArticleStats, *, look: Look) -> Screen:
    """What opening an article shows when its text is elsewhere; the press was counted."""
    content = article.content
    url = content.alternate_url
    lines = [
        furniture.category_line(content, look=look),
        furniture.title_line(content, limit=_TITLE_UNITS),
        line_of(furniture.date_line(content, look=look), gap=1),
        line_of(text("card.alternate", look.language)),
        line_of(furniture.views_line(stats, look=look)),
    ]
    label = text("card.open_page", look.language)
    # Telegram refuses the whole message for one bad address.
    there = Button(label=label, url=url, style=Style.PRIMARY) if is_web_address(url) else None
    return Screen(text=html_of(lines), keyboard=rows_of((there,)))


def _lines(
    article: Article,
    stats: ArticleStats | None,
    story: Story,
    *,
    look: Look,
    has_photo: bool,
    room: Cost,
) -> Iterator[Line]:
    content = article.content
    head = [
        furniture.category_line(content, look=look),
        furniture.title_line(content, limit=_TITLE_UNITS),
        line_of(furniture.date_line(content, look=look), gap=1),
    ]
    foot = list(_foot(article, stats, look=look))
    caption = _caption(story) if has_photo else line_of("")
    left = room.units - sum(cost_of(it).units for it in (*head, *foot, caption)) - 2
    lead = shorten(squash(content.summary), limit=min(left, _LEAD_UNITS))
    yield from (*head, line_of(lead), caption)
    if not has_photo and not content.alternate_url:
        yield from _taste(story, look=look)
    yield from foot


def _foot(article: Article, stats: ArticleStats | None, *, look: Look) -> Iterator[Line]:
    if article.content.alternate_url:
        yield line_of(text("card.alternate", look.language), marks=Mark.ITALIC)
    if stats is not None:
        yield line_of(furniture.views_line(stats, look=look))


def _caption(story: Story) -> Line:
    if story.picture is None:
        return line_of("")
    caption = shorten(story.picture.caption, limit=_CAPTION_LINE_UNITS)
    credit = shorten(story.picture.credit, limit=_CREDIT_UNITS)
    return line_of(" ".join(filter(None, (caption, credit))), marks=Mark.ITALIC)


def _taste(story: Story, *, look: Look) -> Iterator[Line]:
    """The first paragraphs, folded; the last one may be cut."""
    paragraphs = tuple(it for it in story.blocks if isinstance(it, Paragraph))[:4]
    left = Cost(_TASTE.units - 1, _TASTE.entities)
    for line in _folded(lines_of(paragraphs, language=look.language)):
        cost = cost_of(line)
        if not cost.fits(left):
            head, _ = cut_line(line, room=left)
            yield replace(head, spans=(*head.spans, Span("…"))) if head.spans else head
            return
        yield line
        left = left.minus(cost)


def _folded(lines: Iterable[Line]) -> Iterator[Line]:
    for at, line in enumerate(lines):
        yield replace(line, is_folded=True, gap=1 if at else 2)


def _keyboard(
    article: Article, story: Story, *, is_saved: bool, look: Look, shown: str
) -> Keyboard:
    key = "card.open_page" if article.content.alternate_url else "card.read_more"
    read = pressing(
        text(key, look.language), Press(verb=Verb.READ, id=article.id), style=Style.PRIMARY
    )
    album = addresses_of(story)
    unseen = len(album) if album != [shown] else 0
    return rows_of(
        (read,),
        (
            furniture.save_button(article, is_saved=is_saved, look=look),
            furniture.share_button(article, look=look),
        ),
        (
            furniture.photos_button(article, count=unseen, look=look),
            furniture.listen_button(article, look=look),
            furniture.documents_button(article, look=look),
        ),
    )
