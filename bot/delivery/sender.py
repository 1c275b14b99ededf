"""The sender: claims what is due, says so before a byte leaves, records what came of it."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import replace
from datetime import timedelta
from typing import Any

import structlog
from telegram.error import InvalidToken, TelegramError

from bot.delivery.composing import Composer, Message, Nothing
from bot.delivery.gathering import Gathering
from bot.delivery.limiter import Lane
from bot.delivery.outcome import Again, Gone, Moved, Outcome, Refused, Sent, Uncertain, outcome_of
from bot.newsroom import Newsroom
from bot.telegram.calls import Calls
from storage.errors import StorageError, Unavailable
from storage.model import Delivery, DeliveryId, DeliveryState
from storage.outbox import Settled

log = structlog.get_logger()

IDLE_S = 1.0
STOP_S = 10.0
# Claimed rows wait in our memory only; this many are a second's work.
CLAIM_SECONDS = 1.0
LEAST_CLAIM = 20
DATABASE_AGAIN_S = 2.0
BYTES_LEAVE_S = 0.01
# Of a group that takes words only; TDLib, "can_send_message_content".
NO_PHOTOS = "rights to send photos"


class Sender:
    """Sends what the outbox holds, until it is stopped. One per process."""

    def __init__(self, newsroom: Newsroom, *, calls: Calls, holder: str) -> None:
        self._newsroom = newsroom
        self._calls = calls
        self._limiter = calls.limiter
        self._holder = holder
        self._woken = asyncio.Event()
        self._stopping = False
        self._wordy: set[int] = set()
        pace = newsroom.config.messages_per_second
        self._claim = max(LEAST_CLAIM, int(pace * CLAIM_SECONDS))
        self._begun = Gathering(self._begin)
        self._ended = Gathering(self._settle)

    def wake(self) -> None:
        """Says that there may be something to send."""
        self._woken.set()

    async def run(self) -> None:
        """Works until stopped; while the database is away it waits."""
        while not self._stopping:
            try:
                busy = await self._round()
            except StorageError as error:
                log.error("outbox_unavailable", error=str(error))
                await asyncio.sleep(DATABASE_AGAIN_S)
                continue
            if not busy:
                await self._rest()

    async def stop(self, task: asyncio.Task[None]) -> None:
        """Claims no more, waits for what is under way, hands the rest back."""
        self._stopping = True
        self.wake()
        _, late = await asyncio.wait([task], timeout=STOP_S)
        for each in late:
            each.cancel()
        await asyncio.gather(task, return_exceptions=True)
        self._begun.stop()
        self._ended.stop()
        returned = await self._newsroom.storage.outbox.unclaim(self._holder)
        log.info("sender_stopped", returned=returned)

    async def _rest(self) -> None:
        self._woken.clear()
        try:
            await asyncio.wait_for(self._woken.wait(), IDLE_S)
        except TimeoutError:
            return

    async def _round(self) -> bool:
        if self._limiter.paused_s:
            # Nothing is claimed while Telegram wants silence.
            await asyncio.sleep(min(self._limiter.paused_s, IDLE_S))
            return True
        outbox = self._newsroom.storage.outbox
        if self._newsroom.is_on_hold:
            return False
        claimed = await outbox.claim(self._holder, limit=self._claim, now=self._newsroom.now())
        if not claimed:
            return False
        self._newsroom.crash.reached("claimed")
        waiting = deque(claimed)
        composer = Composer(self._newsroom)
        workers = min(self._newsroom.config.in_flight, len(waiting))
        # All of them end, however one does: a second set beside them would be too many in flight.
        ends = await asyncio.gather(
            *(self._work(waiting, composer) for _ in range(workers)), return_exceptions=True
        )
        failures = [end for end in ends if end is not None]
        # What was left when Telegram asked for silence, or when something failed.
        await outbox.unclaim(self._holder)
        if failures:
            raise failures[0]
        return True

    async def _work(self, waiting: deque[Delivery], composer: Composer) -> None:
        while waiting and not self._stopping and not self._limiter.paused_s:
            await self._deliver(waiting.popleft(), composer)

    async def _deliver(self, delivery: Delivery, composer: Composer) -> None:
        message = await self._composed(delivery, composer)
        if isinstance(message, Nothing):
            await self._record(delivery, message)
            return
        if message.upload is None:
            await self._send(delivery, message, composer)
            return
        # One upload at a time: whoever waited finds the picture known to Telegram.
        async with composer.uploading:
            message = await self._composed(delivery, composer)
            if isinstance(message, Message):
                await self._send(delivery, message, composer)
            else:
                await self._record(delivery, message)

    async def _composed(self, delivery: Delivery, composer: Composer) -> Message | Nothing:
        if delivery.chat_id in self._wordy:
            delivery = replace(delivery, saves_data=True)
        try:
            return await composer.message_for(delivery)
        except StorageError:
            raise
        except Exception:
            # One article that cannot be rendered must not hold up everybody's news.
            log.exception("delivery_not_composed", key=delivery.key)
            return Nothing(cause="not composed")

    async def _send(self, delivery: Delivery, message: Message, composer: Composer) -> None:
        if not await self._has_turn(delivery):
            return
        # Committed before the first byte leaves; after a crash this row is `uncertain`.
        if delivery.id not in await self._begun.ask(delivery.id):
            return
        self._newsroom.crash.reached("sending")
        if self._newsroom.crash.awaits("bytes"):
            # By then they have left, in a rehearsal's far end on this machine.
            asyncio.get_running_loop().call_later(
                BYTES_LEAVE_S, self._newsroom.crash.reached, "bytes"
            )
        fields = message.fields_for(delivery)
        if self._newsroom.config.paid_broadcast:
            # Bot API, "sendMessage": up to 1,000 a second for 0.1 Star each.
            fields["allow_paid_broadcast"] = True
        answer: dict[str, Any] = {}
        try:
            answer = await self._calls.call_now(message.method, fields, upload=message.upload)
            outcome: Outcome = Sent(message_id=int(answer["message_id"]), mark=message.mark)
        except (TelegramError, LookupError, TypeError, ValueError) as error:
            # An answer of a shape that nobody promised says as little as none.
            outcome = outcome_of(error)
            if isinstance(error, InvalidToken):
                self._newsroom.token_doubt.set()
        self._newsroom.crash.reached("answered")
        await self._end(delivery, message, outcome, composer=composer, answer=answer)

    async def _has_turn(self, delivery: Delivery) -> bool:
        if wait_s := self._limiter.chat_wait_s(delivery.chat_id):
            # Not slept on: five topics of one group would hold up everybody.
            due_at = self._newsroom.now() + timedelta(seconds=wait_s)
            outbox = self._newsroom.storage.outbox
            await outbox.postpone(delivery.id, holder=self._holder, due_at=due_at)
            return False
        return await self._limiter.slot(chat_id=delivery.chat_id, lane=Lane.BULK)

    async def _end(
        self,
        delivery: Delivery,
        message: Message,
        outcome: Outcome,
        *,
        composer: Composer,
        answer: dict[str, Any],
    ) -> None:
        if message.picture is None:
            await self._record(delivery, outcome)
            return
        # What came of the send first: nothing else may come between it and the ledger.
        match outcome:
            case Sent():
                await self._record(delivery, outcome)
                await composer.uploaded(message, answer)
            case Gone() if NO_PHOTOS in outcome.cause.lower():
                self._wordy.add(delivery.chat_id)
                await self._record(delivery, Again(after_s=0, cause=outcome.cause))
            case Refused():
                # It may be the picture's fault: once more, without one.
                await self._record(delivery, Again(after_s=0, cause=outcome.cause))
                await composer.refused(message, cause=outcome.cause)
            case _:
                await self._record(delivery, outcome)

    async def _record(self, delivery: Delivery, outcome: Outcome | Nothing) -> None:
        if isinstance(outcome, Again) and outcome.pauses_all:
            self._limiter.pause(outcome.after_s)
        if isinstance(outcome, Moved):
            await self._newsroom.storage.subscribers.migrate(
                delivery.chat_id, new_chat_id=outcome.chat_id
            )
        settled = self._settled(delivery, outcome)
        await self._ended.ask(settled)
        self._newsroom.crash.reached("recorded")
        self._newsroom.metrics.deliveries.labels(state=settled.state).inc()
        if settled.state is not DeliveryState.SENT:
            log.info("delivery", key=delivery.key, state=settled.state, cause=settled.cause)

    async def _begin(self, ids: list[DeliveryId]) -> frozenset[DeliveryId]:
        outbox = self._newsroom.storage.outbox
        return await outbox.begin(ids, holder=self._holder, now=self._newsroom.now())

    async def _settle(self, settled: list[Settled]) -> None:
        """What is known of a send is kept until it is written down; forgotten, it is a doubt."""
        outbox = self._newsroom.storage.outbox
        while True:
            try:
                await outbox.settle(settled, holder=self._holder, now=self._newsroom.now())
            except Unavailable as error:
                log.error("settling_waits", n=len(settled), error=str(error))
                await asyncio.sleep(DATABASE_AGAIN_S)
            else:
                return

    def _settled(self, delivery: Delivery, outcome: Outcome | Nothing) -> Settled:
        now = self._newsroom.now()
        match outcome:
            case Sent():
                return Settled(
                    id=delivery.id,
                    state=DeliveryState.SENT,
                    message_id=outcome.message_id,
                    render_hash=outcome.mark or None,
                )
            case Gone():
                return Settled(id=delivery.id, state=DeliveryState.GONE, cause=outcome.cause)
            case Refused():
                return Settled(id=delivery.id, state=DeliveryState.REFUSED, cause=outcome.cause)
            case Uncertain():
                return Settled(id=delivery.id, state=DeliveryState.UNCERTAIN, cause=outcome.cause)
            case Again():
                later = now + timedelta(seconds=outcome.after_s)
                return Settled(
                    id=delivery.id,
                    state=DeliveryState.QUEUED,
                    cause=outcome.cause,
                    retry_at=later,
                    is_counted=False,
                )
            case Moved():
                return Settled(
                    id=delivery.id,
                    state=DeliveryState.QUEUED,
                    cause="moved",
                    retry_at=now,
                    is_counted=False,
                )
            case Nothing():
                return Settled(id=delivery.id, state=DeliveryState.CANCELLED, cause=outcome.cause)
