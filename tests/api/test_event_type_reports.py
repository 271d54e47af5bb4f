"""History, scheduling configuration and CRM errors of event types, over HTTP (live.md 6)."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.api_client import Api, message

NEWEST: dict[str, str | None] = {"cal-api-version": "2026-06-12"}
PATH = "/v2/event-types/3"


def get(api: Api, what: str, **query: Any) -> Any:
    answer = api.get(f"{PATH}/{what}", params=query, headers=NEWEST)
    assert answer.status_code == 200, answer.text
    return answer.json()


def change(api: Api, **settings: Any) -> None:
    api.data("PATCH", PATH, settings, headers=NEWEST)


def test_a_new_event_type_has_no_history(api: Api) -> None:
    assert get(api, "history", limit=2) == {
        "status": "success",
        "data": {"eventTypeId": 3, "auditLogs": []},
        "pagination": {"nextCursor": None, "hasMore": False},
    }


def test_a_change_of_questions(api: Api) -> None:
    """The shape is that of a recorded answer."""
    note = {"field": "custom", "slug": "my-note", "label": "My note", "type": "shortText"}
    api.data("POST", f"{PATH}/booking-fields", {"bookingFields": [note]}, headers=NEWEST)
    api.data("DELETE", f"{PATH}/booking-fields/my-note", headers=NEWEST)
    removed, added = get(api, "history")["data"]["auditLogs"]
    row = {
        "name": "my-note",
        "type": "text",
        "label": "My note",
        "required": False,
        "hidden": False,
        "editable": "user",
        "disableOnPrefill": False,
        "sources": [{"id": "user", "type": "user", "label": "User", "fieldRequired": False}],
    }
    assert removed == {
        "id": removed["id"],
        "action": "EVENT_TYPE_MODIFIED",
        "type": "RECORD_MODIFIED",
        "timestamp": "2029-12-03T08:00:00.000Z",
        "source": "WEBAPP",
        "actor": {
            "type": "USER",
            "displayName": "Ada Host",
            "displayEmail": "ada@example.com",
            "displayAvatar": None,
        },
        "impersonatedBy": None,
        "actionDisplayTitle": "Ada Host modified the event type",
        "displayFields": [
            {
                "label": "Booking questions",
                "fieldValue": {"type": "diff", "previous": json.dumps([row], indent=2), "next": "[]"},
            }
        ],
        "displayJson": {
            "version": 1,
            "changedFields": ["bookingFields"],
            "changes": [
                {
                    "type": "collection",
                    "field": "bookingFields",
                    "label": "Booking questions",
                    "added": [],
                    "removed": [row],
                    "updated": [],
                }
            ],
        },
    }
    assert added["displayJson"]["changes"][0]["added"] == [row]
    assert removed["id"][14] == "7"


def test_changes_of_settings(api: Api) -> None:
    change(api, title="Long talk", lengthInMinutes=90, slug="60min")
    (log,) = get(api, "history")["data"]["auditLogs"]
    assert log["displayJson"]["changedFields"] == ["lengthInMinutes", "title"]
    assert log["displayFields"] == [
        {"label": "Length in minutes", "fieldValue": {"type": "diff", "previous": "60", "next": "90"}},
        {"label": "Title", "fieldValue": {"type": "diff", "previous": "60 min meeting", "next": "Long talk"}},
    ]


def test_what_changes_nothing_leaves_no_trace(api: Api) -> None:
    change(api, title="60 min meeting", hidden=False)
    change(api)
    assert api.patch(PATH, {"title": 3}).status_code == 400
    assert get(api, "history")["data"]["auditLogs"] == []


def test_hiding_a_question_is_an_update(api: Api) -> None:
    change(api, disableGuests=True)
    ((update,),) = [each["displayJson"]["changes"][0]["updated"] for each in get(api, "history")["data"]["auditLogs"]]
    assert (update["previous"]["name"], update["previous"]["hidden"], update["next"]["hidden"]) == (
        "guests",
        False,
        True,
    )


def test_pages_of_the_history(api: Api) -> None:
    for number in range(5):
        change(api, title=f"Title {number}")
    first = get(api, "history", limit=2)
    titles = [log["displayFields"][0]["fieldValue"]["next"] for log in first["data"]["auditLogs"]]
    assert titles == ["Title 4", "Title 3"]
    assert first["pagination"] == {"nextCursor": first["data"]["auditLogs"][-1]["id"], "hasMore": True}
    rest = get(api, "history", limit=3, cursor=first["pagination"]["nextCursor"])
    assert len(rest["data"]["auditLogs"]) == 3
    assert rest["pagination"] == {"nextCursor": None, "hasMore": False}
    for wrong in ({"limit": 51}, {"limit": 0}, {"cursor": "x"}):
        assert api.get(f"{PATH}/history", params=wrong, headers=NEWEST).status_code == 400


def test_the_history_goes_with_its_event_type(api: Api) -> None:
    change(api, title="Other")
    assert len(api.control("GET", "/records/event-type-changes")) == 1
    api.data("DELETE", PATH)
    assert api.control("GET", "/records/event-type-changes") == []


def test_a_personal_event_type_has_no_scheduling_configuration(api: Api) -> None:
    answer = api.get(f"{PATH}/scheduling-config", headers=NEWEST)
    text = (
        "Event type with id 3 is not a team event type. "
        "Scheduling configuration is only available for team event types."
    )
    assert (answer.status_code, answer.json()["error"]["code"], message(answer)) == (
        422,
        "UnprocessableEntityException",
        text,
    )


@pytest.mark.parametrize("kind", ["roundRobin", "collective"])
def test_the_scheduling_configuration_of_a_team(api: Api, kind: str) -> None:
    team = api.control("POST", "/records/teams", {"name": "Sales", "slug": "sales"})["id"]
    api.control("POST", "/records/memberships", {"teamId": team, "userId": 1, "role": "OWNER"})
    record = {"teamId": team, "title": "Demo", "slug": "demo", "lengthInMinutes": 30, "schedulingType": kind}
    event_type = api.control("POST", "/records/event-types", record)["id"]
    host = {"eventTypeId": event_type, "userId": 1, "priority": "high", "weight": 50}
    api.control("POST", "/records/hosts", host)
    config = api.data("GET", f"/v2/event-types/{event_type}/scheduling-config", headers=NEWEST)
    shown = {"userId": 1, "name": "Ada Host", "username": "ada"}
    assert (config["eventTypeId"], config["schedulingType"]) == (event_type, kind)
    if kind == "collective":
        assert config["hosts"] == [{**shown, "mandatory": True}]
        assert "hostGroups" not in config
    else:
        assert config["hosts"] == [{**shown, "mandatory": False, "priority": "high", "weight": 50}]
        assert (config["hostGroups"], config["maxLeadThreshold"]) == ([], None)


def test_no_errors_of_a_crm(api: Api) -> None:
    assert get(api, "crm-sync-errors", appSlug="salesforce") == {
        "status": "success",
        "data": [],
        "pagination": {"nextCursor": None, "hasMore": False},
    }
    assert api.get(f"{PATH}/crm-sync-errors", headers=NEWEST).status_code == 400


def test_errors_of_a_crm(api: Api) -> None:
    for number in range(3):
        record = {"eventTypeId": 3, "appSlug": "salesforce", "errorMessage": str(number), "bookingUid": "u"}
        api.control("POST", "/records/crm-sync-errors", record)
    dismissed = {"eventTypeId": 3, "appSlug": "salesforce", "dismissedAt": "2029-12-03T07:00:00Z"}
    api.control("POST", "/records/crm-sync-errors", {**dismissed, "errorMessage": "old"})
    api.control("POST", "/records/crm-sync-errors", {"eventTypeId": 3, "appSlug": "hubspot"})
    page = get(api, "crm-sync-errors", appSlug="salesforce", limit=2)
    assert [row["errorMessage"] for row in page["data"]] == ["2", "1"]
    last = get(api, "crm-sync-errors", appSlug="salesforce", limit=2, cursor=page["pagination"]["nextCursor"])
    assert [row["errorMessage"] for row in last["data"]] == ["0"]
    assert last["pagination"] == {"nextCursor": None, "hasMore": False}
    every = get(api, "crm-sync-errors", appSlug="salesforce", includeDismissed="true")["data"]
    assert [row["errorMessage"] for row in every] == ["old", "2", "1", "0"]
    assert every[0]["dismissedAt"] == "2029-12-03T07:00:00.000Z"
    assert (every[1]["bookingUid"], every[1]["dismissedAt"], "rawMessage" in every[1]) == ("u", None, False)


@pytest.mark.parametrize("what", ["history", "scheduling-config", "crm-sync-errors?appSlug=x"])
def test_who_may_look(api: Api, what: str) -> None:
    eve = api.control("POST", "/records/users", {"username": "eve"})
    foreign = api.get(f"{PATH}/{what}", headers={**NEWEST, "authorization": f"Bearer {eve['apiKey']}"})
    assert (foreign.status_code, message(foreign)) == (404, "Event type with id 3 not found")
    assert api.get(f"{PATH}/{what}", headers={**NEWEST, "authorization": None}).status_code == 401
    old = api.get(f"{PATH}/{what}", headers={"cal-api-version": None})
    assert (old.status_code, message(old).startswith("Cannot GET")) == (404, True)
