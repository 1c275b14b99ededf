"""A strict pretend Telegram: the Bot API as an ASGI app, and people with phones behind it.

sim = Simulator(username="bantin_bot")
an = sim.person(7, first_name="An", language_code="vi")
async with served(sim.app) as base_url:        # base_url + "/bot" is PTB's base_url
    an.write("/start")
    await sim.idle()
    print(an.phone.last.text)
"""

from .faults import Fault
from .groups import Group
from .people import Person
from .seen import Button, Phone, SeenMessage, Toast
from .serve import served
from .settings import Dialect, Limits
from .simulator import Simulator
from .state import Call

__all__ = [
    "Button",
    "Call",
    "Dialect",
    "Fault",
    "Group",
    "Limits",
    "Person",
    "Phone",
    "SeenMessage",
    "Simulator",
    "Toast",
    "served",
]
