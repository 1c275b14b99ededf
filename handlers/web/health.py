"""`/health` and `/metrics`: what operators watch."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.newsroom import Newsroom
from bot.sole import LEASE
from storage.errors import StorageError

QUIET_S = 90
LATE_S = 600


async def health(request: Request) -> Response:
    """200 while updates come in, messages leave and the database answers; else 503."""
    newsroom: Newsroom = request.app.state.newsroom
    now = newsroom.now()
    last = newsroom.metrics.last_updates_at
    try:
        oldest = await newsroom.storage.outbox.oldest_due(now)
        holder = await newsroom.storage.leases.holder(LEASE)
        database = newsroom.storage.engine
    except StorageError as error:
        return JSONResponse({"status": "failing", "database": str(error)}, status_code=503)
    late_s = 0.0 if oldest is None else (now - oldest).total_seconds()
    quiet = last is None or (now - last).total_seconds() > QUIET_S
    is_well = late_s < LATE_S and not (quiet and newsroom.config.mode == "polling")
    return JSONResponse(
        {
            "status": "ok" if is_well else "failing",
            "last_updates_at": last and last.isoformat(),
            "oldest_due_delivery_s": round(late_s, 1),
            "lease_holder": holder,
            "database": database,
        },
        status_code=200 if is_well else 503,
    )


async def metrics(request: Request) -> Response:
    """The figures in Prometheus' text format."""
    newsroom: Newsroom = request.app.state.newsroom
    counts = await newsroom.storage.outbox.count_open()
    newsroom.metrics.show_outbox(counts)
    return Response(newsroom.metrics.text(), media_type="text/plain; version=0.0.4")
