"""How a booking looks from outside (versions 2024-08-13 and 2026-02-25), with the hosted service's order of keys."""

from __future__ import annotations

import re
from typing import Any

from emulator.api.call import Call
from emulator.scheduling.access import manages_event_type
from emulator.world.appointments import Attendee, Booking, EventType, Seat
from emulator.world.instants import wire
from emulator.world.world import World

Json = dict[str, Any]

UNKNOWN = "unknown"
KEEPS_CANCELLED_SEATS = "2026-02-25"
MANAGED_MARK = re.compile(r"\+[a-zA-Z0-9]{25}")


def booking_output(call: Call, booking: Booking, *, created: bool = False, seat: Seat | None = None) -> Json:
    """One booking: plain, of a series or seated, whichever it is.

    `created` marks the answers of create and reschedule; `seat` is the place that such a call gave or moved. The people
    on a seated booking are shown when the event type says so or to those who run it.
    """
    world = call.world
    event_type = world.event_types.get(booking.event_type_id)
    output = _shape(call, booking, event_type, None)
    if created and is_seated(event_type):
        # A booking that moved as a whole moved no seat in particular, yet the key is there.
        output["seatUid"] = seat.uid if seat is not None else ""
    if created:
        # Undocumented, yet on the wire of create and reschedule only.
        host = world.users.get(booking.user_id)
        output["isPlatformManagedUserBooking"] = host is not None and host.oauth_client_id is not None
    return output


def listed_booking(call: Call, booking: Booking) -> Json:
    """One booking as an element of a list, where seated people are always shown."""
    return _shape(call, booking, call.world.event_types.get(booking.event_type_id), True)


def series_output(call: Call, bookings: list[Booking]) -> list[Json]:
    """The occurrences of a series. Found by series uid, the caller's role opens nothing: only the event type's flag."""
    outputs = []
    for booking in bookings:
        event_type = call.world.event_types.get(booking.event_type_id)
        outputs.append(_shape(call, booking, event_type, shows_attendees(event_type)))
    return outputs


def seat_booking_output(call: Call, booking: Booking, seat: Seat) -> Json:
    """The booking as the holder of `seat` sees it: everybody where that is allowed, else the holder alone."""
    event_type = call.world.event_types.get(booking.event_type_id)
    output = _shape(call, booking, event_type, False)
    if event_type is None or not is_seated(event_type):
        return output
    seats = live_seats(call, booking) if _may_see_attendees(call, event_type) else [seat]
    # The newest version leaves out here when a seat was taken, and nowhere else (live.md 2.1).
    output["attendees"] = _seated_people(call.world, seats, dated=call.version != KEEPS_CANCELLED_SEATS)
    return output


def plain_output(call: Call, booking: Booking) -> Json:
    """The booking in the form without seats, even when it has some: marking people absent answers so."""
    return _plain(call, booking, call.world.event_types.get(booking.event_type_id))


def is_seated(event_type: EventType | None) -> bool:
    return event_type is not None and bool(event_type.seats) and not (event_type.seats or {}).get("disabled")


def shows_attendees(event_type: EventType | None) -> bool:
    """Does the seated event type let everybody see who comes?"""
    return event_type is not None and bool((event_type.seats or {}).get("showAttendeeInfo"))


def display_email(email: str) -> str:
    """The address without the mark that managed users carry (a plus and 25 characters)."""
    return MANAGED_MARK.sub("", email, count=1) if "+" in email else email


def attendee_output(attendee: Attendee) -> Json:
    """An attendee as bookings show it, without an id."""
    output: Json = {
        "name": attendee.name,
        "email": attendee.email,
        "displayEmail": display_email(attendee.email),
        "timeZone": attendee.time_zone,
        "language": attendee.locale,
        "absent": attendee.no_show,
    }
    if attendee.locale is None:
        del output["language"]
    return output


def attendee_with_phone(attendee: Attendee) -> Json:
    """The same with the phone number, where one is known."""
    output = attendee_output(attendee)
    if attendee.phone_number is not None:
        output["phoneNumber"] = attendee.phone_number
    return output


def host_output(world: World, user_id: int | None) -> Json:
    """The organizer; a row of "unknown" when that user is gone."""
    user = world.users.get(user_id)
    if user is None:
        return {"id": UNKNOWN, "name": UNKNOWN, "email": UNKNOWN, "displayEmail": UNKNOWN, "username": UNKNOWN}
    return {
        "id": user.id,
        "name": user.name or UNKNOWN,
        "email": user.email,
        "displayEmail": display_email(user.email),
        "username": user.username or UNKNOWN,
        "timeZone": user.time_zone,
    }


def _shape(call: Call, booking: Booking, event_type: EventType | None, all_shown: bool | None) -> Json:
    """`all_shown` None leaves it to the event type and the caller whether seated people are shown."""
    if event_type is not None and is_seated(event_type):
        return _seated(call, booking, event_type, all_shown)
    return _plain(call, booking, event_type)


def _plain(call: Call, booking: Booking, event_type: EventType | None) -> Json:
    world = call.world
    answers = _answers(booking)
    people = world.attendees.where("booking_id", booking.id)
    if booking.recurring_uid is None:
        output = _base(world, booking, event_type, answers)
        output["attendees"] = [attendee_with_phone(attendee) for attendee in people]
        if "guests" in answers:
            output["guests"] = answers["guests"]
        output["bookingFieldsResponses"] = answers
        return output
    # For a series the service puts what the attendees gave first, and leaves out their phone numbers.
    output = {"attendees": [attendee_output(attendee) for attendee in people]}
    if "guests" in answers:
        output["guests"] = answers["guests"]
    output["bookingFieldsResponses"] = answers
    output.update(_base(world, booking, event_type, answers))
    output["recurringBookingUid"] = booking.recurring_uid
    return output


def _seated(call: Call, booking: Booking, event_type: EventType, all_shown: bool | None) -> Json:
    output = _base(call.world, booking, event_type, None)
    shown = _may_see_attendees(call, event_type) if all_shown is None else all_shown
    output["attendees"] = _seated_people(call.world, live_seats(call, booking), dated=True) if shown else []
    if booking.recurring_uid is not None:
        output["recurringBookingUid"] = booking.recurring_uid
    return output


def _base(world: World, booking: Booking, event_type: EventType | None, answers: Json | None) -> Json:
    """What every kind has, in the service's order. A seated booking passes no answers."""
    output: Json = {
        "id": booking.id,
        "uid": booking.uid,
        "title": booking.title,
        "description": booking.description if answers is not None else booking.description or None,
        "hosts": [host_output(world, booking.user_id)],
        "status": booking.status,
        "cancellationReason": booking.cancellation_reason or "",
    }
    if answers is not None:
        output["cancelledByEmail"] = booking.cancelled_by or ""
        reason = answers.get("rescheduledReason") or answers.get("rescheduleReason")
        if reason is not None:
            output["reschedulingReason"] = reason
    _add_moves(output, world, booking, plain=answers is None or booking.recurring_uid is None)
    start, end = booking.start, booking.end
    minutes, rest = divmod((end - start).total_seconds(), 60)
    metadata, location = _metadata(booking)
    output["start"] = wire(start)
    output["end"] = wire(end)
    output["duration"] = int(minutes) if not rest else minutes + rest / 60
    output["eventTypeId"] = None if event_type is None else event_type.id
    output["eventType"] = None if event_type is None else {"id": event_type.id, "slug": event_type.slug}
    output["meetingUrl"] = location
    output["location"] = location
    output["absentHost"] = booking.no_show_host
    output["createdAt"] = wire(booking.created_at)
    output["updatedAt"] = None if booking.updated_at is None else wire(booking.updated_at)
    if answers is not None:
        output["metadata"] = metadata
    output["rating"] = booking.rating
    output["icsUid"] = booking.ics_uid
    return output


def _add_moves(output: Json, world: World, booking: Booking, *, plain: bool) -> None:
    """Where the booking came from and went to. Members of a series do not tell who moved them, nor where to."""
    if plain:
        by = booking.rescheduled_by
        if booking.from_reschedule is not None and not booking.rescheduled:
            previous = world.bookings.by("uid", booking.from_reschedule)
            by = (previous and previous.rescheduled_by) or by
        output["rescheduledByEmail"] = by
    if booking.from_reschedule is not None:
        output["rescheduledFromUid"] = booking.from_reschedule
    if plain and booking.rescheduled:
        following = world.bookings.where("from_reschedule", booking.uid)
        if following:
            output["rescheduledToUid"] = following[-1].uid


def _answers(booking: Booking) -> Json:
    """The stored answers with what the output adds, or the service's substitute when they do not read as answers."""
    stored = booking.responses
    if stored is None or not _readable(stored):
        return {
            "name": UNKNOWN,
            "email": UNKNOWN,
            "guests": [],
            "rescheduledReason": UNKNOWN,
            "displayEmail": UNKNOWN,
            "displayGuests": [],
        }
    answers: Json = {"email": stored["email"], "name": stored["name"]}
    for early in ("guests", "rescheduleReason"):
        if early in stored:
            answers[early] = stored[early]
    answers.update(stored)
    answers["displayEmail"] = display_email(stored["email"])
    if "guests" in stored:
        answers["displayGuests"] = [display_email(guest) for guest in stored["guests"]]
    return answers


def _readable(responses: Json) -> bool:
    name = responses.get("name")
    named = isinstance(name, str) or (
        isinstance(name, dict) and isinstance(name.get("firstName"), str) and isinstance(name.get("lastName"), str)
    )
    guests = responses.get("guests", ())
    return (
        named
        and isinstance(responses.get("email"), str)
        and isinstance(guests, list | tuple)
        and all(isinstance(guest, str) for guest in guests)
    )


def _metadata(booking: Booking) -> tuple[Json, str | None]:
    """The client's metadata and the place to meet; both are lost when the metadata is not a map of texts."""
    for value in booking.metadata.values():
        if not isinstance(value, str):
            return {}, UNKNOWN
    return booking.metadata, booking.video_call_url or booking.location


def _may_see_attendees(call: Call, event_type: EventType) -> bool:
    return shows_attendees(event_type) or manages_event_type(call.world, call.user, event_type)


def live_seats(call: Call, booking: Booking) -> list[Seat]:
    """The seats to show. 2024-08-13 knows live seats only, and a cancelled booking has none (live.md 2.1)."""
    if booking.status == "cancelled" and call.version != KEEPS_CANCELLED_SEATS:
        return []
    return call.world.seats.where("booking_id", booking.id)


def _seated_people(world: World, seats: list[Seat], *, dated: bool) -> list[Json]:
    people = []
    for seat in seats:
        attendee = world.attendees.get(seat.attendee_id)
        if attendee is None:
            continue
        person = attendee_output(attendee)
        person["seatUid"] = seat.uid
        if dated:
            person["createdAt"] = wire(seat.created_at)
        person["bookingFieldsResponses"] = {slug: value for slug, value in seat.responses.items() if slug != "email"}
        texts = all(isinstance(value, str) for value in seat.metadata.values())
        person["metadata"] = seat.metadata if texts else {}
        people.append(person)
    return people
