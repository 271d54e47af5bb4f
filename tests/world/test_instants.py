from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulator.world.instants import parse, wire


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2030-01-08T13:00:00.000Z", "2030-01-08T13:00:00.000Z"),
        ("2030-01-08T13:00:00+00:00", "2030-01-08T13:00:00.000Z"),
        ("2030-01-08T13:00:00.123456Z", "2030-01-08T13:00:00.123Z"),
        ("2030-01-08T14:00:00+01:00", "2030-01-08T13:00:00.000Z"),
        ("2030-01-08T13:00", "2030-01-08T13:00:00.000Z"),
        ("2030-01-08", "2030-01-08T00:00:00.000Z"),
    ],
)
def test_reads_what_clients_send(text: str, expected: str) -> None:
    assert wire(parse(text)) == expected


@pytest.mark.parametrize("text", ["", "tomorrow", "2030-13-01", "2030-01-08T25:00:00Z"])
def test_refuses_what_is_no_instant(text: str) -> None:
    with pytest.raises(ValueError, match=r"isoformat|must be"):
        parse(text)


@given(st.datetimes(datetime(1970, 1, 2), datetime(2100, 1, 1)), st.integers(-14 * 60, 14 * 60))
def test_wire_and_parse_are_inverse_to_the_millisecond(naive: datetime, minutes: int) -> None:
    instant = naive.replace(tzinfo=timezone(timedelta(minutes=minutes)))
    back = parse(wire(instant))
    assert back.tzinfo is UTC
    assert timedelta() <= instant - back < timedelta(milliseconds=1)


def test_tells_the_two_hours_of_an_autumn_night_apart() -> None:
    """Python takes the two for equal, so that whoever keeps what was written must not go by that."""
    first = datetime(2030, 10, 27, 2, 30, tzinfo=ZoneInfo("Europe/Rome"))
    assert wire(first) == "2030-10-27T00:30:00.000Z"
    assert wire(first.replace(fold=1)) == "2030-10-27T01:30:00.000Z"


@pytest.mark.parametrize("year", [1, 999, 2030, 9999])
def test_cuts_to_milliseconds_in_any_year(year: int) -> None:
    assert wire(datetime(year, 1, 2, 3, 4, 5, 6789, UTC)) == f"{year:04}-01-02T03:04:05.006Z"


class FrozenByATest(datetime):
    """What libraries that freeze a process's time put in the place of `datetime`."""


def test_writes_instants_of_a_process_whose_time_is_frozen() -> None:
    assert wire(FrozenByATest(2031, 5, 6, 7, 8, 9, 123456, UTC)) == "2031-05-06T07:08:09.123Z"
    assert wire(FrozenByATest(2031, 5, 6, 7, 8, tzinfo=ZoneInfo("Europe/Rome"))) == "2031-05-06T05:08:00.000Z"
