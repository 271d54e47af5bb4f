"""What a person does through the inspector as a client of the API: book, move, cancel, decide, mark absent."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from emulator.control.asking import number_in
from emulator.control.plane import Ask
from emulator.control.problems import ControlError
from emulator.inspector.asking import Done, form
from emulator.inspector.offers import BOOKINGS, CALLS
from emulator.inspector.outside import Answer, ask_api, bearer
from emulator.inspector.questions import answers
from emulator.world.appointments import Booking
from emulator.world.world import World

Json = Any

MORE: Final = '{"metadata": {"order": "42"}}'


async def book(ask: Ask) -> Done:
    """`POST /v2/bookings` with what was filled in; goes to the booking, or back to the form with the refusal."""
    given = await form(ask)
    number = ask.path["id"]
    here = f"slots/{number}/start"
    try:
        body = _booking_body(ask.world, number, given)
        key = bearer(ask.world, given.get("as", ""))
    except ControlError as error:
        return Done(here, str(error), ok=False, filled=given)
    answer = await ask_api(ask, "POST", "/v2/bookings", body, version=BOOKINGS, key=key)
    return _done(answer, "Booked", _uid(answer), here, given)


async def move(ask: Ask) -> Done:
    """`POST /v2/bookings/UID/reschedule`; goes to the new booking, or back to the form."""
    given = await form(ask)
    booking = found(ask)
    body: Json = {"start": given.get("start")}
    for name, member in (("reason", "reschedulingReason"), ("seat", "seatUid"), ("by", "rescheduledBy")):
        if name in given:
            body[member] = given[name]
    path = f"/v2/bookings/{booking.uid}/reschedule"
    answer = await ask_api(ask, "POST", path, body, version=BOOKINGS, key=bearer(ask.world, given.get("as", "")))
    here = f"slots/{booking.event_type_id}/start" if booking.event_type_id else f"bookings/{booking.uid}"
    return _done(answer, "Moved", _uid(answer), here, {**given, "moving": booking.uid})


async def call(ask: Ask) -> Done:
    """One of the calls that need no more than a reason."""
    given = await form(ask)
    booking, wanted = found(ask), CALLS.get(ask.path["call"])
    if wanted is None:
        raise ControlError(404, f"there is no call {ask.path['call']!r}", hint=f"there are {', '.join(CALLS)}")
    body: Json = {}
    if wanted.reason and "reason" in given:
        body[wanted.reason] = given["reason"]
    if wanted.by_seat and "seat" in given:
        body["seatUid"] = given["seat"]
    path = f"/v2/bookings/{booking.uid}/{wanted.path}"
    takes_body = wanted.reason is not None
    key = bearer(ask.world, given.get("as", ""))
    answer = await ask_api(ask, "POST", path, body if takes_body else None, version=wanted.version, key=key)
    return _done(answer, wanted.label, booking.uid, f"bookings/{booking.uid}", {})


async def mark_absent(ask: Ask) -> Done:
    return await _mark(ask, absent=True)


async def mark_present(ask: Ask) -> Done:
    return await _mark(ask, absent=False)


async def _mark(ask: Ask, *, absent: bool) -> Done:
    """`POST /v2/bookings/UID/mark-absent` for the attendee of the given address, or else for the host."""
    given = await form(ask)
    booking = found(ask)
    body: Json = {"attendees": [{"email": given["email"], "absent": absent}]} if "email" in given else {"host": absent}
    path = f"/v2/bookings/{booking.uid}/mark-absent"
    answer = await ask_api(ask, "POST", path, body, version=BOOKINGS, key=bearer(ask.world, given.get("as", "")))
    said = "Marked absent" if absent else "Marked present"
    return _done(answer, said, booking.uid, f"bookings/{booking.uid}", {})


def found(ask: Ask) -> Booking:
    """The booking of the path. Raises a 404."""
    booking = ask.world.bookings.by("uid", ask.path["uid"])
    if booking is None:
        raise ControlError(404, f"there is no booking {ask.path['uid']!r}")
    return booking


def _booking_body(world: World, number: str, given: Mapping[str, str]) -> Json:
    event_type = world.event_types.get(number_in(number))
    if event_type is None:
        raise ControlError(404, f"there is no event type {number!r}")
    attendee = {"name": given.get("name", ""), "timeZone": given.get("timeZone", "")}
    attendee |= {name: given[name] for name in ("email", "phoneNumber", "language") if name in given}
    body: Json = {"eventTypeId": event_type.id, "start": given.get("start", ""), "attendee": attendee}
    if "length" in given:
        minutes = number_in(given["length"])
        body["lengthInMinutes"] = given["length"] if minutes is None else minutes
    if "guests" in given:
        body["guests"] = [each.strip() for each in given["guests"].split(",") if each.strip()]
    responses = answers(event_type, given)
    if responses:
        body["bookingFieldsResponses"] = responses
    return body | _more(given.get("more"))


def _more(text: str | None) -> Json:
    try:
        more = json.loads(text or "{}")
    except ValueError as error:
        raise ControlError(400, f"the further members are not JSON: {error}", hint=MORE) from None
    if not isinstance(more, dict):
        raise ControlError(400, "the further members are a JSON object", hint=MORE)
    return more


def _uid(answer: Answer) -> str | None:
    """The uid of the booking that an answer shows, of the first one of a series."""
    data = answer.data[0] if isinstance(answer.data, list) and answer.data else answer.data
    return data.get("uid") if isinstance(data, dict) else None


def _done(answer: Answer, what: str, uid: str | None, back: str, filled: Mapping[str, str]) -> Done:
    if answer.ok:
        return Done(f"bookings/{uid}" if uid else "bookings", f"{what}: {answer.status}.", request=answer.number)
    status = answer.status or "No answer"
    return Done(back, f"{status}: {answer.message}", ok=False, filled=filled, request=answer.number)
