"""Sending any event at will: built from the world, changed as told, to whoever subscribed or to one URL."""

from __future__ import annotations

from functools import partial
from typing import Any, Final
from urllib.parse import urlsplit

from emulator.control.plane import Ask, Routes
from emulator.control.pointers import overridden
from emulator.control.problems import ControlError, suggestion
from emulator.control.staging import WITHOUT_BOOKING, staged
from emulator.webhooks.bodies import bodies
from emulator.webhooks.delivery import Body
from emulator.webhooks.handlebars.error import TemplateError
from emulator.webhooks.subscribers import subscribers
from emulator.webhooks.triggers import NEW_VERSION, OLD_VERSION, TRIGGERS
from emulator.world.appointments import Booking
from emulator.world.events import Event
from emulator.world.records import Webhook

Json = Any

MEMBERS: Final = ("trigger", "uid", "eventTypeId", "overrides", "url", "secret", "version", "payloadTemplate")
CAUSE: Final = "POST /_emulator/trigger"
ALONE: Final = ("secret", "version", "payloadTemplate")
"""Only for a URL that nobody subscribed: a subscription has its own."""


async def trigger(ask: Ask) -> Json:
    """Send one event; what was sent, and to whom. The world is as before: what was made up for the payload is gone."""
    world, dispatcher = ask.world, ask.plane.dispatcher
    body = await ask.members(*MEMBERS)
    name = _trigger(body.get("trigger"))
    booking = _booking(ask, name, body.get("uid"))
    stranger = _stranger(ask, name, body)
    overrides = body.get("overrides", {})
    if not isinstance(overrides, dict):
        raise ControlError(400, "overrides are an object of JSON pointers and values", where="/overrides")
    with world.rehearsal():
        event = staged(world, name, booking, _whole(body.get("eventTypeId"), "/eventTypeId"))
        hooks = [stranger] if stranger else subscribers(world, event)
        body_for = bodies(world, event, partial(overridden, values=overrides), older=ask.plane.dispatcher.older)
        made = {hook.id: _made(body_for, hook) for hook in hooks}
        sample = _made(body_for, hooks[0]) if hooks else body_for(_nobody(ask))
        concerned = world.bookings.get(event.booking_id)
        uid = concerned.uid if concerned else None
    known = booking is not None or name in WITHOUT_BOOKING
    sent = Event(name, event.at, event.booking_id if known else None, event.facts)
    numbers = dispatcher.send(world, sent, hooks, lambda hook: made[hook.id], CAUSE, uid)
    rows = {one.id: one for one in dispatcher.deliveries(world)}
    return {
        "trigger": name,
        "uid": uid,
        "madeUp": not known,
        "body": sample.content.decode(errors="replace"),
        "deliveries": [rows[number].to_json() for number in numbers if number in rows],
    }


def _made(body_for: Any, hook: Webhook) -> Body:
    try:
        made: Body = body_for(hook)
    except TemplateError as error:
        raise ControlError(
            400, f"the template of {hook.id} does not render: {error}", where="/payloadTemplate"
        ) from None
    return made


def _trigger(name: Json) -> str:
    if name not in TRIGGERS:
        what = "say which trigger" if name is None else f"there is no trigger {name!r}"
        near = suggestion(name, TRIGGERS) if isinstance(name, str) else ""
        raise ControlError(400, what, where="/trigger", hint=f"{near}there are {', '.join(TRIGGERS)}")
    return str(name)


def _booking(ask: Ask, name: str, uid: Json) -> Booking | None:
    if uid is None:
        return None
    if name in WITHOUT_BOOKING:
        raise ControlError(400, f"{name} is about no booking", where="/uid")
    booking = ask.world.bookings.by("uid", uid) if isinstance(uid, str) else None
    if booking is None:
        hint = "GET /_emulator/records/bookings lists them; leave uid out for a booking made up"
        raise ControlError(400, f"there is no booking {uid!r}", where="/uid", hint=hint)
    return booking


def _stranger(ask: Ask, name: str, body: dict[str, Json]) -> Webhook | None:
    """A subscription for this once, if a URL is given."""
    url = body.get("url")
    if url is None:
        for member in ALONE:
            if body.get(member) is not None:
                hint = "give a url, or PATCH /_emulator/records/webhooks/{id}"
                raise ControlError(
                    400, f"{member} belongs to a url: a subscription has its own", where=f"/{member}", hint=hint
                )
        return None
    if not isinstance(url, str) or urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
        raise ControlError(400, f"{url!r} is no http URL", where="/url", hint="for example http://127.0.0.1:3000/hook")
    version = body.get("version", OLD_VERSION)
    if version not in (OLD_VERSION, NEW_VERSION):
        raise ControlError(400, f"{version!r} is no version", where="/version", hint=f"{OLD_VERSION} or {NEW_VERSION}")
    for member in ("secret", "payloadTemplate"):
        if not isinstance(body.get(member), str | None):
            raise ControlError(400, f"{member} must be text", where=f"/{member}")
    return Webhook(
        id=f"trigger:{url}",
        subscriber_url=url,
        triggers=[name],
        created_at=ask.world.now(),
        payload_template=body.get("payloadTemplate"),
        secret=body.get("secret"),
        version=version,
    )


def _nobody(ask: Ask) -> Webhook:
    """Whose body is shown when nobody subscribed."""
    return Webhook(id="nobody", subscriber_url="", triggers=[], created_at=ask.world.now())


def _whole(value: Json, where: str) -> int | None:
    if value is None or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    raise ControlError(400, f"{value!r} is no number", where=where)


ROUTES: Final[Routes] = {"/trigger": {"POST": (201, trigger)}}
