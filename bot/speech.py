"""Articles read aloud on this machine: espeak-ng speaks, opusenc makes it small."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import structlog

from bot.render.document import Block, Heading, ListBlock, Paragraph, Quotation, plain
from bot.render.story import story_of
from bot.text import squash
from storage.model import Content

log = structlog.get_logger()

VOICES: Final = {"north": "vi", "central": "vi-vn-x-central", "south": "vi-vn-x-south"}
SPEAKER, ENCODER = "espeak-ng", "opusenc"
MOST_LETTERS: Final = 40_000
PATIENCE_S: Final = 60.0
# Of 16 kbit a second; at 5 of 10 the encoder takes half the time and nobody hears it.
ENCODING: Final = ("--quiet", "--speech", "--bitrate", "16", "--comp", "5", "--ignorelength")
_GROUPED: Final = re.compile(r"(?<=\d)\.(?=\d{3}(?!\d))")


@dataclass(slots=True, kw_only=True)
class Speech:
    """One article at a time: whoever speaks holds `turn`, the others wait.

    `voice`: a key of VOICES.
    """

    voice: str
    speaker: str
    encoder: str
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def spoken(self, text: str) -> bytes:
        """The text as OGG with Opus; nothing when a program failed or took too long."""
        speak = [self.speaker, "-v", VOICES[self.voice], "--stdin", "--stdout"]
        return await _piped(speak, [self.encoder, *ENCODING, "-", "-"], text.encode())


def open_speech(voice: str, *, path: str | None = None) -> Speech | None:
    """Speech in this voice; None when it is off or a program is missing. `path` as in PATH."""
    if voice not in VOICES:
        return None
    speaker, encoder = (shutil.which(name, path=path) for name in (SPEAKER, ENCODER))
    if speaker is None or encoder is None:
        log.warning("speech_missing", speaker=speaker, encoder=encoder)
        return None
    return Speech(voice=voice, speaker=speaker, encoder=encoder)


def speakable(content: Content) -> str:
    """Title, lead and paragraphs, set apart: what is worth hearing of an article.

    A single line break is no pause to espeak-ng, and the dot in 1.234.567 is a word.
    """
    story = story_of(content)
    lines = [squash(content.title), story.lead, *_lines(story.blocks)]
    whole = "\n\n".join(line for line in lines if line)[:MOST_LETTERS]
    return _GROUPED.sub("", whole)


def _lines(blocks: Sequence[Block]) -> list[str]:
    lines = []
    for block in blocks:
        match block:
            case Paragraph(spans=spans) | Heading(spans=spans):
                lines.append(squash(plain(spans)))
            case Quotation(blocks=inner):
                lines += _lines(inner)
            case ListBlock(items=items):
                lines += [line for item in items for line in _lines(item)]
    return lines


async def _piped(first: Sequence[str], second: Sequence[str], given: bytes) -> bytes:
    # The sound of a long article is 100 MB before it is made small: it goes past us.
    from_first, to_second = os.pipe()
    try:
        speaker = await _started(first, stdin=asyncio.subprocess.PIPE, stdout=to_second)
        encoder = await _started(second, stdin=from_first, stdout=asyncio.subprocess.PIPE)
    finally:
        os.close(from_first)
        os.close(to_second)
    both = asyncio.gather(speaker.communicate(given), encoder.communicate())
    try:
        _, (sound, _) = await asyncio.wait_for(both, PATIENCE_S)
    except TimeoutError:
        log.warning("speech_too_slow", letters=len(given))
        return b""
    finally:
        for process in (speaker, encoder):
            if process.returncode is None:
                process.kill()
    return bytes(sound) if speaker.returncode == encoder.returncode == 0 else b""


async def _started(
    command: Sequence[str], *, stdin: int, stdout: int
) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        *command,
        stdin=stdin,
        stdout=stdout,
        stderr=asyncio.subprocess.DEVNULL,
        env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"},
    )
