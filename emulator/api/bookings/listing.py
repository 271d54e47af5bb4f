"""The caller's bookings, filtered and sorted: in numbered pages, or read on from a cursor."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from emulator.api.bookings.output import listed_booking
from emulator.api.call import Call, Handler, Json, success
from emulator.api.pagination import pagination, window
from emulator.errors.base import InvalidRequest
from emulator.scheduling.booking_cursor import read_on
from emulator.scheduling.booking_matching import Search
from emulator.scheduling.booking_scope import Scope, scope_of
from emulator.scheduling.booking_search import find_within
from emulator.scheduling.managed_users import stored_address
from emulator.world.instants import parse

PAGE: Final = 100
CURSOR_PAGE: Final = 50
SORTS: Final[Mapping[str, str]] = MappingProxyType(
    {"sortStart": "start", "sortEnd": "end", "sortCreated": "created_at", "sortUpdatedAt": "updated_at"}
)
"""Of several orders asked for the first one here counts."""

BLANKS = re.compile(r"\s+")


def list_bookings(call: Call) -> Json:
    return page_within(call, scope_of(call.world, call.me.user), searched(call))


def list_from_cursor(call: Call) -> Json:
    """Version 2026-05-01: the sort parameters are still taken, but the order follows from the status."""
    return page_from_cursor(call, scope_of(call.world, call.me.user))


def page_within(call: Call, scope: Scope, search: Search) -> Json:
    """The numbered page that the query asks for, of what the scope holds."""
    skip, take = window(call.query, PAGE)
    found = find_within(call.world, scope, search, skip=skip, take=take)
    data = [listed_booking(call, booking) for booking in found.bookings]
    return success(data, pagination=pagination(found.total, skip, take))


def page_from_cursor(call: Call, scope: Scope) -> Json:
    """The page behind the query's cursor, of what the scope holds."""
    limit = call.query.get("limit") or CURSOR_PAGE
    page = read_on(call.world, scope, searched(call), cursor=call.query.get("cursor"), limit=limit)
    data = [listed_booking(call, booking) for booking in page.bookings]
    return success(data, pagination={"nextCursor": page.next_cursor, "hasMore": page.next_cursor is not None})


def searched(call: Call) -> Search:
    """What the query asks for.

    For a managed user's own client a plain address means that of its user, unless somebody has the plain one.
    """
    search, me = search_of(call.query), call.me.user
    email = search.attendee_email
    if email is None or me.oauth_client_id is None or call.world.users.by("email", email) is not None:
        return search
    return replace(search, attendee_email=stored_address(call.world, me.oauth_client_id, email))


def search_of(query: Mapping[str, Any]) -> Search:
    """What the query of 2024-08-13 asks for. Raises a 400 for times and ids that cannot be read."""
    email, name = query.get("attendeeEmail"), query.get("attendeeName")
    return Search(
        statuses=frozenset(_words(query.get("status"))),
        # An unencoded plus arrives as a blank; the service turns it back.
        attendee_email=BLANKS.sub("+", email.strip()) if email else None,
        attendee_name=name.strip() if name else None,
        booking_uid=query.get("bookingUid") or None,
        event_type_ids=_numbers(query, "eventTypeIds", "eventTypeId"),
        team_ids=_numbers(query, "teamsIds", "teamId"),
        start_from=_instant(query, "afterStart", "fromDate"),
        end_until=_instant(query, "beforeEnd", "toDate"),
        created_from=_instant(query, "afterCreatedAt", "fromDate"),
        created_until=_instant(query, "beforeCreatedAt", "toDate"),
        updated_from=_instant(query, "afterUpdatedAt", "fromDate"),
        updated_until=_instant(query, "beforeUpdatedAt", "toDate"),
        sort=next(((field, query[name] == "desc") for name, field in SORTS.items() if query.get(name)), None),
    )


def _words(value: str | list[str] | None) -> list[str]:
    parts = value.split(",") if isinstance(value, str) else value or []
    return [part.strip() for part in parts]


def _numbers(query: Mapping[str, Any], many: str, one: str) -> tuple[int, ...] | None:
    """The list wins over the single number."""
    value = query.get(many)
    if value is None:
        return None if query.get(one) is None else (query[one],)
    try:
        return tuple(int(part) for part in (value.split(",") if isinstance(value, str) else value))
    except ValueError:
        text = f"each value in {many} must be a number conforming to the specified constraints"
        raise _invalid(query, many, "isNumber", text) from None


def _instant(query: Mapping[str, Any], name: str, called: str) -> datetime | None:
    text = query.get(name)
    if not text:
        return None
    try:
        return parse(text)
    except (ValueError, OverflowError):
        raise _invalid(query, name, "isISO8601", f"{called} must be a valid ISO 8601 date.") from None


def _invalid(query: Mapping[str, Any], name: str, rule: str, text: str) -> InvalidRequest:
    """A document brought by the user may let pass what the service's validators refuse."""
    error = {
        "target": dict(query),
        "value": query[name],
        "property": name,
        "children": [],
        "constraints": {rule: text},
    }
    return InvalidRequest([error])


HANDLERS: Final[Mapping[str, Handler]] = MappingProxyType(
    {
        "BookingsController_2024_08_13_getBookings": list_bookings,
        "BookingsController_2026_05_01_getBookings": list_from_cursor,
    }
)
