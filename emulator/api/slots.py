"""The times on offer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta, tzinfo
from types import MappingProxyType
from typing import Any, Final

from emulator.api.call import Call, Handler, Json
from emulator.errors import slots as errors
from emulator.errors.emulator import not_emulated
from emulator.scheduling.lookup import event_type_of_user, user_by_username
from emulator.scheduling.reservations import clean_up
from emulator.scheduling.slots import SlotRequest, slots
from emulator.world.appointments import EventType
from emulator.world.instants import parse, wire, zone
from emulator.world.world import World

NAMES: Final = ("eventTypeId", "username", "eventTypeSlug", "teamSlug", "organizationSlug", "usernames")
ALONG: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "eventTypeId": ("eventTypeId",),
        "username": ("username", "eventTypeSlug", "organizationSlug"),
        "teamSlug": ("teamSlug", "eventTypeSlug", "organizationSlug"),
        "usernames": ("usernames", "organizationSlug"),
    }
)
"""What may be sent along with each way of naming the event type."""


def available(call: Call) -> Json:
    """Starts by local day. The answer has `data` first, as the service's has."""
    query = call.query
    event_type = _event_type(call)
    low, high = _range(query["start"], query["end"])
    where = zone(query["timeZone"]) if query.get("timeZone") else UTC
    clean_up(call.world, event_type)
    moved = call.world.bookings.by("uid", query.get("bookingUidToReschedule"))
    request = SlotRequest(low, high, where, query.get("duration"), moved)
    length = timedelta(minutes=request.minutes(event_type))
    ranged = str(query.get("format", "time")).lower() == "range"
    days: dict[str, list[dict[str, Json]]] = {}
    for start in slots(call.world, event_type, request):
        slot: dict[str, Json] = {"start": _shown(start, where)}
        if ranged:
            slot["end"] = _shown(start + length, where)
        if _is_seated(event_type):
            slot |= _seats(call.world, event_type, start)
        days.setdefault(start.astimezone(where).date().isoformat(), []).append(slot)
    return {"data": days, "status": "success"}


def _event_type(call: Call) -> EventType:
    """The event type asked for, in the one way that the parameters present decide (resources.md 5.1)."""
    query, world = call.query, call.world
    way = next((name for name in ("eventTypeId", "username", "teamSlug") if name in query), "usernames")
    if way in ("username", "teamSlug") and "eventTypeSlug" not in query:
        way = "usernames"
    for name in NAMES:
        if name in query and name not in ALONG[way]:
            raise errors.surplus(name)
    found: EventType | None
    if way == "eventTypeId":
        found = world.event_types.get(query["eventTypeId"])
    elif way == "username":
        found = _of_user(world, query)
    elif way == "teamSlug":
        raise errors.team_not_found(query["teamSlug"])
    else:
        raise _dynamic(query)
    if found is None:
        raise errors.event_type_not_found()
    if found.team_id is not None:
        raise not_emulated("offer the slots of team event types")
    return found


def _of_user(world: World, query: Mapping[str, Any]) -> EventType | None:
    organization = _organization(world, query["organizationSlug"]) if "organizationSlug" in query else None
    user = user_by_username(world, query["username"], organization)
    if user is None:
        raise errors.username_not_found(query["username"])
    return event_type_of_user(world, user, query["eventTypeSlug"])


def _organization(world: World, slug: str) -> int:
    for team in world.teams.where("slug", slug):
        if team.is_organization:
            return team.id
    raise errors.organization_not_found(slug)


def _dynamic(query: Mapping[str, Any]) -> Exception:
    if "usernames" not in query:
        return errors.usernames_missing()
    if "organizationSlug" not in query:
        return errors.organization_slug_missing()
    return not_emulated("offer the slots of several users together")


def _range(start: str, end: str) -> tuple[datetime, datetime]:
    """Both bounds in UTC; an end at midnight means the end of that day."""
    low, high = parse(start), parse(end)
    if high.time() == time():
        high += timedelta(days=1) - timedelta(seconds=1)
    if high < low:
        raise errors.invalid_range()
    return low, high


def _shown(instant: datetime, where: tzinfo) -> str:
    if where is UTC:
        return wire(instant)
    return instant.astimezone(where).isoformat(timespec="milliseconds")


def _is_seated(event_type: EventType) -> bool:
    return bool(event_type.seats) and not (event_type.seats or {}).get("disabled")


def _seats(world: World, event_type: EventType, start: datetime) -> dict[str, Json]:
    total = int((event_type.seats or {})["seatsPerTimeSlot"])
    booked, uid = 0, None
    for booking in world.bookings.between("event_type_id", event_type.id, start, start + timedelta(milliseconds=1)):
        if booking.status == "accepted":
            booked += len(world.seats.where("booking_id", booking.id))
            uid = booking.uid
    counted = {"seatsBooked": booked, "seatsRemaining": total - booked, "seatsTotal": total}
    return {**counted, "bookingUid": uid} if uid else counted


HANDLERS: Final[Mapping[str, Handler]] = MappingProxyType({"SlotsController_2024_09_04_getAvailableSlots": available})
