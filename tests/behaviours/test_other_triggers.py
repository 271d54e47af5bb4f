"""People who are away, and people who wait for any host (webhooks.md 4.7, 5; live.md 2.4)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api_client import Api
from tests.behaviours.hooks import delivered, subscribe, told
from tests.receiver import Receiver

AWAY = {"start": "2030-01-05T10:00:00.000Z", "end": "2030-01-07T10:00:00.000Z", "notes": "Skiing", "reason": "vacation"}


def test_an_absence_is_told_with_times_of_the_users_zone(api: Api, receiver: Receiver) -> None:
    subscribe(api, receiver)
    entry = api.data("POST", "/v2/me/ooo", AWAY)
    (body,) = told(api, receiver, "OOO_CREATED")
    assert body["payload"]["oooEntry"] == {
        "id": entry["id"],
        "start": "2030-01-05T00:00:00+01:00",
        "end": "2030-01-07T23:59:59+01:00",
        "createdAt": "2029-12-03T08:00:00.000Z",
        "updatedAt": "2029-12-03T08:00:00.000Z",
        "notes": "Skiing",
        "reason": {"emoji": "🏝️", "reason": "ooo_reasons_vacation"},
        "reasonId": 2,
        "user": {
            "id": 1,
            "name": "Ada Host",
            "username": "ada",
            "email": "ada@example.com",
            "timeZone": "Europe/Rome",
        },
        "toUser": None,
        "uuid": entry["uuid"],
    }


def test_days_away_are_the_users_own_on_either_side_of_a_clock_change(api: Api, receiver: Receiver) -> None:
    """webhooks.md 4.7: from the first day's midnight to the last one's end."""
    subscribe(api, receiver)
    api.data("POST", "/v2/me/ooo", {**AWAY, "start": "2030-03-30T00:00:00Z", "end": "2030-03-31T00:00:00Z"})
    (body,) = told(api, receiver, "OOO_CREATED")
    entry = body["payload"]["oooEntry"]
    assert (entry["start"], entry["end"]) == ("2030-03-30T00:00:00+01:00", "2030-03-31T23:59:59+02:00")


def test_a_changed_absence_is_told_by_the_same_name(api: Api, receiver: Receiver) -> None:
    subscribe(api, receiver)
    entry = api.data("POST", "/v2/me/ooo", AWAY)
    api.control("POST", "/clock/advance", {"seconds": 60})
    api.data("PATCH", f"/v2/me/ooo/{entry['id']}", {"notes": "Sledging"})
    first, second = told(api, receiver, "OOO_CREATED")
    assert first["payload"]["oooEntry"]["updatedAt"] < second["payload"]["oooEntry"]["updatedAt"]
    assert second["payload"]["oooEntry"]["notes"] == "Sledging"


def test_an_absence_is_told_to_all_the_users_teams_and_the_organization(team: Api, receiver: Receiver) -> None:
    for path, owner in (("/support", 1), ("/globex", 2), ("/sales", 3)):
        subscribe(team, receiver, path, teamId=owner, triggers=["OOO_CREATED"])
    team.data("POST", "/v2/me/ooo", AWAY, headers={"authorization": "Bearer cal_test_hugo"})
    assert sorted(each.path for each in delivered(team, receiver)) == ["/globex", "/sales"]


def test_templates_of_absences_look_at_the_root(api: Api, receiver: Receiver) -> None:
    subscribe(api, receiver, triggers=["OOO_CREATED"], payloadTemplate='{"who":"{{oooEntry.user.name}}"}')
    api.data("POST", "/v2/me/ooo", AWAY)
    (sent,) = delivered(api, receiver)
    assert sent.json == {"who": "Ada Host"}


@pytest.fixture
def waiting(team: Api, receiver: Receiver) -> Any:
    """An instant meeting that nobody has taken yet; the team, its event type and a host subscribed."""
    for path, owner in (("/team", {"teamId": 1}), ("/type", {"eventTypeId": 2}), ("/host", {"userId": 2})):
        subscribe(team, receiver, path, triggers=["INSTANT_MEETING", "INSTANT_MEETING_ACCEPTED"], **owner)
    subscribe(team, receiver, "/everybody", platform=True, triggers=["INSTANT_MEETING"])
    return team.book("2029-12-03T09:00:00Z", eventTypeId=2, instant=True)


def test_who_waits_is_told_to_team_and_event_type_alone(team: Api, receiver: Receiver, waiting: Any) -> None:
    first, second = told(team, receiver, "INSTANT_MEETING")
    assert sorted(each.path for each in receiver.received) == ["/team", "/type"]
    assert first == second
    payload = first["payload"]
    assert (payload["triggerEvent"], payload["uid"]) == ("INSTANT_MEETING", waiting["uid"])
    assert payload["responses"]["name"] == "Bob Guest", "plain answers, without labels"
    assert payload["connectAndJoinUrl"].startswith("https://app.cal.com/connect-and-join?token=")
    assert (payload["eventTypeId"], payload["eventTypeTitle"]) == (2, "Support call")


def test_the_first_host_who_comes_is_told(team: Api, receiver: Receiver, waiting: Any) -> None:
    uid = waiting["uid"]
    team.data("POST", f"/v2/bookings/{uid}/confirm", headers={"authorization": "Bearer cal_test_cyd"})
    body = told(team, receiver, "INSTANT_MEETING_ACCEPTED")[0]
    payload = body["payload"]
    assert (payload["bookingUid"], payload["status"]) == (uid, "ACCEPTED")
    assert payload["organizer"]["email"] == "cyd@example.com"
    assert payload["metadata"]["videoCallUrl"] == payload["location"]
    again = team.post(f"/v2/bookings/{uid}/confirm", headers={"authorization": "Bearer cal_test_ben"})
    assert again.status_code == 400
    assert len(told(team, receiver, "INSTANT_MEETING_ACCEPTED")) == 2
