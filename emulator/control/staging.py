"""Any event as if it had just happened: from what the world has, and what it lacks made up in the world's likeness.

Everything here runs inside a rehearsal: what is made up is gone afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from types import MappingProxyType
from typing import Any, Final

from emulator.control import records
from emulator.control.problems import ControlError
from emulator.control.staged_facts import payment_facts, seat_facts
from emulator.scheduling import cal_video
from emulator.scheduling.cal_video import RoomError
from emulator.world.appointments import Booking
from emulator.world.events import Event
from emulator.world.instants import wire
from emulator.world.world import World

Json = Any
Facts = dict[str, Any]

STATUSES: Final = MappingProxyType(
    {"BOOKING_REQUESTED": "pending", "BOOKING_REJECTED": "rejected", "BOOKING_CANCELLED": "cancelled"}
)
GUEST: Final = MappingProxyType({"name": "Grace Guest", "email": "grace@example.com", "timeZone": "Europe/London"})
WITHOUT_BOOKING: Final = frozenset(
    {
        "OOO_CREATED",
        "FORM_SUBMITTED",
        "FORM_SUBMITTED_NO_EVENT",
        "ROUTING_FORM_FALLBACK_HIT",
        "DELEGATION_CREDENTIAL_ERROR",
        "DELEGATION_CREDENTIAL_SECRET_ROTATION_FAILED",
        "DELEGATION_CREDENTIAL_ROTATION_REQUIRED",
        "DELEGATION_CREDENTIAL_SECRET_ROTATED",
    }
)
"""Triggers that are about no booking."""


def staged(world: World, trigger: str, booking: Booking | None, event_type_id: int | None = None) -> Event:
    """The event; `booking` is the one concerned, or None for one made up (of `event_type_id`, if given)."""
    if trigger in WITHOUT_BOOKING:
        return Event(trigger, world.now(), None, FACTS_ALONE[trigger](world))
    booking = booking or _made_up(world, STATUSES.get(trigger, "accepted"), event_type_id)
    facts = {**seat_facts(world, booking), **FACTS.get(trigger, _no_facts)(world, booking)}
    return Event(trigger, world.now(), booking.id, facts)


def _no_facts(_world: World, _booking: Booking) -> Facts:
    return {}


def _made_up(world: World, status: str, event_type_id: int | None) -> Booking:
    """Tomorrow at ten, by the clock of the world, of its first event type unless another is asked for."""
    event_type = world.event_types.get(event_type_id) if event_type_id else next(iter(world.event_types), None)
    if event_type is None:
        raise ControlError(
            409 if event_type_id is None else 400,
            f"there is no event type {event_type_id}" if event_type_id else "this world has no event type to book",
            where="/eventTypeId",
            hint="create one with POST /_emulator/records/event-types, or name a booking with uid",
        )
    start = (world.now() + timedelta(days=1)).replace(hour=10, minute=0, second=0, microsecond=0)
    row = records.create(
        world,
        "bookings",
        {"eventTypeId": event_type.id, "start": wire(start), "status": status, "attendees": [dict(GUEST)]},
    )
    booking: Booking = world.bookings.get(row["id"])  # type: ignore[assignment]
    world.bookings.update(
        booking,
        responses={"name": GUEST["name"], "email": GUEST["email"], "guests": []},
        metadata={"source": "trigger"},
    )
    return booking


def _booker(world: World, booking: Booking) -> str:
    people = world.attendees.where("booking_id", booking.id)
    return people[0].email if people else GUEST["email"]


def _rescheduled(world: World, booking: Booking) -> Facts:
    previous = world.bookings.by("uid", booking.from_reschedule)
    if previous is None:
        previous = _made_up(world, "cancelled", booking.event_type_id)
        start = booking.start - timedelta(days=1)
        length = booking.end - booking.start
        world.bookings.update(previous, start=start, end=start + length, rescheduled=True)
    return {"previous_id": previous.id, "rescheduled_by": booking.rescheduled_by or _booker(world, booking)}


def _cancelled(world: World, booking: Booking) -> Facts:
    return {
        "reason": booking.cancellation_reason or "Something came up",
        "cancelled_by": booking.cancelled_by or _booker(world, booking),
    }


def _absent(world: World, booking: Booking) -> Facts:
    marked = [
        {"email": person.email, "noShow": True} for person in world.attendees.where("booking_id", booking.id)
    ] or [{"email": GUEST["email"], "noShow": True}]
    return {"attendees": marked}


def _recording(world: World, booking: Booking) -> Facts:
    with _room():
        return {"recording": cal_video.finish_recording(world, booking)}


def _transcript(world: World, booking: Booking) -> Facts:
    with _room():
        cal_video.finish_recording(world, booking)
        return dict(cal_video.finish_transcript(world, booking))


@contextmanager
def _room() -> Iterator[None]:
    """What has no room in Cal Video has no recording."""
    try:
        yield
    except RoomError as error:
        raise ControlError(409, str(error), where="/uid", hint="leave uid out for a booking made up") from None


def _host_absent(world: World, booking: Booking) -> Facts:
    host = world.users.get(booking.user_id)
    email = booking.user_email or (host.email if host else "")
    message = f"Host with email {email} didn't join the call or didn't join before {_deadline(booking)}"
    return {"host_email": email, "message": message}


def _guest_absent(_world: World, booking: Booking) -> Facts:
    return {"message": f"Guest didn't join the call or didn't join before {_deadline(booking)}"}


def _deadline(booking: Booking) -> str:
    return (booking.start + timedelta(minutes=5)).strftime("%Y-%m-%d %H:%M:%S +00:00")


def _reassigned(world: World, booking: Booking) -> Facts:
    others = [user.id for user in world.users if user.id != booking.user_id]
    return {"added_host_user_ids": [booking.user_id], "removed_host_user_ids": others[:1]}


def _calendar_entry(_world: World, booking: Booking) -> Facts:
    address = booking.user_email or ""
    return {"rejected_by": address, "integration": "google_calendar", "external_id": address}


def _wrong_assignment(_world: World, booking: Booking) -> Facts:
    return {"reported_by_id": booking.user_id, "additional_notes": "Belongs to another region"}


def _out_of_office(world: World) -> Facts:
    entries = list(world.out_of_office)
    if entries:
        return {"out_of_office_id": entries[-1].id}
    start = (world.now() + timedelta(days=7)).replace(hour=0, minute=0, second=0, microsecond=0)
    row = records.create(
        world,
        "out-of-office",
        {
            "userId": _first_user(world),
            "start": wire(start),
            "end": wire(start + timedelta(days=5, milliseconds=-1)),
            "reason": "vacation",
            "notes": "Back on Monday",
        },
    )
    return {"out_of_office_id": row["id"]}


def _form_response(world: World) -> Facts:
    responses = list(world.form_responses)
    if responses:
        return {"response_id": responses[-1].id}
    forms = list(world.routing_forms)
    form_id = forms[-1].id if forms else _made_up_form(world)
    form: Any = world.routing_forms.get(form_id)
    answers = {str(field["id"]): {"label": field["label"], "value": _answer(field)} for field in form.fields}
    row = records.create(world, "routing-form-responses", {"formId": form_id, "response": answers})
    return {"response_id": row["id"]}


def _answer(field: Json) -> Json:
    if field.get("options"):
        return field["options"][0]["id"]
    return {"email": GUEST["email"], "phone": "+15551234567", "number": 42}.get(field.get("type"), "An answer")


def _made_up_form(world: World) -> str:
    row = records.create(
        world,
        "routing-forms",
        {
            "userId": _first_user(world),
            "name": "Where to?",
            "fields": [
                {"id": "f1", "identifier": "email", "label": "Email", "type": "email", "required": True},
                {
                    "id": "f2",
                    "identifier": "topic",
                    "label": "Topic",
                    "type": "select",
                    "required": True,
                    "options": [{"id": "o1", "label": "Sales"}, {"id": "o2", "label": "Support"}],
                },
            ],
            "routes": [
                {
                    "id": "r1",
                    "isFallback": True,
                    "queryValue": {},
                    "action": {"type": "customPageMessage", "value": "Thank you"},
                }
            ],
        },
    )
    return str(row["id"])


def _credential(world: World) -> Facts:
    organization = next((team for team in world.teams if team.is_organization), None)
    return {
        "organization_id": organization.id if organization else None,
        "user_id": _first_user(world),
        "delegation_credential_id": world.ids.uuid(),
        "error_type": "calendar_error",
        "message": "the calendar refused access",
        "credential_id": -1,
        "credential_type": "google_calendar",
        "app_id": "google-calendar",
        "domain": "example.com",
        "workspace_platform": "google",
    }


def _first_user(world: World) -> int:
    user = next(iter(world.users), None)
    if user is None:
        raise ControlError(409, "this world has no user", hint="create one with POST /_emulator/records/users")
    return user.id


FACTS: Final[Mapping[str, Callable[[World, Booking], Facts]]] = MappingProxyType(
    {
        "BOOKING_PAYMENT_INITIATED": payment_facts,
        "BOOKING_PAID": payment_facts,
        "BOOKING_RESCHEDULED": _rescheduled,
        "BOOKING_CANCELLED": _cancelled,
        "BOOKING_REJECTED": lambda _world, booking: {"reason": booking.rejection_reason or "That does not suit me"},
        "BOOKING_NO_SHOW_UPDATED": _absent,
        "BOOKING_LOCATION_UPDATED": lambda _world, _booking: {"previous_location": "integrations:daily"},
        "BOOKING_REASSIGNED": _reassigned,
        "RECORDING_READY": _recording,
        "RECORDING_TRANSCRIPTION_GENERATED": _transcript,
        "INSTANT_MEETING": lambda world, _booking: {"token": world.ids.hexadecimal(32)},
        "AFTER_HOSTS_CAL_VIDEO_NO_SHOW": _host_absent,
        "AFTER_GUESTS_CAL_VIDEO_NO_SHOW": _guest_absent,
        "CALENDAR_ENTRY_REJECTED": _calendar_entry,
        "WRONG_ASSIGNMENT_REPORT": _wrong_assignment,
    }
)
"""What a booking itself does not tell of its event."""

FACTS_ALONE: Final[Mapping[str, Callable[[World], Facts]]] = MappingProxyType(
    {
        "OOO_CREATED": _out_of_office,
        **dict.fromkeys(("FORM_SUBMITTED", "FORM_SUBMITTED_NO_EVENT", "ROUTING_FORM_FALLBACK_HIT"), _form_response),
        **dict.fromkeys(
            (
                "DELEGATION_CREDENTIAL_ERROR",
                "DELEGATION_CREDENTIAL_SECRET_ROTATION_FAILED",
                "DELEGATION_CREDENTIAL_ROTATION_REQUIRED",
                "DELEGATION_CREDENTIAL_SECRET_ROTATED",
            ),
            _credential,
        ),
    }
)
