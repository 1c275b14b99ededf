"""Deliveries, each with what is known of its subscriber."""

from __future__ import annotations

from collections.abc import Sequence

from storage.database import Row, Transaction, instant, instant_or_none
from storage.headlines import id_list
from storage.model import Delivery, DeliveryId, DeliveryKind, DeliveryState

DELIVERY = """
    d.id, d.key, d.kind, d.state, d.subscriber_id, s.chat_id, s.thread_id, s.language,
    s.is_silent, s.saves_data, d.article_id, d.window_from_at, d.window_until_at, d.tries,
    d.expires_at, s.timezone, d.broadcast_id
    """


def delivery_of(row: Row) -> Delivery:
    """The delivery in a row of the columns of DELIVERY."""
    return Delivery(
        id=row[0],
        key=row[1],
        kind=DeliveryKind(row[2]),
        state=DeliveryState(row[3]),
        subscriber_id=row[4],
        chat_id=row[5],
        thread_id=row[6],
        language=row[7],
        is_silent=bool(row[8]),
        saves_data=bool(row[9]),
        article_id=row[10],
        window_from_at=instant_or_none(row[11]),
        window_until_at=instant_or_none(row[12]),
        tries=row[13],
        expires_at=instant(row[14]),
        timezone=row[15],
        broadcast_id=row[16],
    )


async def load_deliveries(tx: Transaction, ids: Sequence[DeliveryId]) -> list[Delivery]:
    """The deliveries, the longest due first."""
    if not ids:
        return []
    chosen, values = id_list(ids)
    rows = await tx.rows(
        f"""
        SELECT {DELIVERY}
        FROM deliveries d
        JOIN subscribers s ON s.id = d.subscriber_id
        WHERE d.id IN ({chosen})
        ORDER BY d.due_at, d.id
        """,
        **values,
    )
    return [delivery_of(row) for row in rows]
