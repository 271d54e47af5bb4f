"""What is reported about an event type: its history, how its hosts are chosen, and errors of its CRM (live.md 6)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final, TypeVar

from emulator.api.call import Call, Handler, Json, success
from emulator.errors import event_type_reports as errors
from emulator.errors.booking_reads import bad_cursor
from emulator.scheduling.cursors import cursor_of, read_cursor
from emulator.scheduling.event_type_history import history
from emulator.scheduling.event_types import visible_event_type
from emulator.world.appointments import EventType, Host
from emulator.world.instants import wire
from emulator.world.records import User
from emulator.world.reports import CrmSyncError, EventTypeChange
from emulator.world.world import World

Row = TypeVar("Row", EventTypeChange, CrmSyncError)


def read_history(call: Call) -> Json:
    """The latest changes first. The cursor is the bare id of the last row, as the service's is."""
    event_type = _visible(call)
    shown, last = _page(history(call.world, event_type), call.query["limit"], call.query.get("cursor"))
    data = {"eventTypeId": event_type.id, "auditLogs": [_audit_log(call.world, row) for row in shown]}
    return success(data, pagination={"nextCursor": last, "hasMore": last is not None})


def scheduling_config(call: Call) -> Json:
    """How a team's event type comes by its hosts. Raises a 422 for a person's."""
    event_type = _visible(call)
    if event_type.team_id is None:
        raise errors.no_team_event_type(event_type.id)
    hosts = call.world.hosts.where("event_type_id", event_type.id)
    turns = event_type.scheduling_type == "roundRobin"
    config: dict[str, Json] = {
        "eventTypeId": event_type.id,
        "schedulingType": event_type.scheduling_type,
        "hosts": [_host(call.world.users.get(host.user_id), host, turns=turns) for host in hosts],
        "assignAllTeamMembers": event_type.assign_all,
    }
    if turns:
        config |= {
            "hostGroups": [],
            "rescheduleWithSameRoundRobinHost": event_type.keep_host,
            "isRRWeightsEnabled": event_type.weighted,
            "maxLeadThreshold": None,
            "includeNoShowInRRCalculation": False,
            "crmRecordOwnerFallbackWindowHours": None,
            "crmRecordOwnerFallbackWindowSkipWeekends": False,
        }
    return success(config)


def crm_sync_errors(call: Call) -> Json:
    """The latest errors of one app first; those dismissed only when they are asked for."""
    event_type, query = _visible(call), call.query
    rows = [
        row
        for row in call.world.crm_sync_errors.where("event_type_id", event_type.id)
        if row.app_slug == query["appSlug"] and (query.get("includeDismissed") or row.dismissed_at is None)
    ]
    rows.sort(key=lambda row: row.timestamp)
    behind = None if query.get("cursor") is None else read_cursor(query["cursor"])
    shown, last = _page(rows[::-1], query["limit"], behind)
    pagination = {"nextCursor": last and cursor_of(last), "hasMore": last is not None}
    return success([_crm_sync_error(row) for row in shown], pagination=pagination)


def _page(rows: list[Row], limit: int, behind: str | None) -> tuple[list[Row], str | None]:
    """Rows behind the one of that id, and the id of the last of them if there are more. Raises a 400 for no id."""
    if behind is not None:
        place = next((number for number, row in enumerate(rows) if row.id == behind), None)
        if place is None:
            raise bad_cursor()
        rows = rows[place + 1 :]
    return rows[:limit], rows[limit - 1].id if len(rows) > limit else None


def _visible(call: Call) -> EventType:
    return visible_event_type(call.world, call.me.user, call.path["eventTypeId"])


def _audit_log(world: World, row: EventTypeChange) -> dict[str, Json]:
    actor = world.users.get(row.user_id)
    name = (actor.name or actor.email) if actor else "Somebody"
    return {
        "id": row.id,
        "action": "EVENT_TYPE_MODIFIED",
        "type": "RECORD_MODIFIED",
        "timestamp": wire(row.timestamp),
        # Also for calls with an API key: so does the service.
        "source": "WEBAPP",
        "actor": {
            "type": "USER",
            "displayName": name,
            "displayEmail": actor.email if actor else None,
            "displayAvatar": actor.avatar_url if actor else None,
        },
        "impersonatedBy": None,
        "actionDisplayTitle": f"{name} modified the event type",
        "displayFields": [_display(change) for change in row.changes],
        "displayJson": {
            "version": 1,
            "changedFields": [change["field"] for change in row.changes],
            "changes": row.changes,
        },
    }


def _display(change: Mapping[str, Any]) -> dict[str, Json]:
    """For people: both sides as text; of a collection only what is not the same on both."""
    if change["type"] == "collection":
        previous = [*change["removed"], *(row["previous"] for row in change["updated"])]
        following = [*change["added"], *(row["next"] for row in change["updated"])]
    else:
        previous, following = change["previous"], change["next"]
    value = {"type": "diff", "previous": _text(previous), "next": _text(following)}
    return {"label": change["label"], "fieldValue": value}


def _text(value: Any) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    return json.dumps(value, indent=2, ensure_ascii=False)


def _host(user: User | None, host: Host, *, turns: bool) -> dict[str, Json]:
    shown: dict[str, Json] = {
        "userId": host.user_id,
        "name": user.name if user else None,
        "username": user.username if user else None,
        "mandatory": host.fixed or not turns,
    }
    if turns:
        shown |= {"priority": host.priority, "weight": 100 if host.weight is None else host.weight}
    if user is not None and user.avatar_url is not None:
        shown["avatarUrl"] = user.avatar_url
    return shown


def _crm_sync_error(row: CrmSyncError) -> dict[str, Json]:
    shown: dict[str, Json] = {
        "id": row.id,
        "credentialId": row.credential_id,
        "eventTypeId": row.event_type_id,
        "appSlug": row.app_slug,
        "timestamp": wire(row.timestamp),
        "errorCode": row.error_code,
        "errorMessage": row.error_message,
        "droppedFields": row.dropped_fields,
        "eventCreated": row.event_created,
        "dismissedAt": _instant(row.dismissed_at),
    }
    optional = {"rawMessage": row.raw_message, "bookingUid": row.booking_uid}
    return {**shown, **{name: value for name, value in optional.items() if value is not None}}


def _instant(instant: datetime | None) -> str | None:
    return None if instant is None else wire(instant)


HANDLERS: Final[Mapping[str, Handler]] = MappingProxyType(
    {
        "EventTypesController_2026_06_12_getHistory": read_history,
        "EventTypesController_2026_06_12_getSchedulingConfig": scheduling_config,
        "EventTypesController_2026_06_12_getCrmSyncErrors": crm_sync_errors,
    }
)
