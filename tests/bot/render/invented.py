"""Articles as hypothesis invents them, and how a phone would read what we render."""

import re
import unicodedata
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from bot.html import sanitise
from bot.render.screen import Look
from bot.simulator.telegram import Simulator
from bot.simulator.telegram.htmlparse import parse_html
from bot.simulator.telegram.rich import checked_rich_source
from bot.text import clean
from storage.model import (
    Article,
    ArticleId,
    ArticleStats,
    Attachment,
    Content,
    Headline,
    Person,
    Related,
    Status,
    Version,
)

VN = ZoneInfo("Asia/Ho_Chi_Minh")
LOOK = Look(language="vi", zone=VN, bot_url="https://t.me/bantin_bot")
SAVING = Look(language="en", zone=VN, saves_data=True)
NOW = datetime(2026, 11, 24, 0, 0, tzinfo=UTC)

FAR_END = Simulator(token="123456:" + "T" * 35, username="bantin_bot", now=lambda: NOW)

LETTERS = st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co"])
WORDS = st.one_of(
    st.sampled_from(["Đoàn", "viên", "ra quân.", "<&>", '"', "📰", "🇻🇳", "a" * 300, "\u0338", "1"]),
    st.text(LETTERS, max_size=12),
)
TEXTS = st.lists(WORDS, max_size=12).map(lambda words: clean(" ".join(words)))
LONG = st.builds(lambda text, times: " ".join([text] * times), TEXTS, st.integers(0, 200))
TAGS = st.sampled_from(
    "p p p b i u s a blockquote ul ol li li h2 h3 figure figcaption pre code table tr td th hr br "
    "sub sup div span".split()
)
PIECES = st.one_of(
    LONG.map(lambda it: it.replace("<", "&lt;")),
    TEXTS.map(lambda it: f"<p>{it.replace('<', '&lt;')}</p>"),
    st.builds("<{}>".format, TAGS),
    st.builds("</{}>".format, TAGS),
    st.sampled_from(
        ['<img src="https://a.example/1.jpg">', '<img src="https://a.example/2.jpg?a=1&b=%22">',
         '<a href="https://a.example/?x=1&y=2">đây</a>', '<td colspan="7" rowspan="3">ô</td>',
         "<tr>" + "<td>ô</td>" * 25 + "</tr>", "<li>mục</li>" * 120,
         "<figure><img src='https://a.example/3.jpg'><figcaption>Lễ. Ảnh: An</figcaption></figure>",
         "<b>đ</b> <i>n</i> " * 80, "10<sup>6</sup> m<sup>2</sup>", "<p>dòng</p>" * 300]
    ),
)  # fmt: skip
BODIES = st.lists(PIECES, max_size=20).map("".join)
URLS = st.sampled_from(["", "https://a.example/1.jpg", "https://b.example/x?a=1&b=2", "nowhere"])
FILES = st.builds(Attachment, name=TEXTS, url=URLS, size_bytes=st.none() | st.integers(0, 2**40))
CONTENTS = st.builds(
    Content,
    title=TEXTS.map(lambda it: it or "Tin"),
    summary=TEXTS | LONG,
    body_html=BODIES.map(sanitise),
    image_url=URLS,
    image_caption=TEXTS,
    image_credit=TEXTS,
    canonical_url=URLS,
    published_at=st.none() | st.just(NOW),
    is_featured=st.booleans(),
    author=st.builds(Person, name=TEXTS),
    category=TEXTS,
    audio=st.lists(FILES, max_size=2).map(tuple),
    attachments=st.lists(FILES, max_size=45).map(tuple),
)
IDS = st.integers(1, 2**63 - 1).map(ArticleId)
RELATED = st.lists(
    st.builds(Related, title=TEXTS, url=URLS, article_id=st.none() | IDS), max_size=8
)
HEADLINES = st.lists(
    st.builds(
        Headline,
        id=IDS,
        title=TEXTS | LONG,
        category=st.sampled_from(["Đoàn", "Hội"]) | TEXTS,
        published_at=st.none() | st.just(NOW),
        is_featured=st.booleans(),
        summary=TEXTS,
    ),
    max_size=60,
)


FIRST = ArticleId(123456)


def article_of(content, *, status=Status.PUBLISHED, id=FIRST):
    return Article(
        id=id,
        status=status,
        version=Version(major=1, minor=0),
        content=content,
        created_at=NOW,
        modified_at=NOW,
    )


ARTICLES = st.builds(article_of, CONTENTS, id=IDS)
STATS = ArticleStats(article_id=FIRST, view_count=1234)


def seen(html):
    """What Telegram makes of the HTML: the text and its entities; fails where it refuses."""
    text, entities = parse_html(html)
    return text, entities


def taken(html):
    """The blocks that Telegram makes of a rich message; fails where it refuses."""
    return checked_rich_source(FAR_END.state, {"html": html})


def units(text):
    return len(text.encode("utf-16-le")) // 2


def bare(text):
    """The characters alone: no white space, nothing a list or a raised figure adds."""
    return re.sub(r"[\s^]+", "", unicodedata.normalize("NFKC", text))
