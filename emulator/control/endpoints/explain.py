"""`GET /_emulator/explain/slots`: why starts are offered or not, in the words of the parameters of `GET /v2/slots`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, time
from typing import Any, Final

from emulator.api.slots import bounds, zone_asked
from emulator.control.asking import number_in
from emulator.control.endpoints.clock import instant
from emulator.control.plane import Ask, Routes
from emulator.control.problems import ControlError
from emulator.errors.base import ApiError
from emulator.scheduling.explain import Reason, Verdict, explain, explain_all, how_many
from emulator.scheduling.intervals import span
from emulator.scheduling.slots import SlotRequest
from emulator.scheduling.time_zones import canonical_zone
from emulator.world.appointments import Booking, EventType
from emulator.world.instants import wire
from emulator.world.world import World

Json = dict[str, Any]

KNOWN: Final = ("eventTypeId", "start", "end", "timeZone", "duration", "bookingUidToReschedule")
FIRST_YEAR: Final = 1000
LAST_YEAR: Final = 9000
MOST: Final = 5000
"""Starts explained at once."""


async def explain_slots(ask: Ask) -> Json:
    """One start with `start` alone, or every start between `start` and `end`, which then mean what they do in the API.

    A single start is looked at as part of the whole days, in UTC, that its booking would touch. Raises 400s and 404s.
    """
    world, query = ask.world, ask.query
    unknown = [name for name in query if name not in KNOWN]
    if unknown:
        raise ControlError(
            400, f"unknown parameter {unknown[0]!r}", where=f"?{unknown[0]}", hint=f"known are {', '.join(KNOWN)}"
        )
    moved = _moved(world, query)
    event_type = _event_type(world, query, moved)
    if "end" in query:
        request = _request(query, moved, *_bounds(_given(query, "start"), query["end"]))
        if how_many(event_type, request) > MOST:
            raise ControlError(400, f"more than {MOST} starts lie in between", where="?end", hint="ask for fewer days")
        verdicts = explain_all(world, event_type, request)
    else:
        start = instant(_given(query, "start"), "?start")
        if not FIRST_YEAR <= start.year < LAST_YEAR:
            raise ControlError(400, f"no calendar reaches {query['start']!r}", where="?start")
        end = start + span(_duration(query) or event_type.length)
        low = datetime.combine(start.date(), time(), UTC)
        high = datetime.combine(end.date(), time(23, 59, 59), UTC)
        request = _request(query, moved, low, high)
        verdicts = [explain(world, event_type, request, start)]
    return {
        "eventTypeId": event_type.id,
        "now": wire(world.now()),
        "from": wire(request.low),
        "until": wire(request.high),
        "starts": [_verdict(verdict) for verdict in verdicts],
    }


def _request(query: Mapping[str, str], moved: Booking | None, low: datetime, high: datetime) -> SlotRequest:
    name = query.get("timeZone")
    if name and canonical_zone(name) != name:
        raise ControlError(400, f"{name!r} is no time zone", where="?timeZone", hint="for example Europe/Rome")
    return SlotRequest(low, high, zone_asked(name), _duration(query), moved)


def _event_type(world: World, query: Mapping[str, str], moved: Booking | None) -> EventType:
    """The event type asked for; a booking to look past names its own."""
    text = str(moved.event_type_id) if moved and "eventTypeId" not in query else _given(query, "eventTypeId")
    event_type = world.event_types.get(number_in(text))
    if event_type is None:
        raise ControlError(
            404, f"there is no event type {text!r}", where="?eventTypeId", hint="GET /_emulator/records/event-types"
        )
    return event_type


def _moved(world: World, query: Mapping[str, str]) -> Booking | None:
    # An unknown uid is no error: the API ignores it too.
    return world.bookings.by("uid", query.get("bookingUidToReschedule"))


def _duration(query: Mapping[str, str]) -> int | None:
    text = query.get("duration")
    if text is None:
        return None
    if not (text.isdecimal() and int(text[:7]) > 0 and len(text) < 7):
        raise ControlError(400, f"{text!r} is no number of minutes", where="?duration")
    return int(text)


def _bounds(start: str, end: str) -> tuple[datetime, datetime]:
    try:
        low, high = bounds(start, end)
        if low.year < FIRST_YEAR or high.year >= LAST_YEAR:
            raise OverflowError
        return low, high
    except ApiError as refusal:
        raise ControlError(400, refusal.message.strip(), where="?start", hint="as in GET /v2/slots") from None
    except OverflowError:
        raise ControlError(400, f"no calendar reaches {end!r}", where="?end") from None


def _given(query: Mapping[str, str], name: str) -> str:
    if not query.get(name):
        raise ControlError(
            400, f"{name} is missing", where=f"?{name}", hint="?eventTypeId=1&start=2030-01-08T13:00:00Z"
        )
    return query[name]


def _verdict(verdict: Verdict) -> Json:
    return {
        "start": wire(verdict.start),
        "end": wire(verdict.end),
        "offered": verdict.offered,
        "reasons": [_reason(reason) for reason in verdict.reasons],
    }


def _reason(reason: Reason) -> Json:
    shown: Json = {"cause": reason.cause, "message": reason.message}
    for name, bound in (("start", reason.start), ("end", reason.end)):
        if bound is not None:
            shown[name] = wire(bound)
    return {**shown, **reason.about}


ROUTES: Final[Routes] = {"/explain/slots": {"GET": (200, explain_slots)}}
