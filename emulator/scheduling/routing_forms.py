"""What follows when somebody fills in a routing form."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from emulator.world.routing import FormResponse, RoutingForm
from emulator.world.world import World

Json = dict[str, Any]

FOLLOW_UP: Final = "FORM_SUBMITTED_NO_EVENT"
PATIENCE: Final = timedelta(minutes=15)
"""How long a submission has to become a booking before somebody is told that it did not."""
MEMORY: Final = timedelta(minutes=60)


def submit(world: World, form: RoutingForm, answers: Mapping[str, Any], route_id: str | None = None) -> FormResponse:
    """Store a submission: `answers` by field identifier, `route_id` the route that was chosen.

    Emits FORM_SUBMITTED, then ROUTING_FORM_FALLBACK_HIT where that is the form's fallback; plans the follow-up.
    """
    response = world.form_responses.add(
        FormResponse(
            id=world.ids.next("routing-form-responses"),
            uuid=world.ids.uuid(),
            form_id=form.id,
            created_at=world.now(),
            response={
                str(field["id"]): {
                    "label": field.get("label", ""),
                    "identifier": identifier(field),
                    "value": answers[identifier(field)],
                }
                for field in form.fields
                if identifier(field) in answers
            },
            route_id=route_id,
        )
    )
    world.emit("FORM_SUBMITTED", response_id=response.id)
    route = route_of(form, response)
    if route is not None and route.get("isFallback"):
        world.emit("ROUTING_FORM_FALLBACK_HIT", response_id=response.id)
    world.plan(world.now() + PATIENCE, FOLLOW_UP, None, response_id=response.id)
    return response


def link_booking(world: World, response_id: int, booking_uid: str) -> None:
    """Note the booking that a submission led to; a response that is not there is passed over."""
    response = world.form_responses.get(response_id)
    if response is not None:
        world.form_responses.update(response, booking_uid=booking_uid)


def follow_up(world: World, response_id: int) -> None:
    """Emit FORM_SUBMITTED_NO_EVENT unless the submission, or another by the same person lately, became a booking.

    webhooks.md 1.2: the other one must be of the same form, no older than an hour, with the same e-mail address.
    """
    response = world.form_responses.get(response_id)
    form = world.routing_forms.get(response.form_id) if response is not None else None
    if response is None or form is None or response.booking_uid is not None:
        return
    address = _address(form, response)
    since = world.now() - MEMORY
    lately = [each for each in world.form_responses.where("form_id", form.id) if each.created_at >= since]
    booked = {_address(form, each) for each in lately if each.booking_uid is not None}
    if address is None or address not in booked:
        world.emit(FOLLOW_UP, response_id=response.id)


def identifier(field: Json) -> str:
    """By what a field's answer is called: its identifier, else its label."""
    return str(field.get("identifier") or field.get("label") or field["id"])


def route_of(form: RoutingForm, response: FormResponse) -> Json | None:
    """The route that was chosen, if it is still there."""
    return next((route for route in form.routes if route.get("id") == response.route_id), None)


def _address(form: RoutingForm, response: FormResponse) -> str | None:
    """The e-mail address that was given, in lower case: of a field made for it, else of whatever looks like one."""
    fields = sorted(form.fields, key=lambda field: field.get("type") != "email")
    for field in fields:
        value = response.response.get(str(field["id"]), {}).get("value")
        if isinstance(value, str) and "@" in value:
            return value.strip().lower()
    return None
