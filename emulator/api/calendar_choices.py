"""Which calendars count, and where bookings are written to."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from emulator.api.calendar_output import named_output
from emulator.api.call import Call, Handler, Json, success
from emulator.errors import calendars as errors
from emulator.scheduling.apps.calendars import find_writable, set_destination
from emulator.world.connections import SelectedCalendar


def select(call: Call) -> Json:
    """Only the account is looked at; a calendar that is selected already is answered once more."""
    world, user, body = call.world, call.me.user, call.body
    credential = world.credentials.get(body["credentialId"])
    if credential is None or credential.user_id != user.id:
        raise errors.credentials_not_found()
    for known in _selected(call, body["integration"], body["externalId"]):
        return success(named_output(known))
    row = SelectedCalendar(
        id=world.ids.next("selected-calendars"),
        user_id=user.id,
        integration=body["integration"],
        external_id=body["externalId"],
        credential_id=credential.id,
        delegation_credential_id=body.get("delegationCredentialId"),
    )
    return success(named_output(world.selected_calendars.add(row)))


def unselect(call: Call) -> Json:
    query = call.query
    number = query["credentialId"]
    if not number.strip().isdecimal():
        raise errors.credential_no_number()
    rows = [
        row
        for row in _selected(call, query["integration"], query["externalId"])
        if row.credential_id in (int(number), None)
    ]
    if not rows:
        raise errors.nothing_selected()
    if len(rows) > 1:
        raise errors.several_selected()
    call.world.selected_calendars.remove(rows[0])
    return success(named_output(rows[0]))


def choose_destination(call: Call) -> Json:
    world, user, body = call.world, call.me.user, call.body
    calendar = find_writable(world, user, body["integration"], body["externalId"])
    if calendar is None:
        raise errors.no_such_destination(body["externalId"])
    return success(named_output(set_destination(world, user, calendar)))


def _selected(call: Call, integration: str, external_id: str) -> list[SelectedCalendar]:
    return [
        row
        for row in call.world.selected_calendars.where("user_id", call.me.user.id)
        if (row.integration, row.external_id) == (integration, external_id)
    ]


HANDLERS: Final[Mapping[str, Handler]] = MappingProxyType(
    {
        "SelectedCalendarsController_addSelectedCalendar": select,
        "SelectedCalendarsController_deleteSelectedCalendar": unselect,
        "DestinationCalendarsController_updateDestinationCalendars": choose_destination,
    }
)
