"""What can be served and is nothing that anybody is likely to mean, as `fixtures check` tells it."""

from __future__ import annotations

from pathlib import Path

import pytest

from emulator.control.fixture_check import check
from emulator.control.fixtures import load, populate
from emulator.world.world import World

HOOK = "{userId: 1, subscriberUrl: 'http://127.0.0.1:9/', "
ADA = "users:\n- {id: 1, username: ada}\n"
HOUR = "event-types:\n- {id: 1, ownerId: 1, title: T, slug: t, lengthInMinutes: 60}\n"


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        (f"{ADA}- {{id: 2, username: ada, email: b@example.com}}", 3, 11, "user 1 is called 'ada' too"),
        ("users:\n- {id: 0, username: a}", 2, 4, "0 is no id as Cal.com gives them"),
        (f"{ADA}event-types:\n- {{title: T, slug: t, lengthInMinutes: 5}}", 4, 3, "the event type belongs to nobody"),
        (
            f"{ADA}event-types:\n- {{ownerId: 1, title: T, slug: t, lengthInMinutes: 0}}",
            4,
            35,
            "0 minutes are no length",
        ),
        (
            f"{ADA}{HOUR}- {{ownerId: 1, title: U, slug: t, lengthInMinutes: 5}}",
            5,
            26,
            "of the same owner has the slug",
        ),
        (
            f"{ADA}schedules:\n- ownerId: 1\n  name: N\n  availability:\n"
            "  - {days: [Monday], startTime: '22:00', endTime: '02:00'}",
            *(6, 3, "hours from 22:00 to 02:00 hold no time"),
        ),
        (f"{ADA}out-of-office:\n- {{userId: 1, start: 2030-01-09, end: 2030-01-08}}", 4, 34, "ends before it starts"),
        (f"{ADA}{HOUR}bookings:\n- {{eventTypeId: 1, start: 2030-01-08T09:00:00Z}}", 6, 3, "nobody comes"),
        (
            f"{ADA}{HOUR}bookings:\n- {{id: 1, eventTypeId: 1, start: 2030-01-08T09:30:00Z, attendees: [{{}}]}}\n"
            "- {id: 2, eventTypeId: 1, start: 2030-01-08T09:00:00Z, attendees: [{}]}",
            *(7, 27, "the host has booking 1 at the same time, from 2030-01-08T09:30:00.000Z"),
        ),
        (
            f"{ADA}{HOUR}bookings:\n"
            "- {eventTypeId: 1, start: 2030-01-08T09:00:00Z, end: 2030-01-08T12:00:00Z, attendees: [{}]}\n"
            "- {eventTypeId: 1, start: 2030-01-08T10:00:00Z, status: pending, attendees: [{}]}\n"
            "- {eventTypeId: 1, start: 2030-01-08T08:00:00Z, end: 2030-01-08T08:30:00Z, attendees: [{}]}\n"
            "- {eventTypeId: 1, start: 2030-01-08T11:00:00Z, attendees: [{}]}",
            *(9, 20, "the host has booking 1 at the same time"),
        ),
        (
            f"{ADA}{HOUR}bookings:\n- {{id: 1, eventTypeId: 1, start: 2030-01-08T09:00:00Z, attendees: [{{id: 1}}]}}\n"
            "- {id: 2, eventTypeId: 1, start: 2030-01-09T09:00:00Z, attendees: [{id: 2}]}\n"
            "seats:\n- {bookingId: 1, attendeeId: 2}",
            *(9, 18, "attendee 2 comes to booking 2, the seat is in 1"),
        ),
        (f"{ADA}webhooks:\n- {HOOK}triggers: []}}", 4, 53, "the webhook is told of nothing"),
        (
            f"{ADA}webhooks:\n- {HOOK}triggers: [BOOKING_CREATED], payloadTemplate: '{{{{#if x}}'}}",
            *(4, 82, "the template cannot be read"),
        ),
    ],
)
def test_a_doubt_is_told_and_served(tmp_path: Path, text: str, line: int, column: int, message: str) -> None:
    path = tmp_path / "doubtful.yaml"
    path.write_text(text)
    (doubt,) = check([path])
    assert (doubt.line, doubt.column, doubt.is_doubt) == (line, column, True)
    assert message in doubt.message
    assert ": note: " in str(doubt)
    populate(World(), [load(path)])


def test_those_that_wait_keep_nobody_away(tmp_path: Path) -> None:
    booking = "- {eventTypeId: 1, start: 2030-01-08T09:00:00Z, status: pending, attendees: [{}]}\n"
    path = tmp_path / "waiting.yaml"
    path.write_text(f"{ADA}{HOUR}bookings:\n{booking}{booking}")
    assert check([path]) == []
