"""The inspector's pages about event types: what is offered, why the rest is not, and a form that books."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any, Final
from zoneinfo import available_timezones

from starlette.responses import Response

from emulator.control.asking import number_in
from emulator.control.endpoints import clock, explain
from emulator.control.plane import Ask
from emulator.control.problems import ControlError
from emulator.inspector.asking import Given, given, inner
from emulator.inspector.outside import credential_of, credentials
from emulator.inspector.questions import questions
from emulator.inspector.rendering import render
from emulator.scheduling.seating import seats_offered
from emulator.world.appointments import Booking, EventType
from emulator.world.instants import parse, wire, zone
from emulator.world.world import World

Json = Any

DAYS: Final = 7
"""Days of slots on one page."""


async def event_types(ask: Ask) -> Response:
    rows = [{"event_type": one, "owner": _owner(ask.world, one)} for one in ask.world.event_types]
    return render(ask, "slots", rows=rows)


async def slots(ask: Ask) -> Response:
    """A week of an event type's starts: those offered to book, the others with the reasons, side by side."""
    event_type = _event_type(ask.world, ask.path["id"])
    day = ask.query.get("day") or wire(ask.world.now())[:10]
    first = clock.instant(f"{day}T00:00:00Z", "day")
    moving, where = ask.query.get("moving", ""), ask.query.get("timeZone") or "UTC"
    query = {
        "eventTypeId": str(event_type.id),
        "start": day,
        "end": _day(first, DAYS - 1),
        "timeZone": where,
        "duration": ask.query.get("duration", ""),
        "bookingUidToReschedule": moving,
    }
    told = await explain.explain_slots(inner(ask, query=query))
    return render(
        ask,
        "slots_of",
        section="slots",
        row=event_type,
        owner=_owner(ask.world, event_type),
        day=day,
        zone=where,
        duration=query["duration"],
        moving=_moving(ask.world, moving),
        days=list(_days(told["starts"], where)),
        offered=sum(start["offered"] for start in told["starts"]),
        later=_day(first, DAYS),
        earlier=_day(first, -DAYS),
        zones=sorted(available_timezones()),
    )


async def start(ask: Ask) -> Response:
    """One start: whether it is offered, and the form that books it, or moves a booking there."""
    return await _start(ask, _event_type(ask.world, ask.path["id"]), given(ask))


async def start_of_booking(ask: Ask) -> Response:
    """One start to which a booking may be moved."""
    uid = ask.path["uid"]
    moving = _moving(ask.world, uid)
    if moving is None:
        raise ControlError(404, f"there is no booking {uid!r}", hint="those that there are stand under Bookings")
    fields = Given({**ask.query, "moving": uid})
    return await _start(ask, _event_type(ask.world, str(moving.event_type_id)), fields)


async def _start(ask: Ask, event_type: EventType, fields: Given) -> Response:
    world = ask.world
    moving = _moving(world, fields["moving"])
    verdict, unclear = None, ""
    query = {
        "eventTypeId": str(event_type.id),
        "start": fields["start"],
        "timeZone": fields["timeZone"],
        "duration": fields["length"],
        "bookingUidToReschedule": fields["moving"],
    }
    try:
        (verdict,) = (await explain.explain_slots(inner(ask, query=query)))["starts"]
    except ControlError as error:
        # The form may hold what the API shall refuse.
        unclear = error.message
    return render(
        ask,
        "start",
        section="slots",
        row=event_type,
        given=fields,
        verdict=verdict,
        unclear=unclear,
        moving=moving,
        seats=world.seats.where("booking_id", moving.id) if moving else [],
        seated=seats_offered(event_type),
        questions=questions(event_type),
        known=credentials(world),
        mine=fields.get("as", credential_of(world, moving.user_id) if moving else ""),
        zones=sorted(available_timezones()),
    )


def _event_type(world: World, number: str) -> EventType:
    found = world.event_types.get(number_in(number))
    if found is None:
        raise ControlError(
            404, f"there is no event type {number!r}", hint="those that there are stand under Event types"
        )
    return found


def _moving(world: World, uid: str) -> Booking | None:
    return world.bookings.by("uid", uid) if uid else None


def _owner(world: World, event_type: EventType) -> str:
    team, user = world.teams.get(event_type.team_id), world.users.get(event_type.owner_id)
    if team is not None:
        return f"team {team.name}, {event_type.scheduling_type or 'shared'}"
    return (user.username or user.email) if user is not None else "nobody"


def _days(starts: Iterable[Json], where: str) -> Iterator[Json]:
    """The starts by the day on the booker's clock; neighbours refused for the same causes are one run."""
    seen = ((_local(one["start"], where), one) for one in starts)
    for date, of_day in groupby(seen, key=lambda pair: pair[0].date()):
        runs = []
        for causes, run in groupby(of_day, key=lambda pair: _causes(pair[1])):
            found = list(run)
            runs += [_run([pair]) for pair in found] if not causes else [_run(found)]
        yield {"date": date, "runs": runs, "offered": sum(run["offered"] for run in runs)}


def _run(found: list[tuple[datetime, Json]]) -> Json:
    (first, one), (last, _) = found[0], found[-1]
    reasons = {reason["message"]: reason for _, each in found for reason in each["reasons"]}
    return {
        "start": one["start"],
        "offered": one["offered"],
        "first": f"{first:%H:%M}",
        "last": f"{last:%H:%M}",
        "number": len(found),
        "causes": _causes(one),
        "reasons": list(reasons.values()),
    }


def _causes(one: Json) -> tuple[str, ...]:
    return tuple(dict.fromkeys(reason["cause"] for reason in one["reasons"]))


def _local(text: str, where: str) -> datetime:
    instant = parse(text)
    return instant if where == "UTC" else instant.astimezone(zone(where))


def _day(first: datetime, days: int) -> str:
    """The date so many days later; the same where the calendar ends."""
    try:
        return wire(first + timedelta(days=days))[:10]
    except OverflowError:
        return wire(first)[:10]
