"""What can be counted from outside, under the names that operators hold us to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from prometheus_client import CollectorRegistry, Counter, Gauge, generate_latest

from storage.model import DeliveryState


class Metrics:
    """One set of figures a process; `/metrics` shows it. No label holds personal data."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.deliveries = self._counter("bantin_deliveries", "Messages by how they ended", "state")
        self.feed_polls = self._counter("bantin_feed_polls", "Looks at feeds", "result")
        self.updates = self._counter("bantin_updates", "Updates received", "kind")
        self.views = self._counter("bantin_views", "Articles opened", "via")
        self.parse_killed = Counter(
            "bantin_feed_parse_killed",
            "Parsers that had to be killed",
            registry=self.registry,
        )
        self.queued = self._gauge("bantin_outbox_queued", "Messages that wait")
        self.in_flight = self._gauge("bantin_in_flight", "Messages whose fate is not known yet")
        self.loop_lag = self._gauge("bantin_loop_lag_seconds", "How late the event loop runs")
        self.last_updates_at: datetime | None = None
        self.heard_s = 0.0
        """When Telegram last answered getUpdates, on the event loop's own clock."""

    def show_outbox(self, counts: Mapping[DeliveryState, int]) -> None:
        """Takes over the outbox's own counts: the figures survive a restart."""
        waiting = (DeliveryState.QUEUED, DeliveryState.CLAIMED, DeliveryState.HELD)
        self.queued.set(sum(counts.get(state, 0) for state in waiting))
        self.in_flight.set(counts.get(DeliveryState.SENDING, 0))

    def text(self) -> bytes:
        """The figures in Prometheus' text format."""
        return generate_latest(self.registry)

    def _counter(self, name: str, what: str, label: str) -> Counter:
        return Counter(name, what, [label], registry=self.registry)

    def _gauge(self, name: str, what: str) -> Gauge:
        return Gauge(name, what, registry=self.registry)
