"""Calendar accounts over HTTP: connecting them, what they say, what counts (resources.md 8, 11 J)."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest

from tests.api_client import Api, message

SLOTS = "/v2/slots?eventTypeId=3&start=2030-01-08&end=2030-01-08"
BUSY = {"start": "2030-01-08T13:00:00Z", "end": "2030-01-08T14:00:00Z"}
NOBODY: dict[str, str | None] = {"authorization": None}
GOOGLE = "google_calendar"


def agree(api: Api, calendar: str, query: str = "", **said: Any) -> list[httpx2.Response]:
    """Go through the whole flow; gives what the browser met on its way after the consent page."""
    url = api.data("GET", f"/v2/calendars/{calendar}/connect{query}")["authUrl"]
    parts = urlsplit(url)
    assert parts.netloc == "emulator"
    answer = api.raw("POST", f"{parts.path}?{parts.query}", json=said, follow_redirects=False)
    steps = [answer]
    while answer.status_code in (301, 303) and answer.headers["location"].startswith("/"):
        answer = api.raw("GET", answer.headers["location"], follow_redirects=False)
        steps.append(answer)
    return steps


def starts(api: Api) -> list[str]:
    return [slot["start"][11:16] for slot in api.data("GET", SLOTS).get("2030-01-08", [])]


def test_with_nothing_connected_the_list_is_empty_and_the_destination_an_empty_object(api: Api) -> None:
    assert api.data("GET", "/v2/calendars") == {"connectedCalendars": [], "destinationCalendar": {}}


@pytest.mark.behaviour("resources", 211, 212, 213)
def test_where_to_agree(api: Api) -> None:
    bad = api.get("/v2/calendars/office365/connect", headers={"authorization": "Bearer nobody"})
    assert bad.status_code == 401
    assert urlsplit(api.data("GET", "/v2/calendars/google/connect")["authUrl"]).path.endswith(
        "/google_calendar/consent"
    )
    odd = api.get("/v2/calendars/random-calendar/connect")
    assert (odd.status_code, message(odd)) == (400, "Invalid calendar type, available calendars are: ")
    assert odd.json()["error"]["details"]["error"] == "google, office365, apple"


@pytest.mark.parametrize(("calendar", "kind"), [("google", GOOGLE), ("office365", "office365_calendar")])
def test_a_consent_connects_an_account(api: Api, calendar: str, kind: str) -> None:
    page, back = agree(api, calendar, "?redir=https://example.com/done", email="work@example.com")
    assert page.status_code == 303
    assert (back.status_code, back.headers["location"], back.content) == (301, "https://example.com/done", b"")
    data = api.data("GET", "/v2/calendars")
    (account,) = data["connectedCalendars"]
    assert (account["integration"]["type"], account["primary"]["email"]) == (kind, "work@example.com")
    assert account["calendars"] == [account["primary"]]
    assert account["primary"]["isSelected"] is True
    assert data["destinationCalendar"]["externalId"] == account["primary"]["externalId"]
    assert api.get(f"/v2/calendars/{calendar}/check").json() == {"status": "success"}


def test_who_declines_or_rehearses_connects_nothing(api: Api) -> None:
    for query, said in (("", {"allow": False}), ("?isDryRun=true", {"allow": True})):
        assert agree(api, "google", query, **said)[-1].status_code == 301
        assert api.data("GET", "/v2/calendars")["connectedCalendars"] == []


def test_the_page_of_the_consent_is_for_people_too(api: Api) -> None:
    parts = urlsplit(api.data("GET", "/v2/calendars/google/connect")["authUrl"])
    page = api.raw("GET", f"{parts.path}?{parts.query}")
    assert "text/html" in page.headers["content-type"]
    assert "Connect Google Calendar" in page.text
    assert api.raw("GET", parts.path).status_code == 400
    assert api.raw("GET", parts.path.replace(GOOGLE, "fax")).status_code == 404
    assert api.raw("POST", f"{parts.path}?{parts.query}", json={"email": "nobody"}).status_code == 400


def test_without_redir_the_browser_goes_back_to_where_it_came_from(api: Api) -> None:
    page = "https://app.example.com"
    url = api.data("GET", "/v2/calendars/google/connect", headers={"origin": page})["authUrl"]
    state = parse_qs(urlsplit(url).query)["state"][0]
    back = api.get("/v2/calendars/google/save", params={"state": state}, headers=NOBODY, follow_redirects=False)
    assert back.headers["location"] == page


@pytest.mark.behaviour("resources", 214, 215)
@pytest.mark.parametrize(
    ("state", "text"),
    [
        ("origin=https://a.example", "accessToken - Expected string, received null, "),
        ("accessToken=cal_test_ada", "origin - Expected string, received null, "),
        ("", "origin - Expected string, received null, accessToken - Expected string, received null, "),
    ],
)
def test_a_callback_with_half_a_state(api: Api, state: str, text: str) -> None:
    answer = api.get("/v2/calendars/office365/save", params={"state": state, "code": "4/0A"}, headers=NOBODY)
    assert (answer.status_code, message(answer)) == (400, text)


@pytest.mark.behaviour("resources", 216, 217, 218, 219)
def test_checking_an_account(api: Api) -> None:
    assert api.get("/v2/calendars/office365/check", headers=NOBODY).status_code == 401
    missing = api.get("/v2/calendars/office365/check")
    assert (missing.status_code, message(missing)) == (400, "Credentials for office_365_calendar not found.")
    assert message(api.get("/v2/calendars/google/check")) == "Credentials for google_calendar not found."
    for kind in ("office365", "google"):
        made = api.control("POST", "/records/calendars", {"userId": 1, "integration": f"{kind}_calendar"})
        assert api.get(f"/v2/calendars/{kind}/check").json() == {"status": "success"}
        api.control("PATCH", f"/records/credentials/{made['credentialId']}", {"invalid": True})
        assert api.get(f"/v2/calendars/{kind}/check").status_code == 400


@pytest.mark.behaviour("resources", 220, 221, 222)
def test_calendar_files(api: Api) -> None:
    unknown = api.get("/v2/calendars/ics-feed/check")
    assert (unknown.status_code, message(unknown)) == (400, "Credentials for Ics Feed calendar not found.")
    odd = api.post("/v2/calendars/ics-feed/save", {"urls": ["https://example.com/feed"]})
    (problem,) = odd.json()["error"]["details"]["errors"]
    assert odd.status_code == 400
    assert list(problem["constraints"].values()) == ["The URL must be a valid ICS URL (ending with .ics)"]
    saved = api.post("/v2/calendars/ics-feed/save", {"urls": ["https://example.com/feed.ics"]})
    assert saved.status_code == 201
    assert saved.json()["data"] == {
        "id": 1,
        "type": "ics-feed_calendar",
        "userId": 1,
        "teamId": None,
        "appId": "ics-feed",
        "invalid": False,
    }
    assert api.get("/v2/calendars/ics-feed/check").json() == {"status": "success"}


def test_a_feed_blocks_once_it_is_selected_and_somebody_wrote_it(api: Api) -> None:
    url = "https://example.com/feed.ics"
    account = api.data("POST", "/v2/calendars/ics-feed/save", {"urls": [url]})
    lines = ["BEGIN:VCALENDAR", "BEGIN:VEVENT", "DTSTART:20300108T130000Z", "DTEND:20300108T140000Z", "END:VEVENT"]
    api.control("POST", "/records/ics-feeds", {"url": url, "ics": "\r\n".join([*lines, "END:VCALENDAR", ""])})
    assert "13:00" in starts(api)
    selected = {"integration": "ics-feed_calendar", "externalId": url, "credentialId": account["id"]}
    assert api.post("/v2/selected-calendars", selected).status_code == 201
    assert "13:00" not in starts(api)


def test_a_feed_that_cannot_be_read_is_refused(api: Api) -> None:
    url = "https://example.com/private.ics"
    api.control("POST", "/records/ics-feeds", {"url": url, "readable": False})
    refused = api.post("/v2/calendars/ics-feed/save", {"urls": ["https://example.com/a.ics", url]})
    assert (refused.status_code, message(refused)) == (400, "Could not add ICS feeds, try using private ics feed.")
    assert api.data("GET", "/v2/calendars")["connectedCalendars"] == []


def test_connecting_by_a_password(api: Api) -> None:
    path = "/v2/calendars/apple/credentials"
    assert api.post(path, {"username": "ada@icloud.com", "password": "let me in"}).json() == {"status": "success"}
    (account,) = api.data("GET", "/v2/calendars")["connectedCalendars"]
    assert account["integration"]["slug"] == "apple-calendar"
    assert account["primary"]["externalId"].startswith("https://caldav.icloud.com/")
    assert "let me in" not in str(api.control("GET", "/records/credentials"))
    for body in ({"username": "ada", "password": "let me in"}, {"username": "", "password": ""}):
        refused = api.post(path, body)
        assert refused.status_code == 400
        assert message(refused).startswith("Could not add this apple calendar account: ")
    assert api.post("/v2/calendars/google/credentials", {"username": "a", "password": "b"}).status_code == 400


def test_busy_times_of_calendars_one_names(api: Api) -> None:
    made = api.control("POST", "/records/calendars", {"userId": 1, "busyTimes": [BUSY]})
    named = f"calendarsToLoad[0][credentialId]={made['credentialId']}&calendarsToLoad[0][externalId]=ada@example.com"
    query = f"dateFrom=2030-01-08&dateTo=2030-01-08&{named}"
    assert (
        message(api.get(f"/v2/calendars/busy-times?{query}")) == "Either timeZone or loggedInUsersTz must be provided"
    )
    for zone in ("timeZone=Europe/Rome", "loggedInUsersTz=Europe/Rome"):
        (found,) = api.data("GET", f"/v2/calendars/busy-times?{query}&{zone}")
        assert found == {
            "start": "2030-01-08T13:00:00.000Z",
            "end": "2030-01-08T14:00:00.000Z",
            "source": "ada@example.com",
        }
    far = api.data("GET", f"/v2/calendars/busy-times?{query}&timeZone=Pacific/Kiritimati")
    assert far == [], "the day is over there before 13:00 UTC"
    foreign = api.get(f"/v2/calendars/busy-times?{query.replace('credentialId]=1', 'credentialId]=9')}&timeZone=UTC")
    assert (foreign.status_code, message(foreign)) == (401, "These credentials do not belong to you")


def test_an_account_is_disconnected_with_all_that_hangs_on_it(api: Api) -> None:
    made = api.control("POST", "/records/calendars", {"userId": 1, "busyTimes": [BUSY]})
    assert "13:00" not in starts(api)
    gone = api.data("POST", "/v2/calendars/apple/disconnect", {"id": made["credentialId"]})
    assert (gone["id"], gone["type"]) == (made["credentialId"], GOOGLE)
    assert "13:00" in starts(api)
    assert api.data("GET", "/v2/calendars") == {"connectedCalendars": [], "destinationCalendar": {}}
    again = api.post("/v2/calendars/google/disconnect", {"id": made["credentialId"]})
    assert (again.status_code, message(again)) == (404, "Calendar credentials not found")


@pytest.mark.behaviour("resources", 233, 234)
def test_selecting_a_calendar(api: Api) -> None:
    made = api.control("POST", "/records/calendars", {"userId": 1, "busyTimes": [BUSY], "isSelected": False})
    four = {"integration": GOOGLE, "externalId": "ada@example.com", "credentialId": made["credentialId"]}
    added = api.post("/v2/selected-calendars", four)
    assert (added.status_code, added.json()["data"]) == (201, {"userId": 1, **four})
    assert "13:00" not in starts(api)
    removed = api.delete("/v2/selected-calendars", params={name: str(value) for name, value in four.items()})
    assert (removed.status_code, removed.json()["data"]) == (200, {"userId": 1, **four})
    assert "13:00" in starts(api)


def test_what_cannot_be_selected_or_taken_back(api: Api) -> None:
    named = {"integration": GOOGLE, "externalId": "a"}
    unknown = api.post("/v2/selected-calendars", {**named, "credentialId": 7})
    assert (unknown.status_code, message(unknown)) == (404, "Calendar credentials not found")
    nothing = api.delete("/v2/selected-calendars", params={**named, "credentialId": "7"})
    assert (nothing.status_code, message(nothing)) == (404, "No SelectedCalendar found.")
    crash = api.delete("/v2/selected-calendars", params={**named, "credentialId": "a"})
    assert (crash.status_code, message(crash)) == (500, "There was an error, please try again later.")
    assert "details" not in crash.json()["error"]
    for _ in range(2):
        api.control("POST", "/records/selected-calendars", {"userId": 1, **named})
    twice = api.delete("/v2/selected-calendars", params={**named, "credentialId": "7"})
    assert (twice.status_code, message(twice)) == (400, "Multiple SelecteCalendars found. Skipping deletion")


@pytest.mark.behaviour("resources", 235)
def test_choosing_where_bookings_go(api: Api) -> None:
    odd = api.put("/v2/destination-calendars", {"integration": "zoho_calendar", "externalId": "a"})
    assert odd.status_code == 400
    made = api.control("POST", "/records/calendars", {"userId": 1})
    other = api.control("POST", "/records/calendars", {"userId": 1, "externalId": "team@group", "name": "Team"})
    closed = api.control("POST", "/records/calendars", {"userId": 1, "externalId": "holidays", "readOnly": True})
    wanted = {"integration": GOOGLE, "externalId": other["externalId"]}
    chosen = api.put("/v2/destination-calendars", wanted).json()["data"]
    assert chosen == {"userId": 1, **wanted, "credentialId": made["credentialId"]}
    shown = api.data("GET", "/v2/calendars")["destinationCalendar"]
    assert (shown["externalId"], shown["name"], shown["integrationTitle"]) == ("team@group", "Team", "Google Calendar")
    refused = api.put("/v2/destination-calendars", {"integration": GOOGLE, "externalId": closed["externalId"]})
    assert (refused.status_code, message(refused)) == (404, "Could not find calendar holidays")


def test_event_types_name_a_calendar_that_can_be_written_to(api: Api) -> None:
    body = {"title": "T", "slug": "t", "lengthInMinutes": 30}
    wanted = {"integration": GOOGLE, "externalId": "ada@example.com"}
    refused = api.post("/v2/event-types", {**body, "destinationCalendar": wanted})
    assert (refused.status_code, message(refused)) == (400, "Invalid destinationCalendarId: Calendar does not exist")
    refused = api.post("/v2/event-types", {**body, "useDestinationCalendarEmail": True})
    assert message(refused).endswith("A primary connected calendar is required to set useDestinationCalendarEmail")
    api.control("POST", "/records/calendars", {"userId": 1})
    api.control("POST", "/records/calendars", {"userId": 1, "externalId": "holidays", "readOnly": True})
    refused = api.post("/v2/event-types", {**body, "destinationCalendar": {**wanted, "externalId": "holidays"}})
    assert message(refused) == "Invalid destinationCalendarId: Calendar does not have write permission"
    made = api.data(
        "POST", "/v2/event-types", {**body, "destinationCalendar": wanted, "useDestinationCalendarEmail": True}
    )
    assert (made["destinationCalendar"], made["useDestinationCalendarEmail"]) == (wanted, True)
