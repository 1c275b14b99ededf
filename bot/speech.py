"""Articles read aloud on this machine: espeak-ng speaks, opusenc makes it small."""

from __future__ import annotations

import asyncio
import os
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
BITRATE_KBIT: Final = "16"


@dataclass(slots=True, kw_only=True)
class Speech:
    """One article at a time, the others wait. `voice`: a key of VOICES."""

    voice: str
    speaker: str
    encoder: str
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def spoken(self, text: str) -> bytes:
        """The text as OGG with Opus; nothing when a program failed or took too long."""
        async with self._turn:
            wave = await _piped(
                [self.speaker, "-v", VOICES[self.voice], "--stdin", "--stdout"], text.encode()
            )
            if not wave:
                return b""
            return await _piped([self.encoder, "--bitrate", BITRATE_KBIT, "-", "-"], wave)


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
    """Title, lead and paragraphs, a line each: what is worth hearing of an article."""
    story = story_of(content)
    lines = [squash(content.title), story.lead, *_lines(story.blocks)]
    return "\n".join(line for line in lines if line)[:MOST_LETTERS]


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


async def _piped(command: Sequence[str], given: bytes) -> bytes:
    process = await asyncio.create_subprocess_exec(
        *command,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"},
    )
    try:
        out, _ = await asyncio.wait_for(process.communicate(given), PATIENCE_S)
    except TimeoutError:
        process.kill()
        await process.wait()
        log.warning("speech_too_slow", program=command[0])
        return b""
    return out if process.returncode == 0 else b""
