"""What a subscriber is sent: the envelope round a payload, or the flat row of a meeting, as exact bytes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

import orjson

from emulator.webhooks.delivery import Body
from emulator.webhooks.payloads.attendance import absence_payload
from emulator.webhooks.payloads.booking import booking_payload
from emulator.webhooks.payloads.by_path import by_path
from emulator.webhooks.payloads.forms import form_payload, root_copies
from emulator.webhooks.payloads.incidents import (
    calendar_entry_payload,
    credential_error_payload,
    rotation_payload,
    wrong_assignment_payload,
)
from emulator.webhooks.payloads.instant import accepted_payload, waiting_payload
from emulator.webhooks.payloads.invitations import invitations
from emulator.webhooks.payloads.meeting import meeting_row
from emulator.webhooks.payloads.no_show import no_show_payload
from emulator.webhooks.payloads.out_of_office import out_of_office_payload
from emulator.webhooks.payloads.payments import PAID
from emulator.webhooks.payloads.recordings import recording_payload, transcription_payload
from emulator.webhooks.payloads.seats import concerned
from emulator.webhooks.payloads.zapier import APP as ZAPIER
from emulator.webhooks.payloads.zapier import zapier_body
from emulator.webhooks.template import render
from emulator.webhooks.triggers import GENERIC, MEETINGS, NEW_VERSION, WITH_INVITATIONS
from emulator.world.appointments import Booking
from emulator.world.events import Event
from emulator.world.instants import wire
from emulator.world.records import Webhook
from emulator.world.world import World

Json = dict[str, Any]

JSON: Final = "application/json"


def unchanged(whole: Json) -> Json:
    return whole


def bodies(
    world: World, event: Event, alter: Callable[[Json], Json] = unchanged, *, older: bool = False
) -> Callable[[Webhook], Body]:
    """How to get the body for each subscriber of an event; what subscribers share is made once.

    `alter` may change what is said before templates see it and before it is written. `older` tells of bookings as the
    older service did.
    """
    made: dict[str, Body] = {}

    def body_for(hook: Webhook) -> Body:
        usual = made.get(hook.version)
        if usual is None:
            whole = _whole(world, event, hook.version)
            whole = alter(_older(world, event, whole) if older else whole)
            usual = made[hook.version] = Body(orjson.dumps(whole), JSON, whole)
        return _own(world, event, hook, usual)

    return body_for


def _own(world: World, event: Event, hook: Webhook, usual: Body) -> Body:
    """The usual body, unless the subscription wants another. Meetings are always sent as they are (webhooks.md 2.3)."""
    whole = usual.whole or {}
    if event.trigger in MEETINGS:
        return usual
    booking = world.bookings.get(event.booking_id)
    if hook.app_id == ZAPIER and booking is not None and event.trigger not in (GENERIC | PLAIN.keys()):
        return Body(orjson.dumps(zapier_body(world, event, booking, whole["payload"])), JSON)
    if not hook.payload_template:
        return usual
    variables = whole
    if event.trigger not in GENERIC:
        variables = {"triggerEvent": whole["triggerEvent"], "createdAt": whole["createdAt"], **whole["payload"]}
    rendered, media_type = render(hook.payload_template, variables)
    return Body(rendered.encode(), media_type)


def _whole(world: World, event: Event, version: str) -> Json:
    payload_of = WITHOUT_BOOKING.get(event.trigger)
    if payload_of is not None:
        payload = payload_of(world, event)
    else:
        booking = world.bookings.get(event.booking_id)
        if booking is None:
            raise LookupError(f"{event.trigger} has no booking {event.booking_id}")
        if event.trigger in MEETINGS:
            return {"triggerEvent": event.trigger, **meeting_row(world, booking)}
        payload = PLAIN.get(event.trigger, booking_payload)(world, event, booking)
        if version == NEW_VERSION and _invites(event, booking):
            payload |= invitations(
                booking,
                world.users.get(booking.user_id),
                concerned(world, event, booking),
                event.at,
                cancelled=event.trigger == "BOOKING_CANCELLED",
            )
    copies = root_copies(payload) if event.trigger == "FORM_SUBMITTED" else {}
    # The envelope's own keys win over a field of that name (webhooks.md 2.3).
    return {**copies, "triggerEvent": event.trigger, "createdAt": wire(event.at), "payload": payload}


def _older(world: World, event: Event, whole: Json) -> Json:
    booking = world.bookings.get(event.booking_id)
    if booking is None or event.trigger in (PLAIN.keys() | WITHOUT_BOOKING.keys() | MEETINGS):
        return whole
    return {**whole, "payload": by_path(world, event, booking, whole["payload"])}


def _invites(event: Event, booking: Booking) -> bool:
    """A payment invites only when it made the booking stand."""
    return event.trigger in WITH_INVITATIONS and (event.trigger != PAID or booking.status == "accepted")


PLAIN: Final[Mapping[str, Callable[[World, Event, Booking], Json]]] = MappingProxyType(
    {
        "BOOKING_NO_SHOW_UPDATED": no_show_payload,
        "RECORDING_READY": recording_payload,
        "RECORDING_TRANSCRIPTION_GENERATED": transcription_payload,
        "AFTER_HOSTS_CAL_VIDEO_NO_SHOW": absence_payload,
        "AFTER_GUESTS_CAL_VIDEO_NO_SHOW": absence_payload,
        "INSTANT_MEETING": waiting_payload,
        "INSTANT_MEETING_ACCEPTED": accepted_payload,
        "CALENDAR_ENTRY_REJECTED": calendar_entry_payload,
        "WRONG_ASSIGNMENT_REPORT": wrong_assignment_payload,
    }
)
"""Triggers about a booking whose payload is not the one that bookings share."""

WITHOUT_BOOKING: Final[Mapping[str, Callable[[World, Event], Json]]] = MappingProxyType(
    {
        "OOO_CREATED": out_of_office_payload,
        "FORM_SUBMITTED": form_payload,
        "FORM_SUBMITTED_NO_EVENT": form_payload,
        "ROUTING_FORM_FALLBACK_HIT": form_payload,
        "DELEGATION_CREDENTIAL_ERROR": credential_error_payload,
        "DELEGATION_CREDENTIAL_SECRET_ROTATION_FAILED": rotation_payload,
        "DELEGATION_CREDENTIAL_ROTATION_REQUIRED": rotation_payload,
        "DELEGATION_CREDENTIAL_SECRET_ROTATED": rotation_payload,
    }
)
