"""Bookings in their organizer's calendar, and where they meet, over HTTP (bookings.md 3.4, 7.5, 7.7)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api_client import KEY, Api

START = "2030-01-08T13:00:00.000Z"
SLOTS = "/v2/slots?eventTypeId=3&start=2030-01-08&end=2030-01-08"


def connect(api: Api, **fields: Any) -> Any:
    return api.control("POST", "/records/calendars", {"userId": 1, **fields})


def written(api: Api) -> list[Any]:
    """Events in calendars, as the control plane sees them."""
    rows: list[Any] = api.control("GET", "/records/calendar-events")
    return rows


def references(api: Api, uid: str, kind: str = "") -> list[Any]:
    query = f"?type={kind}" if kind else ""
    found: list[Any] = api.data("GET", f"/v2/bookings/{uid}/references{query}")
    return found


def test_a_booking_is_an_event_in_the_destination_calendar(api: Api) -> None:
    connect(api)
    booking = api.book()
    (event,) = written(api)
    assert (event["title"], event["start"], event["bookingUid"]) == (booking["title"], START, booking["uid"])
    assert [person["email"] for person in event["attendees"]] == ["bob@example.com"]
    assert event["locations"] == [{"type": "video", "url": booking["meetingUrl"]}]
    (reference,) = references(api, booking["uid"], "google_calendar")
    assert reference == {
        "type": "google_calendar",
        "eventUid": event["id"],
        "id": reference["id"],
        "destinationCalendarId": "ada@example.com",
    }
    for path in ("events", "event"):
        shown = api.data("GET", f"/v2/calendars/google/{path}/{event['id']}")
        assert (shown["title"], shown["start"]["time"]) == (booking["title"], "2030-01-08T14:00:00+01:00")


def test_without_a_calendar_nothing_is_written(api: Api) -> None:
    booking = api.book()
    assert [each["type"] for each in references(api, booking["uid"])] == ["daily_video"]
    assert written(api) == []


def test_the_event_of_a_booking_does_not_block_it_from_being_moved(api: Api) -> None:
    connect(api)
    booking = api.book()
    taken, offered = (
        [slot["start"] for slot in api.data("GET", f"{SLOTS}{more}")["2030-01-08"]]
        for more in ("", f"&bookingUidToReschedule={booking['uid']}")
    )
    assert START not in taken
    assert START in offered


def test_the_event_moves_and_goes_with_its_booking(api: Api) -> None:
    connect(api)
    booking = api.book()
    (event,) = written(api)
    moved = api.data("POST", f"/v2/bookings/{booking['uid']}/reschedule", {"start": "2030-01-08T15:00:00Z"})
    (after,) = written(api)
    assert (after["id"], after["bookingUid"]) == (event["id"], moved["uid"])
    assert after["start"] == "2030-01-08T15:00:00.000Z"
    assert references(api, booking["uid"]) == []
    assert [each["eventUid"] for each in references(api, moved["uid"], "google_calendar")] == [event["id"]]
    api.data("POST", f"/v2/bookings/{moved['uid']}/cancel", {"cancellationReason": "ill"})
    assert written(api) == []
    assert references(api, moved["uid"]) == []


def test_guests_come_to_the_event_and_leave_it(api: Api) -> None:
    connect(api)
    booking = api.book()
    path = f"/v2/bookings/{booking['uid']}"
    api.data("POST", f"{path}/guests", {"guests": [{"email": "carol@example.com"}]})
    assert [person["email"] for person in written(api)[0]["attendees"]] == ["bob@example.com", "carol@example.com"]
    carol = next(each for each in api.data("GET", f"{path}/attendees") if each["email"] == "carol@example.com")
    api.data("DELETE", f"{path}/attendees/{carol['id']}")
    assert [person["email"] for person in written(api)[0]["attendees"]] == ["bob@example.com"]


def test_another_place_is_told_to_the_event(api: Api) -> None:
    connect(api)
    booking = api.book()
    place = {"location": {"type": "address", "address": "1 High Street"}}
    headers: dict[str, str | None] = {"cal-api-version": "2024-08-13"}
    api.data("PATCH", f"/v2/bookings/{booking['uid']}/location", place, headers=headers)
    assert written(api)[0]["locations"] == []


def test_an_event_type_may_have_a_destination_of_its_own(api: Api) -> None:
    connect(api)
    other = connect(api, externalId="team@group", name="Team")
    destination = {"integration": "google_calendar", "externalId": "team@group"}
    api.control("PATCH", "/records/event-types/3", {"destinationCalendar": destination})
    booking = api.book()
    assert written(api)[0]["calendarId"] == other["id"]
    (reference,) = references(api, booking["uid"], "google_calendar")
    assert reference["destinationCalendarId"] == "team@group"


def test_the_users_choice_counts_for_the_others(api: Api) -> None:
    connect(api)
    office = connect(api, integration="office365_calendar")
    chosen = {"integration": "office365_calendar", "externalId": office["externalId"]}
    api.put("/v2/destination-calendars", chosen)
    booking = api.book()
    (reference,) = references(api, booking["uid"], "office365_calendar")
    assert reference["destinationCalendarId"] == office["externalId"]


@pytest.mark.behaviour("bookings", 69, 70)
@pytest.mark.parametrize("enabled", [True, False])
def test_a_platform_client_keeps_calendars_free_of_events(api: Api, *, enabled: bool) -> None:
    organization = api.control("POST", "/records/organizations", {"name": "Acme", "isPlatform": True})
    client = {"name": "App", "organizationId": organization["id"], "areCalendarEventsEnabled": enabled}
    made = api.control("POST", "/records/oauth-clients", client)
    api.control("PATCH", "/records/users/1", {"oAuthClientId": made["id"]})
    connect(api)
    api.book()
    assert len(written(api)) == enabled
    asked = api.book("2030-01-09T13:00:00Z", eventTypeId=4)
    assert len(written(api)) == enabled, "none while the host is asked"
    confirmed = api.post(f"/v2/bookings/{asked['uid']}/confirm")
    assert (confirmed.status_code, confirmed.json()["data"]["uid"]) == (200, asked["uid"])
    assert len(written(api)) == 2 * enabled
    weekly = {"frequency": "weekly", "interval": 1, "occurrences": 3}
    kind = api.data(
        "POST", "/v2/event-types", {"title": "Weekly", "slug": "weekly", "lengthInMinutes": 30, "recurrence": weekly}
    )
    api.book("2030-01-10T13:00:00Z", eventTypeId=kind["id"])
    assert len(written(api)) == 5 * enabled


def relocate(api: Api, integration: str) -> Any:
    booking = api.book()
    place = {"location": {"type": "integration", "integration": integration}}
    headers: dict[str, str | None] = {"cal-api-version": "2024-08-13"}
    return api.data("PATCH", f"/v2/bookings/{booking['uid']}/location", place, headers=headers)


@pytest.mark.behaviour("bookings", 205)
def test_google_meets_in_its_calendar(api: Api) -> None:
    connect(api)
    booking = relocate(api, "google-meet")
    assert booking["location"].startswith("https://meet.google.com/")
    assert booking["meetingUrl"] == booking["location"]
    assert [each["type"] for each in references(api, booking["uid"])] == ["google_calendar"]


@pytest.mark.behaviour("bookings", 206)
def test_without_its_calendar_google_falls_back_to_cal_video(api: Api) -> None:
    booking = relocate(api, "google-meet")
    assert booking["location"] == f"https://app.cal.com/video/{booking['uid']}"


@pytest.mark.behaviour("bookings", 207)
def test_teams_meet_in_the_office_calendar(api: Api) -> None:
    connect(api, integration="office365_calendar")
    assert relocate(api, "office365-video")["location"].startswith("https://teams.microsoft.com/l/meetup-join/")


def test_zoom_keeps_its_meeting_when_the_booking_moves(api: Api) -> None:
    api.control("POST", "/records/credentials", {"userId": 1, "type": "zoom_video"})
    zoom = {"type": "integration", "integration": "zoom"}
    kind = api.data(
        "POST", "/v2/event-types", {"title": "Zoom", "slug": "zoom", "lengthInMinutes": 60, "locations": [zoom]}
    )
    booking = api.book(eventTypeId=kind["id"])
    assert booking["location"].startswith("https://zoom.us/j/")
    (reference,) = references(api, booking["uid"], "zoom_video")
    assert booking["location"].endswith(reference["eventUid"])
    moved = api.data("POST", f"/v2/bookings/{booking['uid']}/reschedule", {"start": "2030-01-08T15:00:00Z"})
    assert moved["location"] == booking["location"]


def test_event_types_may_meet_in_connected_apps_only(api: Api) -> None:
    zoom = {"type": "integration", "integration": "zoom"}
    body = {"title": "Zoom", "slug": "zoom", "lengthInMinutes": 60, "locations": [zoom]}
    assert api.post("/v2/event-types", body).status_code == 400
    api.control("POST", "/records/credentials", {"userId": 1, "type": "zoom_video"})
    made = api.post("/v2/event-types", body)
    assert made.status_code == 201
    api.delete("/v2/conferencing/zoom/disconnect")
    kind = api.data("GET", f"/v2/event-types/{made.json()['data']['id']}")
    assert kind["locations"] == [{"type": "integration", "integration": "cal-video"}]


def test_the_default_app_is_where_new_event_types_and_bookings_without_a_place_meet(api: Api) -> None:
    connect(api)
    api.post("/v2/conferencing/google-meet/connect")
    api.post("/v2/conferencing/google-meet/default")
    kind = api.data("POST", "/v2/event-types", {"title": "Meet", "slug": "meet", "lengthInMinutes": 60})
    assert kind["locations"] == [{"type": "integration", "integration": "google-meet"}]
    assert api.book(eventTypeId=kind["id"])["location"].startswith("https://meet.google.com/")
    api.control("PATCH", "/records/event-types/3", {"locations": []})
    assert api.book("2030-01-09T13:00:00Z")["location"].startswith("https://meet.google.com/")


def test_a_refused_booking_writes_nothing(api: Api) -> None:
    calendar = connect(api)
    api.control("POST", "/records/calendar-events", {"calendarId": calendar["id"], "start": START})
    body = {"eventTypeId": 3, "start": START, "attendee": {"name": "B", "email": "b@b.co", "timeZone": "UTC"}}
    assert api.post("/v2/bookings", body, headers={"authorization": f"Bearer {KEY}"}).status_code == 409
    assert len(written(api)) == 1
