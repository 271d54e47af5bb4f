"""Event types of teams over HTTP (platform.md 7 #25-#59)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api_client import Api, message

PATH = "/v2/teams/1/event-types"
IN_ORGANIZATION = "/v2/organizations/2/teams/3/event-types"
NEWEST = {"cal-api-version": "2026-06-12"}


def body(**more: Any) -> dict[str, Any]:
    return {"title": "Intro", "slug": "intro", "lengthInMinutes": 30, "schedulingType": "collective", **more}


def people(*numbers: int, **more: Any) -> list[dict[str, Any]]:
    return [{"userId": number, **more} for number in numbers]


def make(team: Api, path: str = PATH, **more: Any) -> Any:
    return team.data("POST", path, body(**more))


def refused(team: Api, path: str = PATH, **more: Any) -> tuple[int, str]:
    answer = team.post(path, body(**more))
    return answer.status_code, message(answer)


def host_ids(event_type: Any) -> list[int]:
    return [host["userId"] for host in event_type["hosts"]]


def test_a_collective(team: Api) -> None:
    """#28; every one of its hosts is in every booking, so nothing more is said of them."""
    made = make(team, hosts=people(2, 3))
    person = {"userId": 2, "name": "Ben Admin", "username": "ben", "avatarUrl": None}
    assert made["hosts"][0] == person
    assert (host_ids(made), made["schedulingType"], made["assignAllTeamMembers"]) == ([2, 3], "collective", False)
    assert (made["teamId"], made["ownerId"], made["parentEventTypeId"]) == (1, None, None)
    assert (made["team"]["id"], made["team"]["slug"]) == (1, "support")
    assert made["bookingUrl"] == "https://cal.com/team/support/intro"
    assert team.data("GET", f"{PATH}/{made['id']}") == made
    assert team.data("GET", f"/v2/event-types/{made['id']}") == made


def test_a_round_robin(team: Api) -> None:
    """#59"""
    hosts = [{"userId": 2, "mandatory": True, "priority": "high"}, {"userId": 3, "mandatory": False}]
    made = make(team, schedulingType="roundRobin", hosts=hosts, rescheduleWithSameRoundRobinHost=True)
    assert [(host["mandatory"], host["priority"]) for host in made["hosts"]] == [(True, "high"), (False, "medium")]
    assert made["rescheduleWithSameRoundRobinHost"] is True


def test_without_hosts(team: Api) -> None:
    """#61"""
    assert make(team)["hosts"] == []


def test_for_the_whole_team(team: Api) -> None:
    """#62, #63, #64"""
    made = make(team, schedulingType="roundRobin", assignAllTeamMembers=True, hosts=people(3, mandatory=True))
    assert [(host["userId"], host["mandatory"], host["priority"]) for host in made["hosts"]] == [
        (1, False, "medium"),
        (2, False, "medium"),
        (3, True, "medium"),
        (4, False, "medium"),
    ]
    changed = team.data("PATCH", f"{PATH}/{made['id']}", {"title": "Hello"})
    assert (changed["title"], changed["hosts"], changed["assignAllTeamMembers"]) == ("Hello", made["hosts"], True)


def test_of_a_team_that_a_client_made_only_managed_users_host(team: Api) -> None:
    """#62"""
    team.control("PATCH", "/records/teams/1", {"createdByOAuthClientId": "client"})
    assert make(team, assignAllTeamMembers=True)["hosts"] == []
    assert refused(team, slug="other", hosts=people(2))[0] == 404
    client = {"id": "client", "organizationId": 2, "name": "App", "secret": "s"}
    team.control("POST", "/records/oauth-clients", client)
    team.control("PATCH", "/records/users/3", {"oAuthClientId": "client"})
    assert host_ids(make(team, slug="third", assignAllTeamMembers=True)) == [3]


def test_settings_read_back(team: Api) -> None:
    """#29, #47"""
    settings: dict[str, Any] = {
        "bookingLimitsCount": {"day": 2, "week": 5},
        "onlyShowFirstAvailableSlot": True,
        "bookingLimitsDuration": {"day": 60, "week": 100},
        "offsetStart": 30,
        "bookingWindow": {"type": "calendarDays", "value": 30, "rolling": True},
        "bookerLayouts": {"enabledLayouts": ["column", "month", "week"], "defaultLayout": "month"},
        "requiresBookerEmailVerification": True,
        "hideCalendarNotes": True,
        "hideCalendarEventDetails": True,
        "hideOrganizerEmail": True,
        "lockTimeZoneToggleOnBookingPage": True,
        "color": {"darkThemeHex": "#292929", "lightThemeHex": "#fafafa"},
        "successRedirectUrl": "https://example.com/done",
        "locations": [{"type": "organizersDefaultApp"}],
    }
    made = make(team, hosts=people(2), **settings)
    assert {name: made[name] for name in settings} == settings


def test_who_cannot_host(team: Api) -> None:
    """#25, #46"""
    text = "Invalid hosts: 5,99 are not members of team with id 1."
    assert refused(team, hosts=people(2, 5, 99)) == (404, text)
    team.control("PATCH", "/records/memberships/4", {"accepted": False})
    assert refused(team, hosts=people(4))[0] == 403


def test_what_cannot_be(team: Api) -> None:
    """#26, #27"""
    text = "checkIsEmailUserAccessible - Email booking field must be required and visible"
    fields = [
        {"type": "email", "required": False, "hidden": True},
        {"slug": "attendeePhoneNumber", "label": "Number", "type": "phone", "required": True},
    ]
    assert refused(team, bookingFields=fields) == (400, text)
    assert refused(team, locations=[{"type": "integration", "integration": "zoom"}]) == (400, "zoom not connected.")
    assert refused(team, slug="call") == (400, "Team event type with this slug already exists")
    assert team.post(PATH, body(schedulingType="solo")).status_code == 400
    assert team.of("cyd").post(PATH, {}).status_code == 403
    assert team.of("gina").post(PATH, body()).status_code == 403


def test_an_app_that_the_team_connected(team: Api) -> None:
    team.control("POST", "/records/credentials", {"type": "zoom_video", "appId": "zoom", "teamId": 1})
    made = make(team, locations=[{"type": "integration", "integration": "zoom"}])
    assert made["locations"][0]["integration"] == "zoom"


def test_a_managed_one_and_its_copies(team: Api) -> None:
    """#30-#35, #48"""
    managed, *copies = make(team, schedulingType="MANAGED", hosts=people(2, 3))
    assert (managed["teamId"], managed["schedulingType"], managed["bookingUrl"]) == (1, "managed", None)
    assert managed["hosts"] == [
        {"userId": 2, "name": "Ben Admin", "username": "ben", "avatarUrl": None},
        {"userId": 3, "name": "Cyd Member", "username": "cyd", "avatarUrl": None},
    ]
    assert [(copy["ownerId"], copy["parentEventTypeId"], copy["teamId"]) for copy in copies] == [
        (2, managed["id"], None),
        (3, managed["id"], None),
    ]
    assert [(copy["schedulingType"], copy["hosts"]) for copy in copies] == [(None, [])] * 2
    assert all("assignAllTeamMembers" not in copy for copy in copies)
    (own,) = team.data("GET", "/v2/event-types?username=ben", headers={"authorization": None})
    assert (own["slug"], own["ownerId"], own["id"]) == ("intro", 2, copies[0]["id"])
    assert team.data("GET", "/v2/event-types?username=ben&eventSlug=intro")[0] == own
    assert team.data("GET", f"{PATH}/{managed['id']}") == managed
    listed = team.data("GET", PATH, headers={"authorization": None})
    assert [each["slug"] for each in listed] == ["call", "review", "check-in", "intro"]
    assert host_ids(listed[-1]) == [2, 3]


def test_a_copy_takes_the_place_of_an_event_type_of_its_own(team: Api) -> None:
    own = {"ownerId": 2, "title": "Own intro", "slug": "intro", "lengthInMinutes": 15}
    number = team.control("POST", "/records/event-types", own)["id"]
    make(team, schedulingType="managed", hosts=people(2))
    (row,) = team.control("GET", "/records/event-types?ownerId=2")
    assert (row["title"], row["id"] == number) == ("Intro", False)


def test_copies_follow(team: Api) -> None:
    """#41, #42, #43, #53"""
    managed, _, kept = make(team, schedulingType="managed", hosts=people(2, 3))
    path = f"{PATH}/{managed['id']}"
    changed, copy = team.data("PATCH", path, {"title": "Hello", "hosts": people(3), "beforeEventBuffer": 5})
    assert (changed["title"], changed["assignAllTeamMembers"], host_ids(changed)) == ("Hello", False, [3])
    assert (copy["id"], copy["title"], copy["beforeEventBuffer"]) == (kept["id"], "Hello", 5)
    assert team.control("GET", "/records/event-types?ownerId=2") == []
    url = "https://example.com/done"
    first, *rest = team.data("PATCH", path, {"assignAllTeamMembers": True, "successRedirectUrl": url})
    assert (first["id"], first["assignAllTeamMembers"], first["successRedirectUrl"]) == (managed["id"], True, url)
    assert sorted(each["ownerId"] for each in rest) == [1, 2, 3, 4]
    assert {each["successRedirectUrl"] for each in rest} == {url}


def test_changing(team: Api) -> None:
    """#38, #39, #40"""
    answer = team.patch(f"{PATH}/99", {"title": "x"})
    assert (answer.status_code, message(answer)) == (400, "Event type to update not found")
    assert team.patch(f"{PATH}/7", {"title": "x"}).status_code == 400
    places = [{"type": "integration", "integration": "office365-video"}]
    assert team.patch(f"{PATH}/3", {"locations": places}).status_code == 400
    changed = team.data("PATCH", f"{PATH}/3", {"hosts": people(2)})
    assert (host_ids(changed), changed["title"]) == ([2], "Review")
    # Even its own slug is taken.
    answer = team.patch(f"{PATH}/3", {"slug": "review"})
    assert (answer.status_code, message(answer)) == (400, "Team event type with this slug already exists")
    assert team.data("PATCH", f"{PATH}/3", {"slug": "Second Look"})["slug"] == "second-look"
    assert team.data("PATCH", f"{PATH}/3")["slug"] == "second-look"


def test_another_kind_of_scheduling(team: Api) -> None:
    changed = team.data("PATCH", f"{PATH}/3", {"schedulingType": "roundRobin"})
    assert (changed["schedulingType"], changed["hosts"]) == ("roundRobin", [])
    changed = team.data("PATCH", f"{PATH}/3", {"schedulingType": "collective", "hosts": people(2, 4)})
    assert (changed["schedulingType"], host_ids(changed)) == ("collective", [2, 4])
    (managed, *_) = team.data("PATCH", f"{PATH}/4", {"schedulingType": "collective"})
    assert managed["schedulingType"] == "managed"


def test_deleting(team: Api) -> None:
    """#44"""
    answer = team.delete(f"{PATH}/99")
    assert (answer.status_code, message(answer)) == (404, "Event type with ID=99 does not exist.")
    assert team.data("DELETE", f"{PATH}/3") == {"id": 3, "title": "Review"}
    assert team.data("DELETE", f"{PATH}/4") == {"id": 4, "title": "Check-in"}
    assert [row["id"] for row in team.control("GET", "/records/event-types")] == [1, 2, 7]
    assert {row["eventTypeId"] for row in team.control("GET", "/records/hosts")} == {2, 7}


def test_reading(team: Api) -> None:
    """#36, #37"""
    answer = team.get(f"{PATH}/99")
    assert (answer.status_code, message(answer)) == (404, "Event type with id 99 not found")
    assert team.get(f"{PATH}/7").status_code == 404
    assert team.of("cyd").get(f"{PATH}/2").status_code == 403
    (found,) = team.data("GET", f"{PATH}?eventSlug=call&hostsLimit=1")
    assert (found["id"], host_ids(found)) == (2, [2])
    assert [each["id"] for each in team.data("GET", f"{PATH}?sortCreatedAt=desc&hostsLimit=1")] == [4, 3, 2]
    assert team.data("GET", f"{PATH}?eventSlug=nothing") == []


@pytest.mark.parametrize("headers", [{}, NEWEST])
def test_hidden_questions(team: Api, headers: dict[str, str | None]) -> None:
    """Lists leave them out; in the newest version only for those who do not manage the event type (live.md 2.3)."""

    def slugs(of: Api, anonymous: bool = False) -> list[str]:
        more = {**headers, "authorization": None} if anonymous else headers
        (found,) = of.data("GET", f"{PATH}?eventSlug=call", headers=more)
        return [field["slug"] for field in found["bookingFields"]]

    assert "title" not in slugs(team, anonymous=True)
    assert ("title" in slugs(team)) is bool(headers)


def test_the_newest_version_has_its_own_words_for_questions(team: Api) -> None:
    made = team.data("POST", PATH, body(hosts=people(2)), headers=NEWEST)
    assert made["bookingFields"][0] == {
        "field": "name",
        "slug": "name",
        "variant": "fullName",
        "disableOnPrefill": False,
    }
    assert team.data("GET", f"{PATH}/{made['id']}", headers=NEWEST) == made
    assert team.data("GET", f"{PATH}/{made['id']}")["bookingFields"][0]["isDefault"] is True


def test_in_an_organization(team: Api) -> None:
    """#45, #49, #50, #51, #52, #57"""
    gina = team.of("gina")
    made = make(gina, IN_ORGANIZATION, hosts=people(5, 6))
    assert made["bookingUrl"] == "https://globex.cal.com/sales/intro"
    path = f"{IN_ORGANIZATION}/{made['id']}"
    assert gina.data("GET", path) == made
    assert [each["id"] for each in gina.data("GET", "/v2/organizations/2/teams/event-types")] == [7, made["id"]]
    _, copy, _ = make(gina, IN_ORGANIZATION, slug="copied", schedulingType="managed", hosts=people(5, 6))
    (found,) = team.data("GET", "/v2/event-types?username=gina&orgSlug=globex&eventSlug=copied")
    assert found["id"] == copy["id"]
    for method in ("GET", "PATCH", "DELETE"):
        assert gina(method, f"/v2/organizations/2/teams/1/event-types/{made['id']}").status_code == 404
    assert gina.post("/v2/organizations/2/teams/1/event-types", body()).status_code == 404
    assert gina.get("/v2/organizations/2/teams/1/event-types").status_code == 404
    assert gina.get(f"{IN_ORGANIZATION}/99").status_code == 404
    assert gina.patch(f"{IN_ORGANIZATION}/99", {}).status_code == 400
    assert gina.delete(f"{IN_ORGANIZATION}/99").status_code == 404
    assert gina.data("DELETE", path) == {"id": made["id"], "title": "Intro"}
    assert team.of("hugo").post(IN_ORGANIZATION, body()).status_code == 403


def test_a_telephone_number_alone_in_an_organization(team: Api) -> None:
    """#54, #55"""
    fields = [
        {"type": "email", "required": False, "hidden": True},
        {"slug": "attendeePhoneNumber", "label": "Number", "type": "phone", "hidden": False, "required": True},
    ]
    made = make(team.of("gina"), IN_ORGANIZATION, bookingFields=fields, hosts=people(5))
    shown = {field["slug"]: (field["required"], field.get("hidden")) for field in made["bookingFields"]}
    assert list(shown) == [
        "name",
        "email",
        "location",
        "attendeePhoneNumber",
        "title",
        "notes",
        "guests",
        "rescheduleReason",
    ]
    assert (shown["email"], shown["attendeePhoneNumber"]) == ((False, True), (True, False))
    assert team.of("gina").patch(f"{IN_ORGANIZATION}/7", {"bookingFields": fields}).status_code == 200
