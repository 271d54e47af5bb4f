from __future__ import annotations

from datetime import timedelta

import pytest

from emulator.scheduling.host_limits import changed, effective_limits, full_periods, shown, team_limits
from emulator.world.records import Membership, Team
from emulator.world.world import World
from tests.office import START, at, event_type, office, stored, user

HOUR = timedelta(hours=1)
NONE = {"perDay": None, "perWeek": None, "perMonth": None, "perYear": None}


@pytest.fixture
def world() -> World:
    return office()


def test_limits_change_one_by_one() -> None:
    assert changed({"perDay": 1, "perWeek": 2}, {"perDay": None, "perYear": 9, "other": 1}) == {
        "perWeek": 2,
        "perYear": 9,
    }
    assert shown({"perWeek": 2}) == {**NONE, "perWeek": 2}


@pytest.mark.parametrize(
    ("text", "limits"),
    [
        ('{"PER_DAY": 2, "PER_YEAR": 50}', {"perDay": 2, "perYear": 50}),
        ('{"perWeek": 3}', {"perWeek": 3}),
        ("not json", {}),
        ("[1]", {}),
        (None, {}),
    ],
)
def test_a_teams_limits_are_read_from_its_text(text: str | None, limits: dict[str, int]) -> None:
    assert team_limits(Team(1, "Sales", booking_limits=text)) == limits


def test_a_members_own_number_counts_but_no_more_than_altogether(world: World) -> None:
    team = Team(1, "Sales", booking_limits='{"PER_DAY": 2, "PER_WEEK": 5}')
    membership = Membership(1, 1, 1, booking_limits={"perDay": 9})
    assert effective_limits(world, team, membership) == {"perDay": 9, "perWeek": 5}
    world.users.update(user(world), booking_limits={"perDay": 3})
    assert effective_limits(world, team, membership) == {"perDay": 3, "perWeek": 5}


def test_days_are_those_of_the_persons_own_clock(world: World) -> None:
    kind = event_type(world)
    booking = stored(world, kind)
    stored(world, kind, status="cancelled")
    world.users.update(user(world), booking_limits={"perDay": 1})
    (full,) = full_periods(world, kind, user(world), START, START + HOUR)
    # Midnight in Rome.
    assert (full.start, full.end, full.most) == (at("2030-01-07 23:00"), at("2030-01-08 23:00"), 1)
    assert list(full_periods(world, kind, user(world), START, START + HOUR, booking)) == []
