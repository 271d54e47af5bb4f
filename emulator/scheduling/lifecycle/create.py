"""Making bookings: one, or a series of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from emulator.errors import bookings as errors
from emulator.frozen import frozen
from emulator.scheduling import blocklist, booking_fields, email_verification, locations, recurrence, response_schema
from emulator.scheduling.apps.conferencing import default_integration
from emulator.scheduling.confirmation import opening
from emulator.scheduling.hosts import crew_of
from emulator.scheduling.lifecycle import instant, seats
from emulator.scheduling.lifecycle.active_limit import check_active_limit
from emulator.scheduling.lifecycle.answers import assemble, given_answers, guests_of
from emulator.scheduling.lifecycle.casting import Cast, cast
from emulator.scheduling.lifecycle.event_types import check_bookable, chosen_length, find_event_type
from emulator.scheduling.lifecycle.requests import Booker, BookingRequest, HostWishes, Json
from emulator.scheduling.lifecycle.rights import granted
from emulator.scheduling.lifecycle.rows import Draft, Person, booker_of, write
from emulator.scheduling.lifecycle.time_checks import Slot, check_bounds, check_limits
from emulator.scheduling.managed_users import client_id_of, stored_address
from emulator.scheduling.seating import seats_offered, shared_booking
from emulator.world.appointments import Booking, EventType, Seat
from emulator.world.records import User
from emulator.world.world import World


@frozen
class Created:
    """What a request made, sorted by start. `series` tells one booking from a series of one; `seat` is what it took."""

    bookings: list[Booking]
    series: bool
    seat: Seat | None = None


def create_booking(world: World, request: BookingRequest, caller: User | None) -> Created:
    """Book an event type for whoever asks; `caller` is the authenticated user, if there is one.

    Emits BOOKING_CREATED, or BOOKING_REQUESTED where the host must confirm, or BOOKING_PAYMENT_INITIATED where there is
    a price, for every new booking and every further seat. A request that waits and was made before gives the booking
    made then. The checks are those of the service, in its order (bookings.md 3.2); each raises its own refusal.
    """
    event_type = find_event_type(world, request)
    client_id = client_id_of(world, event_type)
    request = _with_stored_addresses(world, client_id, request)
    check_bookable(world, event_type, caller)
    if request.instant and event_type.team_id is None:
        raise errors.instant_needs_team()
    booking_fields.check_answers(event_type, given_answers(request))
    minutes = chosen_length(event_type, request.length)
    answers = assemble(event_type, request)
    series = recurrence.recurs(event_type)
    starts = _starts(event_type, request) if series else [request.start]
    booker = request.booker
    blocklist.check_booker(world, event_type, booker.address, caller, request.verification_code)
    response_schema.check(event_type, answers, request.metadata)
    answers["email"] = booker.address
    if request.instant:
        return Created([instant.ask(world, event_type, request, answers, minutes)], False)
    check_active_limit(world, event_type, booker.address)
    _check_verification(world, event_type, request)
    seated = seats_offered(event_type) is not None
    if seated and series:
        raise errors.recurring_with_seats()
    crew = crew_of(world, event_type)
    hosts: Cast | None = None
    overrides = granted(world, request.overrides, event_type, caller)
    series_uid = None
    seat = None
    made = []
    for number, start in enumerate(starts):
        how = opening(event_type, start, world.now())
        same = made_before(world, event_type, booker.address, start, pending=how.pending)
        if same is not None:
            made.append(same)
            seat = seats.seat_of(world, same, booker.address) if seated else None
            continue
        slot = Slot(world, event_type, crew.first, start, minutes, booker.time_zone, limited=not overrides.limits)
        check_bounds(slot, overrides)
        check_limits(slot, overrides)
        shared = shared_booking(world, event_type, start) if seated else None
        if shared is not None:
            seat = seats.join(world, event_type, shared, booker_of(booker, answers), answers, request.metadata)
            seats.announce(world, event_type, replace(how, pending=False), "BOOKING_CREATED", shared, seat)
            return Created([shared], False, seat)
        # The service asks for the first occurrence only who is free; the others have the same hosts.
        if hosts is None:
            hosts = cast(slot, crew, _wishes(event_type, request), unchecked=number > 0 or overrides.conflicts)
        if series and series_uid is None:
            series_uid = world.ids.uuid()
        draft = Draft(
            event_type=event_type,
            host=hosts.organizer,
            co_hosts=hosts.others,
            start=start,
            minutes=minutes,
            status=how.status,
            asks_host=how.asks_host,
            people=_people(world, event_type, booker, answers, hosts),
            answers=dict(answers),
            location=locations.location_of(event_type, answers.get("location"), default_integration(hosts.organizer)),
            metadata={**request.metadata, **({"platformClientId": client_id} if client_id is not None else {})},
            more={"recurring_uid": series_uid},
        )
        booking, seat = seats.begin(world, draft) if seated else (write(world, draft), None)
        seats.announce(world, event_type, how, "BOOKING_CREATED", booking, seat)
        made.append(booking)
    return Created(sorted(made, key=lambda booking: booking.start), series, seat)


def _with_stored_addresses(world: World, client_id: str | None, request: BookingRequest) -> BookingRequest:
    """The request with the addresses under which the platform client's own users are stored."""
    if client_id is None:
        return request
    booker, guests = request.booker, request.guests
    if booker.email is not None:
        booker = replace(booker, email=stored_address(world, client_id, booker.email))
    if guests is not None:
        guests = [stored_address(world, client_id, guest) for guest in guests]
    return replace(request, booker=booker, guests=guests)


def _starts(event_type: EventType, request: BookingRequest) -> list[datetime]:
    return recurrence.occurrences(event_type, request.start, request.booker.time_zone, request.recurrence_count)


def made_before(
    world: World, event_type: EventType, email: str, start: datetime, *, pending: bool, besides: Booking | None = None
) -> Booking | None:
    """A booking of the same event type, attendee and start that a second request gives again instead of making one:
    where it waits for confirmation, and in a round robin, which would hand the same time to one host after the other.
    """
    if not pending and event_type.scheduling_type != "roundRobin":
        return None
    wanted = "pending" if pending else "accepted"
    for booking in world.bookings.between("event_type_id", event_type.id, start, _just_after(start)):
        if booking.status == wanted and booking is not besides:
            people = world.attendees.where("booking_id", booking.id)
            if any(person.email == email for person in people):
                return booking
    return None


def _wishes(event_type: EventType, request: BookingRequest) -> HostWishes:
    subset = request.host_subset if event_type.host_subset else frozenset[int]()
    return HostWishes(among=tuple(filter(None, (request.routed_to, subset))), first=request.contact_owner)


def _just_after(instant: datetime) -> datetime:
    return instant.replace(microsecond=instant.microsecond // 1000 * 1000 + 999)


def _check_verification(world: World, event_type: EventType, request: BookingRequest) -> None:
    if not event_type.requires_email_verification:
        return
    if not request.verification_code:
        raise errors.verification_code_missing()
    if not email_verification.is_valid(world, request.booker.address, request.verification_code):
        raise errors.verification_code_wrong()


def _people(world: World, event_type: EventType, booker: Booker, answers: Json, hosts: Cast) -> list[Person]:
    """The booker and the guests; blocked ones, and hosts of a team's event type, are left out without a word."""
    hosting = hosts.emails if event_type.team_id is not None else ()
    guests = [
        guest
        for guest in guests_of(answers)
        if guest not in hosting and not blocklist.is_blocked(world, event_type, guest)
    ]
    return [booker_of(booker, answers), *(Person(email=guest, name="", time_zone=booker.time_zone) for guest in guests)]
