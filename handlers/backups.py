"""/saoluu: a sound copy of the running database, beside it on the server."""

from __future__ import annotations

from pathlib import Path

from telegram import Update

from bot.backup import Refused, back_up
from bot.desk import Act
from bot.i18n import text
from handlers.context import Context
from handlers.desk import may_now
from handlers.showing import say
from storage import SQLITE
from storage.errors import Unavailable


async def backup(update: Update, context: Context) -> None:
    """Copies the database; it stays on the server, since it holds what members told us."""
    reader, newsroom = await context.reader(update), context.newsroom
    if not await may_now(update, context, reader, Act.ADMINISTER):
        return
    if not newsroom.config.database.startswith(SQLITE):
        await say(update, context, text("admin.backup_on_server", reader.language))
        return
    database = Path(newsroom.config.database.removeprefix(SQLITE))
    file = database.with_name(f"{database.stem}-{newsroom.now():%Y-%m-%d}.backup.db")
    try:
        await back_up(newsroom.config, file=file)
    except (Refused, Unavailable):
        await say(update, context, text("admin.backup_failed", reader.language))
        raise
    size = f"{file.stat().st_size / 1e6:.1f} MB"
    await say(
        update, context, text("admin.backup_done", reader.language, name=file.name, size=size)
    )
