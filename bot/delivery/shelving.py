"""The pictures and sounds of an opened article: fetched by us, and uploaded with it once."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bot.delivery.pictures import picture_for
from bot.delivery.sounds import sound_for
from bot.newsroom import Newsroom
from bot.stored import file_id_in
from bot.telegram.outgoing import upload_of
from bot.telegram.request import Upload

MOST_UPLOADED = 10
# So long the first who opens an article waits; what is not there then Telegram fetches.
READY_S = 6.0
ATTACHED = "attach://"


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """What goes along with a message. `named`: address to what Telegram calls the file."""

    named: dict[str, str] = field(default_factory=dict)
    uploads: tuple[Upload, ...] = ()

    def address_of(self, named: str) -> str:
        """The address of a file that is uploaded under this name; empty for any other."""
        found = (url for url, it in self.named.items() if it == named)
        return next(found, "") if named.startswith(ATTACHED) else ""


async def files_for(
    newsroom: Newsroom,
    *,
    pictures: Sequence[str],
    sounds: Sequence[str] = (),
    ready_s: float = READY_S,
) -> Files:
    """What Telegram has of these files, and the bytes of what it does not have yet.

    `ready_s`: for so long, in seconds, they are waited for.
    """
    named = await newsroom.storage.media.file_ids([*pictures, *sounds])
    named |= {it: file_id for it in (*pictures, *sounds) if (file_id := file_id_in(it))}
    tasks = {
        url: asyncio.create_task(_upload_for(newsroom, url, is_sound=url in sounds))
        for url in [it for it in (*pictures, *sounds) if it not in named][:MOST_UPLOADED]
    }
    if tasks:
        _, late = await asyncio.wait(tasks.values(), timeout=ready_s)
        for task in late:
            task.cancel()
    uploads = []
    for number, (url, task) in enumerate(tasks.items()):
        upload = task.result() if task.done() and not task.cancelled() else None
        if upload is not None:
            name = f"file{number}"
            uploads.append(replace(upload, field=name))
            named[url] = f"{ATTACHED}{name}"
    return Files(named=named, uploads=tuple(uploads))


async def _upload_for(newsroom: Newsroom, url: str, *, is_sound: bool) -> Upload | None:
    if is_sound:
        sound = await sound_for(newsroom, url)
        return sound.upload if sound is not None else None
    return upload_of(await picture_for(newsroom, url))
