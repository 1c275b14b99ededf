"""The HTTP side of the phone page (placeholder)."""

from typing import TYPE_CHECKING

from starlette.applications import Starlette

if TYPE_CHECKING:
    from .simulator import Simulator


def phone_pages(simulator: "Simulator") -> Starlette:
    """The pages under /phone."""
    return Starlette()
