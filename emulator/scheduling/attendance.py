"""Who of those expected has come to a booking's room (webhooks.md 1.4)."""

from __future__ import annotations

from typing import Any

from emulator.scheduling.hosts import hosts
from emulator.scheduling.locations import CAL_VIDEO
from emulator.world.appointments import Attendee, Booking
from emulator.world.records import User
from emulator.world.world import World

Json = dict[str, Any]


def meets_in_cal_video(booking: Booking) -> bool:
    """A blank place counts as Cal Video; none at all does not."""
    return booking.location is not None and booking.location.strip() in ("", CAL_VIDEO)


def expected_hosts(world: World, booking: Booking) -> list[User]:
    """The organizer, and those hosts of the event type who are among the attendees."""
    found: dict[int, User] = {}
    organizer = world.users.get(booking.user_id)
    if organizer is not None:
        found[organizer.id] = organizer
    event_type = world.event_types.get(booking.event_type_id)
    addresses = {person.email for person in world.attendees.where("booking_id", booking.id)}
    for user in hosts(world, event_type) if event_type is not None else ():
        if user.email in addresses:
            found[user.id] = user
    return list(found.values())


def expected_guests(world: World, booking: Booking) -> list[Attendee]:
    """The attendees who are no hosts."""
    addresses = {user.email for user in expected_hosts(world, booking)}
    return [person for person in world.attendees.where("booking_id", booking.id) if person.email not in addresses]


def absent_hosts(world: World, booking: Booking) -> list[User]:
    """Hosts who were in no session of the room so far."""
    seen = {person.get("userId") for person in participants(booking)}
    return [user for user in expected_hosts(world, booking) if str(user.id) not in seen]


def absent_guests(world: World, booking: Booking) -> list[Attendee]:
    """Guests who count as absent: all when nobody but hosts was seen, none otherwise.

    Where the event type wants guests to give their address, each is looked for by it.
    """
    guests = expected_guests(world, booking)
    event_type = world.event_types.get(booking.event_type_id)
    if ((event_type.cal_video_settings if event_type else None) or {}).get("requireEmailForGuests"):
        seen = {str(person.get("email")).lower() for person in participants(booking) if person.get("email")}
        return [person for person in guests if person.email.lower() not in seen]
    numbers = {str(user.id) for user in expected_hosts(world, booking)}
    came = any(person.get("userId") not in numbers for person in participants(booking))
    return [] if came else guests


def participants(booking: Booking) -> list[Json]:
    """Everybody who was in the room, session by session."""
    return [person for session in booking.sessions for person in session.get("participants", ())]
