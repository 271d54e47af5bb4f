"""Records around a user, written directly."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api_client import ATTENDEE, Api

PERIOD = {"start": "2030-01-08T13:00:00Z", "end": "2030-01-08T14:00:00Z"}
SLOTS = "/v2/slots?eventTypeId=3&start=2030-01-08&end=2030-01-08"


def starts(api: Api) -> list[str]:
    return [slot["start"][11:16] for slot in api.data("GET", SLOTS).get("2030-01-08", [])]


def test_a_calendar_needs_no_more_than_a_user_and_makes_that_user_busy(api: Api) -> None:
    made = api.control("POST", "/records/calendars", {"userId": 1, "busyTimes": [PERIOD]})
    assert (made["integration"], made["externalId"], made["primary"], made["isSelected"]) == (
        "google_calendar",
        "ada@example.com",
        True,
        True,
    )
    assert starts(api) == ["08:00", "09:00", "10:00", "11:00", "12:00", "14:00", "15:00"]
    answer = api.post("/v2/bookings", {"eventTypeId": 3, "start": PERIOD["start"], "attendee": ATTENDEE})
    assert answer.status_code == 409
    api.control("PATCH", f"/records/calendars/{made['id']}", {"busyTimes": []})
    assert "13:00" in starts(api)


def test_the_explanation_names_the_calendar(api: Api) -> None:
    busy = {**PERIOD, "title": "Dentist"}
    made = api.control("POST", "/records/calendars", {"userId": 1, "busyTimes": [busy]})
    api.control("PATCH", "/records/event-types/3", {"beforeEventBuffer": 30})

    def why(start: str) -> Any:
        (verdict,) = api.control("GET", f"/explain/slots?eventTypeId=3&start=2030-01-08T{start}:00Z")["starts"]
        (reason,) = verdict["reasons"]
        return reason["cause"], reason["calendarId"], "Dentist" in reason["message"]

    assert why("12:30") == ("calendar", made["id"], True)
    assert why("14:00") == ("buffer", made["id"], True)


def test_a_calendar_counts_while_it_is_selected(api: Api) -> None:
    made = api.control("POST", "/records/calendars", {"userId": 1, "busyTimes": [PERIOD], "isSelected": False})
    assert "13:00" in starts(api)
    assert api.control("PATCH", f"/records/calendars/{made['id']}", {"isSelected": True})["isSelected"] is True
    assert "13:00" not in starts(api)
    assert [row["externalId"] for row in api.control("GET", "/records/selected-calendars")] == ["ada@example.com"]


def test_a_calendar_event_blocks_too(api: Api) -> None:
    made = api.control("POST", "/records/calendars", {"userId": 1})
    event = {"calendarId": made["id"], "start": PERIOD["start"]}
    written = api.control("POST", "/records/calendar-events", event)
    assert (written["end"], written["timeZone"], written["title"]) == (
        "2030-01-08T14:00:00.000Z",
        "Europe/Rome",
        "Busy",
    )
    assert "13:00" not in starts(api)
    api.control("PATCH", f"/records/calendar-events/{written['id']}", {"transparency": "transparent"})
    assert "13:00" in starts(api)


def test_what_hangs_on_an_account_goes_with_it(api: Api) -> None:
    made = api.control("POST", "/records/calendars", {"userId": 1})
    api.control("POST", "/records/calendar-events", {"calendarId": made["id"], "start": PERIOD["start"]})
    api.control("DELETE", f"/records/credentials/{made['credentialId']}")
    for kind in ("calendars", "calendar-events", "selected-calendars"):
        assert api.control("GET", f"/records/{kind}") == []


@pytest.mark.parametrize(
    ("kind", "record", "where"),
    [
        ("calendars", {}, "/userId"),
        ("calendars", {"userId": 1, "integration": "zoom_video"}, "/integration"),
        ("calendars", {"userId": 1, "busyTimes": [{"start": "soon", "end": "later"}]}, "/busyTimes/0"),
        ("calendars", {"userId": 1, "busyTimes": [{**PERIOD, "who": 1}]}, "/busyTimes/0"),
        (
            "calendars",
            {"userId": 1, "busyTimes": [{"start": PERIOD["end"], "end": PERIOD["start"]}]},
            "/busyTimes/0/end",
        ),
        ("calendar-events", {"calendarId": 7, "start": PERIOD["start"]}, "/calendarId"),
        ("credentials", {"userId": 1, "type": "fax"}, "/type"),
        ("ics-feeds", {"url": "https://example.com/a.ics", "ics": "nope"}, "/ics"),
        ("verification-codes", {"userId": 1}, "/email"),
    ],
)
def test_what_cannot_be_is_refused_with_its_place(api: Api, kind: str, record: dict[str, Any], where: str) -> None:
    answer = api.post(f"/_emulator/records/{kind}", record)
    assert (answer.status_code, answer.json()["error"]["where"]) == (400, where)


def test_a_calendar_without_an_address_is_called_by_its_owners(api: Api) -> None:
    made = api.control("POST", "/records/calendars", {"userId": 1, "email": None})
    assert (made["externalId"], made["name"], made["email"]) == ("ada@example.com", "ada@example.com", None)
    api.control("PUT", "/state", api.control("GET", "/state"))
    assert api.control("GET", f"/records/calendars/{made['id']}") == made


def test_a_world_keeps_its_calendars_when_it_is_exported_and_imported(api: Api) -> None:
    made = api.control("POST", "/records/calendars", {"userId": 1, "busyTimes": [PERIOD]})
    api.control("POST", "/records/calendars", {"userId": 1, "externalId": "b", "isSelected": False})
    api.control("POST", "/records/calendar-events", {"calendarId": made["id"], "start": "2030-01-08T09:00:00Z"})
    before = starts(api)
    state = api.control("GET", "/state")
    api.control("POST", "/reset")
    assert starts(api) != before
    api.control("PUT", "/state", state)
    assert starts(api) == before
    assert [row["isSelected"] for row in api.control("GET", "/records/calendars")] == [True, False]
    state["calendars"][0]["busyTimes"] = [{"start": "soon"}]
    answer = api("PUT", "/_emulator/state", state)
    assert (answer.status_code, answer.json()["error"]["where"]) == (400, "/calendars/0/busyTimes/0")
