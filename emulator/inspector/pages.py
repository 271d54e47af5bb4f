"""The inspector's pages about what was asked, what was sent, time, faults and worlds."""

from __future__ import annotations

import hashlib
import hmac
from collections import Counter
from typing import Any, Final

from starlette.responses import Response

from emulator.banner import booking_command
from emulator.control.endpoints import clock, deliveries, faults, requests, worlds
from emulator.control.plane import Ask
from emulator.gateway.exchange import Exchange
from emulator.inspector import lives
from emulator.inspector.actions import COPY
from emulator.inspector.asking import given, inner
from emulator.inspector.hearing import Ear, ears, owner
from emulator.inspector.rendering import base, paged, render
from emulator.inspector.subscriptions import HEARS, owners
from emulator.inspector.writing import curl
from emulator.webhooks.triggers import NEW_VERSION, OLD_VERSION, TRIGGERS
from emulator.world.clock import Clock
from emulator.world.faults import OF_DELIVERIES, OF_REQUESTS
from emulator.world.world import World

Json = Any
MOST: Final = 100
"""Choices of a selection, rows of what is due."""

FEW: Final = 12
"""Worlds named where this one is empty."""

STATES: Final = ("delivered", "waiting", "failed", "dropped", "queued", "in_flight")


async def happened(ask: Ask) -> Response:
    """Requests and deliveries, the newest first, below what they come to."""
    asked, sent = list(ask.plane.gateway.journal(ask.world)), ask.plane.dispatcher.deliveries(ask.world)
    rows, page = paged(lives.merged(asked, sent), ask.query)
    facts = {
        "requests": len(asked),
        "refused": sum(400 <= one.status < 500 for one in asked),
        "broken": sum(one.status >= 500 or one.status == 0 for one in asked),
        "states": Counter(one.state for one in sent),
        "deliveries": len(sent),
        "bookings": Counter(one.status for one in ask.world.bookings),
        "due": next(iter(ask.world.agenda), None),
        "forgotten": ask.plane.gateway.journal(ask.world).last - len(asked),
    }
    command, others = (None, []) if rows else (booking_command(ask.world, _root(ask)), _busy_worlds(ask))
    shown = timeline(ask.world, rows)
    return render(ask, "", section="", rows=shown, page=page, facts=facts, command=command, others=others)


def _busy_worlds(ask: Ask) -> list[Json]:
    """Other worlds that have been asked something: whoever sees nothing here may be looking for one of them."""
    counted = ((world.name, ask.plane.gateway.journal(world).last) for world in ask.plane.universe)
    rows = [{"name": name, "requests": number, "home": base(name)} for name, number in counted]
    return [row for row in rows if row["requests"] and row["name"] != ask.world.name][-FEW:]


def timeline(world: World, rows: Any) -> list[Json]:
    """Rows as templates show them: of a request what it made, of an event that reached nobody that it did."""
    return [
        {"at": row.at, "delivery": row.delivery}
        if row.request is None
        else {
            "at": row.at,
            "request": row.request,
            "verdict": requests.verdict(row.request),
            "touched": lives.touched(world, row.request),
            "unheard": [] if row.request.deliveries else row.request.events,
            "changed": row.changed,
        }
        for row in rows
    ]


async def request_list(ask: Ask) -> Response:
    wanted = {name: ask.query.get(name, "") for name in ("method", "path", "status", "operation")}
    found = requests.fitting(inner(ask, query=wanted))()
    rows, page = paged(found[::-1], ask.query)
    shown = timeline(ask.world, [lives.Row(one.at, request=one) for one in rows])
    return render(ask, "requests", rows=shown, page=page, wanted=wanted)


async def request_page(ask: Ask) -> Response:
    """One request: what was sent, the verdict, what it brought about, and who hears of its events."""
    entry = requests.known(ask)
    row = requests.shown(entry)
    query = f"?{row['query']}" if row["query"] else ""
    url = f"{_root(ask)}{row['path']}{query}"
    sent = row["request"]
    return render(
        ask,
        "request",
        section="requests",
        row=row,
        latest=ask.plane.gateway.journal(ask.world).last,
        sent=[one for one in ask.plane.dispatcher.deliveries(ask.world) if one.id in entry.deliveries],
        touched=lives.touched(ask.world, entry),
        heard=_heard(ask.world, entry),
        command=curl(row["method"], url, sent["headers"], sent["body"]),
    )


def _root(ask: Ask) -> str:
    """The base URL of the world, as the browser reaches it."""
    return f"{str(ask.request.base_url).rstrip('/')}{base(ask.world.name).removesuffix('/_emulator')}"


def _heard(world: World, entry: Exchange) -> dict[str, list[Ear]]:
    """By event, what every subscription has to do with it."""
    bookings = lives.touched(world, entry)
    # A move makes one booking and changes another; it is the new one that the events are about.
    about = next((booking for booking, done in bookings if done == "created"), bookings[0][0] if bookings else None)
    return {trigger: ears(world, trigger, about) for trigger in entry.events} if about is not None else {}


async def delivery_list(ask: Ask) -> Response:
    wanted = {name: ask.query.get(name, "") for name in ("trigger", "uid", "state", "subscriber")}
    found = deliveries.fitting(inner(ask, query=wanted))()
    rows, page = paged(found[::-1], ask.query)
    last = {one.webhook_id: one for one in ask.plane.dispatcher.deliveries(ask.world)}
    hooks = [{"hook": hook, "owner": owner(hook), "last": last.get(hook.id)} for hook in ask.world.webhooks]
    return render(
        ask,
        "deliveries",
        rows=rows,
        page=page,
        wanted=wanted,
        triggers=TRIGGERS,
        states=STATES,
        hooks=hooks,
        given=given(ask),
        chosen=any(name.startswith(HEARS) for name in ask.query),
        owners=owners(ask.world, MOST),
        versions=(OLD_VERSION, NEW_VERSION),
        sink=f"{_root(ask)}/_emulator/sink",
    )


async def delivery(ask: Ask) -> Response:
    known = deliveries.known(ask)
    row = known.to_json()
    hook = ask.world.webhooks.get(row["webhookId"])
    secret = hook.secret if hook is not None else None
    made = hmac.new(secret.encode(), known.body, hashlib.sha256).hexdigest() if secret else None
    asked = next((one for one in ask.plane.gateway.journal(ask.world) if one.request_id == row["cause"]), None)
    return render(
        ask,
        "delivery",
        section="deliveries",
        row=row,
        expected=made,
        hook=hook,
        owner=owner(hook) if hook is not None else "",
        asked=asked,
        command=curl("POST", row["url"], row["headers"], row["body"]),
    )


async def time(ask: Ask) -> Response:
    world = ask.world
    due = [{"due": one, "booking": world.bookings.get(one.booking_id)} for one in list(world.agenda)[:MOST]]
    return render(
        ask,
        "clock",
        clock=await clock.read_clock(ask),
        due=due,
        total=len(world.agenda),
        real=Clock().now().replace(microsecond=0),
        retry=ask.plane.dispatcher.next_retry_at(world),
    )


async def trouble(ask: Ask) -> Response:
    rows = await faults.list_faults(inner(ask))
    effects = sorted(OF_REQUESTS), sorted(OF_DELIVERIES)
    return render(ask, "faults", rows=rows[::-1], effects=effects, triggers=TRIGGERS, given=given(ask))


async def trigger(ask: Ask) -> Response:
    bookings = list(ask.world.bookings)[::-1][:MOST]
    chosen = ask.world.bookings.by("uid", ask.query.get("uid"))
    if chosen is not None and chosen not in bookings:
        bookings.insert(0, chosen)
    versions = (OLD_VERSION, NEW_VERSION)
    return render(ask, "trigger", triggers=TRIGGERS, bookings=bookings, given=given(ask), versions=versions)


async def all_worlds(ask: Ask) -> Response:
    asked = {world.name: ask.plane.gateway.journal(world).last for world in ask.plane.universe}
    rows = [{**row, "home": base(row["name"]), "asked": asked[row["name"]]} for row in await worlds.list_worlds(ask)]
    return render(ask, "worlds", rows=rows, baselines=ask.plane.baselines.names, copy=COPY, given=given(ask))
