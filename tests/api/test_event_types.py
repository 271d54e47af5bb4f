"""Event types of people through their handlers; every answer is held against the document."""

from __future__ import annotations

from typing import Any

import pytest

from emulator.api.event_types import HANDLERS
from emulator.errors.base import ApiError, InvalidRequest
from emulator.world.records import Membership, PrivateLink, Team, Webhook
from emulator.world.world import World
from tests.answers import ask
from tests.office import NOW, office, stored
from tests.office import event_type as put

MINIMAL = {"title": "Intro", "slug": "intro", "lengthInMinutes": 60}
FULL: dict[str, Any] = {
    "title": "Coding class",
    "slug": "coding-class",
    "description": "Learn.",
    "lengthInMinutes": 60,
    "lengthInMinutesOptions": [30, 60, 90],
    "scheduleId": 1,
    "locations": [
        {"type": "integration", "integration": "cal-video"},
        {"type": "attendeePhone"},
        {"type": "attendeeAddress"},
        {"type": "attendeeDefined"},
    ],
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
    "customName": "{Event type title} between {Organiser} and {Scheduler}",
    "hideCalendarNotes": True,
    "hideCalendarEventDetails": True,
    "hideOrganizerEmail": True,
    "lockTimeZoneToggleOnBookingPage": True,
    "requiresBookerEmailVerification": True,
    "color": {"darkThemeHex": "#292929", "lightThemeHex": "#fafafa"},
    "calVideoSettings": {"disableRecordingForOrganizer": True, "sendTranscriptionEmails": False},
    "bookingFields": [
        {"type": "name", "label": "Your name", "placeholder": "Ada"},
        {"type": "select", "slug": "pet", "label": "Pet", "required": True, "options": ["cat", "dog"]},
        {"type": "url", "slug": "site", "label": "Site", "required": False, "placeholder": "https://"},
    ],
}
SEATS = {"seatsPerTimeSlot": 4, "showAttendeeInfo": True, "showAvailabilityCount": False}
TWO_PLACES = [{"type": "integration", "integration": "cal-video"}, {"type": "attendeePhone"}]
ALWAYS = {"type": "always", "blockUnconfirmedBookingsInBooker": False}


@pytest.fixture
def world() -> World:
    return office()


def run(world: World, verb: str, body: Any = None, *, caller: int | None = 1, **more: Any) -> Any:
    user = None if caller is None else world.users.get(caller)
    return ask(HANDLERS, f"EventTypesController_2024_06_14_{verb}", world, user, body=body, **more)


def create(world: World, body: dict[str, Any], **more: Any) -> Any:
    return run(world, "createEventType", body, **more)


def patch(world: World, event_type_id: int, caller: int = 1, **body: Any) -> Any:
    return run(world, "updateEventType", body, caller=caller, eventTypeId=event_type_id)


def read(world: World, event_type_id: int, caller: int = 1) -> Any:
    return run(world, "getEventTypeById", caller=caller, eventTypeId=event_type_id)


def delete(world: World, event_type_id: int, caller: int = 1) -> Any:
    return run(world, "deleteEventType", caller=caller, eventTypeId=event_type_id)


def listed(world: World, caller: int | None = None, **query: Any) -> Any:
    return run(world, "getEventTypes", caller=caller, query=query)


def slugs(data: dict[str, Any]) -> list[str]:
    return [field["slug"] for field in data["bookingFields"]]


def guests(data: dict[str, Any]) -> Any:
    return next(field for field in data["bookingFields"] if field["slug"] == "guests")


def test_a_minimal_event_type_is_filled_in(world: World) -> None:
    """resources.md 11 #255, #126; keys in the order of live.md 2.3"""
    data = create(world, MINIMAL)
    fields = data.pop("bookingFields")
    assert [field["slug"] for field in fields] == [
        "name",
        "email",
        "attendeePhoneNumber",
        "location",
        "title",
        "notes",
        "guests",
        "rescheduleReason",
    ]
    assert list(data.items()) == [
        ("id", 1),
        ("ownerId", 1),
        ("lengthInMinutes", 60),
        ("title", "Intro"),
        ("slug", "intro"),
        ("description", ""),
        ("locations", [{"type": "integration", "integration": "cal-video"}]),
        ("recurrence", None),
        ("disableGuests", False),
        ("slotInterval", None),
        ("minimumBookingNotice", 120),
        ("beforeEventBuffer", 0),
        ("afterEventBuffer", 0),
        ("metadata", {}),
        ("price", 0),
        ("currency", "usd"),
        ("lockTimeZoneToggleOnBookingPage", False),
        ("forwardParamsSuccessRedirect", True),
        ("successRedirectUrl", None),
        ("isInstantEvent", False),
        (
            "users",
            [
                {
                    "id": 1,
                    "name": "Ada Host",
                    "username": "ada",
                    "avatarUrl": None,
                    "brandColor": None,
                    "darkBrandColor": None,
                    "weekStart": "Sunday",
                    "metadata": {},
                }
            ],
        ),
        ("scheduleId", None),
        ("onlyShowFirstAvailableSlot", False),
        ("offsetStart", 0),
        ("bookingWindow", {"disabled": True}),
        ("confirmationPolicy", {"disabled": True}),
        ("bookingProposalCount", None),
        ("requiresBookerEmailVerification", False),
        ("skipAttendeeEmailDeliverabilityCheck", False),
        ("hideCalendarNotes", False),
        ("seats", {"disabled": True}),
        ("useDestinationCalendarEmail", False),
        ("hideCalendarEventDetails", False),
        ("hideOrganizerEmail", False),
        ("calVideoSettings", {"sendTranscriptionEmails": True}),
        ("hidden", False),
        ("bookingRequiresAuthentication", False),
        ("bookerActiveBookingsLimit", {"disabled": True}),
        ("bookingUrl", "https://cal.com/ada/intro"),
        ("disableCancelling", {"disabled": False}),
        ("disableRescheduling", {"disabled": False}),
        ("interfaceLanguage", None),
        ("allowReschedulingPastBookings", False),
        ("allowReschedulingCancelledBookings", False),
        ("showOptimizedSlots", False),
        ("privateNoteEnabled", False),
        ("privateNoteMode", None),
        ("privateNoteTemplate", None),
    ]


def test_a_full_event_type_reads_back_as_sent(world: World) -> None:
    """resources.md 11 #92-#101, #128"""
    data = create(world, FULL)
    expected = {name: value for name, value in FULL.items() if name != "bookingFields"}
    expected["recurrence"] = {"disabled": False, **FULL["recurrence"]}
    assert {name: data[name] for name in expected} == expected
    assert (data["ownerId"], data["disableGuests"]) == (1, False)
    assert read(world, data["id"]) == data


def test_own_questions_stand_between_the_default_ones(world: World) -> None:
    """resources.md 11 #102"""
    data = create(world, FULL)
    assert slugs(data) == ["name", "email", "location", "pet", "site", "title", "notes", "guests", "rescheduleReason"]
    assert (data["bookingFields"][0]["label"], data["bookingFields"][0]["placeholder"]) == ("Your name", "Ada")


@pytest.mark.parametrize("body", [MINIMAL, FULL, {**MINIMAL, "seats": SEATS}, {**MINIMAL, "disableGuests": True}])
def test_what_reads_back_can_be_sent_again(world: World, body: dict[str, Any]) -> None:
    """resources.md 11 #127"""
    first = create(world, body)
    again = create(world, {**first, "title": "Other", "slug": "other"})
    for name in ("id", "title", "slug", "bookingUrl"):
        del first[name], again[name]
    assert again == first


def test_the_schedule_must_be_ones_own(world: World) -> None:
    """resources.md 11 #89, #116"""
    message = "User with ID=2 does not own schedule with ID=1"
    with pytest.raises(ApiError, match=message) as refusal:
        create(world, {**MINIMAL, "scheduleId": 1}, caller=2)
    assert refusal.value.status == 404
    made = create(world, MINIMAL, caller=2)
    with pytest.raises(ApiError, match=message):
        patch(world, made["id"], 2, scheduleId=1)


@pytest.mark.parametrize("off", [{"hidden": True}, {"required": False}])
def test_a_telephone_number_alone_is_not_enough(world: World, off: dict[str, bool]) -> None:
    """resources.md 11 #90"""
    phone = {"type": "phone", "slug": "attendeePhoneNumber", "label": "Phone", "required": True}
    fields = [{"type": "email", "required": True, **off}, phone]
    with pytest.raises(ApiError, match=r"^checkIsEmailUserAccessible") as refusal:
        create(world, {**MINIMAL, "bookingFields": fields})
    assert refusal.value.status == 400
    with pytest.raises(ApiError, match=r"^Booking fields validation failed: visible and required email"):
        create(world, {**MINIMAL, "bookingFields": fields[:1]})


@pytest.mark.parametrize(("app", "named"), [("zoom", "zoom"), ("office365-video", "msteams")])
def test_apps_must_be_connected(world: World, app: str, named: str) -> None:
    """resources.md 11 #91, #117"""
    places = [{"type": "integration", "integration": app}]
    with pytest.raises(ApiError, match=f"^{named} not connected.$") as refusal:
        create(world, {**MINIMAL, "locations": places})
    assert refusal.value.status == 400
    made = create(world, MINIMAL)
    with pytest.raises(ApiError, match="not connected"):
        patch(world, made["id"], locations=places)


def test_lists_leave_hidden_questions_out(world: World) -> None:
    """resources.md 11 #103"""
    made = create(world, FULL)
    for caller in (None, 1):
        (found,) = listed(world, caller, username="ada")
        assert found["id"] == made["id"]
        assert "title" not in slugs(found)
    assert "title" in slugs(read(world, made["id"]))


def test_members_of_an_organization_are_found_in_it(world: World) -> None:
    """resources.md 11 #104-#106"""
    world.teams.add(Team(9, "Acme", "acme", is_organization=True))
    eve = world.users.get(2)
    assert eve is not None
    world.users.update(eve, organization_id=9)
    for number in range(3):
        put(world, slug=f"talk-{number}", owner_id=2)
    assert len(listed(world, username="eve", orgSlug="acme")) == 3
    assert len(listed(world, username="eve", orgId=9)) == 3
    (found,) = listed(world, username="eve", orgSlug="acme", eventSlug="talk-1")
    assert found["bookingUrl"] == "https://acme.cal.com/eve/talk-1"
    assert listed(world, username="eve") == []
    assert listed(world, username="eve", orgSlug="other") == []


def test_hidden_event_types_are_listed_for_their_owner_only(world: World) -> None:
    put(world, slug="open")
    put(world, slug="secret", hidden=True)
    assert [each["slug"] for each in listed(world, username="ada")] == ["open"]
    assert [each["slug"] for each in listed(world, 2, username="ada")] == ["open"]
    assert [each["slug"] for each in listed(world, 1, username="ada")] == ["open", "secret"]
    assert [each["slug"] for each in listed(world, username="ada", eventSlug="secret")] == ["secret"]


def test_without_a_filter_the_list_is_the_callers_own(world: World) -> None:
    put(world, slug="one")
    put(world, slug="two")
    assert listed(world) == []
    assert [each["slug"] for each in listed(world, 1)] == ["one", "two"]
    assert [each["slug"] for each in listed(world, 1, sortCreatedAt="desc")] == ["two", "one"]
    assert [each["slug"] for each in listed(world, 1, eventSlug="one")] == ["one", "two"]
    assert listed(world, username="nobody") == []


def test_several_people_meet_in_an_ad_hoc_event_type(world: World) -> None:
    """resources.md 4.6"""
    (group,) = listed(world, usernames=["ada", "eve", "nobody"])
    assert (group["id"], group["ownerId"], group["title"], group["slug"]) == (0, 0, "Group Meeting", "dynamic")
    assert group["lengthInMinutesOptions"] == [15, 30, 45, 60, 90]
    assert (group["bookingFields"], group["disableGuests"]) == ([], True)
    assert [user["username"] for user in group["users"]] == ["ada", "eve"]
    assert listed(world, usernames=["nobody"]) == []


def test_seats_go_with_one_place_and_without_confirmation(world: World) -> None:
    """resources.md 11 #107-#113"""
    places, confirmation = "more than one location provided", "requiresConfirmation is true"
    with pytest.raises(ApiError, match=places):
        create(world, {**MINIMAL, "seats": SEATS, "locations": TWO_PLACES})
    with pytest.raises(ApiError, match=confirmation):
        create(world, {**MINIMAL, "seats": SEATS, "confirmationPolicy": ALWAYS})
    crowded = create(world, {**MINIMAL, "slug": "crowded", "locations": TWO_PLACES})
    with pytest.raises(ApiError, match=places):
        patch(world, crowded["id"], seats=SEATS)
    asked = create(world, {**MINIMAL, "slug": "asked", "confirmationPolicy": ALWAYS})
    with pytest.raises(ApiError, match=confirmation):
        patch(world, asked["id"], seats=SEATS)
    seated = create(world, {**MINIMAL, "slug": "seated", "seats": SEATS})
    assert seated["seats"] == {"disabled": False, **SEATS}
    with pytest.raises(ApiError, match=places):
        patch(world, seated["id"], locations=TWO_PLACES)
    with pytest.raises(ApiError, match=confirmation):
        patch(world, seated["id"], confirmationPolicy=ALWAYS)
    assert patch(world, seated["id"], seats={"disabled": True})["seats"] == {"disabled": True}


def test_series_go_with_neither_seats_nor_a_limit_of_active_bookings(world: World) -> None:
    series = {"interval": 1, "occurrences": 4, "frequency": "weekly"}
    with pytest.raises(ApiError, match="Recurring Events and Offer Seats"):
        create(world, {**MINIMAL, "recurrence": series, "seats": SEATS})
    limit = {"maximumActiveBookings": 2, "offerReschedule": True}
    with pytest.raises(ApiError, match="Can't have `recurrence` and `bookerActiveBookingsLimit`"):
        create(world, {**MINIMAL, "recurrence": series, "bookerActiveBookingsLimit": limit})
    limited = create(world, {**MINIMAL, "bookerActiveBookingsLimit": limit})
    assert limited["bookerActiveBookingsLimit"] == limit
    with pytest.raises(ApiError, match="Can't have `recurrence`"):
        patch(world, limited["id"], recurrence=series)


def test_a_change_leaves_the_rest(world: World) -> None:
    """resources.md 11 #114, #118"""
    before = create(world, FULL)
    changes: dict[str, Any] = {
        "title": "Other",
        "lengthInMinutesOptions": [15, 30],
        "bookingLimitsCount": {"day": 3},
        "bookingWindow": {"type": "businessDays", "value": 40, "rolling": False},
        "confirmationPolicy": ALWAYS,
        "recurrence": {"disabled": False, "frequency": "monthly", "interval": 1, "occurrences": 3},
        "customName": "{HOST}",
        "calVideoSettings": {"disableRecordingForGuests": True, "sendTranscriptionEmails": True},
    }
    after = patch(world, before["id"], **changes)
    expected = {**before, **changes}
    expected["metadata"] = after["metadata"]
    assert after == expected
    assert read(world, before["id"]) == after


def test_new_questions_replace_the_old_ones(world: World) -> None:
    """resources.md 11 #115"""
    made = create(world, FULL)
    fields = [{"slug": "notes", "label": "Tell us"}, FULL["bookingFields"][1]]
    after = patch(world, made["id"], bookingFields=fields)
    assert slugs(after) == ["name", "email", "location", "pet", "title", "notes", "guests", "rescheduleReason"]
    assert "label" not in after["bookingFields"][0]
    assert next(field for field in after["bookingFields"] if field["slug"] == "notes")["label"] == "Tell us"


def test_null_and_an_empty_body_change_nothing(world: World) -> None:
    before = create(world, FULL)
    assert patch(world, before["id"]) == before
    assert patch(world, before["id"], title=None, locations=None, bookingFields=None, seats=None) == before


def test_switching_a_series_off_does_nothing(world: World) -> None:
    """resources.md 4.6: taken as not given."""
    made = create(world, FULL)
    assert patch(world, made["id"], recurrence={"disabled": True})["recurrence"] == made["recurrence"]


def test_limits_that_are_switched_off_read_back_empty(world: World) -> None:
    """resources.md 4.5"""
    made = create(world, FULL)
    after = patch(world, made["id"], bookingLimitsCount={"disabled": True}, bookingWindow={"disabled": True})
    assert (after["bookingLimitsCount"], after["bookingWindow"]) == ({}, {"disabled": True})


def test_dates_of_a_window_are_days(world: World) -> None:
    window = {"type": "range", "value": ["2030-01-07T10:00:00Z", "2030-01-25"]}
    data = create(world, {**MINIMAL, "bookingWindow": window})
    assert data["bookingWindow"] == {"type": "range", "value": ["2030-01-07", "2030-01-25"]}


def test_guests_can_be_kept_out_and_let_in(world: World) -> None:
    """resources.md 11 #129-#131"""
    made = create(world, {**MINIMAL, "disableGuests": True})
    assert (made["disableGuests"], guests(made)["hidden"]) == (True, True)
    for disabled in (False, True):
        after = patch(world, made["id"], disableGuests=disabled)
        assert (after["disableGuests"], guests(after)["hidden"]) == (disabled, disabled)
    after = patch(world, made["id"], title="Other")
    assert (after["disableGuests"], guests(after)["hidden"]) == (True, True)


def test_stored_questions_read_back(world: World) -> None:
    """resources.md 11 #123-#125"""
    own = {"isDefault": False, "type": "textarea", "slug": "team", "label": "Team", "required": True}
    strange = {"type": "hologram", "slug": "odd"}
    made = put(world, booking_fields=[{"type": "name"}, {"slug": "notes", "label": "Tell"}, own, strange])
    fields = read(world, made.id)["bookingFields"]
    assert [field["slug"] for field in fields] == ["name", "notes", "team", "unknown"]
    assert (fields[2]["isDefault"], fields[2]["disableOnPrefill"], fields[2]["hidden"]) == (False, False, False)
    assert fields[3] == {
        "type": "unknown",
        "slug": "unknown",
        "bookingField": '{"type":"hologram","slug":"odd"}',
    }


def test_stored_places_read_back(world: World) -> None:
    """resources.md 11 #132, #133"""
    discord = {
        "type": "integration",
        "integration": "discord-video",
        "link": "https://discord.gg/x",
        "credentialId": 7,
    }
    made = put(world, locations=[{"type": "moon"}, discord])
    assert read(world, made.id)["locations"] == [discord, {"type": "unknown", "location": '{"type":"moon"}'}]


def test_event_types_of_others_look_missing(world: World) -> None:
    """resources.md 11 #120, #252"""
    made = create(world, MINIMAL)
    for event_type_id, caller in ((1000, 1), (made["id"], 2)):
        for attempt in (read, patch):
            with pytest.raises(ApiError, match=f"^Event type with id {event_type_id} not found$") as refusal:
                attempt(world, event_type_id, caller)
            assert refusal.value.status == 404
    with pytest.raises(ApiError, match=r"^User with ID=2 does not own event type with ID=1$") as refusal:
        delete(world, made["id"], caller=2)
    assert refusal.value.status == 403
    with pytest.raises(ApiError, match=r"^Event type with ID=1000 does not exist.$") as refusal:
        delete(world, 1000)
    assert refusal.value.status == 404


def test_administrators_of_the_owners_organization_may_look(world: World) -> None:
    """resources.md 4.6, the newer rule"""
    made = create(world, MINIMAL)
    world.teams.add(Team(9, "Acme", "acme", is_organization=True))
    world.memberships.add(Membership(1, 9, 2, role="ADMIN"))
    ada = world.users.get(1)
    assert ada is not None
    world.users.update(ada, organization_id=9)
    assert read(world, made["id"], caller=2)["id"] == made["id"]


def test_event_types_of_teams_have_hosts_in_place_of_users(world: World) -> None:
    world.teams.add(Team(9, "Acme", "acme"))
    made = put(world, owner_id=None, team_id=9, hosts=[{"user_id": 1}])
    shown = read(world, made.id)
    assert (shown["teamId"], shown["hosts"][0]["userId"], "users" in shown) == (9, 1, False)


def test_what_hangs_on_an_event_type_goes_with_it_but_bookings_stay(world: World) -> None:
    """resources.md 11 #121"""
    kind = put(world)
    booking = stored(world, kind)
    world.private_links.add(PrivateLink("secret", kind.id))
    world.webhooks.add(Webhook("w", "https://example.com", ["BOOKING_CREATED"], NOW, event_type_id=kind.id))
    answer = delete(world, kind.id)
    assert answer == {"id": kind.id, "lengthInMinutes": 60, "slug": "consultation", "title": "Consultation"}
    assert booking.event_type_id is None
    assert (len(world.private_links), len(world.webhooks), len(world.bookings)) == (0, 0, 1)


def test_a_slug_is_taken_once_a_user(world: World) -> None:
    """resources.md 11 #251"""
    create(world, MINIMAL)
    with pytest.raises(ApiError, match=r"^User already has an event type with this slug.$") as refusal:
        create(world, MINIMAL)
    assert refusal.value.status == 400
    assert create(world, MINIMAL, caller=2)["slug"] == "intro"
    other = create(world, {**MINIMAL, "slug": "other"})
    with pytest.raises(ApiError, match=r"^error_event_type_url_duplicate$") as refusal:
        patch(world, other["id"], slug="intro")
    assert refusal.value.status == 400
    assert patch(world, other["id"], slug="other")["slug"] == "other"


@pytest.mark.parametrize(
    ("setting", "text"),
    [
        ("bookingLimitsCount", "The number of bookings for day cannot exceed the number of bookings for week."),
        ("bookingLimitsDuration", "The duration of bookings for day cannot exceed the duration of bookings for week."),
    ],
)
def test_a_day_takes_no_more_than_a_week(world: World, setting: str, text: str) -> None:
    """resources.md 11 #253"""
    with pytest.raises(InvalidRequest) as refusal:
        create(world, {**MINIMAL, setting: {"day": 5, "week": 2}})
    (problem,) = refusal.value.errors
    assert problem["property"] == setting
    assert list(problem["constraints"].values()) == [f"Invalid {setting}: {text}"]
    # `disabled` beside them hides the order from the first check; another one behind it finds out.
    with pytest.raises(ApiError, match="limits must be in ascending order"):
        create(world, {**MINIMAL, setting: {"day": 5, "week": 2, "disabled": False}})


@pytest.mark.parametrize("limits", [{"day": "two"}, {"week": 1.5}, {"year": True}])
def test_limits_are_whole_numbers(world: World, limits: dict[str, Any]) -> None:
    with pytest.raises(InvalidRequest):
        create(world, {**MINIMAL, "bookingLimitsCount": limits})


def test_names_of_bookings_have_known_variables(world: World) -> None:
    with pytest.raises(ApiError, match=r"^Invalid event name variables: \{foo\}$"):
        create(world, {**MINIMAL, "customName": "{HOST} and {foo}"})


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ({"destinationCalendar": {"integration": "google_calendar", "externalId": "a"}}, "Calendar does not exist"),
        ({"useDestinationCalendarEmail": True}, "A primary connected calendar is required"),
    ],
)
def test_there_are_no_calendars(world: World, setting: dict[str, Any], message: str) -> None:
    with pytest.raises(ApiError, match=message) as refusal:
        create(world, {**MINIMAL, **setting})
    assert refusal.value.status == 400


def test_rescheduling_is_forbidden_always_or_shortly_before(world: World) -> None:
    """resources.md 4.1: disabled wins."""
    made = create(world, {**MINIMAL, "disableRescheduling": {"disabled": False, "minutesBefore": 60}})
    assert made["disableRescheduling"] == {"disabled": False, "minutesBefore": 60}
    after = patch(world, made["id"], disableRescheduling={"disabled": True, "minutesBefore": 60})
    assert after["disableRescheduling"] == {"disabled": True}
