"""Event types of people, numbered, over HTTP (version 2024-06-14 unless said otherwise)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api_client import Api, message
from tests.event_type_calls import (
    CAL_VIDEO,
    FULL,
    MINIMAL,
    NEWER_QUESTIONS,
    NO_EMAIL,
    PATH,
    SEATS,
    at,
    make,
    refused,
    slugs,
    stored,
)


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
