from __future__ import annotations

from typing import Any

import pytest

from tests.api_client import Api, message

MINIMAL = {"title": "Intro", "slug": "intro", "lengthInMinutes": 30}


def test_an_event_type_lives(door: Api) -> None:
    """resources.md 11 #92, #114, #118, #119, #121"""
    made = door.data("POST", "/v2/event-types", MINIMAL)
    path = f"/v2/event-types/{made['id']}"
    changed = door.data("PATCH", path, {"title": "Second"})
    assert door.data("GET", path) == changed == {**made, "title": "Second"}
    assert [each["id"] for each in door.data("GET", "/v2/event-types?username=ada&eventSlug=intro")] == [made["id"]]
    assert door.delete(path).status_code == 200
    assert door.get(path).status_code == 404


def test_deleting_works_without_a_version_too(api: Api) -> None:
    """resources.md 11 #121"""
    made = api.data("POST", "/v2/event-types", MINIMAL)
    gone = api("DELETE", f"/v2/event-types/{made['id']}", headers={"cal-api-version": None})
    assert (gone.status_code, gone.json()["data"]["title"]) == (200, "Intro")


def test_bookings_outlive_their_event_type(api: Api) -> None:
    """resources.md 4.6; live.md 2.1"""
    made = api.data("POST", "/v2/event-types", MINIMAL)
    booking = api.book(eventTypeId=made["id"])
    link = api.data("POST", f"/v2/event-types/{made['id']}/private-links", {})
    api.data("DELETE", f"/v2/event-types/{made['id']}")
    later = api.data("GET", f"/v2/bookings/{booking['uid']}")
    assert (later["status"], later["eventTypeId"]) == ("accepted", None)
    assert api.delete(f"/v2/event-types/{made['id']}/private-links/{link['linkId']}").status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        {"title": "Old", "slug": "old", "length": 30},
        {**MINIMAL, "lengthInMinutes": 0},
        {**MINIMAL, "locations": []},
        {**MINIMAL, "bookingFields": "name"},
        {**MINIMAL, "locations": [{"type": "integration", "integration": "zoom"}]},
    ],
)
def test_bodies_that_cannot_be(api: Api, body: dict[str, Any]) -> None:
    """resources.md 11 #122, #254, #91"""
    before = api.data("GET", "/v2/event-types")
    assert api.post("/v2/event-types", body).status_code == 400
    assert api.data("GET", "/v2/event-types") == before


def test_unknown_keys_are_ignored(api: Api) -> None:
    """resources.md 11 #254"""
    assert "flavour" not in api.data("POST", "/v2/event-types", {**MINIMAL, "flavour": "mint"})


def test_refusals_come_in_the_envelopes_of_the_service(api: Api) -> None:
    """resources.md 11 #251, #253; 4.2"""
    made = api.data("POST", "/v2/event-types", MINIMAL)
    taken = api.post("/v2/event-types", MINIMAL)
    assert (taken.status_code, taken.json()["error"]["code"]) == (400, "BadRequestException")
    assert message(taken) == "User already has an event type with this slug."
    over = api.patch("/v2/event-types/1", {"slug": made["slug"]})
    assert over.json()["error"] == {"code": "TRPCError", "message": "error_event_type_url_duplicate"}
    limits = api.post("/v2/event-types", {**MINIMAL, "slug": "b", "bookingLimitsCount": {"day": 5, "week": 2}})
    (problem,) = limits.json()["error"]["details"]["errors"]
    sentence = (
        "Invalid bookingLimitsCount: The number of bookings for day cannot exceed the number of bookings for week."
    )
    assert (problem["property"], list(problem["constraints"].values())) == ("bookingLimitsCount", [sentence])


def test_ids_that_are_no_numbers(api: Api) -> None:
    """resources.md 4.6"""
    assert api.patch("/v2/event-types/first", {}).status_code == 400


def test_nobody_in_particular(api: Api) -> None:
    """resources.md 11 #88; 4.6"""
    assert api("GET", "/v2/event-types/1", headers={"authorization": None}).status_code == 401
    listed = api("GET", "/v2/event-types?username=ada", headers={"authorization": None}).json()["data"]
    assert all(not each["hidden"] for each in listed)
    assert api("GET", "/v2/event-types", headers={"authorization": None}).json()["data"] == []
    (group,) = api("GET", "/v2/event-types?usernames=ada,nobody", headers={"authorization": None}).json()["data"]
    assert [user["username"] for user in group["users"]] == ["ada"]


def test_another_resources_version(api: Api) -> None:
    """resources.md 11 #237"""
    answer = api("GET", "/v2/event-types?username=ada", headers={"cal-api-version": "2024-08-13"})
    assert (answer.status_code, message(answer)) == (404, "Cannot GET /v2/event-types")


def test_the_callers_time_zone(api: Api) -> None:
    """resources.md 11 #206, #207, #208"""
    assert api.data("PATCH", "/v2/me", {"timeZone": "America/New_york"})["timeZone"] == "America/New_York"
    assert api.data("GET", "/v2/schedules/default")["timeZone"] == "America/New_York"
    assert api.patch("/v2/me", {"timeZone": "Narnia/Woods"}).status_code == 400
