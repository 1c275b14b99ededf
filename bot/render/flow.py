"""Collects text and blocks while a page is walked (pure)."""

import re
from typing import Final

from bot.render.document import PLAIN, Block, Blocks, Mark, Paragraph, Picture, Slideshow, Span
from bot.render.document import trimmed as trimmed_spans

_SPACES: Final = re.compile(r"\s+")


class Flow:
    """What was read so far: finished blocks, and the paragraph being written."""

    def __init__(self) -> None:
        self._blocks: list[Block] = []
        self._spans: list[Span] = []

    def text(self, text: str, *, marks: Mark = PLAIN, url: str = "") -> None:
        """Adds running text; runs of white space become one space, as HTML has it."""
        flat = _SPACES.sub(" ", text)
        if not self._spans or self._spans[-1].text[-1].isspace():
            flat = flat.lstrip(" ")
        if flat:
            self._append(Span(flat, marks, url))

    def line_break(self) -> None:
        """Adds a line break; two in a row end the paragraph, as many editors write it."""
        if not self._spans:
            return
        last = self._spans[-1]
        if last.text.endswith("\n"):
            self.end_paragraph()
            return
        self._spans[-1] = Span(last.text.rstrip(" ") + "\n", last.marks, last.url)

    def add(self, *blocks: Block) -> None:
        """Ends the paragraph and adds blocks."""
        self.end_paragraph()
        self._blocks += blocks

    def end_paragraph(self) -> None:
        """Turns the text since the last block into a paragraph, if there is any."""
        spans = trimmed_spans(tuple(self._spans))
        self._spans = []
        if spans:
            self._blocks.append(Paragraph(spans=spans))

    def blocks(self) -> Blocks:
        """Everything collected; pictures that follow each other are one slideshow."""
        self.end_paragraph()
        return tuple(self._blocks)

    def _append(self, span: Span) -> None:
        last = self._spans[-1] if self._spans else None
        if last and (last.marks, last.url) == (span.marks, span.url):
            self._spans[-1] = Span(last.text + span.text, span.marks, span.url)
        else:
            self._spans.append(span)


def with_slideshows(blocks: Blocks) -> Blocks:
    """The blocks with pictures in a row put together."""
    grouped: list[Block] = []
    row: list[Picture] = []
    for block in (*blocks, None):
        if isinstance(block, Picture):
            row.append(block)
            continue
        grouped += row if len(row) < 2 else [Slideshow(pictures=tuple(row))]
        row = []
        if block is not None:
            grouped.append(block)
    return tuple(grouped)
