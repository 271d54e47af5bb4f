from __future__ import annotations

from pathlib import Path

import pytest

from emulator.control.fixture_check import check
from emulator.control.fixtures import load, populate
from emulator.world.world import World

ROOT = Path(__file__).parents[2]
BOOKING = "bookings:\n- {start: 2030-01-08T13:00:00Z, end: 2030-01-08T14:00:00Z, "
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
        ("users:\n- {username: a, posts: {x: 1}}", 2, 17, "unknown field: 'posts'", "Known fields are "),
        (
            "event-types:\n- {length: 30, lengthInMinutes: 30, title: T, slug: t}",
            2,
            4,
            "unknown field: 'length'",
            "Did",
        ),
        ("users:\n\t- username: a", 2, 1, "is not YAML: found character '\\t'", "Indent with spaces"),
        ("users: &all\n- {username: a, metadata: *all}", 2, 27, "the alias 'all' stands inside", "Write it out."),
        ("users: *all", 1, 8, "is not YAML: found undefined alias 'all'", "Write &NAME"),
        ("users: !!python/name:os.system", 1, 8, "is not YAML: could not determine a constructor", "World files are"),
        ("users: []\n---\nusers: []", 2, 1, "is not YAML: but found another document", "Keep one document"),
        ("users:\n- id: 1\n username: a", 3, 2, "is not YAML: expected <block end>", "Give the fields of one record"),
        ("users:\n- {username: a, name: A: B}", 2, 24, "is not YAML: expected", "Put a text"),
        (f"{BOOKING}attendees: [{{name: B, emial: b@x.y}}]}}", 2, 82, "unknown field: 'emial'", "Did you mean email?"),
        (f"{BOOKING}attendees: [B]}}", 2, 72, "a record is an object, not 'B'", ""),
        (f"{BOOKING}attendees: B}}", 2, 60, "attendees must be a list of records, not 'B'", ""),
        (f"{BOOKING}attendee: {{name: B}}}}", 2, 60, "unknown field: 'attendee'", "Did you mean attendees?"),
        (
            "users:\n- {id: 1, username: a}\n- {id: 1, username: b}",
            3,
            4,
            "users already has a record",
            "Choose another id",
        ),
        (
            "users:\n- {username: a, apiKey: cal_a}\n- {username: b, apiKey: cal_a}",
            *(3, 3, "there is a record with this secret already", "Give each of them its own."),
        ),
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


@pytest.mark.parametrize(
    ("kind", "field", "message", "remedy"),
    [
        ("users", "timeZone: Rome", "timeZone must be an IANA time zone such as", "Did you mean Europe/Rome?"),
        ("users", "timeZone: europe/rome", "not 'europe/rome'", "Did you mean Europe/Rome?"),
        ("users", "timeZone: Europe/Roma", "not 'Europe/Roma'", "Did you mean Europe/Rome"),
        ("users", "timeZone: Mars/Phobos Base", "not 'Mars/Phobos Base'", ""),
        ("users", "timeZone: PST", "not 'PST'", "Write a place that has this time, such as America/Los_Angeles."),
        ("users", "timeFormat: 13", "timeFormat must be one of 12, 24, not 13", ""),
        ("users", "weekStart: monday", "weekStart must be one of Monday, ", "Did you mean Monday?"),
        ("users", "locale: eng", "locale cannot be 'eng'", "Did you mean en"),
        ("users", "locale: xx", "locale cannot be 'xx'", "There are ar, az, "),
        ("users", "role: admin", "role must be one of USER, ADMIN", "Did you mean ADMIN?"),
        ("users", "bookingLimits: {perday: 3}", "bookingLimits has no member 'perday'", "Did you mean perDay?"),
        ("users", "bookingLimits: {perDay: many}", "perDay must be an integer, not 'many'", ""),
        ("teams", "timeZone: Londn", "not 'Londn'", ""),
        ("organizations", "weekStart: Mo", "weekStart must be one of", "Did you mean Monday?"),
        ("schedules", "timeZone: Berlin", "not 'Berlin'", "Did you mean Europe/Berlin?"),
        ("schedules", "availability: [{days: [Mon], startTime: 09:00, endTime: 10:00}]", "days must be one of", ""),
        ("schedules", "availability: [{days: [Monday], startTime: 9, endTime: 10:00}]", "must be a string, not 9", ""),
        ("schedules", "availability: [{days: [Monday], startTime: 9:00, endTime: 10:00}]", "a time of day such as", ""),
        ("schedules", "availability: [{days: [Monday]}]", "availability needs startTime, endTime", ""),
        ("schedules", "availability: [{dais: []}]", "has no member 'dais'", "Did you mean days?"),
        ("schedules", "overrides: [{date: 8.1.2030, startTime: 09:00, endTime: 10:00}]", "a date such as", ""),
        (
            "out-of-office",
            "reason: holiday",
            "reason must be one of unspecified, vacation",
            "Did you mean public_holiday",
        ),
        ("event-types", "currency: dollars", "currency must be the three letters", ""),
        ("event-types", "interfaceLanguage: english", "interfaceLanguage cannot be 'english'", "There are"),
        ("event-types", "requiresCancellationReason: BOTH", "must be one of MANDATORY_BOTH", ""),
        ("event-types", "successRedirectUrl: thanks", "an http or https URL", ""),
        ("event-types", "bookingLimitsCount: {perDay: 1}", "has no member 'perDay'", "Did you mean day?"),
        ("event-types", "bookingWindow: {type: days, value: 3}", "type must be one of businessDays, ", "Did you mean"),
        (
            "event-types",
            "bookerLayouts: {defaultLayout: mont}",
            "must be one of month, week, column",
            "Did you mean month",
        ),
        (
            "event-types",
            "confirmationPolicy: {type: allways}",
            "type must be one of always, time",
            "Did you mean always",
        ),
        ("event-types", "confirmationPolicy: {type: time}", "confirmationPolicy needs noticeThreshold", ""),
        ("event-types", "bookingWindow: {type: calendarDays}", "bookingWindow needs value", ""),
        ("event-types", "bookingWindow: {type: calendarDays, value: ten}", "a number of days or two dates", ""),
        ("event-types", "bookingWindow: {type: range, value: [2030-01-08]}", "have this many members: 2", ""),
        ("event-types", "recurrence: {frequency: weekly}", "recurrence needs occurrences", ""),
        ("event-types", "seats: {seatsPerTimeSlot: 0}", "seatsPerTimeSlot must be at least 1, not 0", ""),
        ("event-types", "seats: {showAttendeeInfo: true}", "seats needs seatsPerTimeSlot", ""),
        ("event-types", "color: {lightThemeHex: '#fff'}", "color needs darkThemeHex", ""),
        ("event-types", "locations: [{type: link}]", "locations needs link", ""),
        ("event-types", "seats: 3", "seats must be an object, not 3", "Its members are disabled, seatsPerTimeSlot"),
        ("event-types", "recurrence: {frequency: daily}", "frequency must be one of yearly, monthly, weekly", ""),
        ("event-types", "seats: {seats: 3}", "seats has no member 'seats'", "Did you mean seatsPerTimeSlot"),
        ("event-types", "color: {lightThemeHex: red}", "lightThemeHex must be a colour such as #292929", ""),
        ("event-types", "schedulingType: RoundRobin", "schedulingType must be one of", "Did you mean roundRobin?"),
        ("bookings", "status: canceled", "status must be one of", "Did you mean cancelled"),
        ("bookings", "references: [{type: zoom_video, eventUid: x}]", "references needs id", ""),
        ("bookings", "recordings: [{id: x}]", "recordings needs roomName, startTs, status", ""),
        ("bookings", "conferencingSessions: [x]", "conferencingSessions must be an object, not 'x'", ""),
        ("attendees", "timeZone: UTC+1", "not 'UTC+1'", ""),
        ("attendees", "language: De", "language cannot be 'De'", "Did you mean de"),
        ("attendees", "email: bob", "email must be an e-mail address such as", ""),
        ("attendees", "phoneNumber: 0155", "phoneNumber must be a telephone number with its country", ""),
        ("payments", "currency: €", "currency must be the three letters", ""),
        ("webhooks", "timeUnit: minutes", "timeUnit must be one of DAY, HOUR, MINUTE", "Did you mean MINUTE?"),
        (
            "webhooks",
            "triggers: [BOOKING_CREATE]",
            "triggers cannot be 'BOOKING_CREATE'",
            "Did you mean BOOKING_CREATED",
        ),
        ("webhooks", "version: 2022-01-01", "version must be one of 2021-10-20, 2026-07-27", ""),
        ("webhooks", "subscriberUrl: localhost:9000", "subscriberUrl must be an http or https URL", ""),
        ("oauth-clients", "permissions: [BOOKING_REED]", "permissions cannot be", "Did you mean BOOKING_READ"),
        ("access-tokens", "scopes: [bookings]", "scopes must be a scope such as BOOKING_READ", ""),
        ("credentials", "type: zoom", "type must be one of", "Did you mean zoom_video?"),
        ("calendars", "integration: google", "integration must be one of", ""),
        ("calendar-events", "timeZone: Rome", "not 'Rome'", "Did you mean Europe/Rome?"),
        ("verified-phones", "phoneNumber: '+1 555'", "a telephone number with its country", ""),
        ("faults", "trigger: BOOKING_CONFIRMED", "trigger cannot be 'BOOKING_CONFIRMED'", "Did you mean"),
    ],
)
def test_a_word_or_form_that_is_none_has_a_place_and_a_remedy(
    tmp_path: Path, kind: str, field: str, message: str, remedy: str
) -> None:
    mistakes = found(tmp_path, f"{kind}:\n- id: 1\n  {field}")
    assert [(line, advice) for line, _, said, advice in mistakes if message in said and advice.startswith(remedy)]


def test_what_is_wrong_inside_a_record_is_found_there(tmp_path: Path) -> None:
    text = """users: [{id: 1, username: a}]
schedules:
- ownerId: 1
  name: Hours
  availability:
  - days: [Monday]
    startTime: "9:00"
    endTime: "17:00"
  - days: [Tuesday, Mon]
    startTime: "09:00"
    endTime: "17:00"
event-types:
- {id: 1, ownerId: 1, title: t, slug: t, lengthInMinutes: 15}
bookings:
- eventTypeId: 1
  start: 2030-01-08T13:00:00Z
  attendees:
  - {email: a@example.com}
  - {email: b@example.com, timeZone: Rom, language: xx}
  - {email: c, nam: C}
"""
    assert [(line, column, message[:30]) for line, column, message, _ in found(tmp_path, text)] == [
        (7, 5, "startTime must be a time of da"),
        (9, 21, "days must be one of Monday, Tu"),
        (19, 28, "timeZone must be an IANA time "),
        (19, 43, "language cannot be 'xx'"),
        (20, 6, "email must be an e-mail addres"),
        (20, 16, "unknown field: 'nam'"),
    ]


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


def test_a_file_of_something_else_is_one_mistake(tmp_path: Path) -> None:
    (tmp_path / "package.json").write_text('{"name": "shop", "version": "1.0.0", "scripts": {"test": "node --test"}}')
    (mistake,) = check([tmp_path / "package.json"])
    assert mistake.message == "is no world file: no member is a kind of record"
    assert mistake.remedy.startswith("Keep world files in a folder of their own. Kinds are users, ")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    (mistake,) = check([tmp_path / "none.yaml"])
    assert mistake.message == "cannot be read: No such file or directory"
    assert mistake.place == f"{tmp_path / 'none.yaml'}:1:1"


def test_what_a_mapping_takes_over_from_another_is_read(tmp_path: Path) -> None:
    text = "users:\n- &ada {id: 1, username: ada, bio: B}\n- {<<: *ada, id: 2, username: ben}"
    assert found(tmp_path, text) == []
    assert populate(World(), [load(tmp_path / "0.yaml")]).users.get(2).bio == "B"  # type: ignore[union-attr]


def test_an_id_that_a_record_further_down_names_is_no_conflict(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("users:\n  - {username: first}\n  - {id: 1, username: ada}\n")
    assert check([path]) == []
