from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

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
