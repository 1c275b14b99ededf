"""An opened article in pages that every client shows (pure)."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from bot.i18n import text
from bot.press import Press, Verb
from bot.render import furniture
from bot.render.card import link_out, notice
from bot.render.document import Mark
from bot.render.lines import lines_of, picture_line
from bot.render.markup import Cost, Line, html_of, line_of
from bot.render.paging import Page, pages_of
from bot.render.screen import (
    MOST_ENTITIES,
    TEXT_UNITS,
    Button,
    Keyboard,
    Look,
    Screen,
    Style,
    pressing,
    rows_of,
)
from bot.render.served import addresses_of, linkable
from bot.render.story import story_of
from storage.model import Article, ArticleStats, Headline, Related, Status

_REMEMBERED: Final = 32
"""Articles kept as cut, by their whole content: one that changed is another."""
_ROOM: Final = Cost(TEXT_UNITS - 96, MOST_ENTITIES - 2)
"""What a page holds beside its foot: count of views, number of the page."""


def pages(
    article: Article,
    stats: ArticleStats,
    *,
    look: Look,
    related: Sequence[Related] = (),
    others: Sequence[Headline] = (),
) -> tuple[str, ...]:
    """The article as Telegram HTML, at least one page; each ends with "Lượt xem: N".

    Bot API: 4,096 characters after parsing, 100 entities.
    """
    split = _split(article, look=look, related=tuple(related), others=tuple(others))
    return tuple(_page_html(split, at=at, stats=stats, look=look) for at in range(len(split)))


def page(
    article: Article,
    number: int,
    stats: ArticleStats,
    *,
    look: Look,
    is_saved: bool = False,
    related: Sequence[Related] = (),
    others: Sequence[Headline] = (),
    offers_rich: bool = False,
) -> Screen:
    """One page with its buttons. `number` counts from 0; past the end is the last page.

    `offers_rich`: whoever chose this form can go back to the full one.
    """
    if article.status is Status.RETRACTED:
        return notice(look=look)
    if article.content.alternate_url:
        return link_out(article, stats, look=look)
    split = _split(article, look=look, related=tuple(related), others=tuple(others))
    at = min(max(number, 0), len(split) - 1)
    is_last = at == len(split) - 1
    keyboard = _keyboard(article, at=at, count=len(split), is_saved=is_saved, look=look)
    more = furniture.more_rows(related, others) if is_last else ()
    back = pressing(text("card.rich_form", look.language), Press(verb=Verb.RICH, id=article.id))
    html = _page_html(split, at=at, stats=stats, look=look)
    return Screen(text=html, keyboard=(*keyboard, *more, *(((back,),) if offers_rich else ())))


# Who turns a page, and who opens the same article next, finds it cut already.
@lru_cache(maxsize=_REMEMBERED)
def _split(
    article: Article, *, look: Look, related: tuple[Related, ...], others: tuple[Headline, ...]
) -> tuple[Page, ...]:
    lines = _lines(article, look=look, related=related, others=others)
    return pages_of(lines, room=_ROOM) or ((),)


def _page_html(split: Sequence[Page], *, at: int, stats: ArticleStats, look: Look) -> str:
    return html_of([*split[at], _foot(stats, at=at, count=len(split), look=look)])


def _lines(
    article: Article, *, look: Look, related: Sequence[Related], others: Sequence[Headline]
) -> Iterator[Line]:
    content = article.content
    story = furniture.credited(story_of(content), language=look.language)
    story = linkable(story, article.id, look=look)
    yield furniture.category_line(content, look=look)
    yield furniture.title_line(content)
    yield line_of(furniture.date_line(content, look=look), gap=1)
    yield line_of(story.lead, marks=Mark.ITALIC)
    if story.picture:
        yield picture_line(story.picture, language=look.language)
    yield from lines_of(story.blocks, language=look.language)
    yield from furniture.foot_lines(content, related, others, look=look)


def _foot(stats: ArticleStats, *, at: int, count: int, look: Look) -> Line:
    views = furniture.views_line(stats, look=look)
    if count == 1:
        return line_of(views)
    number = text("card.page", look.language, page=at + 1, pages=count)
    return line_of(f"{views} | {number}")


def _keyboard(article: Article, *, at: int, count: int, is_saved: bool, look: Look) -> Keyboard:
    return rows_of(
        _turning(article, at=at, count=count, look=look),
        (
            furniture.save_button(article, is_saved=is_saved, look=look),
            furniture.share_button(article, look=look),
        ),
        (
            furniture.photos_button(article, count=_pictures_in(article), look=look),
            furniture.listen_button(article, look=look),
            furniture.documents_button(article, look=look),
            furniture.copy_button(article, look=look),
            furniture.web_button(article, look=look),
        ),
    )


@lru_cache(maxsize=_REMEMBERED)
def _pictures_in(article: Article) -> int:
    return len(addresses_of(story_of(article.content)))


def _turning(article: Article, *, at: int, count: int, look: Look) -> tuple[Button | None, ...]:
    """◀ 2/3 ▶; the number in the middle shows the page anew, with today's count."""
    if count == 1:
        return ()

    def turn(label: str, to: int, style: Style | None = None) -> Button:
        return pressing(label, Press(verb=Verb.TURN, id=article.id, page=to), style=style)

    return (
        turn(f"◀ {text('button.previous_page', look.language)}", at - 1) if at else None,
        turn(f"{at + 1}/{count}", at),
        turn(f"{text('button.next_page', look.language)} ▶", at + 1, Style.PRIMARY)
        if at < count - 1
        else None,
    )
