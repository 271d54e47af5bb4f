"""Records of every kind: told, found by any field, and gone with what hangs on them."""

from __future__ import annotations

from typing import Any

import httpx2
import pytest

from emulator.app import Emulator
from emulator.control import records
from emulator.control.kinds import KINDS
from emulator.control.state import exported, restore
from emulator.world.world import World
from tests.api_client import Api
from tests.control.plane import ask, problem, told


def test_the_kinds_are_told_with_their_fields(api: Api) -> None:
    kinds = {row["kind"]: row for row in told(api, "GET", "/records")}
    assert list(kinds) == list(KINDS)
    assert kinds["schedules"]["required"] == ["ownerId", "name"] or "name" in kinds["schedules"]["required"]
    assert kinds["schedules"]["references"]["ownerId"] == "users"
    assert {"attendees", "uid", "recurringBookingUid"} <= set(kinds["bookings"]["fields"])


@pytest.mark.parametrize("kind", list(KINDS))
def test_every_kind_is_listed_and_filtered_by_every_field(api: Api, kind: str) -> None:
    api.book()
    rows = told(api, "GET", f"/records/{kind}")
    fields = next(row["fields"] for row in told(api, "GET", "/records") if row["kind"] == kind)
    for field in fields:
        assert isinstance(told(api, "GET", f"/records/{kind}?{field}=no-such-value"), list)
    for row in rows:
        assert set(fields) <= set(row)
        found = told(api, "GET", f"/records/{kind}?id={row['id']}")
        assert found == [row]
        assert told(api, "GET", f"/records/{kind}/{row['id']}") == row
    answer = ask(api, "GET", f"/records/{kind}?colour=red")
    assert (answer.status_code, problem(answer)["where"]) == (400, "?colour")


def test_filters_reach_into_lists_and_objects(api: Api) -> None:
    told(api, "POST", "/records/users", {"username": "grace", "metadata": {"plan": {"name": "pro"}}, "locale": None})
    hook = {"userId": 1, "subscriberUrl": "http://127.0.0.1:9", "triggers": ["BOOKING_PAID", "OOO_CREATED"]}
    told(api, "POST", "/records/webhooks", hook)
    booking = api.book()
    assert [user["username"] for user in told(api, "GET", "/records/users?metadata.plan.name=pro")] == ["grace"]
    assert told(api, "GET", "/records/users?metadata.plan.colour=pro") == []
    assert len(told(api, "GET", "/records/webhooks?triggers=OOO_CREATED")) == 1
    assert told(api, "GET", "/records/webhooks?triggers=BOOKING_CREATED") == []
    assert [row["uid"] for row in told(api, "GET", "/records/bookings?attendees.email=bob@example.com")] == [
        booking["uid"]
    ]
    assert len(told(api, "GET", "/records/users?apiKey=cal_test_ada")) == 1
    assert len(told(api, "GET", "/records/bookings?cancellationReason=null&status=accepted")) == 1


def test_a_slip_of_the_pen_is_guessed(api: Api) -> None:
    assert "did you mean timeZone?" in problem(ask(api, "GET", "/records/users?timezone=UTC"))["hint"]
    posted = ask(api, "POST", "/records/users", {"username": "x", "timezone": "UTC"})
    assert "did you mean timeZone?" in problem(posted)["hint"]


@pytest.mark.parametrize("baseline", ["default", "team", "platform"])
def test_nothing_that_is_left_refers_to_what_is_gone(app: Emulator, in_process: httpx2.Client, baseline: str) -> None:
    """Delete each record of a world in turn, each time from the whole: what is left is a world that can be loaded."""
    whole = _lively(app, baseline)
    for kind in KINDS.values():
        for row in records.listed(restore(World(), whole), kind.name, {}):
            world = restore(World(), whole)
            key = str(row["id"])
            records.delete(world, kind.name, key)
            left = exported(world)
            assert key not in [str(one["id"]) for one in left.get(kind.name, [])]
            assert exported(restore(World(), left)) == left
            assert {due["bookingId"] for due in left["emulator"]["agenda"]} <= {
                booking["id"] for booking in left.get("bookings", [])
            } | {None}


def _lively(app: Emulator, baseline: str) -> dict[str, Any]:
    """A baseline in which something has happened."""
    world = app.baselines.fill(World(), baseline)
    event_type = next(iter(world.event_types))
    attendee = {"email": "bob@example.com", "name": "Bob"}
    booking = records.create(
        world, "bookings", {"eventTypeId": event_type.id, "start": "2035-01-08T13:00:00Z", "attendees": [attendee]}
    )
    seat = {"bookingId": booking["id"], "attendeeId": booking["attendees"][0]["id"]}
    records.create(world, "seats", seat)
    records.create(world, "reservations", {"eventTypeId": event_type.id, "slotStart": "2035-01-08T15:00:00Z"})
    records.create(
        world, "webhooks", {"eventTypeId": event_type.id, "subscriberUrl": "http://127.0.0.1:9", "triggers": []}
    )
    user = next(iter(world.users))
    away = {"userId": user.id, "start": "2035-02-01T00:00:00Z", "end": "2035-02-02T00:00:00Z"}
    records.create(world, "out-of-office", away)
    form = records.create(world, "routing-forms", {"userId": user.id, "name": "Form"})
    records.create(world, "routing-form-responses", {"formId": form["id"], "response": {}})
    return exported(world)


def test_a_schedule_has_office_hours_unless_it_is_told_otherwise(api: Api) -> None:
    """As `POST /v2/schedules` without availability does; an empty list is kept."""
    made = told(api, "POST", "/records/schedules", {"ownerId": 1, "name": "Mine", "timeZone": "Europe/Rome"})
    posted = api.data("POST", "/v2/schedules", {"name": "Theirs", "timeZone": "Europe/Rome", "isDefault": False})
    assert made["availability"] == posted["availability"]
    assert (
        told(api, "POST", "/records/schedules", {"ownerId": 1, "name": "No", "availability": []})["availability"] == []
    )


@pytest.mark.parametrize(
    ("kind", "known"),
    [("users", "apiKey"), ("bookings", "attendees"), ("event-types", "hosts"), ("schedules", "isDefault")],
)
def test_what_is_written_beside_a_records_own_fields_is_known_to_the_refusal(api: Api, kind: str, known: str) -> None:
    answer = ask(api, "POST", f"/records/{kind}", {f"{known}s": True})
    assert (answer.status_code, known in problem(answer)["hint"].partition("?")[0]) == (400, True)
    assert f", {known}" in problem(answer)["hint"]


@pytest.mark.parametrize(
    ("kind", "beside", "hint"),
    [("users", "apiKey", "api-keys"), ("event-types", "hosts", "/records/hosts"), ("schedules", "isDefault", "user")],
)
def test_a_record_can_be_sent_back_as_it_was_shown(api: Api, kind: str, beside: str, hint: str) -> None:
    record = told(api, "GET", f"/records/{kind}/1")
    assert told(api, "PATCH", f"/records/{kind}/1", record) == record
    answer = ask(api, "PATCH", f"/records/{kind}/1", {beside: None})
    assert (answer.status_code, problem(answer)["where"]) == (400, f"/{beside}")
    assert hint in problem(answer)["hint"]


def test_default_questions_may_be_written_as_the_api_takes_them(api: Api) -> None:
    fields = [
        {"type": "email", "required": False, "hidden": True},
        {"type": "phone", "slug": "attendeePhoneNumber", "required": True},
        {"slug": "notes", "label": "Anything else?"},
        {"type": "splitName"},
        {"type": "text", "slug": "why", "label": "Why?", "required": False},
    ]
    record = {"ownerId": 1, "title": "Call me", "slug": "call-me", "lengthInMinutes": 15, "bookingFields": fields}
    made = told(api, "POST", "/records/event-types", record)
    assert made["bookingFields"] == [
        {"isDefault": True, "type": "email", "slug": "email", "required": False, "hidden": True},
        {"isDefault": True, "type": "phone", "slug": "attendeePhoneNumber", "required": True},
        {"isDefault": True, "type": "textarea", "slug": "notes", "label": "Anything else?"},
        {"isDefault": True, "type": "splitName", "slug": "splitName"},
        fields[4],
    ]
    assert told(api, "PATCH", f"/records/event-types/{made['id']}", made) == made
    caller = {"name": "Tel", "phoneNumber": "+919876543210", "timeZone": "Asia/Kolkata"}
    assert api.book(eventTypeId=made["id"], attendee=caller)["attendees"][0]["phoneNumber"] == caller["phoneNumber"]


def test_what_lasts_for_ages_hides_nothing_and_breaks_nothing(api: Api) -> None:
    start, end = "2000-01-01T00:00:00Z", "9990-01-01T00:00:00Z"
    eve = {"email": "eve@example.com"}
    past = {"start": "0001-01-02T00:00:00Z", "end": end, "status": "cancelled", "attendees": [eve]}
    api.control("POST", "/records/bookings", {"eventTypeId": 3, **past})
    over = {"slotStart": start, "slotEnd": end, "reservationUntil": start}
    api.control("POST", "/records/reservations", {"eventTypeId": 3, **over})
    api.book()
    for query in ("status=upcoming,cancelled", "status=past,cancelled", "beforeEnd=2030-02-01T00:00:00Z&take=9"):
        assert api.data("GET", f"/v2/bookings?{query}")
    assert api.data("GET", "/v2/slots?eventTypeId=3&start=2030-01-08&end=2030-01-08")["2030-01-08"]
    endless = {"eventTypeId": 3, "slotStart": start, "reservationDuration": 2**40}
    answer = ask(api, "POST", "/records/reservations", endless)
    assert answer.status_code == 400
    assert "no calendar reaches as far" in problem(answer)["message"]


@pytest.mark.parametrize("number", [0, -5, 10**18 - 1])
def test_a_record_is_found_by_whatever_number_it_was_given(api: Api, number: int) -> None:
    told(api, "POST", "/records/users", {"username": "zoe", "id": number})
    assert told(api, "GET", f"/records/users/{number}")["id"] == number


@pytest.mark.parametrize(("kind", "number"), [("users", 10**18), ("faults", 0), ("faults", -5), ("faults", 10**18)])
def test_an_id_by_which_nothing_is_found_is_refused(api: Api, kind: str, number: int) -> None:
    row = {"users": {"username": "zoe"}, "faults": {"effect": "drop"}}[kind]
    answer = ask(api, "POST", f"/records/{kind}", {**row, "id": number})
    assert (answer.status_code, problem(answer)["where"]) == (400, "/id")
