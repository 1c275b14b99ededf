"""The token is nowhere: not in what is said at the most talkative level, not in the database."""

import signal
from datetime import UTC, datetime
from pathlib import Path

from bot.simulator.telegram import Fault, Limits, Simulator, served
from storage import open_storage
from tests.processes import ended, environment, started
from tests.staging import TOKEN, eventually, published, subscribed

SECRET = "webhook-secret-only-of-use-on-this-machine"


async def test_the_token_is_in_no_log_and_in_no_file(folder: Path) -> None:
    telegram = Simulator(token=TOKEN, limits=Limits(flood=False))
    an = telegram.person(1001, language_code="vi", started=True)
    await prepare(folder, an.id)
    faults = (Fault.reset_after(), Fault.garbled(), Fault.server_error(502, accepted=False))
    for fault in faults:
        telegram.faults.next("sendMessage", fault)
    telegram.faults.next("setMyCommands", Fault.server_error(500, accepted=True))

    async with served(telegram.app) as url:
        given = environment(folder, url, log_level="DEBUG", webhook_secret=SECRET)
        async with started("run", folder=folder, environment=given) as process:
            for word in ("/start", "/tinmoi", "/khongco", "trang", "/trogiup"):
                an.write(word)
            await eventually(lambda: len(an.phone.received) >= 4, timeout_s=30, every_s=0.1)
            process.send_signal(signal.SIGTERM)
            end = await ended(process)

    said = end.out + end.complaints
    assert end.code == 0, said
    assert "debug" in said
    for secret in (TOKEN, TOKEN.partition(":")[2], SECRET):
        assert secret not in said
        assert not holders(folder, secret)


def holders(folder: Path, secret: str) -> list[Path]:
    """The files that hold it."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [path for path in files if secret.encode() in path.read_bytes()]


async def prepare(folder: Path, chat_id: int) -> None:
    """A subscriber with a digest that is due."""
    now = datetime.now(UTC)
    storage = await open_storage(f"sqlite:///{folder / 'bantin.db'}")
    await subscribed(storage, chat_id, now=now, next_digest_at=now)
    await published(storage, "Tin", now=now)
    await storage.schedule.ensure("digests", due_at=now)
    await storage.close()
