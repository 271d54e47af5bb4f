"""Events and busy times of connected calendars, named by connection or by provider (resources.md 8.2)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Final

from emulator.api.calendars import bound
from emulator.api.call import Call, Handler, Json, success
from emulator.api.unified_events import SOURCES, changes_of, event_output, new_event
from emulator.errors import calendars as errors
from emulator.scheduling.access import may_open_booking
from emulator.scheduling.apps import calendar_events
from emulator.scheduling.apps.calendar_busy import busy_times, free_busy
from emulator.scheduling.apps.calendars import PRIMARY, in_account, is_selected
from emulator.scheduling.apps.catalog import GOOGLE_CALENDAR
from emulator.scheduling.apps.credentials import credential_of, credentials
from emulator.world.connections import Calendar, CalendarEvent, Credential
from emulator.world.instants import wire


def list_connections(call: Call) -> Json:
    found = [
        {"connectionId": str(credential.id), "type": SOURCES[credential.type], "email": credential.email}
        for credential in credentials(call.world, call.me.user)
        if credential.type in SOURCES
    ]
    return success({"connections": found})


def list_of_connection(call: Call) -> Json:
    return _listed(call, _connection(call))


def list_of_provider(call: Call) -> Json:
    return _listed(call, _google(call, "List events"))


def create_on_connection(call: Call) -> Json:
    return _created(call, _calendar(call, _connection(call)))


def create_at_provider(call: Call) -> Json:
    return _created(call, _calendar(call, _google(call, "Create event")))


def read_of_connection(call: Call) -> Json:
    calendar = _calendar(call, _connection(call))
    event = calendar_events.event_in(call.world, calendar, call.path["eventId"])
    return success(event_output(call.world, event, calendar))


def update_of_connection(call: Call) -> Json:
    calendar = _calendar(call, _connection(call))
    event = calendar_events.event_in(call.world, calendar, call.path["eventId"])
    return _changed(call, event, calendar)


def delete_of_connection(call: Call) -> None:
    calendar = _calendar(call, _connection(call))
    call.world.calendar_events.remove(calendar_events.event_in(call.world, calendar, call.path["eventId"]))


def delete_at_provider(call: Call) -> None:
    calendar = _calendar(call, _google(call, "Delete event"))
    call.world.calendar_events.remove(calendar_events.event_in(call.world, calendar, call.path["eventUid"]))


def read_of_booking(call: Call) -> Json:
    event, calendar = _of_booking(call, "Meeting details", reading=True)
    return success(event_output(call.world, event, calendar))


def update_of_booking(call: Call) -> Json:
    event, calendar = _of_booking(call, "Event updates", reading=False)
    return _changed(call, event, calendar)


def free_busy_of_connection(call: Call) -> Json:
    return _free_busy(call, _own_connection(call, missing=400))


def free_busy_of_provider(call: Call) -> Json:
    return _free_busy(call, _google(call, "Free/busy"))


def _listed(call: Call, credential: Credential) -> Json:
    calendar = _calendar(call, credential)
    low, high = bound(call.query["from"], "UTC"), bound(call.query["to"], "UTC", last=True)
    found = calendar_events.events(call.world, calendar, low, high)
    return success([event_output(call.world, event, calendar, call.query.get("timeZone")) for event in found])


def _created(call: Call, calendar: Calendar) -> Json:
    event = calendar_events.add(call.world, calendar, call.me.user, **new_event(call.body))
    return success(event_output(call.world, event, calendar))


def _changed(call: Call, event: CalendarEvent, calendar: Calendar) -> Json:
    changed = calendar_events.change(call.world, event, changes_of(call.body, event))
    return success(event_output(call.world, changed, calendar))


def _free_busy(call: Call, credential: Credential) -> Json:
    world = call.world
    zone_name = call.query.get("timeZone") or "UTC"
    low, high = bound(call.query["from"], zone_name), bound(call.query["to"], zone_name, last=True)
    calendars = world.calendars.where("credential_id", credential.id)
    chosen = [calendar for calendar in calendars if is_selected(world, calendar)]
    main = in_account(world, credential)
    if not chosen and main is not None:
        chosen = [main]
    times = free_busy(
        (time for calendar in chosen for time in busy_times(world, calendar, low, high)),
        low,
        high + timedelta(milliseconds=1),
    )
    return success([{"start": wire(start), "end": wire(end)} for start, end in times])


def _connection(call: Call) -> Credential:
    """The caller's connection in the path. Only Google's events can be read and written."""
    credential = _own_connection(call, missing=404)
    if credential.type != GOOGLE_CALENDAR:
        raise errors.connection_not_google()
    if credential.invalid:
        raise errors.reconnect()
    return credential


def _own_connection(call: Call, *, missing: int) -> Credential:
    text = call.path["connectionId"]
    if not (text.isascii() and text.isdecimal()):
        raise errors.odd_connection()
    credential = call.world.credentials.get(int(text))
    if credential is None or credential.user_id != call.me.user.id or credential.type not in SOURCES:
        raise errors.unknown_connection(missing)
    return credential


def _google(call: Call, action: str) -> Credential:
    """The caller's first Google account, for an `action` that no other provider knows."""
    if call.path["calendar"] != "google":
        raise errors.only_google(action)
    credential = credential_of(call.world, call.me.user, GOOGLE_CALENDAR)
    if credential is None:
        raise errors.google_not_connected()
    if credential.invalid:
        raise errors.reconnect()
    return credential


def _calendar(call: Call, credential: Credential) -> Calendar:
    calendar = in_account(call.world, credential, call.query.get("calendarId") or PRIMARY)
    if calendar is None:
        raise errors.event_not_found()
    return calendar


def _of_booking(call: Call, action: str, *, reading: bool) -> tuple[CalendarEvent, Calendar]:
    """The event that a booking of the caller's refers to by the uid in the path."""
    world, uid = call.world, call.path["eventUid"]
    if call.path["calendar"] != "google":
        raise errors.only_google(action)
    event = world.calendar_events.get(uid)
    if event is not None:
        booking = world.bookings.by("uid", event.booking_uid)
        calendar = world.calendars.get(event.calendar_id)
        if booking is not None and calendar is not None and may_open_booking(world, call.me.user, booking):
            return event, calendar
        raise errors.reference_not_found()
    # Nobody wrote the event, but a booking may still refer to it: only then is it worth looking through them.
    for booking in world.bookings:
        if any(each.get("eventUid") == uid and each.get("type") == GOOGLE_CALENDAR for each in booking.references):
            raise errors.event_gone(reading=reading)
    raise errors.reference_not_found()


PREFIX: Final = "CalUnifiedCalendarsController_"
HANDLERS: Final[Mapping[str, Handler]] = MappingProxyType(
    {
        f"{PREFIX}listConnections": list_connections,
        f"{PREFIX}listConnectionEvents": list_of_connection,
        f"{PREFIX}createConnectionEvent": create_on_connection,
        f"{PREFIX}getConnectionEvent": read_of_connection,
        f"{PREFIX}updateConnectionEvent": update_of_connection,
        f"{PREFIX}deleteConnectionEvent": delete_of_connection,
        f"{PREFIX}getConnectionFreeBusy": free_busy_of_connection,
        f"{PREFIX}listCalendarEvents": list_of_provider,
        f"{PREFIX}createCalendarEvent": create_at_provider,
        f"{PREFIX}getCalendarEventDetails": read_of_booking,
        f"{PREFIX}getCalendarEventDetails_deprecated": read_of_booking,
        f"{PREFIX}updateCalendarEvent": update_of_booking,
        f"{PREFIX}updateCalendarEvent_deprecated": update_of_booking,
        f"{PREFIX}deleteCalendarEvent": delete_at_provider,
        f"{PREFIX}getFreeBusy": free_busy_of_provider,
    }
)
