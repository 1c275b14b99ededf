"""An article's paragraphs as its HTML has them, and whether what is shown holds them.

Nothing here knows how the bot reads or cuts an article.
"""

from collections.abc import Iterable, Sequence
from html.parser import HTMLParser
from itertools import accumulate

from bot.render.classic import pages
from bot.render.rich import parts_of, rich
from bot.render.story import story_of
from bot.render.web_body import body_html
from bot.simulator.telegram.richplain import plain_of_blocks
from tests.bot.render.invented import LOOK, STATS, seen, taken

INLINE = frozenset("b i strong em u s a code sub sup".split())
# The plain form writes raised and lowered text in Unicode, or with a sign before it.
UNRAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎", "0123456789+-=()n0123456789+-=()", "^")


class _Paragraphs(HTMLParser):
    """Text between the tags that are not running text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.told = [""]

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._tag(tag)

    def handle_endtag(self, tag: str) -> None:
        self._tag(tag)

    def handle_data(self, data: str) -> None:
        self.told[-1] += data

    def _tag(self, tag: str) -> None:
        if tag == "br":
            self.told[-1] += "\n"
        elif tag not in INLINE:
            self.told.append("")


def told(html: str) -> list[str]:
    """Every paragraph, item, cell and caption in order, without those that are empty."""
    reader = _Paragraphs()
    reader.feed(html)
    reader.close()
    return [it for it in reader.told if it.strip()]


def rich_texts(article, *, look=LOOK):
    """What a phone shows of each part, without its foot."""
    texts = []
    for part in range(len(parts_of(article, look=look))):
        blocks = taken(rich(article, STATS, look=look, part=part).html)
        assert blocks[-1]["type"] == "footer"
        texts.append(plain_of_blocks(blocks[:-1]))
    return texts


def classic_texts(article):
    """What a phone shows of each page, without its foot."""
    return [seen(html)[0].rpartition("\n")[0] for html in pages(article, STATS, look=LOOK)]


def web_texts(article):
    """What a browser shows of the lead and the body."""
    story = story_of(article.content)
    html = body_html(story.blocks, shown=lambda _: None)
    return ["\n".join([story.lead, *told(html)])]


def unbroken(texts: Iterable[str], paragraphs: Sequence[str]) -> bool:
    """Whether the paragraphs stand in the texts one after the other, word for word.

    Where a text ends a word may go on, or white space be missing; nowhere else.
    """
    letters, gaps, ends = "", set(), set()
    for text in texts:
        ends.add(len(letters))
        for word in _words(text):
            gaps.add(len(letters))
            letters += word
    gaps -= ends
    at = 0
    for words in map(_words, paragraphs):
        at = _after(words, letters, gaps=gaps, ends=ends, start=at)
        if at < 0:
            return False
    return True


def _after(words: list[str], letters: str, *, gaps: set[int], ends: set[int], start: int) -> int:
    """Where the words end that stand in the letters from `start` on; -1 where they do not."""
    whole = "".join(words)
    lengths = list(accumulate(map(len, words)))[:-1]
    while (start := letters.find(whole, start)) >= 0:
        parted = {at for at in range(start + 1, start + len(whole)) if at in gaps}
        wanted = {start + length for length in lengths}
        if parted <= wanted <= parted | ends:
            return start + len(whole)
        start += 1
    return -1


def _words(text: str) -> list[str]:
    return text.translate(UNRAISED).split()
