"""What stands around every article: its head, its foot and the usual buttons (pure)."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final
from urllib.parse import urlsplit

from bot.dates import format_card
from bot.i18n import text
from bot.numbers import format_number
from bot.press import Press, Verb
from bot.render.document import Mark, Span
from bot.render.markup import Line, line_of
from bot.render.pieces import is_web_address
from bot.render.screen import COPY_UNITS, Button, Look, pressing
from bot.render.story import Story
from bot.text import base36, shorten, squash, utf16_length
from storage.model import Article, ArticleId, ArticleStats, Attachment, Content, Headline, Related

LANGUAGE_KEY: Final = "l"
"""Of a page's address: the language of what stands around the article."""

_NAME_UNITS: Final = 100
_CATEGORY_UNITS: Final = 100
_MEGABYTE: Final = 1_000_000
_MOST_BESIDE: Final = 5


def category_line(content: Content, *, look: Look) -> Line:
    """The section, and that the article is featured."""
    featured = text("card.featured", look.language) if content.is_featured else ""
    category = shorten(squash(content.category), limit=_CATEGORY_UNITS)
    line = line_of(" | ".join(filter(None, (featured, category))))
    return Line(spans=line.spans, keeps_next=True)


def title_line(content: Content, *, limit: int | None = None) -> Line:
    """The title in bold, whole unless limited."""
    title = squash(content.title)
    shown = title if limit is None else shorten(title, limit=limit)
    return Line(spans=(Span(shown, Mark.BOLD),) if shown else (), gap=1, keeps_next=True)


def date_line(content: Content, *, look: Look) -> str:
    """Date and byline: "Thứ 2, 14/08/2017 10:00 | Kiều Oanh"; what is unknown is left out."""
    author = shorten(squash(content.author.name), limit=_NAME_UNITS)
    if content.published_at is None:
        return author
    date = format_card(content.published_at, zone=look.zone, language=look.language)
    return text("card.date_line", look.language, date=date, author=author) if author else date


def credited(story: Story, *, language: str) -> Story:
    """The story, whose main picture's credit reads "Ảnh: Kiều Oanh" as those in the body do."""
    picture = story.picture
    if picture is None or not picture.credit or ":" in picture.credit:
        return story
    credit = text("card.photo_credit", language, credit=picture.credit)
    return replace(story, picture=replace(picture, credit=credit))


def views_line(stats: ArticleStats, *, look: Look) -> str:
    """The count as stored: "Lượt xem: 54"."""
    return text("card.views", look.language, count=stats.view_count)


def source_of(content: Content) -> tuple[str, str]:
    """The source's host and the article's address there; empty when it is our own."""
    url = content.canonical_url
    if not is_web_address(url):
        return "", ""
    return (urlsplit(url).hostname or "").removeprefix("www."), url


def attachment_label(attachment: Attachment, *, look: Look) -> str:
    """A file's name and size: "Kế hoạch 12.pdf (0,7 MB)"."""
    name = squash(attachment.name) or attachment.url.rpartition("/")[2] or "…"
    size = size_of(attachment.size_bytes, look=look)
    return f"{name} ({size})" if size else name


def size_of(size_bytes: int | None, *, look: Look) -> str:
    """A size as people write it: "0,7 MB"; empty when unknown."""
    if size_bytes is None or size_bytes < 0:
        return ""
    if size_bytes < _MEGABYTE // 20:
        return f"{format_number(max(size_bytes // 1000, 1), language=look.language)} KB"
    whole, tenth = divmod(round(size_bytes * 10 / _MEGABYTE), 10)
    comma = "." if look.language == "en" else ","
    return f"{format_number(whole, language=look.language)}{comma}{tenth} MB"


def foot_lines(
    content: Content, related: Sequence[Related], others: Sequence[Headline], *, look: Look
) -> Iterator[Line]:
    """What follows the body: attachments, "Tin liên quan", "Tin khác", the source."""
    if content.attachments:
        yield _foot_title("card.attachments", look)
        for file in content.attachments:
            yield _linked(attachment_label(file, look=look), file.url)
    if related:
        yield _foot_title("card.related", look)
        for it in related:
            yield _linked(squash(it.title), related_link(it, look=look))
    if headlines := beside(related, others):
        yield _foot_title("card.other", look)
        for headline in headlines:
            yield _linked(squash(headline.title), article_link(headline.id, look=look))
    host, url = source_of(content)
    if host:
        yield line_of(text("card.source", look.language, source=host), url=url)


def article_link(article_id: ArticleId, *, look: Look) -> str:
    """The deep link that opens the article; empty while the bot's name is unknown."""
    return f"{look.bot_url}?start=a_{base36(article_id)}" if look.bot_url else ""


def related_link(related: Related, *, look: Look) -> str:
    """What opens a line of "Tin liên quan": the article here, else the address as imported."""
    if related.article_id is None:
        return related.url
    return article_link(related.article_id, look=look)


def save_button(article: Article, *, is_saved: bool, look: Look) -> Button:
    """Keep the article, or no longer."""
    key, verb = ("card.unsave", Verb.UNSAVE) if is_saved else ("card.save", Verb.SAVE)
    return pressing(text(key, look.language), Press(verb=verb, id=article.id))


def share_button(article: Article, *, look: Look) -> Button:
    """Send the article's card into a chat of the reader's choice, by an inline query."""
    label = text("card.share", look.language)
    return Button(label=label, switch_inline_chosen=f"a_{base36(article.id)}")


def copy_button(article: Article, *, look: Look) -> Button | None:
    """Copy the address that opens the article here."""
    link = article_link(article.id, look=look)
    if not link or utf16_length(link) > COPY_UNITS:
        return None
    return Button(label=text("card.copy_link", look.language), copy_text=link)


def web_button(article: Article, *, look: Look) -> Button | None:
    """Open the article's page in a browser, in this reader's language, where there are pages."""
    if not look.web_url:
        return None
    label = text("card.view_on_web", look.language)
    page = f"{look.web_url}/a/{base36(article.id)}?{LANGUAGE_KEY}={look.language}"
    return Button(label=label, url=page)


def listen_button(article: Article, *, look: Look) -> Button | None:
    """Play the article, its size said beforehand."""
    if not article.content.audio:
        press = Press(verb=Verb.LISTEN, id=article.id)
        return pressing(text("card.listen", look.language), press) if look.speaks else None
    size = size_of(article.content.audio[0].size_bytes, look=look)
    label = text("card.listen", look.language)
    if size:
        label = text("card.listen_size", look.language, size=size)
    return pressing(label, Press(verb=Verb.LISTEN, id=article.id))


def photos_button(article: Article, *, count: int, look: Look) -> Button | None:
    """Send the article's pictures, as an album where there are several."""
    if not count:
        return None
    label = text("card.photo", look.language)
    if count > 1:
        label = text("card.photos", look.language, n=count)
    return pressing(label, Press(verb=Verb.PHOTO, id=article.id))


def documents_button(article: Article, *, look: Look) -> Button | None:
    """Send the attachments."""
    if not article.content.attachments:
        return None
    label = text("card.documents", look.language)
    return pressing(label, Press(verb=Verb.DOCUMENTS, id=article.id))


def beside(related: Sequence[Related], others: Sequence[Headline]) -> list[Headline]:
    """ "Tin khác" without what "Tin liên quan" names already."""
    ours = {it.article_id for it in related}
    return [it for it in others if it.id not in ours][:_MOST_BESIDE]


def more_rows(
    related: Sequence[Related], others: Sequence[Headline]
) -> tuple[tuple[Button, ...], ...]:
    """A button for each article of ours beside this one, one a row."""
    named = [(it.title, it.article_id) for it in related if it.article_id is not None]
    named += [(it.title, it.id) for it in beside(related, others)]
    return tuple(
        (pressing(squash(title), Press(verb=Verb.READ, id=article_id)),)
        for title, article_id in named
        if squash(title)
    )[:_MOST_BESIDE]


def _foot_title(key: str, look: Look) -> Line:
    title = line_of(text(key, look.language), marks=Mark.BOLD)
    return Line(spans=title.spans, keeps_next=True)


def _linked(label: str, url: str) -> Line:
    spans = (Span("• "), Span(label, url=url if is_web_address(url) else "")) if label else ()
    return Line(spans=spans, gap=1)
