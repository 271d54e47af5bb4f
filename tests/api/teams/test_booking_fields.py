"""The questions of teams' event types as lists of their own, over HTTP (live.md 2.3)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api_client import Api, message

NEWEST: dict[str, str | None] = {"cal-api-version": "2026-06-12"}
OWN = {"field": "custom", "slug": "topic", "label": "Topic", "type": "shortText"}
SUPPORT, SALES = "/v2/teams/1/event-types/2", "/v2/organizations/2/teams/3/event-types/7"


def slugs(data: Any) -> list[str]:
    return [field["slug"] for field in data["bookingFields"]]


def ask(team: Api, method: str, path: str, *fields: Any) -> Any:
    return team.data(method, path, {"bookingFields": list(fields)} if fields else None, headers=NEWEST)


@pytest.mark.parametrize(("name", "root"), [("ada", SUPPORT), ("gina", SALES)])
def test_the_life_of_a_question(team: Api, name: str, root: str) -> None:
    api, path = team.of(name), f"{root}/booking-fields"
    assert len(slugs(ask(api, "GET", path))) == 8
    assert slugs(ask(api, "POST", path, OWN))[-1] == "topic"
    changed = ask(api, "PATCH", path, {"slug": "topic", "label": "Subject"})
    assert changed["bookingFields"][-1]["label"] == "Subject"
    assert api.data("GET", root, headers=NEWEST)["bookingFields"] == changed["bookingFields"]
    assert "topic" not in slugs(ask(api, "DELETE", f"{path}/topic"))
    replaced = slugs(ask(api, "PUT", path, {"field": "email", "required": True}, OWN))
    assert replaced.index("topic") == replaced.index("email") + 1
    answer = api.delete(f"{path}/email", headers=NEWEST)
    assert (answer.status_code, message(answer)) == (
        400,
        "System booking fields cannot be deleted; set hidden instead.",
    )


def test_copies_follow(team: Api) -> None:
    ask(team, "POST", "/v2/teams/1/event-types/4/booking-fields", OWN)
    (copy, _) = team.control("GET", "/records/event-types?parentEventTypeId=4")
    assert copy["bookingFields"][-1]["slug"] == "topic"


def test_for_whom_and_where(team: Api) -> None:
    path = f"{SUPPORT}/booking-fields"
    assert team.of("cyd")("PUT", path, {}, headers=NEWEST).status_code == 403
    answer = team.get("/v2/teams/1/event-types/7/booking-fields", headers=NEWEST)
    assert (answer.status_code, message(answer)) == (404, "Event type with id 7 not found")
    assert team.get(path).status_code == 404
