"""Memberships over HTTP (platform.md 7 #11-#24, #115-#120)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api_client import Api, message

PATH = "/v2/teams/1/memberships"
IN_ORGANIZATION = "/v2/organizations/2/teams/3/memberships"


def outsider(team: Api, **more: Any) -> int:
    """Somebody new."""
    number: int = team.control("POST", "/records/users", {"username": "eli", "email": "eli@example.com", **more})["id"]
    return number


def assign_all(team: Api) -> None:
    for number in (2, 3, 4):
        team.control("PATCH", f"/records/event-types/{number}", {"assignAllTeamMembers": True})


def hosts(team: Api, event_type: int) -> list[tuple[int, bool]]:
    rows = team.control("GET", f"/records/hosts?eventTypeId={event_type}")
    return [(row["userId"], row["mandatory"]) for row in rows]


def test_the_list(team: Api) -> None:
    """#11, #12, #15, #16"""
    rows = team.of("ben").data("GET", PATH)
    assert [(row["userId"], row["role"], row["teamId"], row["accepted"]) for row in rows] == [
        (1, "OWNER", 1, True),
        (2, "ADMIN", 1, True),
        (3, "MEMBER", 1, True),
        (4, "MEMBER", 1, True),
    ]
    assert rows[1]["user"] == {
        "avatarUrl": None,
        "bio": "",
        "email": "ben@example.com",
        "metadata": {},
        "name": "Ben Admin",
        "username": "ben",
    }
    assert team.data("GET", f"{PATH}?skip=1&take=1") == [rows[1]]
    assert team.data("GET", f"{PATH}?emails=dan@example.com,ben@example.com") == [rows[1], rows[3]]
    assert team.data("GET", f"{PATH}/2") == rows[1]


def test_an_invited_administrator_has_access(team: Api) -> None:
    """#13"""
    team.control("PATCH", "/records/memberships/2", {"accepted": False})
    assert team.of("ben").get(PATH).status_code == 200


@pytest.mark.parametrize("path", ["", "/3"])
def test_others_have_none(team: Api, path: str) -> None:
    """#14"""
    assert team.of("cyd").get(f"{PATH}{path}").status_code == 403
    assert team.of("gina").get(f"{PATH}{path}").status_code == 403
    answer = team.get(f"/v2/teams/99/memberships{path}")
    assert (answer.status_code, message(answer)) == (403, "RolesGuard - User is not a member of the team with id=99.")


def test_who_is_accepted_hosts_what_is_for_the_whole_team(team: Api) -> None:
    """#17, #18, #19, #20"""
    assign_all(team)
    number = outsider(team)
    made = team.data("POST", PATH, {"userId": number, "accepted": True, "role": "MEMBER"})
    assert (made["role"], made["teamId"], made["userId"], made["accepted"]) == ("MEMBER", 1, number, True)
    assert hosts(team, 2)[-1] == (number, False)
    assert hosts(team, 3)[-1] == (number, True)
    (copy,) = team.control("GET", f"/records/event-types?ownerId={number}")
    assert (copy["slug"], copy["parentEventTypeId"], copy["teamId"]) == ("check-in", 4, None)
    assert len(team.control("GET", "/records/event-types?teamId=1")) == 3


def test_who_is_only_invited_hosts_nothing(team: Api) -> None:
    assign_all(team)
    number = outsider(team)
    made = team.data("POST", PATH, {"userId": number})
    assert (made["role"], made["accepted"]) == ("MEMBER", False)
    assert number not in dict(hosts(team, 2))
    # Of a team on its own the service never notices that somebody accepted (platform.md 2.2).
    assert team.data("PATCH", f"{PATH}/{made['id']}", {"accepted": True})["accepted"] is True
    assert number not in dict(hosts(team, 2))


def test_changing_and_ending(team: Api) -> None:
    """#21, #22, #23, #24"""
    assert team.data("PATCH", f"{PATH}/4", {"role": "OWNER"})["role"] == "OWNER"
    assert team.data("DELETE", f"{PATH}/4")["id"] == 4
    assert [number for number, _ in hosts(team, 2)] == [2, 3]
    assert [row["id"] for row in team.control("GET", "/records/event-types?parentEventTypeId=4")] == [5]
    for number in (4, 99, 5):
        answer = team.get(f"{PATH}/{number}")
        assert (answer.status_code, message(answer)) == (404, "Organization's Team membership not found")
    answer = team.delete(f"{PATH}/4")
    assert (answer.status_code, message(answer)) == (404, "Membership with id 4 not found in team 1")
    assert team.patch(f"{PATH}/4", {"role": "ADMIN"}).status_code == 404


def test_who_cannot_be_added(team: Api) -> None:
    answer = team.post(PATH, {"userId": 3})
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "CONFLICT")
    answer = team.post(PATH, {"userId": 99})
    assert (answer.status_code, message(answer)) == (400, "Invalid input: The referenced data does not exist.")
    assert team.post(PATH, {"userId": 3, "role": "GUEST"}).status_code == 400
    assert team.of("cyd").post(PATH, {"role": "GUEST"}).status_code == 403


def test_in_an_organization(team: Api) -> None:
    """#115, #118, #119, #120"""
    gina = team.of("gina")
    assert [row["role"] for row in gina.data("GET", IN_ORGANIZATION)] == ["OWNER", "MEMBER"]
    answer = gina.post(IN_ORGANIZATION, {"userId": outsider(team), "role": "MEMBER"})
    assert (answer.status_code, message(answer)) == (422, "User is not part of the Organization")
    team.control("PATCH", "/records/event-types/7", {"assignAllTeamMembers": True})
    number = outsider(team, username="fay", email="fay@globex.example", organizationId=2)
    made = gina.data("POST", IN_ORGANIZATION, {"userId": number, "role": "MEMBER"})
    assert number not in dict(hosts(team, 7))
    path = f"{IN_ORGANIZATION}/{made['id']}"
    gina.data("PATCH", path, {"accepted": True})
    assert number in dict(hosts(team, 7))
    assert gina.data("PATCH", path, {"role": "OWNER"})["role"] == "OWNER"
    assert gina.data("DELETE", path)["id"] == made["id"]
    assert gina.get(path).status_code == 404


def test_an_organization_with_another_s_team(team: Api) -> None:
    """#116, #117"""
    gina = team.of("gina")
    for method, body in (("GET", None), ("POST", {"userId": 5, "role": "MEMBER"})):
        assert gina(method, "/v2/organizations/2/teams/1/memberships", body).status_code == 404
    assert gina.get("/v2/organizations/2/teams/1/memberships/1").status_code == 404
    assert gina.get("/v2/organizations/99/teams/3/memberships").status_code == 403
