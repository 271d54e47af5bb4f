"""Fill in a routing form as a visitor of its page would."""

from __future__ import annotations

from typing import Any, Final

from emulator.control.kinds import KINDS
from emulator.control.plane import Ask, Routes
from emulator.control.problems import ControlError
from emulator.control.records import shown
from emulator.scheduling import routing_forms

Json = Any


async def submit(ask: Ask) -> Json:
    """Store a submission and tell of it; the follow-up falls due a quarter of an hour later."""
    form = ask.world.routing_forms.get(ask.path["id"])
    if form is None:
        raise ControlError(
            404,
            f"there is no routing form {ask.path['id']!r}",
            hint="create one with POST /_emulator/records/routing-forms",
        )
    body = await ask.members("responses", "routeId", "bookingUid")
    answers = body.get("responses", {})
    if not isinstance(answers, dict):
        raise ControlError(400, "responses are an object of answers by field", where="/responses")
    names = [routing_forms.identifier(field) for field in form.fields]
    for name in answers:
        if name not in names:
            raise ControlError(
                400,
                f"the form has no field {name!r}",
                where=f"/responses/{name}",
                hint=f"its fields are {', '.join(names) or 'none'}",
            )
    route_id = body.get("routeId")
    if route_id is not None and not any(route.get("id") == route_id for route in form.routes):
        raise ControlError(400, f"the form has no route {route_id!r}", where="/routeId")
    uid = body.get("bookingUid")
    if uid is not None and ask.world.bookings.by("uid", uid) is None:
        raise ControlError(400, f"there is no booking {uid!r}", where="/bookingUid")
    with ask.happening():
        response = routing_forms.submit(ask.world, form, answers, route_id)
        if uid is not None:
            routing_forms.link_booking(ask.world, response.id, uid)
    return shown(ask.world, KINDS["routing-form-responses"], response)


ROUTES: Final[Routes] = {"/routing-forms/{id}/responses": {"POST": (201, submit)}}
