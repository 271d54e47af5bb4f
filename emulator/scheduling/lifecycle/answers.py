"""The answer sheet that a booking stores."""

from __future__ import annotations

from typing import Any, Final

from emulator.scheduling import booking_fields, locations
from emulator.scheduling.lifecycle.requests import BookingRequest
from emulator.world.appointments import Booking, EventType

Json = dict[str, Any]

REASON: Final = "rescheduleReason"
OLD_REASON: Final = "rescheduledReason"
NOT_ASKED: Final = frozenset({"email", "name", REASON, OLD_REASON, "displayEmail", "displayGuests"})
"""What nobody answers when booking: told elsewhere in the request, asked later, or made up by the output."""
LAST: Final = ("guests", REASON, "location")


def given_answers(request: BookingRequest) -> Json:
    """The answers to the booking fields; the attendee's phone number answers both questions for one."""
    answers = dict(request.answers)
    if request.booker.phone:
        answers[booking_fields.ATTENDEE_PHONE] = request.booker.phone
        answers[booking_fields.SMS_REMINDER] = request.booker.phone
    return answers


def assemble(event_type: EventType, request: BookingRequest) -> Json:
    """Everything answered, in the order that the service shows: who, what was asked, guests, place.

    Raises a 400 for a location that the event type has not.
    """
    location = locations.choose(event_type, request.location)
    booker = request.booker
    answers: Json = {"email": booker.email or "", "name": _name(event_type, booker.name)}
    for slug, value in given_answers(request).items():
        if slug not in NOT_ASKED:
            answers[slug] = "" if value is None else value
    if request.guests is not None:
        answers["guests"] = list(request.guests)
    if location is not None:
        answers["location"] = location
    return _ordered(answers)


def moved_answers(booking: Booking, name: str, email: str, reason: str | None) -> Json:
    """The answers of the booking that takes the place of `booking`; `name` and `email` serve where it has none."""
    stored = booking.responses or {}
    answers = {slug: value for slug, value in stored.items() if slug not in (REASON, OLD_REASON)}
    answers.setdefault("email", email)
    answers.setdefault("name", name)
    if reason:
        # The newest service stores it under the question's slug; its older self wrote "rescheduledReason".
        answers[REASON] = reason
    return _ordered(answers)


def notes_of(answers: Json) -> str:
    return str(answers.get("notes") or "")


def guests_of(answers: Json) -> list[str]:
    guests = answers.get("guests")
    return [str(guest) for guest in guests] if isinstance(guests, list) else []


def _ordered(answers: Json) -> Json:
    first = {"email": answers["email"], "name": answers["name"]}
    middle = {slug: value for slug, value in answers.items() if slug not in LAST}
    last: Json = {slug: answers[slug] for slug in LAST if slug in answers}
    return {**first, **middle, **last}


def _name(event_type: EventType, name: str) -> str | Json:
    """An event type that asks for first and last name stores the two, split at the first blank."""
    if any(field.get("type") == "splitName" for field in event_type.booking_fields):
        first, _, last = name.partition(" ")
        return {"firstName": first, "lastName": last}
    return name
