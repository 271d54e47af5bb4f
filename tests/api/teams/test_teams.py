"""Teams over HTTP (platform.md 7 #1-#10, #103-#114)."""

from __future__ import annotations

import pytest

from tests.api_client import Api, message


def test_a_new_team_and_its_owner(team: Api) -> None:
    """#1, #3, #4, #5"""
    made = team.data("POST", "/v2/teams", {"name": "Night Shift", "metadata": {"plan": "x"}})
    assert (made["slug"], made["metadata"], made["parentId"], made["isOrganization"]) == (
        "night-shift",
        {"plan": "x"},
        None,
        False,
    )
    assert (made["timeZone"], made["weekStart"]) == ("Europe/London", "Sunday")
    assert team.data("GET", f"/v2/teams/{made['id']}") == made
    assert team.data("POST", "/v2/teams", {"name": "Empty", "metadata": {}})["metadata"] == {}
    assert "metadata" not in team.data("POST", "/v2/teams", {"name": "None"})
    assert [each["name"] for each in team.data("GET", "/v2/teams")] == ["Support", "Night Shift", "Empty", "None"]
    assert [each["name"] for each in team.of("gina").data("GET", "/v2/teams")] == ["Globex", "Sales"]


def test_what_cannot_be_a_team(team: Api) -> None:
    """#2"""
    assert team.post("/v2/teams", {"name": "x", "metadata": "{}"}).status_code == 400
    assert team.post("/v2/teams", {"name": ""}).status_code == 400
    assert team.post("/v2/teams", {}).status_code == 400
    answer = team.post("/v2/teams", {"name": "Support"})
    assert (answer.status_code, message(answer)) == (400, "You already have created a team with name=Support")
    assert team.of("gina").post("/v2/teams", {"name": "Support"}).status_code == 201


def test_changing_and_deleting(team: Api) -> None:
    """#6, #9"""
    changed = team.data("PATCH", "/v2/teams/1", {"name": "Helpers", "metadata": {"a": "b"}, "bio": None})
    assert (changed["name"], changed["slug"], changed["metadata"]) == ("Helpers", "support", {"a": "b"})
    assert team.data("PATCH", "/v2/teams/1") == changed
    assert team.data("DELETE", "/v2/teams/1")["name"] == "Helpers"
    assert [row["id"] for row in team.control("GET", "/records/event-types")] == [1, 7]
    assert [row["teamId"] for row in team.control("GET", "/records/memberships")] == [2, 2, 3, 3]
    answer = team.get("/v2/teams/1")
    assert (answer.status_code, message(answer)) == (403, "RolesGuard - User is not a member of the team with id=1.")


@pytest.mark.parametrize(
    ("name", "method", "status"),
    [
        ("dan", "GET", 200),
        ("gina", "GET", 403),
        ("ben", "PATCH", 403),
        ("dan", "DELETE", 403),
        ("ben", "DELETE", 403),
    ],
)
def test_roles(team: Api, name: str, method: str, status: int) -> None:
    """#7, #8"""
    answer = team.of(name)(method, "/v2/teams/1", {"name": 5} if method == "PATCH" else None)
    assert answer.status_code == status
    if (name, status) == ("ben", 403):
        text = "RolesGuard - user with id=2 does not have the minimum required role=TEAM_OWNER within team with id=1."
        assert message(answer) == text


def test_teams_of_an_organization(team: Api) -> None:
    """#103, #105, #106, #107, #111"""
    gina = team.of("gina")
    made = gina.data("POST", "/v2/organizations/2/teams", {"name": "Organizations Teams Automatic Slug"})
    assert (made["slug"], made["parentId"]) == ("organizations-teams-automatic-slug", 2)
    assert [each["id"] for each in gina.data("GET", "/v2/organizations/2/teams")] == [3, made["id"]]
    (second,) = gina.data("GET", "/v2/organizations/2/teams?skip=1&take=1")
    assert second == made
    mine = gina.data("GET", "/v2/organizations/2/teams/me")
    assert [(each["id"], each["role"], each["accepted"]) for each in mine] == [
        (3, "OWNER", True),
        (made["id"], "OWNER", True),
    ]
    assert [each["id"] for each in team.of("hugo").data("GET", "/v2/organizations/2/teams/me")] == [3]
    assert gina.data("GET", "/v2/organizations/2/teams/3")["parentId"] == 2


def test_slugs_are_apart_within_an_organization(team: Api) -> None:
    gina = team.of("gina")
    answer = gina.post("/v2/organizations/2/teams", {"name": "Sales"})
    assert (answer.status_code, answer.json()["error"]) == (
        409,
        {"code": "CONFLICT", "message": "Invalid Input: Trying to create a record that already exists."},
    )
    assert gina.post("/v2/teams", {"name": "Other", "slug": "sales"}).status_code == 201


def test_changing_and_deleting_in_an_organization(team: Api) -> None:
    """#108, #109, #110"""
    gina = team.of("gina")
    pictures = {"logoUrl": "https://example.com/logo.png", "bannerUrl": "https://example.com/banner.png"}
    changed = gina.data("PATCH", "/v2/organizations/2/teams/3", {"name": "Sellers", "weekStart": "Monday", **pictures})
    assert {**changed, **pictures, "name": "Sellers", "weekStart": "Monday"} == changed
    made = gina.data("POST", "/v2/organizations/2/teams", {"name": "Later", "autoAcceptCreator": False})
    (row,) = team.control("GET", f"/records/memberships?teamId={made['id']}")
    assert (row["userId"], row["role"], row["accepted"]) == (5, "OWNER", False)
    assert gina.data("DELETE", "/v2/organizations/2/teams/3")["id"] == 3
    answer = gina.get("/v2/organizations/2/teams/3")
    assert (answer.status_code, message(answer)) == (404, "IsTeamInOrg - Team (3) not found.")
    assert gina.get("/v2/organizations/2/teams/1").status_code == 404


@pytest.mark.parametrize(("method", "path"), [("GET", ""), ("POST", ""), ("PATCH", "/3"), ("DELETE", "/3")])
def test_members_of_an_organization_do_not_manage_its_teams(team: Api, method: str, path: str) -> None:
    """#112, #113"""
    team.control("PATCH", "/records/memberships/8", {"role": "OWNER"})
    body = {"name": ""} if method in ("POST", "PATCH") else None
    assert team.of("hugo")(method, f"/v2/organizations/2/teams{path}", body).status_code == 403
    assert team.of("hugo").get("/v2/organizations/2/teams/3").status_code == 200
    team.control("PATCH", "/records/memberships/8", {"role": "MEMBER"})
    assert team.of("hugo").get("/v2/organizations/2/teams/3").status_code == 403


def test_an_organization_that_is_none(team: Api) -> None:
    """#104"""
    text = "IsOrgGuard - provided organization id=1 does not represent any existing organization."
    answer = team.get("/v2/organizations/1/teams")
    assert (answer.status_code, message(answer)) == (403, text)
