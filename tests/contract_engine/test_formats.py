from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulator.contract.formats import (
    FORMATS,
    is_date,
    is_date_time,
    is_email,
    is_hh_mm,
    is_phone,
    is_time_zone,
    is_url,
    is_uuid,
)
from emulator.world.instants import parse


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("2030-01-08", True),
        ("2030-01-08T13:00:00Z", True),
        ("2030-01-08T13:00:00.123456+00:00", True),
        ("2030-01-08T13:00:00.000-0230", True),
        ("2030-01-08T13:00", True),
        ("2030-01-08 13:00:00", True),
        ("20300108T130000Z", True),
        ("2030-02-30", False),
        ("2030-13-01T00:00:00Z", False),
        ("2030-01-08T25:00:00Z", False),
        ("2030-01-08T13:00:00 02:00", False),
        ("2030-01-08T13:00:00Z\n", False),
        ("2030", False),
        ("13:00", False),
        ("tomorrow", False),
        ("", False),
        ("٢٠٣٠-01-01", False),
        ("0001-01-01", False),
        ("9999-12-31T23:59:59-14:00", False),
        (5, True),
        (None, True),
    ],
)
def test_date_time(text: Any, good: bool) -> None:
    assert is_date_time(text) is good


@given(st.datetimes(datetime(1000, 1, 2), datetime(9000, 1, 1)), st.integers(-14 * 60, 14 * 60))
def test_every_instant_that_code_writes_is_a_date_time(moment: datetime, minutes: int) -> None:
    zone = timezone(timedelta(minutes=minutes))
    assert is_date_time(moment.isoformat())
    assert is_date_time(moment.replace(tzinfo=UTC).isoformat())
    assert is_date_time(moment.replace(tzinfo=zone).isoformat(timespec="milliseconds"))


@given(st.text(max_size=12) | st.from_regex(r"\d{4}-?\d\d-?\d\d([T ]\d\d(:?\d\d){0,2}([.,]\d+)?(Z|[+-]\d\d:?\d\d)?)?"))
def test_whatever_is_accepted_can_be_parsed(text: str) -> None:
    if is_date_time(text):
        assert parse(text).tzinfo is UTC


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("a@b.co", True),
        ("a.b+c_d@ex-ample.co.uk", True),
        ("ü@exämple.de", True),
        ('"a b"@example.com', True),
        ("a@xn--e1afmkfd.xn--p1ai", True),
        ("a@b", False),
        ("@b.co", False),
        ("a@", False),
        ("a.b.co", False),
        (".a@b.co", False),
        ("a..b@c.de", False),
        ("a b@c.de", False),
        ("a@-b.de", False),
        ("a@b-.de", False),
        ("a@b_c.de", False),
        ("a@b.c", False),
        ("a@b.123", False),
        ("a@1.2.3.4", False),
        ("A B <a@b.co>", False),
        ("a@b.co\n", False),
        ("a@b.\uff21\uff22", False),
        ("a" * 65 + "@b.co", False),
        ("a@" + "b" * 64 + ".co", False),
        ("a@" + "b." * 127 + "co", False),
        ("", False),
        (5, True),
    ],
)
def test_email(text: Any, good: bool) -> None:
    """As validator.js judges it with its default options."""
    assert is_email(text) is good


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("https://example.com/a?b#c", True),
        ("example.com", True),
        ("ftp://example.com", True),
        ("http://1.2.3.4:8080/", True),
        ("http://[::1]:3000", True),
        ("http://user:pass@example.com", True),
        ("https://例え.jp/x", True),
        ("http://localhost:3000", False),
        ("javascript:alert(1)", False),
        ("mailto:a@b.co", False),
        ("//example.com", False),
        ("http://", False),
        ("http://example.com:99999", False),
        ("http://example.com:x", False),
        ("http://:@example.com", False),
        ("http://@example.com", False),
        ("http://a:b:c@example.com", False),
        ("http://[1.2.3.4]", False),
        ("http://exa mple.com", False),
        ("http://example.com/" + "a" * 2083, False),
        ("", False),
        (5, True),
    ],
)
def test_url(text: Any, good: bool) -> None:
    """As validator.js judges it with its default options."""
    assert is_url(text) is good


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("+390612345678", True),
        ("+1 (415) 555-2671", True),
        ("4155552671", False),
        ("+999", False),
        ("x", False),
        (5, True),
    ],
)
def test_phone(text: Any, good: bool) -> None:
    assert is_phone(text) is good


def test_small_formats() -> None:
    assert is_time_zone("Europe/Rome")
    assert is_time_zone("UTC")
    assert not is_time_zone("Mars/Olympus")
    assert not is_time_zone("")
    assert is_hh_mm("09:00")
    assert not any(map(is_hh_mm, ("9:00", "24:00", "09:60", "09:00:00", "09:00\n")))
    assert is_date("2030-01-08")
    assert not any(map(is_date, ("2030-1-8", "20300108", "2030-02-30", "2030-01-08T00:00:00Z")))
    assert is_uuid("09D96A46-adbc-4480-a524-8529c06a69c1")
    assert not is_uuid("09d96a46adbc4480a5248529c06a69c1")


@pytest.mark.parametrize("name", FORMATS)
@given(value=st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.lists(st.none()))
def test_no_format_fails_on_any_value(name: str, value: Any) -> None:
    assert FORMATS[name](value) in (True, False)
    assert FORMATS[name](value) or isinstance(value, str)
