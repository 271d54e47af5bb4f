"""Handing a round robin booking to another of its event type's hosts."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from emulator.errors import booking_reads as errors
from emulator.scheduling.access import leads_event_type
from emulator.scheduling.availability import is_free
from emulator.scheduling.hosts import PRIORITIES, is_fixed
from emulator.scheduling.titles import title_of
from emulator.world.appointments import Booking, EventType
from emulator.world.records import User
from emulator.world.world import World

LONG_AGO: Final = datetime(1970, 1, 1, tzinfo=UTC)


def reassign(world: World, caller: User, uid: str) -> User:
    """Hand the booking to another host who is free then, and give that host.

    The host of the highest priority is taken, among equals the one whose last booking was made longest ago. Emits
    BOOKING_REASSIGNED. Raises 404, 400 or 403 as the service does, a 400 too when nobody else is free.
    """
    booking, event_type = _subject(world, caller, uid)
    others = [
        (-PRIORITIES[host.priority], _last_booked(world, event_type, user), number, user)
        for number, host in enumerate(world.hosts.where("event_type_id", event_type.id))
        if not is_fixed(event_type, host)
        and (user := world.users.get(host.user_id)) is not None
        and user.id != booking.user_id
    ]
    for *_, user in sorted(others, key=lambda other: other[:3]):
        if is_free(world, event_type, user, booking.start, booking.end):
            return _hand_over(world, booking, event_type, user)
    raise errors.nobody_else_free()


def reassign_to(world: World, caller: User, uid: str, user_id: int) -> User:
    """Hand the booking to this host, free or not. Emits BOOKING_REASSIGNED.

    Raises what `reassign` raises before it looks at hosts, then a 404 for an unknown user, a 400 for one who is no
    host, and a raw 500 for one who always is.
    """
    booking, event_type = _subject(world, caller, uid)
    user = world.users.get(user_id)
    if user is None:
        raise errors.no_such_user(user_id)
    host = next((host for host in world.hosts.where("event_type_id", event_type.id) if host.user_id == user_id), None)
    if host is None:
        raise errors.not_a_round_robin_host(user_id)
    if is_fixed(event_type, host):
        raise errors.fixed_host()
    return _hand_over(world, booking, event_type, user)


def _subject(world: World, caller: User, uid: str) -> tuple[Booking, EventType]:
    booking = world.bookings.by("uid", uid)
    if booking is None:
        raise errors.not_in_database(uid)
    event_type = world.event_types.get(booking.event_type_id)
    if event_type is None:
        raise errors.reassign_without_event_type(booking.event_type_id)
    if event_type.owner_id != caller.id and not leads_event_type(world, caller, event_type):
        raise errors.may_not_reassign()
    return booking, event_type


def _last_booked(world: World, event_type: EventType, user: User) -> datetime:
    """When the latest booking of this event type that the user hosts was made."""
    made = (each.created_at for each in world.bookings.where("user_id", user.id) if each.event_type_id == event_type.id)
    return max(made, default=LONG_AGO)


def _hand_over(world: World, booking: Booking, event_type: EventType, host: User) -> User:
    previous = booking.user_id
    answers = booking.responses or {}
    title = booking.title
    if isinstance(answers.get("name"), str | dict):
        minutes = round((booking.end - booking.start).total_seconds() / 60)
        title = title_of(event_type, host.name, answers["name"], minutes, booking.location or "", answers)
    world.bookings.update(booking, user_id=host.id, user_email=host.email, title=title, updated_at=world.now())
    world.emit("BOOKING_REASSIGNED", booking, added_host_user_ids=[host.id], removed_host_user_ids=[previous])
    return host
