"""Handing a round robin booking to another of its event type's hosts."""

from __future__ import annotations

from emulator.errors import booking_reads as errors
from emulator.scheduling.access import leads_event_type
from emulator.scheduling.apps import booking_events
from emulator.scheduling.availability import is_free
from emulator.scheduling.hosts import crew_of, is_fixed
from emulator.scheduling.round_robin import whose_turn
from emulator.scheduling.shapes import printed
from emulator.scheduling.state_machine import Action, permit
from emulator.scheduling.titles import team_name, title_of
from emulator.world.appointments import Attendee, Booking, EventType
from emulator.world.records import User
from emulator.world.world import World


def reassign(world: World, caller: User, uid: str) -> User:
    """Hand the booking to the next host in turn who is free then, and give that host.

    Emits BOOKING_REASSIGNED. Raises 404, 400 or 403 as the service does, a 400 too when nobody else is free.
    """
    booking, event_type = _subject(world, caller, uid)
    coming = {person.email for person in world.attendees.where("booking_id", booking.id)}
    others = [
        user
        for user in crew_of(world, event_type).rotating
        if user.id != booking.user_id
        and user.email not in coming
        and is_free(world, event_type, user, booking.start, booking.end)
    ]
    if not others:
        raise errors.nobody_else_free()
    return _hand_over(world, booking, event_type, whose_turn(world, event_type, others))


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
        raise errors.reassign_without_event_type(printed(booking.event_type_id))
    if event_type.owner_id != caller.id and not leads_event_type(world, caller, event_type):
        raise errors.may_not_reassign()
    return booking, event_type


def _hand_over(world: World, booking: Booking, event_type: EventType, host: User) -> User:
    """The new host takes the place of the one whose turn it was: as organizer, or beside a fixed host as attendee."""
    accompanying = _accompanying(world, booking, event_type)
    if accompanying is None:
        previous = booking.user_id
        _make_organizer(world, booking, event_type, host)
    else:
        person, user = accompanying
        previous = user.id
        world.attendees.update(
            person, email=host.email, name=host.name or "", time_zone=host.time_zone, locale=host.locale or "en"
        )
        world.bookings.update(booking, updated_at=world.now())
    booking_events.follow(world, booking)
    change = permit(booking, Action.REASSIGN, booking.uid)
    world.emit(change.trigger, booking, added_host_user_ids=[host.id], removed_host_user_ids=[previous])
    return host


def _accompanying(world: World, booking: Booking, event_type: EventType) -> tuple[Attendee, User] | None:
    """The host who has a turn in the booking without being its organizer."""
    turns = {user.email: user for user in crew_of(world, event_type).rotating}
    if any(user.id == booking.user_id for user in turns.values()):
        return None
    for person in world.attendees.where("booking_id", booking.id)[1:]:
        if person.email in turns:
            return person, turns[person.email]
    return None


def _make_organizer(world: World, booking: Booking, event_type: EventType, host: User) -> None:
    answers = booking.responses or {}
    title = booking.title
    if isinstance(answers.get("name"), str | dict):
        minutes = round((booking.end - booking.start).total_seconds() / 60)
        team = team_name(world, event_type, alone=True)
        title = title_of(event_type, host.name, answers["name"], minutes, booking.location or "", answers, team=team)
    world.bookings.update(booking, user_id=host.id, user_email=host.email, title=title, updated_at=world.now())
