from __future__ import annotations

from pathlib import Path

import pytest

from emulator.control.fixture_check import check

ROOT = Path(__file__).parents[2]
SHIPPED = sorted((ROOT / "fixtures").glob("*.yaml"))


def found(tmp_path: Path, *texts: str | bytes) -> list[tuple[int, int, str, str]]:
    files = []
    for number, text in enumerate(texts):
        files.append(tmp_path / f"{number}.yaml")
        files[-1].write_bytes(text if isinstance(text, bytes) else text.encode())
    return [(each.line, each.column, each.message, each.remedy) for each in check(files)]


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.name)
def test_the_shipped_worlds_have_no_mistakes(file: Path) -> None:
    assert check([file]) == []


@pytest.mark.parametrize(
    ("text", "line", "column", "message", "remedy"),
    [
        ("users: [", 1, 9, "is not YAML", ""),
        ("", 1, 1, "a world file is a mapping", "Begin with a kind"),
        ("- 1", 1, 1, "a world file is a mapping", "Begin with a kind"),
        (b"\xff\xfe\xff", 1, 1, "is not UTF-8", "Save the file as UTF-8."),
        ("users: []\ndragons: []", 2, 1, "no kind of record called 'dragons'", "Known are users, "),
        ("event-type: []", 1, 1, "no kind of record called 'event-type'", "Did you mean event-types?"),
        ("teams: {}", 1, 1, "teams must be a list", "Begin each record of teams with a hyphen."),
        ("users:\n  - ada", 2, 5, "a record is a mapping, not 'ada'", "Write its fields"),
        ("now: noon", 1, 1, "'noon' is not an ISO 8601 instant", "Write it as 2030-01-08T13:00:00Z."),
        ("users:\n- username: a\n  nam: A", 3, 3, "unknown field: 'nam'", "Did you mean name?"),
        ("users:\n- {username: a, timeZone: 5}", 2, 17, "timeZone must be a string, not 5", ""),
        ("users:\n- {username: a, apiKey: x}", 2, 17, "an API key begins with cal_", "For example cal_test_ada."),
        ("users:\n- {id: 1, name: '?'}", 2, 3, "a user needs an email or a username", ""),
        ("schedules:\n- {ownerId: 9, name: x}", 2, 4, "there is no record 9 among users", "Create it in users first."),
        ("users:\n- username: a\n  username: b", 3, 3, "the key 'username' stands here twice", "Keep one."),
    ],
)
def test_a_mistake_has_a_place_and_a_remedy(
    tmp_path: Path, text: str, line: int, column: int, message: str, remedy: str
) -> None:
    ((*place, said, advice),) = found(tmp_path, text)
    assert place == [line, column]
    assert message in said
    assert advice.startswith(remedy)


def test_every_mistake_is_found_at_once_and_none_is_blamed_twice(tmp_path: Path) -> None:
    text = """users:
- {id: 1, username: a, nam: A, bio: 5}
- {id: 2, apiKey: cal_x, name: '?'}
schedules:
- {ownerId: 2, name: of a user that cannot be}
event-types:
- {ownerId: 1, title: t, slug: t, lengthInMinutes: "15"}
"""
    assert [(line, message) for line, _, message, _ in found(tmp_path, text)] == [
        (2, "unknown field: 'nam'"),
        (2, "bio must be a string or null, not 5"),
        (3, "a user needs an email or a username"),
        (7, "lengthInMinutes must be an integer, not '15'"),
    ]


def test_files_are_taken_together(tmp_path: Path) -> None:
    people, hours = "users:\n- {id: 1, username: a}", "schedules:\n- {ownerId: 1, name: x}"
    assert found(tmp_path, people, hours) == []
    assert len(found(tmp_path, hours, people)) == 1


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    (mistake,) = check([tmp_path / "none.yaml"])
    assert mistake.message == "cannot be read: No such file or directory"
    assert mistake.place == f"{tmp_path / 'none.yaml'}:1:1"
