"""What a person does to a world through the inspector; every one is also a call of the control plane.

Each action gives the page to go to, and what it has done.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

import orjson

from emulator.control.endpoints import clock, deliveries, faults, payments, requests, trigger, worlds
from emulator.control.plane import Ask
from emulator.control.problems import ControlError
from emulator.inspector.asking import Done, form, inner
from emulator.world.universe import DEFAULT

Json = Any

NUMBERS: Final = ("times", "status")
FRACTIONS: Final = ("probability", "seconds")
COPY: Final = "*"
"""In the place of a baseline's name: the world that the form belongs to, as it is."""

PLACE: Final = re.compile(r"[\w~-]+(/[\w~-]+)*")


async def replay(ask: Ask) -> Done:
    again = await deliveries.replay(inner(ask, id=ask.path["id"]))
    await deliveries.drain(ask)
    return Done(f"deliveries/{again['id']}", f"Sent once more, as delivery {again['id']}.")


async def advance(ask: Ask) -> Done:
    given = await form(ask)
    if "to" in given:
        body: Json = {"to": given["to"]}
    else:
        body = {"seconds": _number(given, "seconds")}
    moved = await clock.advance(inner(ask, body))
    fired = "1 event" if moved["fired"] == 1 else f"{moved['fired']} events"
    return Done(_back(given, "clock"), f"It is {moved['now']} now; {fired} fell due.")


async def set_time(ask: Ask) -> Done:
    given = await form(ask)
    shown = await clock.set_clock(inner(ask, {"now": given.get("now")}))
    return Done(
        "clock", f"The clock stands still at {shown['now']}." if "now" in given else "The clock runs in real time."
    )


async def end_payment(ask: Ask) -> Done:
    uid = ask.path["uid"]
    ended = await payments.end_payment(inner(ask, await form(ask), uid=uid))
    booking = ended["booking"]
    paid = "The payment is made" if ended["payment"]["success"] else "The payment has failed"
    return Done(f"bookings/{uid}", f"{paid}; the booking is {booking['status']}.")


async def add_fault(ask: Ask) -> Done:
    given: Json = dict(await form(ask))
    for name in (*NUMBERS, *FRACTIONS):
        if name in given:
            given[name] = _number(given, name)
    made = await faults.add_fault(inner(ask, given))
    return Done("faults", f"Fault {made['id']} is set.")


async def remove_fault(ask: Ask) -> Done:
    await faults.delete_fault(inner(ask, id=ask.path["id"]))
    return Done("faults", f"Fault {ask.path['id']} is taken back.")


async def send(ask: Ask) -> Done:
    given: Json = dict(await form(ask))
    if "overrides" in given:
        try:
            given["overrides"] = orjson.loads(given["overrides"])
        except ValueError as error:
            raise ControlError(400, f"the overrides are not JSON: {error}", hint='{"/payload/title": "x"}') from None
    if "url" not in given:
        given.pop("version", None)
    sent = await trigger.trigger(inner(ask, given))
    await deliveries.drain(ask)
    number = len(sent["deliveries"])
    if number == 1:
        return Done(f"deliveries/{sent['deliveries'][0]['id']}", f"{sent['trigger']} was sent.")
    return Done("deliveries", f"{sent['trigger']} was sent to {number} subscribers.")


async def reset(ask: Ask) -> Done:
    shown = await worlds.reset(ask)
    return Done("", f"World {shown['name']} is as it was in the beginning.")


async def make_world(ask: Ask) -> Done:
    given = await form(ask)
    name = given.get("name", "")
    if ask.plane.universe.known(name):
        raise ControlError(409, f"there is a world {name!r} already", hint="reset it, drop it, or take another name")
    body = {"copyOf": ask.world.name} if given.get("baseline") == COPY else {"baseline": given.get("baseline", "")}
    made = await worlds.create_world(inner(ask, body, name=name))
    return Done("", f"World {made['name']} is there.", world=made["name"])


async def drop_world(ask: Ask) -> Done:
    name = ask.path["name"]
    await worlds.drop_world(inner(ask, name=name))
    return Done("worlds", f"World {name} is gone.", world=DEFAULT if name == ask.world.name else None)


async def forget_requests(ask: Ask) -> Done:
    cleared = await requests.clear_requests(ask)
    return Done("requests", f"{cleared['cleared']} requests are forgotten.")


def _back(given: Mapping[str, str], usual: str) -> str:
    """The page that an action was asked for on, if the form names one of the inspector's own."""
    back = given.get("back", "")
    return back if PLACE.fullmatch(back) else usual


def _number(given: Mapping[str, str], name: str) -> float | int:
    text = given.get(name, "")
    try:
        value = float(text)
    except ValueError:
        raise ControlError(400, f"{name} must be a number, not {text!r}") from None
    return int(value) if value.is_integer() else value
