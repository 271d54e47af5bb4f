"""The times on offer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta, tzinfo
from types import MappingProxyType
from typing import Final

from emulator.api.call import Call, Handler, Json
from emulator.errors import slots as errors
from emulator.scheduling.event_types import group_event_type
from emulator.scheduling.hosts import Crew, crew_of
from emulator.scheduling.intervals import span
from emulator.scheduling.lookup import (
    event_type_of_team,
    event_type_of_user,
    organization_by_slug,
    team_by_slug,
    user_by_username,
)
from emulator.scheduling.reservations import clean_up
from emulator.scheduling.seating import occupancy, seats_held, seats_offered
from emulator.scheduling.slots import SlotRequest, slots
from emulator.world.appointments import EventType
from emulator.world.instants import parse, wire, zone
from emulator.world.records import Team, User
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

ACCEPTED: Final = frozenset({"accepted"})
PLAIN_UTC: Final = frozenset({"utc", "gmt"})
"""Zones whose instants end in `Z`; elsewhere an offset of zero is written `+00:00`, as the service's library does."""


def available(call: Call) -> Json:
    """Starts by local day. The answer has `data` first, as the service's has."""
    query = call.query
    event_type, crew = _asked_for(call)
    low, high = bounds(query["start"], query["end"])
    where = zone_asked(query.get("timeZone"))
    clean_up(call.world, event_type)
    moved = call.world.bookings.by("uid", query.get("bookingUidToReschedule"))
    request = SlotRequest(low, high, where, query.get("duration"), moved)
    length = span(request.minutes(event_type))
    seats = seats_offered(event_type)
    ranged = str(query.get("format", "time")).lower() == "range"
    days: dict[str, list[dict[str, Json]]] = {}
    for start in slots(call.world, event_type, request, crew):
        slot: dict[str, Json] = {"start": shown_instant(start, where)}
        if ranged:
            slot["end"] = shown_instant(start + length, where)
        if seats is not None:
            slot |= _seats(call.world, event_type, start, seats)
        # The written start begins with the booker's date.
        days.setdefault(slot["start"][:10], []).append(slot)
    return {"data": days, "status": "success"}


def _asked_for(call: Call) -> tuple[EventType, Crew]:
    """The event type, and who hosts it, in the one way that the parameters present decide (resources.md 5.1)."""
    query, world = call.query, call.world
    way = next((name for name in ("eventTypeId", "username", "teamSlug") if name in query), "usernames")
    if way in ("username", "teamSlug") and "eventTypeSlug" not in query:
        way = "usernames"
    surplus = [name for name in NAMES if name in query and name not in ALONG[way]]
    missing = [name for name in ("organizationSlug", "usernames") if way == "usernames" and name not in query]
    if surplus or missing:
        raise errors.wrong_parameters(surplus, missing)
    organization = _organization(world, query["organizationSlug"]) if "organizationSlug" in query else None
    found: EventType | None
    if way == "eventTypeId":
        found = world.event_types.get(query["eventTypeId"])
    elif way == "username":
        found = event_type_of_user(world, _user(world, query["username"], organization), query["eventTypeSlug"])
    elif way == "teamSlug":
        found = event_type_of_team(world, _team(world, query["teamSlug"], organization), query["eventTypeSlug"])
    else:
        return group_event_type(), group_crew(world, query["usernames"], organization)
    if found is None:
        raise errors.event_type_not_found()
    return found, crew_of(world, found)


def group_crew(world: World, names: list[str], organization: Team | None) -> Crew:
    """Several people who meet ad hoc: all of them are needed, and all of them must be willing."""
    people = tuple(_user(world, name.strip(), organization) for name in names)
    if not all(person.allow_dynamic_booking for person in people):
        raise errors.no_group_bookings()
    return Crew(people)


def _user(world: World, username: str, organization: Team | None) -> User:
    user = user_by_username(world, username, organization.id if organization else None)
    if user is None:
        raise errors.username_not_found(username)
    return user


def _team(world: World, slug: str, organization: Team | None) -> Team:
    team = team_by_slug(world, slug, organization)
    if team is None:
        raise errors.team_not_found(slug)
    return team


def _organization(world: World, slug: str) -> Team:
    organization = organization_by_slug(world, slug)
    if organization is None:
        raise errors.organization_not_found(slug)
    return organization


def bounds(start: str, end: str) -> tuple[datetime, datetime]:
    """Both bounds in UTC; an end at midnight means the end of that day. Raises the service's 400s."""
    low, high = _instant("start", start), _instant("end", end)
    if high.time() == time():
        high += timedelta(days=1) - timedelta(seconds=1)
    if high < low:
        raise errors.invalid_range()
    return low, high


def _instant(name: str, text: str) -> datetime:
    try:
        return parse(text)
    except (ValueError, OverflowError):
        raise errors.invalid_start_or_end(name) from None


def zone_asked(name: str | None) -> tzinfo:
    """The booker's zone: UTC unless said otherwise."""
    return UTC if not name or name.lower() in PLAIN_UTC else zone(name)


def shown_instant(instant: datetime, where: tzinfo) -> str:
    """As the service writes it for somebody in that zone."""
    if where is UTC:
        return wire(instant)
    return instant.astimezone(where).isoformat(timespec="milliseconds")


def _seats(world: World, event_type: EventType, start: datetime, total: int) -> dict[str, Json]:
    there = occupancy(world, event_type, start, ACCEPTED)
    held = seats_held(world, event_type, start)
    taken = there.taken + held
    counted: dict[str, Json] = {"seatsBooked": taken, "seatsRemaining": total - taken, "seatsTotal": total}
    # A seat that is only held shows a made-up booking: so does the service (resources.md 5.3).
    uid = there.booking_uid or (world.ids.uuid() if held else None)
    return {**counted, "bookingUid": uid} if uid else counted


HANDLERS: Final[Mapping[str, Handler]] = MappingProxyType({"SlotsController_2024_09_04_getAvailableSlots": available})
