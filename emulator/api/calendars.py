"""Calendar accounts of the caller: what there is, when it is busy, and connecting more."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from types import MappingProxyType
from typing import Final
from urllib.parse import parse_qs, urlencode

from emulator.api.calendar_output import account_output, credential_output, destination_output
from emulator.api.call import Call, Handler, Json, Redirect, success
from emulator.api.provider_consent import account_of, bearer, consent_url, origin, user_of_state
from emulator.errors import calendars as errors
from emulator.scheduling.apps.calendar_busy import busy_times, free_busy
from emulator.scheduling.apps.calendars import (
    connect_account,
    connect_feeds,
    connected,
    ensure_destination,
)
from emulator.scheduling.apps.catalog import APPLE_CALENDAR, CALENDARS, ICS_FEED
from emulator.scheduling.apps.credentials import credential_of, disconnect
from emulator.world.instants import parse, wire, zone

OAUTH: Final = ("google", "office365")
NAMES: Final = tuple(CALENDARS)


def list_connected(call: Call) -> Json:
    world, user = call.world, call.me.user
    destination = ensure_destination(world, user)
    accounts = [account_output(world, credential, calendars) for credential, calendars in connected(world, user)]
    return success({"connectedCalendars": accounts, "destinationCalendar": destination_output(world, destination)})


def busy(call: Call) -> Json:
    world, user, query = call.world, call.me.user, call.query
    name = query.get("timeZone") or query.get("loggedInUsersTz")
    if not name:
        raise errors.zone_needed()
    low, high = bound(query["dateFrom"], name), bound(query["dateTo"], name, last=True)
    found: list[dict[str, Json]] = []
    for wanted in query["calendarsToLoad"]:
        credential = world.credentials.get(wanted["credentialId"])
        if credential is None or credential.user_id != user.id:
            raise errors.foreign_credentials()
        for calendar in world.calendars.where("credential_id", credential.id):
            if calendar.external_id == wanted["externalId"]:
                times = free_busy(busy_times(world, calendar, low, high), low, high)
                found += [
                    {"start": wire(start), "end": wire(end), "source": calendar.external_id} for start, end in times
                ]
    return success(sorted(found, key=lambda each: (each["start"], each["end"])))


def save_feeds(call: Call) -> Json:
    """Subscribe to calendar files. One that the control plane calls unreadable spoils them all."""
    world, urls = call.world, call.body["urls"]
    known = [world.ics_feeds.by("url", url) for url in urls]
    if any(feed is not None and not feed.readable for feed in known):
        raise errors.feeds_not_readable()
    return success(
        credential_output(connect_feeds(world, call.me.user, urls, read_only=call.body.get("readOnly", True)))
    )


def check_feeds(call: Call) -> Json:
    return _checked(call, ICS_FEED)


def check(call: Call) -> Json:
    return _checked(call, _calendar(call, NAMES))


def connect(call: Call) -> Json:
    kind = _calendar(call, OAUTH)
    state = {"accessToken": bearer(call), "origin": origin(call)}
    if call.query.get("redir"):
        state["redir"] = call.query["redir"]
    if call.query.get("isDryRun"):
        state["isDryRun"] = "true"
    return success({"authUrl": consent_url(call, kind, urlencode(state))})


def save(call: Call) -> Redirect:
    """Connect the account that was agreed to, unless it was not or this is a rehearsal, and lead the browser back."""
    kind = _calendar(call, OAUTH)
    state = {name: values[0] for name, values in parse_qs(call.query["state"]).items()}
    missing = [name for name in ("accessToken", "origin") if not state.get(name)]
    if missing:
        raise errors.malformed_state(missing)
    code = call.query.get("code")
    if code and state.get("isDryRun") != "true":
        user = user_of_state(call, state["accessToken"])
        connect_account(call.world, user, kind, account_of(code, user))
    return Redirect(state.get("redir") or state["origin"])


def log_in(call: Call) -> Json:
    """Connect by a password. There is nobody to ask whether it is right: an address and any password will do."""
    if call.path["calendar"] != "apple":
        raise errors.unknown_calendar(("apple",))
    username, password = call.body["username"], call.body["password"]
    if len(username) <= 1 or len(password) <= 1:
        raise errors.login_refused("Username or password cannot be empty")
    if "@" not in username:
        raise errors.login_refused("Invalid credentials")
    connect_account(call.world, call.me.user, APPLE_CALENDAR, username)
    return {"status": "success"}


def disconnect_account(call: Call) -> Json:
    """The path's calendar is not looked at: so does the service."""
    credential = call.world.credentials.get(call.body["id"])
    if credential is None or credential.user_id != call.me.user.id or not credential.type.endswith("_calendar"):
        raise errors.credentials_not_found()
    disconnect(call.world, credential)
    return success(credential_output(credential))


def bound(text: str, zone_name: str, *, last: bool = False) -> datetime:
    """An instant as it was sent; a date alone is its first moment in the zone, or its `last` millisecond."""
    if len(text) > len("2030-01-08"):
        return parse(text)
    try:
        where = zone(zone_name)
    except (KeyError, ValueError, OSError):
        where = zone("UTC")
    day = datetime.combine(parse(text).date(), time(), where).astimezone(UTC)
    return day + timedelta(days=1, milliseconds=-1) if last else day


def _calendar(call: Call, allowed: tuple[str, ...]) -> str:
    """The type of the path's calendar. Raises a 400 that lists all there are, whatever is allowed here."""
    if call.path["calendar"] not in allowed:
        # In the service's order, which is not that of the document.
        raise errors.unknown_calendar(NAMES)
    return CALENDARS[call.path["calendar"]]


def _checked(call: Call, kind: str) -> Json:
    credential = credential_of(call.world, call.me.user, kind)
    if credential is None:
        raise errors.not_connected(kind)
    if credential.invalid:
        raise errors.invalid_credentials(kind)
    return {"status": "success"}


HANDLERS: Final[Mapping[str, Handler]] = MappingProxyType(
    {
        "CalendarsController_getCalendars": list_connected,
        "CalendarsController_getBusyTimes": busy,
        "CalendarsController_createIcsFeed": save_feeds,
        "CalendarsController_checkIcsFeed": check_feeds,
        "CalendarsController_redirect": connect,
        "CalendarsController_save": save,
        "CalendarsController_syncCredentials": log_in,
        "CalendarsController_check": check,
        "CalendarsController_deleteCalendarCredentials": disconnect_account,
    }
)
