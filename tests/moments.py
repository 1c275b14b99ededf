"""One instant for every test: 24 November 2026, noon in Vietnam."""

from datetime import UTC, datetime

NOW = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
