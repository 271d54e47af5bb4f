"""What the report of a failed test begins with."""

from __future__ import annotations

from typing import Any

import pytest

from emulator.testing import Calcom
from emulator.testing.outstanding import MOST, outstanding
from tests.receiver import Receiver
from tests.testing.asking import BODY, book, call, move


def found(world: Calcom) -> list[list[str]]:
    world.webhooks.drain()
    return [text.splitlines() for text in outstanding(world.control)]


def test_nothing_stands_out_where_all_went_well(world: Calcom) -> None:
    inbox = world.webhooks.inbox("BOOKING_CREATED")
    book(world)
    inbox.expect("BOOKING_CREATED")
    assert found(world) == []


def test_a_refusal_with_the_reason(world: Calcom) -> None:
    uid = book(world)["uid"]
    book(world)
    taken = (
        "'30 min meeting between Ada Host and Bob' is booked from 2030-01-08T13:00:00.000Z to 2030-01-08T13:30:00.000Z"
    )
    assert found(world) == [
        [
            "POST /v2/bookings -> 409: User either already has booking at this time or is not available",
            "  asked for 2030-01-08T13:00:00Z, which is Tuesday, 13:00 in Europe/London",
            f"  {taken}",
        ]
    ]
    other = book(world, start="2030-01-09T13:00:00Z")["uid"]
    move(world, other, BODY["start"])
    refusal = found(world)[-1]
    assert refusal[0].startswith(f"POST /v2/bookings/{other}/reschedule -> 4")
    assert refusal[1:] == ["  asked for 2030-01-08T13:00:00Z, which is Tuesday, 13:00 in Europe/London", f"  {taken}"]
    assert uid != other


def test_a_search_that_found_no_slot(world: Calcom) -> None:
    slots = "/v2/slots?eventTypeId=2&start=2030-01-{}&end=2030-01-{}"
    newer = {"cal-api-version": "2024-09-04"}
    call(world, "GET", slots.format("08", "09"), **newer)
    assert found(world) == []
    call(world, "GET", slots.format("12", "13"), **newer)
    ((line, *reasons),) = found(world)
    assert line == "GET /v2/slots?eventTypeId=2&start=2030-01-12&end=2030-01-13 -> 200 offers no slot"
    assert "  outside the schedule, which has Saturday: closed (Europe/Rome)" in reasons
    call(world, "GET", "/v2/slots?eventTypeId=2&start=2029-11-12&end=2029-11-13", **newer)
    assert found(world)[-1][1] == "  it is 2029-12-03T08:00:00.000Z already"


def test_a_refusal_that_no_slot_explains(world: Calcom) -> None:
    bodies: list[Any] = [{"eventTypeId": 99, "start": BODY["start"]}, {"eventTypeId": "x", "start": "soon"}, {}, []]
    for body in bodies:
        call(world, "POST", "/v2/bookings", body)
    move(world, "nobody", BODY["start"])
    world.records.create("bookings", eventTypeId=2, start=BODY["start"])
    book(world, attendee={})
    book(world, metadata={"a": {"b": "no text"}})
    assert len(found(world)) >= 4
    assert "booked from" not in str(found(world))


def test_the_same_twice_is_said_once(world: Calcom) -> None:
    for _ in range(3):
        call(world, "GET", "/v2/bookings/nobody")
    (lines,) = found(world)
    assert lines[-1].endswith(" (3 times)")


def test_what_validation_found_and_what_it_may_come_of(world: Calcom) -> None:
    call(world, "POST", "/v2/bookings", BODY, **{"cal-api-version": "2024-04-15"})
    (lines,) = found(world)
    assert lines[0] == "POST /v2/bookings -> 400: Bad Request Exception"
    assert lines[-4:] == [
        "  timeZone must be a valid IANA time-zone",
        "  language must be a string",
        "  metadata should not be null or undefined",
        "  (and 1 more)",
    ]


def test_a_hint_beside_an_answer(world: Calcom) -> None:
    book(world, bookingFieldsResponses={"metadata": {"order": "17"}})
    assert found(world) == [
        ["POST /v2/bookings -> 201, but", "  metadata belongs beside bookingFieldsResponses, not into it"]
    ]


@pytest.mark.parametrize(
    ("status", "lines"),
    [
        (
            500,
            [
                "BOOKING_CREATED to inbox 1 was answered 500",
                "  it is tried again at 2029-12-03 08:00:1",
            ],
        ),
        (
            401,
            [
                "BOOKING_CREATED to inbox 1 was answered 401",
                "  does the handler check the signature with this webhook's secret, over the bytes as they came?",
                "  JSON that was parsed and written again has other bytes, whose signature is another",
            ],
        ),
        (None, ["BOOKING_CREATED to inbox 1 was not answered: the connection was cut"]),
    ],
)
def test_a_handler_in_trouble(world: Calcom, status: int | None, lines: list[str]) -> None:
    world.webhooks.inbox("BOOKING_CREATED").answer(status)
    book(world)
    (told,) = found(world)
    assert [line[: len(wanted)] for line, wanted in zip(told, lines, strict=False)] == lines


def test_what_a_handler_says_with_its_refusal(world: Calcom) -> None:
    with Receiver(400, b"no order\nfor this uid") as handler:
        world.webhooks.subscribe(handler.url, ["BOOKING_CREATED"])
        book(world)
        assert found(world) == [[f"BOOKING_CREATED to {handler.url} was answered 400: no order for this uid"]]


def test_nobody_listens(world: Calcom) -> None:
    world.webhooks.subscribe("http://127.0.0.1:9/hook", ["BOOKING_CREATED"])
    book(world)
    told = found(world)[0]
    assert told[0] == "BOOKING_CREATED to http://127.0.0.1:9/hook could not be sent: nobody listens there"
    assert "but the clock stands still: calcom.clock.advance(to='2029-12-03T08:00:" in told[1]
    world.clock.release()
    assert "the clock stands still" not in str(found(world))


def test_a_fault_that_struck(world: Calcom) -> None:
    world.faults.set(effect="wrong-secret")
    world.webhooks.inbox("BOOKING_CREATED").answer(401)
    book(world)
    assert found(world) == [["BOOKING_CREATED to inbox 1 was answered 401 (a fault had struck it: wrong-secret)"]]


@pytest.mark.parametrize(
    ("start", "zone", "told"),
    [
        ("2030-07-03T15:00:00Z", "Europe/Rome", "2030-07-03T15:00:00Z, which is Wednesday, 17:00 in Europe/Rome"),
        ("2030-07-03T00:30:00+02:00", "America/New_York", ", which is Tuesday, 18:30 in America/New_York"),
    ],
)
def test_a_time_outside_of_hours_on_the_clock_of_who_asked(world: Calcom, start: str, zone: str, told: str) -> None:
    """Whoever got the hours of summer wrong sees it: the reason has the host's hours on the host's clock."""
    book(world, start=start, attendee={**BODY["attendee"], "timeZone": zone})
    ((_, asked, reason),) = found(world)
    assert asked.startswith("  asked for ")
    assert asked.endswith(told)
    assert reason.startswith("  outside the schedule, which has ")


def test_a_booking_that_goes_by_another_uid(world: Calcom) -> None:
    first = book(world)["uid"]
    second = move(world, first, "2030-01-09T13:00:00Z")["uid"]
    call(world, "POST", f"/v2/bookings/{first}/cancel", {"cancellationReason": "Ill"})
    ((line, *more),) = found(world)
    assert line.startswith(f"POST /v2/bookings/{first}/cancel -> 400: Can't cancel booking")
    assert more == [
        f"  {first} was moved to another time and is {second} now:",
        "    a booking that moves gets a new uid",
    ]


def test_a_refusal_that_passes(world: Calcom) -> None:
    world.faults.set(effect="rate-limit", times=1)
    call(world, "GET", "/v2/me")
    call(world, "GET", "/v2/bookings")
    assert found(world) == [
        ["GET /v2/me -> 429: fault 1: rate-limit", "  the code under test did not ask for it again"]
    ]
    call(world, "GET", "/v2/me")
    assert found(world) == [["GET /v2/me -> 429: fault 1: rate-limit"]]


def test_the_newest_count(world: Calcom) -> None:
    for number in range(MOST + 2):
        call(world, "GET", f"/v2/bookings/nobody{number}")
    assert [lines[0].split()[1] for lines in found(world)] == [f"/v2/bookings/nobody{n}" for n in range(2, MOST + 2)]


def test_silence(world: Calcom) -> None:
    assert found(world)[0][0].startswith("nobody asked")
    call(world, "GET", "/v2/me")
    assert found(world) == []
    world.requests.clear()
    assert found(world) == []
