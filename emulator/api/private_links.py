"""Private links of an event type: secret addresses that expire."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from emulator.api.call import Call, Guard, Handler, Json, success
from emulator.errors import event_types as event_type_errors
from emulator.errors import private_links as errors
from emulator.errors.base import ApiError
from emulator.scheduling.booking_pages import private_page
from emulator.world.appointments import EventType
from emulator.world.instants import parse, wire
from emulator.world.records import PrivateLink


def create(call: Call) -> Json:
    """Without an expiry and without a number of uses the link is good for one booking."""
    event_type = owned_event_type(call)
    limits = _limits(call.body)
    if limits["expires_at"] is None and limits["max_usage_count"] is None:
        limits["max_usage_count"] = 1
    link = PrivateLink(id=call.world.ids.uid(), event_type_id=event_type.id, **limits)
    return success(private_link_output(call.world.private_links.add(link), call.now))


def list_all(call: Call) -> Json:
    event_type = owned_event_type(call)
    links = call.world.private_links.where("event_type_id", event_type.id)
    return success([private_link_output(link, call.now) for link in links])


def update(call: Call) -> Json:
    """Both limits are set anew: the one that is left out is gone (resources.md 4.7)."""
    event_type = owned_event_type(call)
    link = _of_event_type(call, event_type, errors.nothing_to_update())
    call.world.private_links.update(link, **_limits(call.body))
    return success(private_link_output(link, call.now))


def delete(call: Call) -> Json:
    link = _of_event_type(call, owned_event_type(call), errors.nothing_to_delete())
    call.world.private_links.remove(link)
    return success({"linkId": link.id, "message": "Private link deleted successfully"})


def private_link_output(link: PrivateLink, now: datetime) -> dict[str, Json]:
    """A link with an expiry shows nothing of its uses, even if it limits them as well (live.md 3)."""
    expired = link.expires_at is not None and link.expires_at <= now
    used_up = link.max_usage_count is not None and link.usage_count >= link.max_usage_count
    output = {
        "linkId": link.id,
        "eventTypeId": link.event_type_id,
        "isExpired": expired or used_up,
        "bookingUrl": private_page(link.id),
    }
    if link.expires_at is not None:
        return {**output, "expiresAt": wire(link.expires_at)}
    return {**output, "maxUsageCount": link.max_usage_count, "usageCount": link.usage_count}


def _limits(body: Any) -> dict[str, Any]:
    body = body or {}
    expires = body.get("expiresAt")
    return {
        "expires_at": None if expires is None else parse(expires),
        "max_usage_count": body.get("maxUsageCount"),
    }


def owned_event_type(call: Call) -> EventType:
    """The event type, if it is the caller's; somebody else's looks as if it did not exist."""
    event_type_id = call.path["eventTypeId"]
    if event_type_id <= 0:
        raise errors.invalid_event_type_id()
    event_type = call.world.event_types.get(event_type_id)
    if event_type is None or event_type.owner_id != call.me.user.id:
        raise event_type_errors.not_found(event_type_id)
    return event_type


def _of_event_type(call: Call, event_type: EventType, missing: ApiError) -> PrivateLink:
    link = call.world.private_links.get(call.path["linkId"])
    if link is None or link.event_type_id != event_type.id:
        raise missing
    return link


HANDLERS: Final[Mapping[str, Handler]] = MappingProxyType(
    {
        "EventTypesPrivateLinksController_createPrivateLink": create,
        "EventTypesPrivateLinksController_getPrivateLinks": list_all,
        "EventTypesPrivateLinksController_updatePrivateLink": update,
        "EventTypesPrivateLinksController_deletePrivateLink": delete,
    }
)
GUARDS: Final[Mapping[str, Guard]] = MappingProxyType(
    {
        "EventTypesPrivateLinksController_createPrivateLink": owned_event_type,
        "EventTypesPrivateLinksController_updatePrivateLink": owned_event_type,
    }
)
