"""What a person does to a world through the inspector; every one is also a call of the control plane."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from emulator.control.endpoints import clock, deliveries, faults, trigger, worlds
from emulator.control.plane import Ask
from emulator.control.problems import ControlError
from emulator.inspector.asking import form, inner

Json = Any

NUMBERS: Final = ("times", "status")
FRACTIONS: Final = ("probability", "seconds")


async def replay(ask: Ask) -> tuple[str, str]:
    """Each action gives the page to go to, below the inspector, and what it has done."""
    again = await deliveries.replay(inner(ask, id=ask.path["id"]))
    await deliveries.drain(ask)
    return f"deliveries/{again['id']}", f"Sent once more, as delivery {again['id']}."


async def advance(ask: Ask) -> tuple[str, str]:
    given = await form(ask)
    if "to" in given:
        body: Json = {"to": given["to"]}
    else:
        body = {"seconds": _number(given, "seconds")}
    moved = await clock.advance(inner(ask, body))
    return "clock", f"It is {moved['now']} now; {moved['fired']} events fell due."


async def set_time(ask: Ask) -> tuple[str, str]:
    given = await form(ask)
    shown = await clock.set_clock(inner(ask, {"now": given.get("now")}))
    return "clock", f"The clock stands still at {shown['now']}." if "now" in given else "The clock runs in real time."


async def add_fault(ask: Ask) -> tuple[str, str]:
    given: Json = dict(await form(ask))
    for name in (*NUMBERS, *FRACTIONS):
        if name in given:
            given[name] = _number(given, name)
    made = await faults.add_fault(inner(ask, given))
    return "faults", f"Fault {made['id']} is set."


async def remove_fault(ask: Ask) -> tuple[str, str]:
    await faults.delete_fault(inner(ask, id=ask.path["id"]))
    return "faults", f"Fault {ask.path['id']} is taken back."


async def send(ask: Ask) -> tuple[str, str]:
    given: Json = dict(await form(ask))
    if "overrides" in given:
        try:
            given["overrides"] = json.loads(given["overrides"])
        except ValueError as error:
            raise ControlError(400, f"the overrides are not JSON: {error}", hint='{"/payload/title": "x"}') from None
    if "url" not in given:
        given.pop("version", None)
    sent = await trigger.trigger(inner(ask, given))
    await deliveries.drain(ask)
    number = len(sent["deliveries"])
    if number == 1:
        return f"deliveries/{sent['deliveries'][0]['id']}", f"{sent['trigger']} was sent."
    return "deliveries", f"{sent['trigger']} was sent to {number} subscribers."


async def reset(ask: Ask) -> tuple[str, str]:
    shown = await worlds.reset(ask)
    return "", f"World {shown['name']} is as it was in the beginning."


def _number(given: Mapping[str, str], name: str) -> float | int:
    text = given.get(name, "")
    try:
        value = float(text)
    except ValueError:
        raise ControlError(400, f"{name} must be a number, not {text!r}") from None
    return int(value) if value.is_integer() else value
