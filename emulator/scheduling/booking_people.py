"""Who comes to a booking: adding people to it and taking them off. Webhooks hear nothing of either."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from emulator.errors import booking_reads as errors
from emulator.frozen import frozen
from emulator.scheduling import blocklist, email_verification, payments
from emulator.scheduling.access import may_open_booking
from emulator.scheduling.apps import booking_events
from emulator.scheduling.seating import seated_people, seats_offered
from emulator.world.appointments import Attendee, Booking, EventType
from emulator.world.records import User
from emulator.world.world import World

Json = dict[str, Any]

MOST_PEOPLE: Final = 30


@frozen(kw_only=True)
class Newcomer:
    """Somebody to add. What is None is taken from the organizer, the name excepted, which stays empty."""

    email: str
    name: str | None = None
    time_zone: str | None = None
    locale: str | None = None
    phone: str | None = None


def base_email(email: str) -> str:
    """Two addresses with the same base are one person: letter case and what follows a plus do not count."""
    local, at, domain = email.rpartition("@")
    return f"{local.partition('+')[0]}{at}{domain}".lower()


def add_attendee(world: World, booking: Booking, newcomer: Newcomer) -> Attendee:
    """One more attendee. Raises a 400 for who comes already or may not, or where the event type takes no guests."""
    _check_guests_allowed(world, booking)
    return _add(world, booking, [newcomer])[0]


def add_guests(world: World, booking: Booking, user: User, newcomers: list[Newcomer]) -> list[Attendee]:
    """Several more at once, as `user`. Who comes already is passed over.

    Raises a 400 beyond thirty people, a 403 for strangers, and a 400 when nobody is left to add.
    """
    present = len(world.attendees.where("booking_id", booking.id))
    if present + len(newcomers) > MOST_PEOPLE:
        raise errors.too_many_guests(len(newcomers), present, MOST_PEOPLE)
    if not may_change_people(world, user, booking):
        raise errors.may_not_change_people()
    _check_guests_allowed(world, booking)
    return _add(world, booking, newcomers)


def remove_attendee(world: World, booking: Booking, user: User, attendee_id: int) -> Attendee:
    """Take somebody off, as `user`. Raises a 403 for strangers, a 404 for who is not there, a 400 for the booker."""
    if not may_change_people(world, user, booking):
        raise errors.may_not_change_people()
    people = world.attendees.where("booking_id", booking.id)
    attendee = next((each for each in people if each.id == attendee_id), None)
    if attendee is None:
        raise errors.attendee_missing()
    if attendee.id == min(each.id for each in people):
        raise errors.primary_attendee_stays()
    for seat in world.seats.where("attendee_id", attendee.id):
        payments.withdraw(world, booking, seat)
        world.seats.remove(seat)
    world.attendees.remove(attendee)
    guests = (booking.responses or {}).get("guests")
    if isinstance(guests, list):
        _write_guests(world, booking, [guest for guest in guests if guest != attendee.email])
    booking_events.refresh(world, booking)
    return attendee


def may_change_people(world: World, user: User, booking: Booking) -> bool:
    """Whoever has access to the booking, and everybody who comes to it."""
    people = world.attendees.where("booking_id", booking.id)
    return may_open_booking(world, user, booking) or any(each.email == user.email for each in people)


def _check_guests_allowed(world: World, booking: Booking) -> None:
    event_type = world.event_types.get(booking.event_type_id)
    if event_type is not None and event_type.disable_guests:
        raise errors.guests_disabled()


def _add(world: World, booking: Booking, newcomers: Iterable[Newcomer]) -> list[Attendee]:
    taken = {base_email(each.email) for each in world.attendees.where("booking_id", booking.id)}
    organizer = world.users.get(booking.user_id)
    added = []
    event_type = world.event_types.get(booking.event_type_id)
    for newcomer in newcomers:
        base = base_email(newcomer.email)
        if base in taken or blocklist.is_blocked(world, event_type, newcomer.email):
            continue
        if email_verification.guarded_by(world, newcomer.email) is not None:
            continue
        taken.add(base)
        attendee = Attendee(
            id=world.ids.next("attendees"),
            booking_id=booking.id,
            email=newcomer.email,
            name=newcomer.name or "",
            time_zone=newcomer.time_zone or (organizer.time_zone if organizer else "UTC"),
            locale=newcomer.locale or (organizer.locale if organizer else None) or "en",
            phone_number=newcomer.phone or None,
        )
        added.append(world.attendees.add(attendee))
    if not added:
        raise errors.emails_taken()
    _check_seats(world, booking, event_type)
    guests = (booking.responses or {}).get("guests")
    present = guests if isinstance(guests, list) else []
    _write_guests(world, booking, [*present, *(each.email for each in added)])
    return added


def _check_seats(world: World, booking: Booking, event_type: EventType | None) -> None:
    """Who is added to a seated booking gets no seat, is not shown among those who sit, and yet counts as one of them.

    Nobody has seen the service refuse those who are too many; here no booking holds more people than seats.
    """
    seats = seats_offered(event_type) if event_type else None
    if seats is not None and seated_people(world, booking) > seats:
        raise errors.no_seat_for_guests()


def _write_guests(world: World, booking: Booking, guests: list[str]) -> None:
    responses = None if booking.responses is None else {**booking.responses, "guests": guests}
    world.bookings.update(booking, responses=responses, updated_at=world.now())
    booking_events.refresh(world, booking)
