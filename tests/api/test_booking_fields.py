"""The questions of an event type in the words of 2026-06-12, over HTTP (live.md 2.3)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api_client import ATTENDEE, Api, message

NEWEST: dict[str, str | None] = {"cal-api-version": "2026-06-12"}
PATH = "/v2/event-types/3/booking-fields"
DEFAULTS = ["name", "email", "attendeePhoneNumber", "location", "title", "notes", "guests", "rescheduleReason"]
NOTE = {"field": "custom", "slug": "my-note", "label": "My note", "type": "shortText", "required": False}
EMAIL = {"field": "email", "required": True, "hidden": False}

# As the hosted service answered for a new event type, in its order.
NEW: list[dict[str, Any]] = [
    {"field": "name", "slug": "name", "variant": "fullName", "disableOnPrefill": False},
    {"field": "email", "slug": "email", "required": True, "hidden": False, "disableOnPrefill": False},
    {
        "field": "attendeePhoneNumber",
        "slug": "attendeePhoneNumber",
        "required": False,
        "hidden": True,
        "disableOnPrefill": False,
    },
    {"field": "location", "slug": "location"},
    {"field": "title", "slug": "title", "required": True, "hidden": True, "disableOnPrefill": False},
    *(
        {"field": slug, "slug": slug, "required": False, "hidden": False, "disableOnPrefill": False}
        for slug in ("notes", "guests", "rescheduleReason")
    ),
]


def event_type(api: Api, method: str = "GET", body: Any = None) -> Any:
    return api.data(method, "/v2/event-types/3", body, headers=NEWEST)


def fields(api: Api, method: str = "GET", given: Any = None, path: str = PATH) -> list[dict[str, Any]]:
    body = None if given is None else {"bookingFields": given}
    found: list[dict[str, Any]] = api.data(method, path, body, headers=NEWEST)["bookingFields"]
    return found


def slugs(api: Api, method: str = "GET", given: Any = None, path: str = PATH) -> list[str]:
    return [field["slug"] for field in fields(api, method, given, path)]


def field(api: Api, slug: str) -> dict[str, Any]:
    return next(each for each in fields(api) if each["slug"] == slug)


def refused(api: Api, method: str, given: Any, path: str = PATH) -> str:
    before = fields(api)
    answer = api(method, path, {"bookingFields": given}, headers=NEWEST)
    assert answer.status_code == 400, answer.text
    assert fields(api) == before
    return message(answer)


def test_the_questions_of_a_new_event_type(api: Api) -> None:
    made = api.data("POST", "/v2/event-types", {"title": "T", "slug": "t", "lengthInMinutes": 15}, headers=NEWEST)
    assert made["bookingFields"] == NEW
    assert [list(each) for each in made["bookingFields"]] == [list(each) for each in NEW]
    assert fields(api, path=f"/v2/event-types/{made['id']}/booking-fields") == NEW


def test_own_questions_are_added_behind_all_others(api: Api) -> None:
    status = api.post(PATH, {"bookingFields": [NOTE]}, headers=NEWEST).status_code
    assert status == 201
    assert slugs(api) == [*DEFAULTS, "my-note"]
    assert field(api, "my-note") == {**NOTE, "hidden": False, "disableOnPrefill": False}


def test_a_list_replaces_the_one_before(api: Api) -> None:
    """The order is that of a recorded answer: missing ones before, those sent, missing ones behind."""
    assert slugs(api, "PUT", [EMAIL, {**NOTE, "label": "L"}]) == [
        *("name", "attendeePhoneNumber", "location", "email", "my-note"),
        *("title", "notes", "guests", "rescheduleReason"),
    ]
    fields(api, "PUT", [{"field": "notes", "label": "Anything?"}, EMAIL])
    assert slugs(api) == [
        *("name", "attendeePhoneNumber", "location", "notes", "email"),
        *("title", "guests", "rescheduleReason"),
    ]
    assert field(api, "notes")["label"] == "Anything?"
    fields(api, "PUT", [EMAIL])
    assert "label" not in field(api, "notes")


def test_deleting_leaves_the_order_of_the_last_replacement(api: Api) -> None:
    fields(api, "PUT", [EMAIL, NOTE])
    assert slugs(api, "DELETE", path=f"{PATH}/my-note") == [
        *("name", "attendeePhoneNumber", "location", "email"),
        *("title", "notes", "guests", "rescheduleReason"),
    ]


@pytest.mark.parametrize("slug", [*DEFAULTS, "smsReminderNumber"])
def test_default_questions_cannot_be_deleted(api: Api, slug: str) -> None:
    answer = api.delete(f"{PATH}/{slug}", headers=NEWEST)
    assert (answer.status_code, message(answer)) == (
        400,
        "System booking fields cannot be deleted; set hidden instead.",
    )


def test_a_question_that_is_not_there_cannot_be_deleted(api: Api) -> None:
    assert api.delete(f"{PATH}/my-note", headers=NEWEST).status_code == 404


def test_a_change_touches_only_what_it_holds(api: Api) -> None:
    fields(api, "POST", [{**NOTE, "placeholder": "Write"}])
    fields(api, "PATCH", [{"slug": "my-note", "required": True}, {"slug": "notes", "hidden": True}])
    assert field(api, "my-note") == {
        **NOTE,
        "placeholder": "Write",
        "required": True,
        "hidden": False,
        "disableOnPrefill": False,
    }
    assert field(api, "notes")["hidden"] is True
    assert slugs(api) == [*DEFAULTS, "my-note"]


def test_what_reads_back_can_be_sent_as_changes(api: Api) -> None:
    fields(api, "PUT", [EMAIL, NOTE, {**NOTE, "slug": "essay", "type": "longText"}])
    whole = [each for each in fields(api) if each["field"] != "location"]
    assert fields(api, "PATCH", whole) == fields(api)


def test_the_name_in_two_pieces(api: Api) -> None:
    two = {"field": "name", "variant": "splitName", "firstNameLabel": "Given", "lastNameRequired": True}
    assert fields(api, "PUT", [two, EMAIL])[2] == {
        "field": "name",
        "slug": "name",
        "variant": "splitName",
        "disableOnPrefill": False,
        "lastNameRequired": True,
        "firstNameLabel": "Given",
    }
    # The older version calls that question by another slug.
    older = api.data("GET", "/v2/event-types/3")["bookingFields"]
    assert next(each for each in older if each["type"] == "splitName")["slug"] == "splitName"
    fields(api, "PATCH", [{"slug": "name", "variant": "fullName", "label": "Who?"}])
    assert field(api, "name") == {**NEW[0], "label": "Who?"}


def test_guests_can_be_hidden_both_ways(api: Api) -> None:
    fields(api, "PATCH", [{"slug": "guests", "hidden": True}])
    assert event_type(api)["disableGuests"] is True
    event_type(api, "PATCH", {"disableGuests": False})
    assert field(api, "guests")["hidden"] is False


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ([{"slug": "notes"}], "bookingFields[0].field must be a string."),
        (["notes"], "bookingFields[0] must be an object."),
        (
            [EMAIL, {"field": "phone"}],
            "bookingFields[1]: unknown field 'phone'. Allowed system fields: name, email, location, title, notes, "
            "guests, rescheduleReason, attendeePhoneNumber, smsReminderNumber, aiAgentCallPhoneNumber.",
        ),
        ([{"field": "notes", "hidden": "yes"}], "bookingFields[0].hidden must be a boolean value."),
        ([EMAIL, {"field": "custom", "slug": "x"}], "bookingFields[1].label must be a string."),
        ([{**NOTE, "slug": "notes"}], "bookingFields[0].slug 'notes' is the slug of a system field."),
        ([{**NOTE, "type": "select"}], "bookingFields[0].options must be an array."),
        ([{**NOTE, "type": "select", "options": [1]}], "bookingFields[0]: each value in options must be a string."),
        (
            [{**NOTE, "type": "longText", "maxLength": 1001}],
            "bookingFields[0].maxLength must be between 0 and 1000.",
        ),
        (
            [{**NOTE, "type": "longText", "minLength": 9, "maxLength": 3}],
            "bookingFields[0].minLength must not be greater than maxLength.",
        ),
        ([EMAIL, EMAIL], "Duplicate bookingFields slug 'email' found. All bookingFields slugs must be unique."),
        ([NOTE, NOTE], "Duplicate bookingFields slug 'my-note' found. All bookingFields slugs must be unique."),
        ([], "'bookingFields' must contain at least 1 booking field."),
        ("all", "'bookingFields' must be an array."),
        (
            [{**EMAIL, "required": False}],
            "Booking fields validation failed: visible and required email or visible and required attendee phone "
            "field is needed.",
        ),
        (
            [{**EMAIL, "hidden": True}, {"field": "attendeePhoneNumber", "required": True, "hidden": False}],
            "checkIsEmailUserAccessible - Email booking field must be required and visible",
        ),
    ],
)
def test_lists_that_are_refused(api: Api, given: Any, text: str) -> None:
    assert refused(api, "PUT", given) == text
    answer = api.patch("/v2/event-types/3", {"bookingFields": given}, headers=NEWEST)
    assert (answer.status_code, message(answer)) == (400, text)


@pytest.mark.parametrize("slug", ["My-note", "1st", "my--note", "my_note", "note-", ""])
def test_slugs_that_are_refused(api: Api, slug: str) -> None:
    assert refused(api, "POST", [{**NOTE, "slug": slug}]).startswith("bookingFields[0].slug must start with")


def test_only_own_questions_can_be_added(api: Api) -> None:
    assert refused(api, "POST", [{"field": "notes"}]) == "Only custom booking fields can be added"
    assert refused(api, "POST", [{"field": "smsReminderNumber"}]) == "Only custom booking fields can be added"
    fields(api, "POST", [NOTE])
    assert refused(api, "POST", [NOTE]).startswith("Duplicate bookingFields slug 'my-note' found.")


@pytest.mark.parametrize(
    ("entry", "text"),
    [
        ({"slug": "notes"}, "bookingFields[0] must contain at least one property to update."),
        ({"slug": "location", "field": "location"}, "bookingFields[0] must contain at least one property to update."),
        ({"slug": "name", "options": ["a"]}, "bookingFields[0] must contain at least one property to update."),
        ({"label": "Notes"}, "bookingFields[0].slug must be a string."),
        ({"slug": "other", "label": "O"}, "bookingFields[0]: no booking field with slug 'other' exists."),
        ({"slug": "notes", "label": 3}, "bookingFields[0].label must be a string."),
        ({"slug": "notes", "field": "title", "label": "x"}, "bookingFields[0].field cannot be changed."),
        ({"slug": "name", "variant": "both"}, "bookingFields[0].variant must be fullName or splitName, not both."),
    ],
)
def test_changes_that_are_refused(api: Api, entry: Any, text: str) -> None:
    assert refused(api, "PATCH", [entry]) == text


def test_a_change_must_leave_the_booker_reachable(api: Api) -> None:
    assert refused(api, "PATCH", [{"slug": "email", "hidden": True}]).startswith("Booking fields validation failed")


def test_questions_of_workflows_are_read_only(api: Api) -> None:
    stored = api.control("GET", "/records/event-types/3")["bookingFields"]
    sms = {"isDefault": False, "type": "phone", "slug": "smsReminderNumber", "label": "SMS", "required": True}
    api.control("PATCH", "/records/event-types/3", {"bookingFields": [*stored, sms]})
    shown = {
        "field": "smsReminderNumber",
        "slug": "smsReminderNumber",
        "required": True,
        "hidden": False,
        "disableOnPrefill": False,
        "label": "SMS",
    }
    assert fields(api)[-1] == shown
    # In a list it may stand, since lists are sent back as they were read; nothing comes of it.
    assert fields(api, "PUT", [EMAIL, {**shown, "label": "Mine"}])[-1] == shown
    text = "bookingFields[0]: booking field 'smsReminderNumber' is added by workflows and cannot be updated."
    assert refused(api, "PATCH", [{"slug": "smsReminderNumber", "label": "Mine"}]) == text


@pytest.mark.parametrize(
    ("newer", "older"),
    [
        ("phone", "phone"),
        ("address", "address"),
        ("shortText", "text"),
        ("longText", "textarea"),
        ("number", "number"),
        ("multiEmail", "multiemail"),
        ("checkbox", "boolean"),
        ("url", "url"),
        ("select", "select"),
        ("multiSelect", "multiselect"),
        ("checkboxGroup", "checkbox"),
        ("radioGroup", "radio"),
        ("email", "unknown"),
    ],
)
def test_types_have_other_names_in_the_older_version(api: Api, newer: str, older: str) -> None:
    options = {"options": ["a", "b"]} if newer in ("select", "multiSelect", "checkboxGroup", "radioGroup") else {}
    added = fields(api, "POST", [{**NOTE, "type": newer, **options}])[-1]
    assert (added["type"], added.get("options")) == (newer, options.get("options"))
    shown = api.data("GET", "/v2/event-types/3")["bookingFields"][-1]
    assert shown["type"] == older
    if older != "unknown":
        assert shown["slug"] == "my-note"
        assert not {"minLength", "maxLength"} & shown.keys()
        api.data("PATCH", "/v2/event-types/3", {"bookingFields": [shown]})
        again = field(api, "my-note")
        assert (again["type"], again["label"]) == (newer, "My note")


def test_long_texts_have_limits(api: Api) -> None:
    fields(api, "POST", [{**NOTE, "type": "longText", "maxLength": 5}])
    assert (field(api, "my-note")["minLength"], field(api, "my-note")["maxLength"]) == (0, 5)
    body = {"eventTypeId": 3, "start": "2030-01-08T13:00:00Z", "attendee": ATTENDEE}
    long = api.post("/v2/bookings", {**body, "bookingFieldsResponses": {"my-note": "too long"}})
    assert long.status_code == 400
    assert "Max. 5 characters allowed" in message(long)
    assert api.book(bookingFieldsResponses={"my-note": "short"})["bookingFieldsResponses"]["my-note"] == "short"


def test_rules_for_addresses(api: Api) -> None:
    rules = {"excludeEmails": ["@evil.example"], "requireEmails": ["example.com"]}
    fields(api, "PATCH", [{"slug": "email", **rules}])
    assert field(api, "email") == {**NEW[1], **rules}
    assert "excludeEmails" not in str(api.data("GET", "/v2/event-types/3"))
    body = {"eventTypeId": 3, "start": "2030-01-08T13:00:00Z", "attendee": {**ATTENDEE, "email": "bob@other.example"}}
    assert api.post("/v2/bookings", body).status_code == 400
    api.book()


def test_lists_show_hidden_questions_to_those_who_manage_the_event_type(api: Api) -> None:
    query = {"username": "ada", "eventSlug": "60min"}

    def listed(**more: Any) -> list[str]:
        (found,) = api.data("GET", "/v2/event-types", params=query, **more)
        return [each["slug"] for each in found["bookingFields"]]

    assert listed(headers=NEWEST) == DEFAULTS
    visible = [slug for slug in DEFAULTS if slug not in ("attendeePhoneNumber", "title")]
    assert listed(headers={**NEWEST, "authorization": None}) == visible
    assert listed() == visible


def test_a_question_that_no_version_knows(api: Api) -> None:
    api.control("PATCH", "/records/event-types/3", {"bookingFields": [{"type": "hologram", "slug": "h"}]})
    assert fields(api) == [{"field": "unknown", "slug": "unknown", "bookingField": '{"type":"hologram","slug":"h"}'}]


def test_older_versions_do_not_know_the_route(api: Api) -> None:
    for version in (None, "2024-06-14", "2024-08-13"):
        answer = api.get(PATH, headers={"cal-api-version": version})
        assert (answer.status_code, message(answer)) == (404, f"Cannot GET {PATH}")


@pytest.mark.parametrize("method", ["GET", "PUT", "POST", "PATCH"])
def test_somebody_elses_event_type_is_not_found(api: Api, method: str) -> None:
    eve = api.control("POST", "/records/users", {"username": "eve"})
    body = None if method == "GET" else {"bookingFields": [NOTE]}
    answer = api(method, PATH, body, headers={**NEWEST, "authorization": f"Bearer {eve['apiKey']}"})
    assert (answer.status_code, message(answer)) == (404, "Event type with id 3 not found")
    assert api(method, PATH, body, headers={**NEWEST, "authorization": None}).status_code == 401
