"""What looks brought is written down: much at once, little together with other feeds'."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from bot.feeds.outcome import Outcome, Result
from bot.feeds.story import story_in
from storage.model import Brought

if TYPE_CHECKING:
    from bot.feeds.round import Round

FEW: Final = 3
"""Entries that are written together with those of other feeds."""

# A commit is a wait for the disk and costs as much as some entries; everybody else waits
# while it is written, so there is an end to it.
_TOGETHER: Final = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A look that is to be written down. `digests`: what need not be read again after that."""

    brought: Brought
    digests: tuple[int, ...] = ()


async def store(waiting: Waiting, *, this: "Round") -> Outcome:
    """What came of a look; of a small one only after `store_waiting`, in `this.stored`."""
    feed_id = waiting.brought.feed_id
    if len(waiting.brought.candidates) > FEW:
        await _write([waiting], this=this)
        return this.stored[feed_id]
    this.waiting.append(waiting)
    if sum(len(it.brought.candidates) for it in this.waiting) >= _TOGETHER:
        await store_waiting(this)
    return this.stored.get(feed_id) or Outcome(feed_id=feed_id, result=Result.UNCHANGED)


async def store_waiting(this: "Round") -> None:
    """Writes down what small looks brought."""
    waiting, this.waiting[:] = this.waiting[:], []
    if waiting:
        await _write(waiting, this=this)


async def _write(waiting: Sequence[Waiting], *, this: "Round") -> None:
    stored = await this.storage.feeds.store_rounds(
        [it.brought for it in waiting],
        alike=partial(story_in, likeness=this.likeness),
        now=this.now,
    )
    for it, one in zip(waiting, stored, strict=True):
        feed_id = it.brought.feed_id
        if one is None:
            # An editor removed the feed while it was being read.
            this.stored[feed_id] = Outcome(feed_id=feed_id, result=Result.GONE)
            continue
        this.crash.reached("feed_stored")
        if it.digests:
            # Not before: what was not stored must be read again.
            this.parser.memory.keep(feed_id, it.digests)
        is_new = bool(one.new or one.changed)
        this.stored[feed_id] = Outcome(
            feed_id=feed_id,
            result=Result.NEW if is_new else Result.UNCHANGED,
            new=one.new,
            changed=one.changed,
            featured=one.featured,
        )
