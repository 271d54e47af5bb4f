"""What a subscriber is sent: the envelope round a payload, or the flat row of a meeting, as exact bytes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import orjson

from emulator.webhooks.payloads.booking import booking_payload
from emulator.webhooks.payloads.invitations import invitations
from emulator.webhooks.payloads.meeting import meeting_row
from emulator.webhooks.payloads.no_show import no_show_payload
from emulator.webhooks.payloads.seats import concerned
from emulator.webhooks.template import render
from emulator.webhooks.triggers import MEETINGS, NEW_VERSION, WITH_INVITATIONS
from emulator.world.events import Event
from emulator.world.instants import wire
from emulator.world.records import Webhook
from emulator.world.world import World

Json = dict[str, Any]

JSON: Final = "application/json"


@dataclass(slots=True, frozen=True)
class Body:
    """The bytes of a delivery and their media type."""

    content: bytes
    media_type: str


def bodies(world: World, event: Event) -> Callable[[Webhook], Body]:
    """How to get the body for each subscriber of an event; what subscribers share is made once."""
    made: dict[str, tuple[Json, bytes]] = {}

    def body_for(hook: Webhook) -> Body:
        if hook.version not in made:
            whole = _whole(world, event, hook.version)
            made[hook.version] = (whole, orjson.dumps(whole))
        whole, content = made[hook.version]
        # Meetings are sent as they are, whatever the template says (webhooks.md 2.3).
        if hook.payload_template and event.trigger not in MEETINGS:
            variables = {"triggerEvent": whole["triggerEvent"], "createdAt": whole["createdAt"], **whole["payload"]}
            rendered, media_type = render(hook.payload_template, variables)
            return Body(rendered.encode(), media_type)
        return Body(content, JSON)

    return body_for


def _whole(world: World, event: Event, version: str) -> Json:
    booking = world.bookings.get(event.booking_id)
    if booking is None:
        raise LookupError(f"{event.trigger} has no booking {event.booking_id}")
    if event.trigger in MEETINGS:
        return {"triggerEvent": event.trigger, **meeting_row(world, booking)}
    if event.trigger == "BOOKING_NO_SHOW_UPDATED":
        payload = no_show_payload(event, booking)
    else:
        payload = booking_payload(world, event, booking)
        if version == NEW_VERSION and event.trigger in WITH_INVITATIONS:
            payload |= invitations(
                booking,
                world.users.get(booking.user_id),
                concerned(world, event, booking),
                event.at,
                cancelled=event.trigger == "BOOKING_CANCELLED",
            )
    return {"triggerEvent": event.trigger, "createdAt": wire(event.at), "payload": payload}
