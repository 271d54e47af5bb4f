"""What the control plane fills in, and insists on, in the records around a user."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from emulator.control.problems import ControlError
from emulator.scheduling.apps.calendars import provider_id
from emulator.scheduling.apps.catalog import APPS, GOOGLE_CALENDAR
from emulator.scheduling.apps.credentials import connect, credential_of
from emulator.scheduling.email_verification import LIFETIME, new_code
from emulator.world.instants import parse, wire
from emulator.world.world import World

Attributes = dict[str, Any]


def credential(world: World, given: Attributes) -> None:
    if "type" in given:
        given.setdefault("app_id", APPS[given["type"]].slug)
    owner = world.users.get(given.get("user_id"))
    given.setdefault("email", owner.email if owner else None)


def check_calendar(_world: World, given: Attributes) -> None:
    if "busy_times" in given:
        given["busy_times"] = [_period(number, period) for number, period in enumerate(given["busy_times"])]


def calendar(world: World, given: Attributes) -> None:
    """Without a credential the calendar joins the user's account of that kind, which is connected if need be."""
    account = world.credentials.get(given.get("credential_id"))
    given.setdefault("integration", account.type if account else GOOGLE_CALENDAR)
    if account is not None:
        given.setdefault("user_id", account.user_id)
    owner = world.users.get(given.get("user_id"))
    if owner is None:
        raise ControlError(400, "a calendar needs a user", where="/userId", hint='for example {"userId": 1}')
    kind = given["integration"]
    if account is None:
        email = given.get("email") or owner.email
        account = credential_of(world, owner, kind) or connect(world, owner, kind, email=email)
        given["credential_id"] = account.id
    address = given.setdefault("email", account.email or owner.email) or owner.email
    others = world.calendars.where("credential_id", account.id)
    given.setdefault("primary", not others)
    if not given.get("external_id"):
        name = address if not others else f"{world.ids.hexadecimal(20)}@group.calendar.google.com"
        given["external_id"] = provider_id(world, kind, name)
    given.setdefault("name", address if given["primary"] else "Calendar")


def check_calendar_event(_world: World, given: Attributes) -> None:
    if "start" in given and "end" in given and given["end"] < given["start"]:
        raise ControlError(400, "an event ends after it starts", where="/end")


def calendar_event(world: World, given: Attributes) -> None:
    given.setdefault("title", "Busy")
    calendar = world.calendars.get(given.get("calendar_id"))
    owner = world.users.get(calendar.user_id) if calendar else None
    given.setdefault("time_zone", owner.time_zone if owner else "UTC")
    if "start" in given:
        given.setdefault("end", given["start"] + timedelta(days=1 if given.get("all_day") else 1 / 24))


def named_calendar(world: World, given: Attributes) -> None:
    """The credential of a calendar that is named by its integration and external id."""
    if "credential_id" in given:
        return
    for known in world.calendars.where("user_id", given.get("user_id")):
        if (known.integration, known.external_id) == (given.get("integration"), given.get("external_id")):
            given["credential_id"] = known.credential_id
            return


def check_feed(_world: World, given: Attributes) -> None:
    if given.get("ics"):
        from emulator.scheduling.apps import feeds  # noqa: PLC0415 - few worlds have any

        try:
            feeds.check(given["ics"])
        except ValueError as error:
            raise ControlError(400, f"ics is no calendar file: {error}", where="/ics") from None


def verification_code(world: World, given: Attributes) -> None:
    if not (given.get("email") or given.get("phone_number")):
        raise ControlError(400, "a code is sent to an email or a phoneNumber", where="/email")
    if given.get("email"):
        given["email"] = str(given["email"]).lower()
    given.setdefault("code", new_code(world))
    given.setdefault("created_at", world.now())
    given.setdefault("expires_at", given["created_at"] + LIFETIME)


def _period(number: int, period: Attributes) -> Attributes:
    """A busy time with its instants in the usual form."""
    where = f"/busyTimes/{number}"
    hint = '{"start": "2030-01-08T13:00:00Z", "end": "2030-01-08T14:00:00Z"}'
    if not isinstance(period, dict) or not {"start", "end"} <= period.keys() <= {"start", "end", "title"}:
        raise ControlError(400, "a busy time has a start, an end and perhaps a title", where=where, hint=hint)
    try:
        start, end = parse(period["start"]), parse(period["end"])
    except (TypeError, ValueError, OverflowError):
        raise ControlError(400, "start and end are ISO 8601 instants", where=where, hint=hint) from None
    if end <= start:
        raise ControlError(400, "a busy time ends after it starts", where=f"{where}/end")
    return {**period, "start": wire(start), "end": wire(end)}
