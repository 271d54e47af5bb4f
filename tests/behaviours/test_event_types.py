"""Event types of people, numbered, over HTTP (version 2024-06-14 unless said otherwise)."""

from __future__ import annotations

from typing import Any

import httpx2
import pytest

from tests.api_client import Api, message

PATH = "/v2/event-types"
MINIMAL = {"title": "Coding class", "slug": "coding-class", "lengthInMinutes": 60}
CAL_VIDEO = {"type": "integration", "integration": "cal-video"}
NO_EMAIL = [
    {"type": "email", "required": False, "hidden": True},
    {"type": "phone", "slug": "attendeePhoneNumber", "required": True, "label": "Phone", "hidden": False},
]
CONSTRAINT = "constraints"

FULL: dict[str, Any] = {
    **MINIMAL,
    "description": "Learn to code.",
    "scheduleId": 1,
    "lengthInMinutesOptions": [30, 60, 90],
    "locations": [CAL_VIDEO, {"type": "attendeePhone"}, {"type": "attendeeAddress"}, {"type": "attendeeDefined"}],
    "bookingLimitsCount": {"day": 2, "week": 5},
    "bookingLimitsDuration": {"day": 60, "week": 100},
    "onlyShowFirstAvailableSlot": True,
    "offsetStart": 30,
    "bookingWindow": {"type": "calendarDays", "value": 30, "rolling": True},
    "bookerLayouts": {"enabledLayouts": ["column", "month", "week"], "defaultLayout": "month"},
    "confirmationPolicy": {
        "type": "time",
        "noticeThreshold": {"count": 60, "unit": "minutes"},
        "blockUnconfirmedBookingsInBooker": True,
    },
    "recurrence": {"frequency": "weekly", "interval": 2, "occurrences": 10},
    "requiresBookerEmailVerification": False,
    "hideCalendarNotes": False,
    "hideCalendarEventDetails": False,
    "hideOrganizerEmail": False,
    "lockTimeZoneToggleOnBookingPage": True,
    "color": {"darkThemeHex": "#292929", "lightThemeHex": "#fafafa"},
    "customName": "{Event type title} between {Organiser} and {Scheduler}",
    "bookingFields": [
        {"type": "name", "label": "Your name", "placeholder": "Ada"},
        {
            "type": "select",
            "label": "Language",
            "slug": "language",
            "required": True,
            "placeholder": "Pick",
            "options": ["en", "it"],
        },
        {"type": "url", "label": "Site", "slug": "site", "required": True, "placeholder": "https://"},
    ],
}
NEWER_QUESTIONS = [
    {"field": "email", "label": "Write to"},
    {"field": "custom", "slug": "essay", "label": "Essay", "type": "longText", "required": True},
    {"field": "name", "variant": "splitName", "lastNameRequired": True},
]
SEATS = {"seatsPerTimeSlot": 4, "showAttendeeInfo": True, "showAvailabilityCount": True}


def make(api: Api, **fields: Any) -> Any:
    return api.data("POST", PATH, {**MINIMAL, **fields})


def refused(api: Api, body: Any, *, event_type: Any = None) -> tuple[int, str]:
    """Create, or change `event_type`, and be refused without anything being changed."""
    before = api.data("GET", PATH)
    answer = api.post(PATH, {**MINIMAL, **body}) if event_type is None else api.patch(at(event_type), body)
    assert answer.status_code >= 400, answer.text
    assert api.data("GET", PATH) == before
    return answer.status_code, message(answer)


def at(event_type: Any) -> str:
    return f"{PATH}/{event_type['id']}"


def slugs(fields: list[dict[str, Any]]) -> list[str]:
    return [field["slug"] for field in fields]


def stored(api: Api, **fields: Any) -> Any:
    """An event type written past the API."""
    record = {"ownerId": 1, **MINIMAL, **fields}
    return api.control("POST", "/records/event-types", record)


@pytest.mark.behaviour("resources", 88)
@pytest.mark.parametrize("version", [None, "2024-06-14", "2026-06-12"])
def test_nobody_reads_one(api: Api, version: str | None) -> None:
    answer = api.get(f"{PATH}/3", headers={"authorization": None, "cal-api-version": version})
    assert answer.status_code == 401


@pytest.mark.behaviour("resources", 89, 116)
def test_a_schedule_of_somebody_else(api: Api) -> None:
    eve = api.control("POST", "/records/users", {"username": "eve"})["id"]
    foreign = api.control("POST", "/records/schedules", {"ownerId": eve, "name": "Hers"})["id"]
    text = f"User with ID=1 does not own schedule with ID={foreign}"
    assert refused(api, {"scheduleId": foreign}) == (404, text)
    assert refused(api, {"scheduleId": foreign}, event_type=make(api)) == (404, text)
    assert refused(api, {"scheduleId": 999, "slug": "x"}) == (404, "User with ID=1 does not own schedule with ID=999")


@pytest.mark.behaviour("resources", 90)
def test_the_address_cannot_be_done_without(api: Api) -> None:
    text = "checkIsEmailUserAccessible - Email booking field must be required and visible"
    assert refused(api, {"bookingFields": NO_EMAIL}) == (400, text)


@pytest.mark.behaviour("resources", 91, 117)
def test_apps_that_are_not_installed(api: Api) -> None:
    zoom = {"locations": [{"type": "integration", "integration": "zoom"}]}
    assert refused(api, zoom) == (400, "zoom not connected.")
    teams = {"locations": [{"type": "integration", "integration": "office365-video"}]}
    assert refused(api, teams, event_type=make(api)) == (400, "msteams not connected.")


@pytest.mark.behaviour("resources", 92, 93, 94, 95, 96, 97, 98, 99, 100, 101)
def test_a_full_body_is_echoed(api: Api) -> None:
    made = api.data("POST", PATH, FULL)
    assert made["ownerId"] == 1
    sent = {name: value for name, value in FULL.items() if name not in ("bookingFields", "recurrence")}
    assert {name: made[name] for name in sent} == sent
    assert made["recurrence"] == {**FULL["recurrence"], "disabled": False}
    assert made["disableGuests"] is False


@pytest.mark.behaviour("resources", 102)
def test_the_order_of_questions(api: Api) -> None:
    fields = api.data("POST", PATH, FULL)["bookingFields"]
    assert slugs(fields) == [
        *("name", "email", "location", "language", "site", "title", "notes", "guests", "rescheduleReason"),
    ]
    name, language = fields[0], fields[3]
    assert (name["label"], name["placeholder"], name["isDefault"]) == ("Your name", "Ada", True)
    assert (language["options"], language["isDefault"], language["hidden"]) == (["en", "it"], False, False)


@pytest.mark.behaviour("resources", 103)
def test_lists_leave_hidden_questions_out(api: Api) -> None:
    make(api)
    found = api.data("GET", f"{PATH}?username=ada")
    assert len(found) == 6
    assert all("title" not in slugs(each["bookingFields"]) for each in found)
    assert "title" in slugs(api.data("GET", f"{PATH}/3")["bookingFields"])


@pytest.mark.behaviour("resources", 104, 105, 106)
def test_people_of_organizations(api: Api) -> None:
    acme = api.control("POST", "/records/organizations", {"name": "Acme", "slug": "acme"})["id"]
    member = {"username": "ada", "email": "ada@acme.example", "organizationId": acme}
    owner = api.control("POST", "/records/users", member)["id"]
    for slug in ("one", "two", "three"):
        stored(api, ownerId=owner, slug=slug)
    assert slugs(api.data("GET", f"{PATH}?username=ada&orgSlug=acme")) == ["one", "two", "three"]
    assert slugs(api.data("GET", f"{PATH}?username=ada&orgSlug=acme&eventSlug=two")) == ["two"]
    assert slugs(api.data("GET", f"{PATH}?username=ada&orgId={acme}")) == ["one", "two", "three"]
    assert api.data("GET", f"{PATH}?username=ada&orgSlug=other") == []
    assert "one" not in slugs(api.data("GET", f"{PATH}?username=ada"))


@pytest.mark.behaviour("resources", 107, 108, 109, 110, 111, 112)
def test_what_does_not_go_with_seats(api: Api) -> None:
    places = {"locations": [CAL_VIDEO, {"type": "attendeePhone"}]}
    policy = {"confirmationPolicy": {"type": "always", "blockUnconfirmedBookingsInBooker": False}}
    seats = {"seats": SEATS}
    two = (400, "Seats Validation failed: Seats are enabled but more than one location provided.")
    confirmed = (400, "Seats Validation failed: Seats are enabled but requiresConfirmation is true.")
    assert refused(api, {**seats, **places}) == two
    assert refused(api, seats, event_type=make(api, slug="a", **places)) == two
    assert refused(api, {**seats, **policy}) == confirmed
    assert refused(api, seats, event_type=make(api, slug="b", **policy)) == confirmed
    seated = make(api, slug="c", **seats)
    assert refused(api, places, event_type=seated) == two
    assert refused(api, policy, event_type=seated) == confirmed


@pytest.mark.behaviour("resources", 113)
def test_seats_are_echoed(api: Api) -> None:
    assert make(api, seats=SEATS, locations=[CAL_VIDEO])["seats"] == {**SEATS, "disabled": False}


@pytest.mark.behaviour("resources", 114, 115, 118)
def test_a_change_leaves_the_rest(api: Api) -> None:
    made = api.data("POST", PATH, {**FULL, "recurrence": {"disabled": True}})
    changes: dict[str, Any] = {
        "title": "Coding class in Italian",
        "lengthInMinutesOptions": [15, 30],
        "bookingLimitsCount": {"day": 1},
        "bookingLimitsDuration": {"week": 90},
        "bookingWindow": {"type": "businessDays", "value": 40, "rolling": False},
        "confirmationPolicy": {"type": "always", "blockUnconfirmedBookingsInBooker": False},
        "recurrence": {"frequency": "monthly", "interval": 4, "occurrences": 10, "disabled": False},
        "customName": "{Event type title} with {Organiser}",
        "calVideoSettings": {"disableRecordingForOrganizer": True, "sendTranscriptionEmails": True},
    }
    shorter = [FULL["bookingFields"][1], {"slug": "notes", "label": "Anything else?"}]
    changed = api.data("PATCH", at(made), {**changes, "bookingFields": shorter})
    assert {name: changed[name] for name in changes} == changes
    assert all(changed[name] == made[name] for name in ("description", "lengthInMinutes", "locations", "scheduleId"))
    assert slugs(changed["bookingFields"]) == [
        *("name", "email", "location", "language", "title", "notes", "guests", "rescheduleReason"),
    ]
    notes = next(field for field in changed["bookingFields"] if field["slug"] == "notes")
    assert notes["label"] == "Anything else?"
    assert "label" not in changed["bookingFields"][0]
    assert api.data("GET", at(made)) == changed


@pytest.mark.behaviour("resources", 119)
def test_by_owner_and_slug(api: Api) -> None:
    made = make(api)
    (found,) = api.data("GET", f"{PATH}?username=ada&eventSlug=coding-class", headers={"authorization": None})
    assert found["id"] == made["id"]
    assert api.data("GET", f"{PATH}?username=ada&eventSlug=nothing") == []


@pytest.mark.behaviour("resources", 120, 252)
def test_what_is_missing_or_somebody_elses(api: Api) -> None:
    eve = api.control("POST", "/records/users", {"username": "eve"})["id"]
    foreign = stored(api, ownerId=eve)["id"]
    for number in (1000, foreign):
        for answer in (api.get(f"{PATH}/{number}"), api.patch(f"{PATH}/{number}", {"title": "Mine"})):
            assert (answer.status_code, message(answer)) == (404, f"Event type with id {number} not found")
    gone = api.delete(f"{PATH}/1000")
    assert (gone.status_code, message(gone)) == (404, "Event type with ID=1000 does not exist.")
    answer = api.delete(f"{PATH}/{foreign}")
    text = f"User with ID=1 does not own event type with ID={foreign}"
    assert (answer.status_code, message(answer)) == (403, text)


@pytest.mark.behaviour("resources", 121)
@pytest.mark.parametrize("version", [None, "2024-06-14", "2026-06-12"])
def test_one_is_deleted(api: Api, version: str | None) -> None:
    made = make(api)
    answer = api.delete(at(made), headers={"cal-api-version": version})
    assert answer.status_code == 200
    assert answer.json()["data"]["title"] == "Coding class"
    assert api.get(at(made)).status_code == 404


@pytest.mark.behaviour("resources", 122)
def test_the_older_body_is_no_body_here(api: Api) -> None:
    assert api.post(PATH, {"title": "Old", "slug": "old", "length": 60}).status_code == 400


SYSTEM = [
    {"isDefault": True, "type": "name", "slug": "name", "required": True, "disableOnPrefill": False},
    *(
        {
            "isDefault": True,
            "type": kind,
            "slug": slug,
            "required": required,
            "hidden": hidden,
            "disableOnPrefill": False,
        }
        for kind, slug, required, hidden in [
            ("email", "email", True, False),
            ("phone", "attendeePhoneNumber", False, True),
        ]
    ),
]


@pytest.mark.behaviour("resources", 123, 124, 125)
def test_stored_questions_read_back(api: Api) -> None:
    team = {"type": "textarea", "slug": "team", "label": "Team", "required": False}
    kind = stored(api, bookingFields=[*SYSTEM, team, {"type": "hologram", "slug": "h"}])
    fields = api.data("GET", at(kind))["bookingFields"]
    assert fields[:3] == SYSTEM
    assert fields[3] == {**team, "isDefault": False, "disableOnPrefill": False, "hidden": False}
    assert fields[4] == {"type": "unknown", "slug": "unknown", "bookingField": '{"type":"hologram","slug":"h"}'}


@pytest.mark.behaviour("resources", 126)
def test_no_stored_questions_are_eight(api: Api) -> None:
    fields = api.data("GET", at(stored(api, bookingFields=[])))["bookingFields"]
    hidden = [field["slug"] for field in fields if field.get("hidden")]
    assert slugs(fields) == [
        *("name", "email", "attendeePhoneNumber", "location", "title", "notes", "guests", "rescheduleReason"),
    ]
    assert hidden == ["attendeePhoneNumber", "title"]


@pytest.mark.behaviour("resources", 127)
@pytest.mark.parametrize("version", ["2024-06-14", "2026-06-12"])
def test_what_reads_back_can_be_sent(api: Api, version: str) -> None:
    headers: dict[str, str | None] = {"cal-api-version": version}
    body = FULL if version == "2024-06-14" else {**FULL, "bookingFields": NEWER_QUESTIONS}
    read = api.data("GET", at(api.data("POST", PATH, body, headers=headers)), headers=headers)
    again = api.data("POST", PATH, {**read, "title": "Twin", "slug": "twin"}, headers=headers)
    own = {"id", "title", "slug", "bookingUrl"}
    assert {k: v for k, v in again.items() if k not in own} == {k: v for k, v in read.items() if k not in own}


@pytest.mark.behaviour("resources", 128)
def test_settings_of_cal_video(api: Api) -> None:
    settings = {
        "disableRecordingForOrganizer": True,
        "disableRecordingForGuests": True,
        "redirectUrlOnExit": "https://x.example",
    }
    assert make(api, calVideoSettings=settings)["calVideoSettings"] == {**settings, "sendTranscriptionEmails": True}


@pytest.mark.behaviour("resources", 129, 130, 131)
def test_guests_are_disabled_by_hiding_the_question(api: Api) -> None:
    made = make(api, disableGuests=True)
    for disabled in (True, False, True):
        shown = api.data("PATCH", at(made), {"disableGuests": disabled})
        guests = next(field for field in shown["bookingFields"] if field["slug"] == "guests")
        assert shown["disableGuests"] is guests["hidden"] is disabled
    assert next(field for field in made["bookingFields"] if field["slug"] == "guests")["hidden"] is True


@pytest.mark.behaviour("resources", 132, 133)
def test_stored_locations_read_back(api: Api) -> None:
    discord = {"type": "integration", "integration": "discord-video", "link": "https://discord.gg/x", "credentialId": 5}
    odd = {"type": "hologram", "where": "here"}
    kind = stored(api, locations=[odd, discord])
    assert api.data("GET", at(kind))["locations"] == [
        discord,
        {"type": "unknown", "location": '{"type":"hologram","where":"here"}'},
    ]


@pytest.mark.behaviour("resources", 251)
def test_slugs_are_taken_by_their_owner_only(api: Api) -> None:
    made = make(api)
    assert refused(api, {}) == (400, "User already has an event type with this slug.")
    other = make(api, slug="other")
    assert refused(api, {"slug": "coding-class"}, event_type=other) == (400, "error_event_type_url_duplicate")
    assert api.data("PATCH", at(made), {"slug": "coding-class", "title": "Same slug"})["slug"] == "coding-class"
    eve = api.control("POST", "/records/users", {"username": "eve"})
    answer = api.post(PATH, MINIMAL, headers={"authorization": f"Bearer {eve['apiKey']}"})
    assert answer.status_code == 201


def constraints(answer: httpx2.Response) -> dict[str, Any]:
    """What the validator says of the first property."""
    (error,) = answer.json()["error"]["details"]["errors"]
    found: dict[str, Any] = error[CONSTRAINT]
    return found


@pytest.mark.behaviour("resources", 253)
def test_limits_must_grow_with_their_period(api: Api) -> None:
    answer = api.post(PATH, {**MINIMAL, "bookingLimitsCount": {"day": 5, "week": 2}})
    text = "Invalid bookingLimitsCount: The number of bookings for day cannot exceed the number of bookings for week."
    assert (answer.status_code, list(constraints(answer).values())) == (400, [text])
    answer = api.post(PATH, {**MINIMAL, "bookingLimitsDuration": {"month": 500, "year": 100}})
    text = (
        "Invalid bookingLimitsDuration: The duration of bookings for month cannot exceed the duration of bookings for "
        "year."
    )
    assert (answer.status_code, list(constraints(answer).values())) == (400, [text])


@pytest.mark.behaviour("resources", 254)
def test_no_length_and_unknown_keys(api: Api) -> None:
    assert api.post(PATH, {**MINIMAL, "lengthInMinutes": 0}).status_code == 400
    assert "flavour" not in make(api, flavour="mint")


@pytest.mark.behaviour("resources", 255)
def test_what_a_minimal_one_is(api: Api) -> None:
    off = {"disabled": True}
    expected = {
        "minimumBookingNotice": 120,
        "beforeEventBuffer": 0,
        "afterEventBuffer": 0,
        "slotInterval": None,
        "bookingWindow": off,
        "confirmationPolicy": off,
        "seats": off,
        "bookerActiveBookingsLimit": off,
        "recurrence": None,
        "scheduleId": None,
        "currency": "usd",
        "price": 0,
        "disableCancelling": {"disabled": False},
        "disableRescheduling": {"disabled": False},
        "interfaceLanguage": None,
        "locations": [CAL_VIDEO],
        "description": "",
        "offsetStart": 0,
        "onlyShowFirstAvailableSlot": False,
        "forwardParamsSuccessRedirect": True,
        "bookingUrl": "https://cal.com/ada/coding-class",
    }
    made = make(api)
    assert {name: made[name] for name in expected} == expected
    absent = {"bookingLimitsCount", "bookingLimitsDuration", "bookerLayouts", "color", "customName"}
    assert not absent & made.keys()
    assert not {"destinationCalendar", "lengthInMinutesOptions", "emailSettings"} & made.keys()


@pytest.mark.behaviour("resources", 237)
@pytest.mark.parametrize("version", ["2024-08-13", "2024-09-04", "2026-02-25"])
def test_versions_of_other_resources(api: Api, version: str) -> None:
    answer = api.get(PATH, headers={"cal-api-version": version})
    assert (answer.status_code, message(answer)) == (404, f"Cannot GET {PATH}")


OFF = {"disabled": True}


@pytest.mark.parametrize(
    ("name", "on", "off"),
    [
        ("bookingLimitsCount", {"day": 1}, {}),
        ("bookingLimitsDuration", {"day": 60}, {}),
        ("bookingWindow", {"type": "range", "value": ["2030-01-01", "2030-02-01"]}, OFF),
        ("confirmationPolicy", FULL["confirmationPolicy"], OFF),
        ("seats", {**SEATS, "disabled": False}, OFF),
        ("bookerActiveBookingsLimit", {"maximumActiveBookings": 2, "offerReschedule": True}, OFF),
    ],
)
def test_what_was_switched_off_reads_back_so(api: Api, name: str, on: Any, off: Any) -> None:
    """resources.md 4.5"""
    made = make(api, **{name: on})
    assert made[name] == on
    assert api.data("PATCH", at(made), {name: None})[name] == on
    assert api.data("PATCH", at(made), {name: OFF})[name] == off
    assert api.data("GET", at(made))[name] == off


def test_a_recurrence_is_not_ended_by_switching_it_off(api: Api) -> None:
    """resources.md 4.6: it is taken as not sent."""
    made = make(api, recurrence=FULL["recurrence"])
    changed = api.data("PATCH", at(made), {"recurrence": OFF})
    assert changed["recurrence"] == {**FULL["recurrence"], "disabled": False}


@pytest.mark.parametrize(
    ("body", "status", "text"),
    [
        (
            {"seats": SEATS, "recurrence": FULL["recurrence"]},
            400,
            "Recurring Events and Offer Seats cannot be active at the same time.",
        ),
        (
            {"recurrence": FULL["recurrence"], "bookerActiveBookingsLimit": {"maximumActiveBookings": 1}},
            400,
            "Can't have `recurrence` and `bookerActiveBookingsLimit` enabled at the same time - recurring events do "
            "not support maximum active bookings limit setting.",
        ),
        ({"customName": "{Foo} and {HOST}"}, 400, "Invalid event name variables: {Foo}"),
        (
            {"destinationCalendar": {"integration": "google_calendar", "externalId": "x"}},
            400,
            "Invalid destinationCalendarId: Calendar does not exist",
        ),
        (
            {"useDestinationCalendarEmail": True},
            400,
            "Validation failed: A primary connected calendar is required to set useDestinationCalendarEmail",
        ),
        (
            {"bookingLimitsCount": {"day": 5, "week": 2, "disabled": False}},
            400,
            "Booking limits must be in ascending order.",
        ),
    ],
)
def test_what_cannot_be_together(api: Api, body: Any, status: int, text: str) -> None:
    """resources.md 4.2"""
    assert refused(api, body) == (status, text)


def test_hidden_ones_are_listed_to_their_owner_only(api: Api) -> None:
    """resources.md 4.6"""
    make(api, hidden=True)
    assert "coding-class" in slugs(api.data("GET", f"{PATH}?username=ada"))
    assert "coding-class" in slugs(api.data("GET", PATH))
    anonymous: dict[str, str | None] = {"authorization": None}
    assert "coding-class" not in slugs(api.data("GET", f"{PATH}?username=ada", headers=anonymous))
    # Who knows the slug has the address.
    assert slugs(api.data("GET", f"{PATH}?username=ada&eventSlug=coding-class", headers=anonymous)) == ["coding-class"]
    assert api.data("GET", PATH, headers=anonymous) == []


def test_the_order_of_creation(api: Api) -> None:
    oldest = [each["id"] for each in api.data("GET", f"{PATH}?username=ada&sortCreatedAt=asc")]
    assert oldest == sorted(oldest)
    assert [each["id"] for each in api.data("GET", f"{PATH}?username=ada&sortCreatedAt=desc")] == oldest[::-1]


def test_several_people_meet_in_an_event_type_of_their_own(api: Api) -> None:
    """resources.md 4.6"""
    api.control("POST", "/records/users", {"username": "eve"})
    (group,) = api.data("GET", f"{PATH}?usernames=ada,eve,nobody")
    expected = {
        "id": 0,
        "ownerId": 0,
        "title": "Group Meeting",
        "slug": "dynamic",
        "lengthInMinutes": 30,
        "lengthInMinutesOptions": [15, 30, 45, 60, 90],
        "bookingFields": [],
        "bookingUrl": "https://cal.com/ada+eve/dynamic",
    }
    assert {name: group[name] for name in expected} == expected
    assert [each["username"] for each in group["users"]] == ["ada", "eve"]


@pytest.mark.parametrize(("sent", "kept"), [("Big Deal!", "big-deal"), ("a_b", "a-b"), ("ÉCOLE", "ecole")])
def test_slugs_are_made_fit_for_a_url(api: Api, sent: str, kept: str) -> None:
    made = make(api, slug=sent)
    assert made["slug"] == kept
    assert api.data("PATCH", at(made), {"slug": f"{sent} 2"})["slug"] == f"{kept}-2"


def test_a_deleted_one_leaves_its_bookings(api: Api) -> None:
    """resources.md 4.6"""
    made = make(api)
    booking = api.book(eventTypeId=made["id"])
    api.data("DELETE", at(made))
    later = api.data("GET", f"/v2/bookings/{booking['uid']}")
    assert (later["status"], later["eventTypeId"], later["eventType"]) == ("accepted", None, None)


def test_calendars_that_are_connected(api: Api) -> None:
    """resources.md 4.2"""
    google = {"userId": 1, "type": "google_calendar", "appId": "google-calendar"}
    credential = api.control("POST", "/records/credentials", google)["id"]
    calendar = {"userId": 1, "credentialId": credential, "integration": "google_calendar", "name": "Work"}
    api.control("POST", "/records/calendars", {**calendar, "externalId": "ada@example.com", "primary": False})
    api.control("POST", "/records/calendars", {**calendar, "externalId": "holidays", "readOnly": True})
    wanted = {"integration": "google_calendar", "externalId": "ada@example.com"}
    made = make(api, destinationCalendar=wanted)
    assert made["destinationCalendar"] == wanted
    text = "Invalid destinationCalendarId: Calendar does not have write permission"
    assert refused(api, {"destinationCalendar": {**wanted, "externalId": "holidays"}}, event_type=made) == (400, text)
    text = "Validation failed: A primary connected calendar is required to set useDestinationCalendarEmail"
    assert refused(api, {"useDestinationCalendarEmail": True}, event_type=made) == (400, text)
    (first, _) = api.control("GET", "/records/calendars")
    api.control("PATCH", f"/records/calendars/{first['id']}", {"primary": True})
    assert api.data("PATCH", at(made), {"useDestinationCalendarEmail": True})["useDestinationCalendarEmail"] is True
