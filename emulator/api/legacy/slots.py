"""Slots of the 2024-04-15 generation: what is free, holding a slot, letting it go.

Clients in the field still call these. No recorded answer confirms every key; they are what such clients read.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta, tzinfo
from types import MappingProxyType
from typing import Final

from emulator.api.call import Call, Handler, Json
from emulator.api.slots import ACCEPTED, group_crew, shown_instant, zone_asked
from emulator.errors import slots as errors
from emulator.scheduling.event_types import group_event_type
from emulator.scheduling.hosts import Crew, crew_of
from emulator.scheduling.intervals import span
from emulator.scheduling.lookup import event_type_of_user, user_by_username
from emulator.scheduling.reservations import clean_up, hold
from emulator.scheduling.seating import occupancy, seats_offered
from emulator.scheduling.slots import SlotRequest, slots
from emulator.world.appointments import EventType
from emulator.world.instants import parse
from emulator.world.world import World


def available(call: Call) -> Json:
    """Starts by local day, between two instants: a date alone is its midnight, at either end."""
    query, world = call.query, call.world
    event_type, crew = _asked_for(call)
    low, high = _instant("startTime", query["startTime"]), _instant("endTime", query["endTime"])
    where = zone_asked(query.get("timeZone"))
    clean_up(world, event_type)
    moved = world.bookings.by("uid", query.get("rescheduleUid"))
    request = SlotRequest(low, high, where, query.get("duration"), moved)
    length = span(request.minutes(event_type))
    ranged = query.get("slotFormat") == "range"
    days: dict[str, list[dict[str, Json]]] = {}
    for start in slots(world, event_type, request, crew):
        slot = _range(start, length, where) if ranged else _time(world, event_type, start, where)
        days.setdefault(start.astimezone(where).date().isoformat(), []).append(slot)
    return {"data": {"slots": days}, "status": "success"}


def reserve(call: Call) -> Json:
    """Hold a time for five minutes, whatever is there already; gives the bare uid."""
    body, world = call.body, call.world
    event_type = world.event_types.get(body["eventTypeId"])
    if event_type is None:
        raise errors.event_type_not_found()
    start = _instant("slotUtcStartDate", body["slotUtcStartDate"])
    end = _instant("slotUtcEndDate", body["slotUtcEndDate"])
    held = hold(world, event_type, start, end, body.get("bookingUid"))
    return {"status": "success", "data": held.uid if held else world.ids.uuid()}


def release(call: Call) -> Json:
    """Let a time go. One that nobody holds is no error; nor is it to name none."""
    uid = call.query.get("uid")
    held = call.world.reservations.by("uid", uid)
    if held is not None:
        call.world.reservations.remove(held)
    return {"status": "success"} if uid is None else {"status": "success", "data": uid}


def _asked_for(call: Call) -> tuple[EventType, Crew]:
    """By id, by the slug of one person's event type, or what several people have in common."""
    query, world = call.query, call.world
    found: EventType | None = None
    if "eventTypeId" in query:
        found = world.event_types.get(query["eventTypeId"])
    else:
        names = query.get("usernameList") or []
        if len(names) > 1:
            return group_event_type(), group_crew(world, names, None)
        owner = user_by_username(world, names[0]) if names else None
        if owner is not None:
            found = event_type_of_user(world, owner, query.get("eventTypeSlug", ""))
    if found is None:
        raise errors.event_type_not_found()
    return found, crew_of(world, found)


def _time(world: World, event_type: EventType, start: datetime, where: tzinfo) -> dict[str, Json]:
    slot: dict[str, Json] = {"time": shown_instant(start, where)}
    if seats_offered(event_type) is not None:
        there = occupancy(world, event_type, start, ACCEPTED)
        if there.booking_uid is not None:
            slot |= {"attendees": there.taken, "bookingUid": there.booking_uid}
    return slot


def _range(start: datetime, length: timedelta, where: tzinfo) -> dict[str, Json]:
    return {"startTime": shown_instant(start, where), "endTime": shown_instant(start + length, where)}


def _instant(name: str, text: str) -> datetime:
    try:
        return parse(text)
    except (ValueError, OverflowError):
        raise errors.invalid_instant(name) from None


HANDLERS: Final[Mapping[str, Handler]] = MappingProxyType(
    {
        "SlotsController_2024_04_15_getAvailableSlots": available,
        "SlotsController_2024_04_15_reserveSlot": reserve,
        "SlotsController_2024_04_15_deleteSelectedSlot": release,
    }
)
