from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest

from emulator.control.fixtures import FixtureError, load, populate, world_files
from emulator.control.state import exported, restore
from emulator.resources import resource
from emulator.world.instants import wire
from emulator.world.world import World


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "world.yaml"
    path.write_text(text)
    return path


def test_the_built_in_world_has_a_host_with_office_hours() -> None:
    world = populate(World(), [load(resource("fixtures/default.yaml"))])
    (host,) = world.users
    assert host.default_schedule_id == 1
    assert [event_type.slug for event_type in world.event_types] == ["15min", "30min", "60min", "interview", "secret"]
    assert all(event_type.booking_fields and event_type.locations for event_type in world.event_types)


def test_worlds_of_one_file_share_nothing_that_can_change() -> None:
    fixture = load(resource("fixtures/team.yaml"))
    first, second = populate(World(), [fixture]), populate(World(), [fixture])
    third = restore(World(), exported(first))
    assert len(_containers(first)) > 50
    assert not _containers(first).keys() & _containers(second).keys()
    assert not _containers(first).keys() & _containers(third).keys()


def _containers(world: World) -> dict[int, Any]:
    """Every list and mapping in the records of a world, by identity."""
    found: dict[int, Any] = {}

    def walk(value: Any) -> None:
        if isinstance(value, list | dict):
            found[id(value)] = value
            for one in value.values() if isinstance(value, dict) else value:
                walk(one)

    for table in world.tables:
        for record in table:
            for field in dataclasses.fields(record):
                walk(getattr(record, field.name))
    return found


def test_times_and_dates_need_no_quotes(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        """
        now: 2030-01-08T13:00:00Z
        users:
          - {id: 5, username: ada}
        schedules:
          - ownerId: 5
            name: Early
            availability: [{days: [Monday], startTime: 08:00, endTime: 17:30}]
            overrides: [{date: 2030-01-09, startTime: 10:00, endTime: 12:00}]
        """,
    )
    world = populate(World(), [load(path)])
    (schedule,) = world.schedules
    assert schedule.availability == [{"days": ["Monday"], "startTime": "08:00", "endTime": "17:30"}]
    assert schedule.overrides == [{"date": "2030-01-09", "startTime": "10:00", "endTime": "12:00"}]
    assert wire(world.now()) == "2030-01-08T13:00:00.000Z"
    assert world.clock.frozen
    assert world.ids.next("users") == 6


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("users: [", "is not YAML"),
        ("- 1", "a mapping of record kinds"),
        ("dragons: []", "no kind of record called 'dragons'"),
        ("users: {}", "users must be a list"),
    ],
)
def test_a_file_that_is_no_world_says_so(tmp_path: Path, text: str, words: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(FixtureError, match=words) as caught:
        load(path)
    assert str(path) in str(caught.value)


def test_a_folder_that_nobody_may_look_into_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    exists = Path.exists

    def refusing(path: Path) -> bool:
        if path.is_relative_to("/root"):
            raise PermissionError(13, "Permission denied")
        return exists(path)

    monkeypatch.setattr(Path, "exists", refusing)
    with pytest.raises(FixtureError, match=r"/root/w\.yaml: cannot be read: Permission denied\. Let everybody read it"):
        world_files("/root/w.yaml")


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(FixtureError, match="cannot be read"):
        load(tmp_path / "none.yaml")


def test_a_bare_name_is_a_shipped_world_unless_there_is_such_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    shipped = resource("fixtures/team.yaml")
    assert world_files("team") == world_files(["team"]) == [shipped]
    assert world_files([Path("team.yaml"), "fixtures/team"]) == [Path("team.yaml"), Path("fixtures/team")]
    Path("team").mkdir()
    Path("team/mine.yaml").write_text("users: []")
    assert world_files("team") == [Path("team/mine.yaml")]


@pytest.mark.parametrize(
    ("fixture", "words"),
    [
        (
            {"users": [{"username": "a"}, {"nam": "b"}]},
            r"users\[1\]/nam: unknown field: 'nam' \(did you mean name\? known",
        ),
        ({"schedules": [{"ownerId": 9, "name": "x"}]}, r"schedules\[0\]/ownerId: there is no record 9 among users"),
        ({"now": "noon"}, "is not an ISO 8601 instant"),
    ],
)
def test_a_record_that_cannot_be_written_is_named(fixture: dict[str, object], words: str) -> None:
    with pytest.raises(FixtureError, match=words):
        populate(World(), [fixture])


def test_records_without_an_id_take_none_that_another_names() -> None:
    """Wherever it is named: further down, in a later file, or inside another record."""
    world = populate(
        World(),
        [
            {"users": [{"username": "first"}, {"id": 1, "username": "ada"}, {"username": "last"}]},
            {
                "users": [{"id": 3, "username": "zoe"}],
                "event-types": [{"ownerId": 1, "title": "T", "slug": "t", "lengthInMinutes": 30}],
                "bookings": [
                    {"eventTypeId": 1, "start": "2030-01-08T13:00:00Z", "attendees": [{"email": "a@example.com"}]},
                    {
                        "eventTypeId": 1,
                        "start": "2030-01-09T13:00:00Z",
                        "attendees": [{"id": 1, "email": "b@example.com"}],
                    },
                ],
            },
        ],
    )
    assert {user.username: user.id for user in world.users} == {"first": 2, "ada": 1, "zoe": 3, "last": 4}
    assert {one.email: one.id for one in world.attendees} == {"a@example.com": 2, "b@example.com": 1}
    assert world.ids.next("users") == 5
