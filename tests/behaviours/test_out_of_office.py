"""Being away (live.md 3, 4.2, 6; platform.md 3.10)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api_client import ATTENDEE, Api, message
from tests.platform_world import KEYS, Platform, bearer, found_platform
from tests.receiver import Receiver

PATH = "/v2/me/ooo"
DAYS = {"start": "2030-01-08T01:00:00Z", "end": "2030-01-09T13:59:00.000Z"}


@pytest.fixture
def eve(api: Api) -> int:
    """A colleague of the world's host, with a key: cal_test_eve."""
    user_id: int = api.control("POST", "/records/users", {"username": "eve", "apiKey": "cal_test_eve"})["id"]
    team = api.control("POST", "/records/teams", {"name": "Sales"})["id"]
    for member in (1, user_id):
        api.control("POST", "/records/memberships", {"teamId": team, "userId": member})
    return user_id


def test_an_absence_lasts_whole_days(api: Api) -> None:
    made = api.post(PATH, DAYS)
    assert made.status_code == 201
    entry = made.json()["data"]
    assert entry == {
        "userId": 1,
        "toUserId": None,
        "id": entry["id"],
        "uuid": entry["uuid"],
        "start": "2030-01-08T00:00:00.000Z",
        "end": "2030-01-09T23:59:59.999Z",
        "notes": None,
        "reason": "unspecified",
    }
    assert api.get(PATH).json() == {"status": "success", "data": [entry]}
    changed = api.patch(f"{PATH}/{entry['id']}", {"notes": "Skiing", "reason": "vacation"})
    expected = {**entry, "notes": "Skiing", "reason": "vacation"}
    assert (changed.status_code, changed.json()["data"]) == (200, expected)
    gone = api.delete(f"{PATH}/{entry['id']}")
    assert (gone.status_code, gone.json()["data"]) == (200, expected)
    assert api.data("GET", PATH) == []


def test_nobody_is_booked_meanwhile(api: Api) -> None:
    api.data("POST", PATH, DAYS)
    found = api.data("GET", "/v2/slots?eventTypeId=3&start=2030-01-07&end=2030-01-11")
    assert sorted(found) == ["2030-01-07", "2030-01-10", "2030-01-11"]
    body = {"eventTypeId": 3, "attendee": ATTENDEE, "start": "2030-01-08T13:00:00Z"}
    assert api.post("/v2/bookings", body).status_code == 409


@pytest.mark.parametrize(
    ("change", "status", "text"),
    [
        ({"start": "2030-01-08"}, 400, "Invalid Date."),
        ({"end": "2030-01-08T00:00:00+01:00"}, 400, "Invalid Date."),
        ({"start": "2030-02-30T00:00:00Z"}, 400, "Invalid Date."),
        ({"start": "2030-01-10T00:00:00Z"}, 400, "Start date must be before end date."),
        ({"toUserId": 1}, 400, "Cannot redirect to self."),
        ({"toUserId": 99}, 400, "Cannot redirect to this user."),
        ({"reason": "bored"}, 400, "Bad Request Exception"),
        ({"start": None}, 400, "Please specify both ooo start and end time."),
    ],
)
def test_what_cannot_be(api: Api, change: dict[str, Any], status: int, text: str) -> None:
    answer = api.post(PATH, {**DAYS, **change})
    assert (answer.status_code, message(answer)) == (status, text)
    assert api.data("GET", PATH) == []


def test_start_and_end_go_together(api: Api) -> None:
    assert api.post(PATH, {"start": DAYS["start"]}).status_code == 400
    entry = api.data("POST", PATH, DAYS)
    for half in ("start", "end"):
        answer = api.patch(f"{PATH}/{entry['id']}", {half: DAYS[half]})
        assert (answer.status_code, message(answer)) == (400, "Please specify both ooo start and end time.")


def test_the_same_days_twice_are_a_conflict_even_with_themselves(api: Api) -> None:
    entry = api.data("POST", PATH, DAYS)
    for answer in (api.post(PATH, DAYS), api.patch(f"{PATH}/{entry['id']}", DAYS)):
        assert (answer.status_code, message(answer)) == (409, "Ooo entry already exists.")
    overlapping = {**DAYS, "end": "2030-01-10T00:00:00Z"}
    assert api.post(PATH, overlapping).status_code == 201


def test_a_colleague_stands_in_and_cannot_leave_too(api: Api, eve: int) -> None:
    assert api.data("POST", PATH, {**DAYS, "toUserId": eve})["toUserId"] == eve
    hers = bearer("cal_test_eve")
    refused = api.post(PATH, {**DAYS, "end": "2030-01-20T00:00:00Z"}, headers=hers)
    assert (refused.status_code, message(refused)) == (400, "Booking redirect infinite not allowed.")
    later = {"start": "2030-02-01T00:00:00Z", "end": "2030-02-02T00:00:00Z", "toUserId": 1}
    assert api.post(PATH, later, headers=hers).status_code == 201


def test_absences_of_others_are_not_ones_own(api: Api, eve: int) -> None:
    entry = api.data("POST", PATH, DAYS, headers=bearer("cal_test_eve"))
    for method, path in (("PATCH", entry["id"]), ("DELETE", entry["id"]), ("DELETE", 99)):
        answer = api(method, f"{PATH}/{path}", {"notes": "x"} if method == "PATCH" else None)
        assert (answer.status_code, message(answer)) == (403, "This OOO entry does not belong to this user.")


def test_a_page_is_sorted_as_asked(api: Api) -> None:
    periods = [("03", "20"), ("01", "25"), ("02", "10")]
    for start, end in periods:
        api.data("POST", PATH, {"start": f"2030-01-{start}T00:00:00Z", "end": f"2030-01-{end}T00:00:00Z"})

    def days(query: str) -> list[str]:
        return [entry["start"][8:10] for entry in api.data("GET", f"{PATH}{query}")]

    assert days("") == ["03", "01", "02"]
    assert days("?sortStart=asc") == ["01", "02", "03"]
    assert days("?sortStart=asc&sortEnd=desc") == ["01", "03", "02"]
    assert days("?skip=1&take=1") == ["01"]
    assert api.get(f"{PATH}?sortEnd=up").status_code == 400


def test_subscribers_hear_of_it(api: Api, receiver: Receiver) -> None:
    hook = {"subscriberUrl": receiver.url, "active": True, "triggers": ["OOO_CREATED"]}
    api.data("POST", "/v2/webhooks", hook)
    entry = api.data("POST", PATH, {**DAYS, "notes": "Skiing"})
    api.control("POST", "/drain")
    (delivery,) = api.control("GET", "/deliveries")
    assert delivery["trigger"] == "OOO_CREATED"
    assert entry["uuid"] in str(delivery)


@pytest.fixture
def acme(api: Api) -> Platform:
    """An organization whose member Nina shares it with its owner and administrator."""
    platform = found_platform(api)
    for user in platform.users.values():
        profile = {"userId": user["id"], "organizationId": platform.organization, "username": user["username"]}
        api.control("POST", "/records/profiles", profile)
    return platform


def test_administrators_enter_absences_in_their_organization(api: Api, acme: Platform) -> None:
    """platform.md 7 #132-137"""
    nina, adam = acme.users["MEMBER"]["id"], bearer(KEYS["ADMIN"])
    path = f"/v2/organizations/{acme.organization}/users/{nina}/ooo"
    made = api.post(path, {**DAYS, "toUserId": acme.users["OWNER"]["id"]}, headers=adam)
    assert made.status_code == 201
    entry = made.json()["data"]
    assert (entry["userId"], entry["start"], entry["reason"]) == (nina, "2030-01-08T00:00:00.000Z", "unspecified")
    longer = {"start": "2030-02-01T00:00:00Z", "end": "2030-02-09T00:00:00Z"}
    assert api.post(path, {**longer, "toUserId": 1}, headers=adam).status_code == 400
    api.data("POST", path, longer, headers=adam)
    assert [one["start"][:10] for one in api.data("GET", path, headers=adam)] == ["2030-01-08", "2030-02-01"]
    changed = api.data("PATCH", f"{path}/{entry['id']}", {"reason": "sick"}, headers=adam)
    assert changed == {**entry, "reason": "sick"}
    everybody = f"/v2/organizations/{acme.organization}/ooo"
    email = acme.users["MEMBER"]["email"]
    latest = api.data("GET", f"{everybody}?email={email}&sortEnd=desc", headers=adam)
    assert [one["end"][:10] for one in latest] == ["2030-02-09", "2030-01-09"]
    assert api.data("GET", f"{everybody}?email=x@example.com", headers=adam) == []
    assert api.data("DELETE", f"{path}/{entry['id']}", headers=adam) == changed
    assert len(api.data("GET", everybody, headers=adam)) == 1


def test_members_and_outsiders_stay_out(api: Api, acme: Platform) -> None:
    nina = acme.users["MEMBER"]["id"]
    path = f"/v2/organizations/{acme.organization}/users/{nina}/ooo"
    assert api.get(path, headers=bearer(KEYS["MEMBER"])).status_code == 403
    # Guards speak before anybody looks at the body.
    assert api.post(path, {"reason": "bored"}, headers=bearer(KEYS["MEMBER"])).status_code == 403
    foreign = api.get(f"/v2/organizations/{acme.organization}/users/1/ooo", headers=bearer(KEYS["OWNER"]))
    assert (foreign.status_code, message(foreign)) == (
        403,
        f"IsUserInOrg - user with id=1 is not part of the organization with id={acme.organization}.",
    )


def test_leaders_enter_absences_in_their_team(api: Api, eve: int) -> None:
    (place, _) = api.control("GET", "/records/memberships")
    path = f"/v2/teams/{place['teamId']}/users/{eve}/ooo"
    assert api.post(path, DAYS).status_code == 403
    api.control("PATCH", f"/records/memberships/{place['id']}", {"role": "ADMIN"})
    entry = api.data("POST", path, DAYS)
    assert api.data("PATCH", f"{path}/{entry['id']}", {"notes": "Skiing"})["notes"] == "Skiing"
    assert api.data("GET", path) == [{**entry, "notes": "Skiing"}]
    assert api.get(f"/v2/teams/{place['teamId']}/users/99/ooo").status_code == 403
    assert api.delete(f"{path}/{entry['id']}").status_code == 200
    assert api.data("GET", path) == []
