"""What storage raises: a caller's mistake, a lost race, or a database out of reach."""

from __future__ import annotations


class StorageError(Exception):
    """Any of the errors below."""


class NotFound(StorageError):
    """No row with this id."""

    def __init__(self, noun: str, id: object) -> None:
        super().__init__(f"{noun} {id} not found")
        self.noun = noun
        self.id = id


class Stale(StorageError):
    """The row changed since the caller looked at it; read it again."""

    def __init__(self, noun: str, id: object) -> None:
        super().__init__(f"{noun} {id} changed meanwhile")
        self.noun = noun
        self.id = id


class Taken(StorageError):
    """Somebody else holds what was asked for."""

    def __init__(self, noun: str, holder: str) -> None:
        super().__init__(f"{noun} is held by {holder}")
        self.noun = noun
        self.holder = holder


class Unavailable(StorageError):
    """The database could not be reached, opened, read or written; nothing was committed."""


class TooNew(StorageError):
    """The database was made by a later version of this program."""

    def __init__(self, found: int, known: int) -> None:
        super().__init__(f"database version {found}, this program knows up to {known}")
        self.found = found
        self.known = known
