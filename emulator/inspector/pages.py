"""The inspector's pages: what a person sees of a world."""

from __future__ import annotations

import hashlib
import hmac
from datetime import timedelta
from typing import Any, Final

from starlette.responses import Response

from emulator.control import records
from emulator.control.endpoints import clock, deliveries, explain, faults, requests, worlds
from emulator.control.kinds import KINDS
from emulator.control.plane import Ask
from emulator.control.problems import ControlError
from emulator.inspector import lives
from emulator.inspector.asking import inner
from emulator.inspector.rendering import render
from emulator.webhooks.triggers import NEW_VERSION, OLD_VERSION, TRIGGERS
from emulator.world.faults import OF_DELIVERIES, OF_REQUESTS
from emulator.world.instants import wire

Json = Any
MOST: Final = 200
"""Rows of a list."""

DAYS: Final = 7
"""Days of slots on one page."""


async def happened(ask: Ask) -> Response:
    """Requests and deliveries, the newest first."""
    asked = await requests.list_requests(inner(ask, query={"limit": str(MOST)}))
    sent = await deliveries.list_deliveries(inner(ask, query={"limit": str(MOST)}))
    return render(ask, "", section="", rows=lives.merged(asked, sent)[:MOST])


async def bookings(ask: Ask) -> Response:
    rows = records.listed(ask.world, "bookings", {})
    return render(ask, "bookings", rows=rows[::-1][:MOST], total=len(rows))


async def booking(ask: Ask) -> Response:
    """A booking with those it was moved from and to, and everything that happened to them."""
    line = lives.lineage(ask.world, ask.path["uid"])
    if not line:
        raise ControlError(404, f"there is no booking {ask.path['uid']!r}")
    kind = KINDS["bookings"]
    shown = [records.shown(ask.world, kind, one) for one in line]
    asked = await requests.list_requests(inner(ask))
    sent = await deliveries.list_deliveries(inner(ask))
    return render(
        ask, "booking", section="bookings", line=shown, booking=shown[-1], story=lives.story(shown, asked, sent)
    )


async def request_list(ask: Ask) -> Response:
    wanted = {name: ask.query.get(name, "") for name in ("method", "path", "status", "operation")}
    rows = await requests.list_requests(inner(ask, query={**wanted, "limit": str(MOST)}))
    return render(ask, "requests", rows=rows[::-1], wanted=wanted)


async def request_page(ask: Ask) -> Response:
    return render(ask, "request", section="requests", row=await requests.read_request(inner(ask, id=ask.path["id"])))


async def delivery_list(ask: Ask) -> Response:
    wanted = {name: ask.query.get(name, "") for name in ("trigger", "uid", "state")}
    rows = await deliveries.list_deliveries(inner(ask, query={**wanted, "limit": str(MOST)}))
    return render(ask, "deliveries", rows=rows[::-1], wanted=wanted, triggers=TRIGGERS)


async def delivery(ask: Ask) -> Response:
    row = await deliveries.read_delivery(inner(ask, id=ask.path["id"]))
    hook = ask.world.webhooks.get(row["webhookId"])
    secret = hook.secret if hook is not None else None
    made = hmac.new(secret.encode(), row["body"].encode(), hashlib.sha256).hexdigest() if secret else None
    return render(ask, "delivery", section="deliveries", row=row, expected=made, subscribed=hook is not None)


async def event_types(ask: Ask) -> Response:
    return render(ask, "slots", rows=records.listed(ask.world, "event-types", {}))


async def slots(ask: Ask) -> Response:
    """A week of an event type's starts, offered or not, with the reasons."""
    number = ask.path["id"]
    row = records.read(ask.world, "event-types", number)
    day = ask.query.get("day") or wire(ask.world.now())[:10]
    zone = ask.query.get("timeZone") or "UTC"
    last = wire(clock.instant(f"{day}T00:00:00Z", "day") + timedelta(days=DAYS - 1))[:10]
    query = {"eventTypeId": number, "start": day, "end": last, "timeZone": zone}
    told = await explain.explain_slots(inner(ask, query=query))
    days: dict[str, list[Json]] = {}
    for start in told["starts"]:
        days.setdefault(start["start"][:10], []).append(start)
    offered = sum(start["offered"] for start in told["starts"])
    return render(
        ask, "slots_of", section="slots", row=row, day=day, zone=zone, days=days, offered=offered, told=told, one=None
    )


async def time(ask: Ask) -> Response:
    return render(ask, "clock", clock=await clock.read_clock(ask))


async def trouble(ask: Ask) -> Response:
    rows = await faults.list_faults(inner(ask))
    effects = sorted(OF_REQUESTS), sorted(OF_DELIVERIES)
    return render(ask, "faults", rows=rows[::-1], effects=effects, triggers=TRIGGERS)


async def trigger(ask: Ask) -> Response:
    uids = [(one["uid"], one["title"]) for one in records.listed(ask.world, "bookings", {})][::-1][:MOST]
    chosen = ask.query.get("uid", "")
    return render(ask, "trigger", triggers=TRIGGERS, uids=uids, chosen=chosen, versions=(OLD_VERSION, NEW_VERSION))


async def all_worlds(ask: Ask) -> Response:
    rows = await worlds.list_worlds(ask)
    return render(ask, "worlds", rows=rows, baselines=ask.plane.baselines.names)
