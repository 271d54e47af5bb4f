"""Members of bodies and queries under another name, or in another place, than the operation asked has for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

import orjson

from emulator.contract.router import OLDEST
from emulator.gateway.exchange import Exchange

Json = Any

WHO: Final = "attendee is how 2024-08-13 and newer take who books: this version takes responses, timeZone and language"

BOOKING: Final[Mapping[str, str]] = {
    "responses": "responses is how v1 took name, email and location: v2 takes attendee and bookingFieldsResponses",
    "name": "name belongs into attendee",
    "email": "email belongs into attendee",
    "timeZone": "timeZone belongs into attendee",
    "language": "language belongs into attendee",
    "notes": "notes belong into bookingFieldsResponses",
    "title": "a booking takes no title: answer the field title in bookingFieldsResponses",
    "startTime": "the time is given as start",
    "end": "a booking takes no end: its length is the event type's, or lengthInMinutes",
    "endTime": "a booking takes no end: its length is the event type's, or lengthInMinutes",
    "attendees": "one attendee is given as attendee; further people are guests",
    "guestEmails": "guests are a list of addresses in guests",
    "userId": "a booking takes no userId: the host follows from the event type",
}
WEBHOOK: Final[Mapping[str, str]] = {
    "eventTriggers": "what to be told of is given as triggers",
    "events": "what to be told of is given as triggers",
    "url": "where to send it is given as subscriberUrl",
}
EVENT_TYPE: Final[Mapping[str, str]] = {"length": "the length is given as lengthInMinutes"}

BODIES: Final[tuple[tuple[str, Mapping[str, str]], ...]] = (
    ("_createBooking", BOOKING),
    ("_cancelBooking", {"reason": "the reason is given as cancellationReason"}),
    (
        "_rescheduleBooking",
        {
            "startTime": "the new time is given as start",
            "end": "only the new start is given: the length stays",
            "reason": "the reason is given as reschedulingReason",
            "rescheduleReason": "the reason is given as reschedulingReason",
        },
    ),
    ("_createEventType", EVENT_TYPE),
    ("_createWebhook", WEBHOOK),
    ("_createEventTypeWebhook", WEBHOOK),
)
"""By the end of an operation's id: members that it does not know, and what may have been meant."""

QUERIES: Final[tuple[tuple[str, Mapping[str, str]], ...]] = (
    (
        "_2024_09_04_getAvailableSlots",
        {"startTime": "from when is given as start", "endTime": "to when is given as end"},
    ),
)
"""The same for query parameters."""

METADATA: Final = b'"metadata"'


def misnomers(exchange: Exchange) -> Iterator[str]:
    """What may have been meant where a request was refused, or part of it ignored."""
    if exchange.operation is None or not (exchange.status >= 400 or exchange.ignored or METADATA in exchange.body):
        return
    name = exchange.operation.id
    asked = _parameters(exchange)
    yield from (said for one, said in _of(QUERIES, name).items() if one in asked)
    body = _body(exchange)
    known = _of(BODIES, name)
    if not isinstance(body, dict) or not known:
        return
    if OLDEST in (exchange.operation.versions or ()):
        if known is BOOKING and exchange.status >= 400 and isinstance(body.get("attendee"), dict):
            yield WHO
        return
    # What is taken, under this name, is no mistake, whatever else was.
    refused = exchange.status >= 400
    yield from (said for one, said in known.items() if one in body and (refused or f"/{one}" in exchange.ignored))
    if known is BOOKING:
        yield from _metadata(body)


def _metadata(body: dict[str, Json]) -> Iterator[str]:
    """Among the answers to questions metadata is taken, and lost: the service does not mind."""
    for place in ("attendee", "bookingFieldsResponses"):
        inner = body.get(place)
        if isinstance(inner, dict) and "metadata" in inner:
            yield f"metadata belongs beside {place}, not into it"


def _of(tables: tuple[tuple[str, Mapping[str, str]], ...], operation: str) -> Mapping[str, str]:
    return next((table for ending, table in tables if operation.endswith(ending)), {})


def _parameters(exchange: Exchange) -> set[str]:
    return {part.partition("=")[0] for part in exchange.query.decode("latin-1").split("&")}


def _body(exchange: Exchange) -> Json:
    try:
        return orjson.loads(exchange.body)
    except orjson.JSONDecodeError:
        return None
