"""Private links of event types, numbered, over HTTP."""

from __future__ import annotations

import pytest

from tests.api_client import Api, message

PATH = "/v2/event-types/3/private-links"


@pytest.mark.behaviour("resources", 134, 135, 136, 137)
def test_the_life_of_a_link(api: Api) -> None:
    made = api.post(PATH, {"maxUsageCount": 5})
    assert made.status_code == 201
    link = made.json()["data"]
    number = link["linkId"]
    assert link == {
        "linkId": number,
        "eventTypeId": 3,
        "isExpired": False,
        "bookingUrl": f"https://app.cal.com/d/{number}",
        "maxUsageCount": 5,
        "usageCount": 0,
    }
    assert len(number) == 22
    assert api.data("GET", PATH) == [link]
    assert api.data("PATCH", f"{PATH}/{number}", {"maxUsageCount": 10}) == {**link, "maxUsageCount": 10}
    gone = api.data("DELETE", f"{PATH}/{number}")
    assert gone == {"linkId": number, "message": "Private link deleted successfully"}
    assert api.data("GET", PATH) == []


def test_a_link_without_limits_is_good_for_one_booking(api: Api) -> None:
    assert api.data("POST", PATH, {})["maxUsageCount"] == 1


def test_a_link_with_an_expiry_shows_only_that(api: Api) -> None:
    """live.md 3"""
    body = {"maxUsageCount": 3, "expiresAt": "2029-12-03T09:00:00Z"}
    link = api.data("POST", PATH, body)
    assert list(link) == ["linkId", "eventTypeId", "isExpired", "bookingUrl", "expiresAt"]
    assert link["isExpired"] is False
    api.control("POST", "/clock/advance", {"seconds": 3600})
    assert api.data("GET", PATH)[0]["isExpired"] is True
    renewed = api.data("PATCH", f"{PATH}/{link['linkId']}", {"maxUsageCount": 2})
    assert (renewed["maxUsageCount"], renewed["isExpired"]) == (2, False)


def test_links_belong_to_one_event_type_of_the_caller(api: Api) -> None:
    link = api.data("POST", PATH, {})["linkId"]
    elsewhere = f"/v2/event-types/2/private-links/{link}"
    for answer, text in (
        (api.patch(elsewhere, {}), "Updated link not found"),
        (api.delete(elsewhere), "Deleted link not found"),
        (api.get("/v2/event-types/99/private-links"), "Event type with id 99 not found"),
    ):
        assert (answer.status_code, message(answer)) == (404, text)
    invalid = api.get("/v2/event-types/0/private-links")
    assert (invalid.status_code, message(invalid)) == (400, "Invalid eventTypeId param.")
    eve = api.control("POST", "/records/users", {"username": "eve"})
    foreign = api.post(PATH, {}, headers={"authorization": f"Bearer {eve['apiKey']}"})
    assert (foreign.status_code, message(foreign)) == (404, "Event type with id 3 not found")
