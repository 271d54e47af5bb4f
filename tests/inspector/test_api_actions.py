"""Booking and what is done to bookings through the inspector: calls of the API like any client's."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.api_client import Api
from tests.inspector.looking import act, page

START = "2030-01-08T13:00:00Z"
FORM = {"start": START, "name": "Eve", "email": "eve@example.com", "timeZone": "Europe/Rome"}


def key(api: Api) -> str:
    """How the forms refer to the key of the world's host."""
    return f"key:{api.control('GET', '/records/api-keys')[0]['id']}"


def newest(api: Api) -> Any:
    return api.control("GET", "/requests")[-1]


def status(api: Api, uid: str) -> str:
    text: str = api.control("GET", f"/records/bookings/{uid}")["status"]
    return text


def test_a_booking_is_made_as_a_client_outside_makes_it(api: Api) -> None:
    fields = {**FORM, "guests": "max@example.com, ida@example.com", "more": '{"metadata": {"order": "42"}}'}
    said = act(api, "slots/3/book", **fields)
    asked = newest(api)
    uid = api.control("GET", "/records/bookings")[0]["uid"]
    assert said == f"/ui/bookings/{uid} Booked: 201. Request 1"
    assert (asked["method"], asked["path"], asked["verdict"], asked["caller"]) == (
        "POST",
        "/v2/bookings",
        "valid",
        None,
    )
    assert asked["request"]["headers"]["user-agent"] == "calcom-emulator inspector"
    booking = api.data("GET", f"/v2/bookings/{uid}")
    assert booking["guests"] == ["max@example.com", "ida@example.com"]
    assert booking["metadata"]["order"] == "42"
    assert booking["attendees"][0]["timeZone"] == "Europe/Rome"


def test_a_refused_booking_gives_the_form_back_with_the_refusal(api: Api) -> None:
    api.book(START)
    said = act(api, "slots/3/book", **FORM, more='{"metadata": {}}')
    assert said == "/ui/slots/3/start 409: User either already has booking at this time or is not available Request 2"
    answer = api("POST", "/_emulator/ui/slots/3/book", data={**FORM, "name": "Eve <b>"}, follow_redirects=True)
    assert 'name="name" value="Eve &lt;b&gt;"' in answer.text
    assert "This start is not on offer" in answer.text
    assert "the further members are not JSON" in act(api, "slots/3/book", **FORM, more="{")
    assert "are a JSON object" in act(api, "slots/3/book", **FORM, more="[]")
    assert "there is no credential" in act(api, "slots/3/book", **FORM, **{"as": "key:nobody"})
    assert newest(api)["number"] == 3


def test_what_the_document_refuses_is_refused_here_too(api: Api) -> None:
    said = act(api, "slots/3/book", **{**FORM, "timeZone": "Mars"})
    assert said.startswith("/ui/slots/3/start 400: ")
    assert newest(api)["verdict"] == "invalid"


LARGE = "9" * 5000
"""More digits than Python reads."""


@pytest.mark.parametrize(
    "fields",
    [
        {"length": LARGE},
        {"length": "9" * 30},
        {"more": f'{{"lengthInMinutes": {"9" * 30}}}'},
        {"more": '{"lengthInMinutes": NaN}'},
        {"more": r'{"metadata": "\ud800"}'},
    ],
)
def test_what_is_hardly_a_value_is_refused_by_the_api(api: Api, fields: dict[str, str]) -> None:
    assert act(api, "slots/3/book", **FORM, **fields).startswith("/ui/slots/3/start 400: ")


def test_numbers_that_nothing_has_are_not_there(api: Api) -> None:
    assert "there is no credential" in act(api, "slots/3/book", **FORM, **{"as": f"token:{LARGE}"})
    assert page(api, f"ui/slots/{LARGE}", status=404)
    assert page(api, f"ui/records/users/{LARGE}", status=404)
    for path in (f"/records/users/{LARGE}", f"/bookings/{LARGE}/room"):
        assert api.get(f"/_emulator{path}").status_code == 404
    for query in (f"/requests?limit={LARGE}", f"/requests?since={LARGE}", f"/deliveries?replayOf={LARGE}"):
        assert api.get(f"/_emulator{query}").status_code == 400


def test_an_event_type_asks_its_own_questions(api: Api) -> None:
    fields = [
        {
            "type": "select",
            "slug": "size",
            "label": "Size",
            "required": True,
            "options": ["s", "m"],
            "placeholder": "?",
        },
        {"type": "number", "slug": "age", "label": "Age", "required": False},
        {"type": "boolean", "slug": "agree", "label": "Agreed", "required": False},
        {"type": "multiselect", "slug": "days", "label": "Days", "required": False, "options": ["mo", "tu"]},
    ]
    api.data("PATCH", "/v2/event-types/3", {"bookingFields": fields})
    text = page(api, f"ui/slots/3/start?start={START}")
    assert "<option>s</option><option>m</option>" in text
    answers = {"answer.size": "m", "answer.agree": "true", "answer.days": "mo, tu"}
    # A number is sent as one, and refused: the real service has no answer to such a question either.
    assert "400: responses - {age}Invalid string" in act(api, "slots/3/book", **FORM, **answers, **{"answer.age": "41"})
    assert json.loads(newest(api)["request"]["body"])["bookingFieldsResponses"]["age"] == 41
    assert " Booked: 201." in act(api, "slots/3/book", **FORM, **answers)
    (booking,) = api.control("GET", "/records/bookings")
    kept = booking["bookingFieldsResponses"]
    assert [kept[name] for name in ("size", "agree", "days")] == ["m", True, ["mo", "tu"]]


def test_a_booking_is_moved_where_its_own_time_counts_as_free(api: Api) -> None:
    uid = api.book(START)["uid"]
    text = page(api, f"ui/slots/3?day=2030-01-08&moving={uid}")
    assert '13:00 <span class="dim">offered</span>' in text
    said = act(api, f"bookings/{uid}/move", start="2030-01-09T13:00:00Z", reason="late", **{"as": key(api)})
    moved = api.control("GET", f"/records/bookings?rescheduledFromUid={uid}")[0]
    assert said == f"/ui/bookings/{moved['uid']} Moved: 201. Request 2"
    assert newest(api)["caller"]["username"] == "ada"
    again = act(api, f"bookings/{uid}/move", start="2030-01-10T13:00:00Z")
    assert again.startswith(f"/ui/slots/3/start 400: Can't reschedule booking with uid={uid}")


def test_the_buttons_are_those_that_the_state_machine_has(api: Api) -> None:
    uid = api.book(START)["uid"]
    text = page(api, f"ui/bookings/{uid}")
    assert f"/ui/bookings/{uid}/call/cancel" in text
    assert f"/ui/bookings/{uid}/call/confirm" not in text
    assert "<dt>Confirm</dt><dd>Booking already confirmed" in text
    assert "Nobody can be marked absent now" in text
    said = act(api, f"bookings/{uid}/call/cancel", reason="ill", **{"as": key(api)})
    assert said == f"/ui/bookings/{uid} Cancel: 200. Request 2"
    assert api.control("GET", f"/records/bookings/{uid}")["cancellationReason"] == "ill"
    assert "has been cancelled already" in page(api, f"ui/bookings/{uid}")
    refused = act(api, f"bookings/{uid}/call/cancel")
    assert refused.startswith(f"/ui/bookings/{uid} 400: ")


@pytest.mark.parametrize(("call", "outcome"), [("confirm", "accepted"), ("decline", "rejected")])
def test_a_request_is_decided(api: Api, call: str, outcome: str) -> None:
    uid = api.book(START)["uid"]
    api.control("PATCH", f"/records/bookings/{uid}", {"status": "pending"})
    assert "401: " in act(api, f"bookings/{uid}/call/{call}", **{"as": ""})
    act(api, f"bookings/{uid}/call/{call}", reason="no", **{"as": key(api)})
    assert status(api, uid) == outcome


def test_another_time_is_asked_for(api: Api) -> None:
    uid = api.book(START)["uid"]
    assert "Ask for another time: 200." in act(api, f"bookings/{uid}/call/request-reschedule", **{"as": key(api)})
    assert "asked to move" in page(api, f"ui/bookings/{uid}")


def test_people_are_marked_absent_and_present(api: Api) -> None:
    uid = api.book(START)["uid"]
    api.control("PUT", "/clock", {"now": "2030-01-08T13:30:00Z"})
    assert f"/ui/bookings/{uid}/absent" in page(api, f"ui/bookings/{uid}")
    mine = {"as": key(api)}
    assert "Marked absent: 200." in act(api, f"bookings/{uid}/absent", email="bob@example.com", **mine)
    assert api.control("GET", "/records/attendees")[0]["absent"] is True
    assert "Marked present: 200." in act(api, f"bookings/{uid}/present", email="bob@example.com", **mine)
    assert api.control("GET", "/records/attendees")[0]["absent"] is False
    act(api, f"bookings/{uid}/absent", **mine)
    assert api.control("GET", f"/records/bookings/{uid}")["absentHost"] is True


def test_faults_strike_the_inspector_as_they_strike_anybody(api: Api) -> None:
    api.control("POST", "/faults", {"effect": "status", "status": 503, "path": "/v2/bookings", "times": 1})
    api.control("POST", "/faults", {"effect": "disconnect", "path": "/v2/bookings"})
    assert act(api, "slots/3/book", **FORM).startswith("/ui/slots/3/start 503: ")
    assert act(api, "slots/3/book", **FORM).startswith("/ui/slots/3/start No answer: the connection was cut")


def test_calls_and_bookings_that_there_are_not(api: Api) -> None:
    uid = api.book(START)["uid"]
    for path in (f"bookings/{uid}/call/praise", "bookings/nobody/call/cancel", "bookings/nobody/move"):
        answer = api("POST", f"/_emulator/ui/{path}", data={}, follow_redirects=False)
        assert "problem=there+is+no+" in answer.headers["location"], path
    assert newest(api)["number"] == 1
