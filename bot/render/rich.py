"""An opened article as a rich message: laid out like a page, in parts when long (pure)."""

from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final, TypeAlias

from bot.i18n import text
from bot.render import furniture
from bot.render.card import notice
from bot.render.document import (
    Blocks,
    Heading,
    ListBlock,
    Mark,
    Paragraph,
    Span,
    plain,
)
from bot.render.markup import Line
from bot.render.pieces import is_web_address
from bot.render.rich_blocks import Details, Foot, RichBlock, Shelf, Sound, block_html
from bot.render.rich_fit import fitted
from bot.render.rich_keyboard import rich_keyboard
from bot.render.rich_size import LIMITS, Size, cut_block, size_of
from bot.render.screen import (
    NO_FILES,
    Look,
    Media,
    RichScreen,
)
from bot.render.served import linkable
from bot.render.story import Story, story_of
from bot.stored import VOICE
from bot.text import shorten, squash, utf16_length
from storage.model import Article, ArticleStats, Headline, Related, Status

_ROOM: Final = LIMITS.minus(Size(700, 12, 0))
"""What a part holds beside its foot, with a margin."""
_WORTH_STARTING: Final = Size(600, 8, 0)
"""A block too large for any part starts where at least this much room is left."""
_LONGEST_TITLE: Final = 1000
_LABEL_UNITS: Final = 200
_MOST_FOLDED: Final = 40
_MOST_SOUNDS: Final = 3
_REMEMBERED: Final = 32
"""Articles kept as rendered, by their whole content: one that changed is another."""

_Part: TypeAlias = tuple[RichBlock, ...]


def rich(
    article: Article,
    stats: ArticleStats,
    *,
    look: Look,
    part: int = 0,
    is_saved: bool = False,
    files: Mapping[str, str] = NO_FILES,
    related: Sequence[Related] = (),
    others: Sequence[Headline] = (),
) -> RichScreen:
    """One part of the article with its buttons.

    Args:
        article: one with a text of its own; a retracted one becomes a notice.
        stats: "Lượt xem: N" stands under every part.
        look: for whom; with `saves_data` pictures are links and sounds are buttons.
        part: counts from 0; past the end is the last one.
        is_saved: whether this reader keeps the article.
        files: what Telegram has already: URL to file id.
        related, others: "Tin liên quan" in the editor's order, "Tin khác" newest first.
    """
    if article.status is Status.RETRACTED:
        return RichScreen(html=f"<p>{notice(look=look).text}</p>")
    every = _rendered(
        article,
        look=look,
        files=tuple(files.items()),
        related=tuple(related),
        others=tuple(others),
    )
    count = len(every)
    html, media = every[at := min(max(part, 0), count - 1)]
    foot = block_html(_foot(article, stats, at=at, count=count, look=look), Shelf(NO_FILES))
    more = furniture.more_rows(related, others) if at == count - 1 else ()
    plays = len(tuple(_sounds(article, files=files))) == len(article.content.audio)
    keyboard = rich_keyboard(
        article, at=at, count=count, is_saved=is_saved, plays_all=plays, more=more, look=look
    )
    return RichScreen(html=html + foot, media=media, keyboard=keyboard)


# Many open the same article within minutes, and only its count differs between them.
@lru_cache(maxsize=_REMEMBERED)
def _rendered(
    article: Article,
    *,
    look: Look,
    files: tuple[tuple[str, str], ...],
    related: tuple[Related, ...],
    others: tuple[Headline, ...],
) -> tuple[tuple[str, tuple[Media, ...]], ...]:
    """Each part without its foot, and the files that it names."""
    rendered = []
    named = dict(files)
    for part in parts_of(article, look=look, files=named, related=related, others=others):
        shelf = Shelf(named)
        html = "".join(block_html(it, shelf) for it in part)
        rendered.append((html, tuple(shelf.media)))
    return tuple(rendered)


def parts_of(
    article: Article,
    *,
    look: Look,
    files: Collection[str] = (),
    related: Sequence[Related] = (),
    others: Sequence[Headline] = (),
) -> tuple[_Part, ...]:
    """The article in parts that each keep the limits: at least one, cut between blocks."""
    story = furniture.credited(story_of(article.content), language=look.language)
    if look.saves_data:
        story = linkable(story, article.id, look=look)
    blocks = (
        *_head(article, story, look=look, files=files),
        *fitted(story.blocks, look=look),
        *_tail(article, related, others, look=look),
    )
    return _split(blocks) or ((),)


def _split(blocks: Iterable[RichBlock]) -> tuple[_Part, ...]:
    waiting = deque(blocks)
    parts: list[_Part] = []
    part: list[RichBlock] = []
    left = _ROOM
    while waiting:
        block = waiting.popleft()
        size = size_of(block)
        if size.fits(left):
            part.append(block)
            left = left.minus(size)
            continue
        if part and (size.fits(_ROOM) or not _WORTH_STARTING.fits(left)):
            waiting.appendleft(block)
        elif isinstance(block, Details | Sound | Foot):
            raise AssertionError("kept small where it is made")
        else:
            head, tail = cut_block(block, room=left)
            part += head
            waiting.extendleft(reversed(tail))
        while len(part) > 1 and isinstance(part[-1], Heading):
            waiting.appendleft(part.pop())
        parts.append(tuple(part))
        part, left = [], _ROOM
    return (*parts, tuple(part)) if part else tuple(parts)


def _head(
    article: Article, story: Story, *, look: Look, files: Collection[str]
) -> Iterator[RichBlock]:
    content = article.content
    yield from _paragraph(furniture.category_line(content, look=look))
    title = furniture.title_line(content)
    if title.spans and utf16_length(plain(title.spans)) <= _LONGEST_TITLE:
        yield Heading(level=1, spans=(Span(plain(title.spans)),))
    else:
        yield from _paragraph(title)
    date = furniture.date_line(content, look=look)
    if date:
        yield Paragraph(spans=(Span(date, Mark.ITALIC),))
    if story.lead:
        yield Paragraph(spans=(Span(story.lead, Mark.BOLD),))
    if story.picture:
        yield from fitted((story.picture,), look=look)
    if not look.saves_data:
        yield from _sounds(article, files=files)


def _sounds(article: Article, *, files: Collection[str]) -> Iterator[Sound]:
    """Those that Telegram has or gets along: one it must fetch itself may cost the page."""
    for it in article.content.audio[:_MOST_SOUNDS]:
        if it.file_id or it.url in files:
            yield Sound(url=it.url, file_id=it.file_id, is_voice=it.mime_type == VOICE)


def _tail(
    article: Article, related: Sequence[Related], others: Sequence[Headline], *, look: Look
) -> Iterator[RichBlock]:
    files = [
        _link(furniture.attachment_label(it, look=look), it.url)
        for it in article.content.attachments
    ]
    title = text("card.attachments", look.language)
    if len(files) > _MOST_FOLDED:
        yield from _titled(title, files)
    elif files:
        yield Details(summary=title, blocks=(_bullets(files),))
    lines = [_link(it.title, furniture.related_link(it, look=look)) for it in related]
    yield from _titled(text("card.related", look.language), lines)
    beside = furniture.beside(related, others)
    headlines = [_link(it.title, furniture.article_link(it.id, look=look)) for it in beside]
    yield from _titled(text("card.other", look.language), headlines)


def _titled(title: str, lines: Sequence[Paragraph]) -> Iterator[RichBlock]:
    if lines:
        yield Heading(level=4, spans=(Span(title),))
        yield _bullets(lines)


def _bullets(lines: Sequence[Paragraph]) -> ListBlock:
    return ListBlock(is_ordered=False, items=tuple((line,) for line in lines))


def _link(label: str, url: str) -> Paragraph:
    shown = shorten(squash(label), limit=_LABEL_UNITS) or "…"
    return Paragraph(spans=(Span(shown, url=url if is_web_address(url) else ""),))


def _paragraph(line: Line) -> Blocks:
    return (Paragraph(spans=line.spans),) if line.spans else ()


def _foot(article: Article, stats: ArticleStats, *, at: int, count: int, look: Look) -> Foot:
    spans = [Span(furniture.views_line(stats, look=look))]
    if count > 1:
        number = text("card.page", look.language, page=at + 1, pages=count)
        spans.append(Span(f" | {number}"))
    host, url = furniture.source_of(article.content)
    if host:
        source = text("card.source", look.language, source=host)
        spans += [Span(" | "), Span(source, url=url)]
    return Foot(spans=tuple(spans))
