"""Events of connected calendars in one form, over HTTP (resources.md 8.2)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api_client import Api, message

DAY = "from=2030-01-08&to=2030-01-08"
NEW = {
    "title": "Lunch",
    "start": {"time": "2030-01-08T12:00:00", "timeZone": "Europe/Rome"},
    "end": {"time": "2030-01-08T12:30:00Z", "timeZone": "Europe/Rome"},
    "attendees": [{"email": "bob@example.com", "name": "Bob"}],
}


def connect(api: Api, **fields: Any) -> Any:
    return api.control("POST", "/records/calendars", {"userId": 1, **fields})


def test_connections_are_the_callers_calendar_accounts(api: Api) -> None:
    assert api.data("GET", "/v2/calendars/connections") == {"connections": []}
    connect(api)
    connect(api, integration="office365_calendar", email="ada@work.example")
    api.control("POST", "/records/credentials", {"userId": 1, "type": "zoom_video"})
    assert api.data("GET", "/v2/calendars/connections")["connections"] == [
        {"connectionId": "1", "type": "google", "email": "ada@example.com"},
        {"connectionId": "2", "type": "office365", "email": "ada@work.example"},
    ]


@pytest.mark.parametrize("base", ["/v2/calendars/connections/1", "/v2/calendars/google"])
def test_the_life_of_an_event(api: Api, base: str) -> None:
    connect(api)
    created = api.post(f"{base}/events", NEW)
    assert created.status_code == 201
    event = created.json()["data"]
    assert event == {
        "start": {"time": "2030-01-08T12:00:00+01:00", "timeZone": "Europe/Rome"},
        "end": {"time": "2030-01-08T13:30:00+01:00", "timeZone": "Europe/Rome"},
        "id": event["id"],
        "title": "Lunch",
        "description": None,
        "locations": [],
        "attendees": [{"email": "bob@example.com", "name": "Bob", "responseStatus": "needsAction"}],
        "status": "accepted",
        "hosts": [{"email": "ada@example.com", "name": "Ada Host", "responseStatus": "accepted"}],
        "calendarEventOwner": {"email": "ada@example.com", "name": "Ada Host"},
        "source": "google",
    }
    assert api.data("GET", f"{base}/events?{DAY}") == [event]
    busy = {"start": "2030-01-08T11:00:00.000Z", "end": "2030-01-08T12:30:00.000Z"}
    assert api.data("GET", f"{base}/freebusy?{DAY}") == [busy]
    deleted = api.delete(f"{base}/events/{event['id']}")
    assert (deleted.status_code, deleted.content) == (204, b"")
    assert api.data("GET", f"{base}/events?{DAY}") == []
    assert api.delete(f"{base}/events/{event['id']}").status_code == 404


def test_an_event_of_a_connection_is_read_and_changed(api: Api) -> None:
    connect(api)
    base = "/v2/calendars/connections/1/events"
    event = api.data("POST", base, NEW)
    assert api.data("GET", f"{base}/{event['id']}") == event
    changes = {"title": "Brunch", "start": {"time": "2030-01-08T09:00:00Z"}, "attendees": []}
    changed = api.data("PATCH", f"{base}/{event['id']}", changes)
    assert (changed["title"], changed["attendees"]) == ("Brunch", [])
    assert changed["start"] == {"time": "2030-01-08T10:00:00+01:00", "timeZone": "Europe/Rome"}
    assert changed["end"] == event["end"]
    empty = api.patch(f"{base}/{event['id']}", {"end": {"time": "2030-01-08T08:00:00Z"}})
    assert empty.status_code == 400
    assert api.data("PATCH", f"{base}/{event['id']}", {"status": "cancelled"})["status"] == "cancelled"
    assert api.get(f"{base}/{event['id']}").status_code == 404


def test_lists_have_timed_events_by_start_in_the_zone_asked_for(api: Api) -> None:
    calendar = connect(api)

    def write(title: str, start: str, **fields: Any) -> None:
        event = {"calendarId": calendar["id"], "title": title, "start": start, **fields}
        api.control("POST", "/records/calendar-events", event)

    write("late", "2030-01-08T23:30:00Z")
    write("early", "2030-01-08T00:00:00Z")
    write("holiday", "2030-01-08T00:00:00Z", allDay=True)
    write("tomorrow", "2030-01-09T00:00:00Z")
    listed = api.data("GET", f"/v2/calendars/connections/1/events?{DAY}&timeZone=America/New_York")
    assert [event["title"] for event in listed] == ["early", "late"]
    assert listed[0]["start"] == {"time": "2030-01-07T19:00:00-05:00", "timeZone": "America/New_York"}
    exact = "from=2030-01-08T23:00:00Z&to=2030-01-09T01:00:00Z"
    titles = [event["title"] for event in api.data("GET", f"/v2/calendars/google/events?{exact}")]
    assert titles == ["late", "tomorrow"]


def test_other_calendars_of_an_account_are_named_by_their_id(api: Api) -> None:
    connect(api)
    connect(api, externalId="team@group", name="Team", isSelected=False)
    base = "/v2/calendars/connections/1/events"
    event = api.data("POST", f"{base}?calendarId=team@group", NEW)
    assert api.data("GET", f"{base}?{DAY}") == []
    assert api.data("GET", f"{base}?{DAY}&calendarId=team@group") == [event]
    assert api.get(f"{base}/{event['id']}").status_code == 404
    assert api.data("GET", f"/v2/calendars/connections/1/freebusy?{DAY}") == [], "only selected calendars count"
    assert api.get(f"{base}?{DAY}&calendarId=nobody").status_code == 404


def test_with_nothing_selected_the_main_calendar_counts(api: Api) -> None:
    connect(api, isSelected=False, busyTimes=[{"start": "2030-01-07T23:00:00Z", "end": "2030-01-08T01:00:00Z"}])
    busy = api.data("GET", f"/v2/calendars/google/freebusy?{DAY}")
    assert busy == [{"start": "2030-01-08T00:00:00.000Z", "end": "2030-01-08T01:00:00.000Z"}]


@pytest.mark.parametrize(
    ("method", "path", "action"),
    [
        ("GET", f"events?{DAY}", "List events"),
        ("POST", "events", "Create event"),
        ("GET", "events/1", "Meeting details"),
        ("GET", "event/1", "Meeting details"),
        ("PATCH", "events/1", "Event updates"),
        ("PATCH", "event/1", "Event updates"),
        ("DELETE", "events/1", "Delete event"),
        ("GET", f"freebusy?{DAY}", "Free/busy"),
    ],
)
def test_only_google_so_far(api: Api, method: str, path: str, action: str) -> None:
    body = {"POST": NEW, "PATCH": {"title": "x"}}.get(method)
    refused = api(method, f"/v2/calendars/apple/{path}", body)
    text = f"{action} is currently only available for Google Calendar. Office 365 and Apple support is coming soon."
    assert (refused.status_code, message(refused)) == (400, text)
    missing = api(method, f"/v2/calendars/google/{path}", body)
    if "/1" in path and method != "DELETE":
        assert (missing.status_code, message(missing)) == (404, "Booking reference not found")
    else:
        assert (missing.status_code, message(missing)) == (401, "Google Calendar is not connected for this user")


def test_connections_that_are_not_there_or_cannot(api: Api) -> None:
    for path in ("events", "freebusy"):
        odd = api.get(f"/v2/calendars/connections/x/{path}?{DAY}")
        assert (odd.status_code, message(odd)) == (400, "Invalid connectionId")
        missing = api.get(f"/v2/calendars/connections/9/{path}?{DAY}")
        assert message(missing) == "Calendar connection not found"
        assert missing.status_code == (404 if path == "events" else 400)
    connect(api, integration="office365_calendar")
    other = api.get(f"/v2/calendars/connections/1/events?{DAY}")
    text = "Event operations for this connection are currently only available for Google Calendar"
    assert (other.status_code, message(other)) == (400, text)
    assert api.get(f"/v2/calendars/connections/1/freebusy?{DAY}").status_code == 200


def test_an_account_that_is_no_good_any_more(api: Api) -> None:
    made = connect(api)
    api.control("PATCH", f"/records/credentials/{made['credentialId']}", {"invalid": True})
    for path in ("connections/1/events", "google/events"):
        refused = api.get(f"/v2/calendars/{path}?{DAY}")
        assert (refused.status_code, message(refused)) == (401, "Calendar credentials are invalid. Please reconnect.")


def test_an_event_that_a_booking_refers_to_but_nobody_has(api: Api) -> None:
    reference = {"type": "google_calendar", "eventUid": "lost", "id": 1}
    booking = {"eventTypeId": 3, "start": "2030-01-08T13:00:00Z", "references": [reference]}
    api.control("POST", "/records/bookings", booking)
    reading, changing = (
        api.get("/v2/calendars/google/events/lost"),
        api.patch("/v2/calendars/google/events/lost", {"title": "x"}),
    )
    assert (reading.status_code, message(reading)) == (404, "Failed to retrieve meeting details")
    assert (changing.status_code, message(changing)) == (404, "Failed to update meeting details")
