from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from emulator.gateway.throttle import BLOCK, KEY_LIMIT, PLATFORM_LIMIT, WINDOW, Limit, Reading, Throttle

NOW = datetime(2030, 1, 8, 12, tzinfo=UTC)
KEY = {"authorization": "Bearer cal_test_ada"}


def exhaust(throttle: Throttle, headers: dict[str, str], count: int) -> Reading:
    for _ in range(count - 1):
        throttle.hit(headers, "127.0.0.1", NOW)
    return one(throttle, headers, NOW)


def one(throttle: Throttle, headers: dict[str, str], now: datetime, *limits: Limit) -> Reading:
    """What a request reads of its only limit."""
    (reading,) = throttle.hit(headers, "127.0.0.1", now, limits)
    return reading


def test_counts_down_within_a_window() -> None:
    """resources.md 11 A #1-3."""
    throttle = Throttle()
    first = one(throttle, KEY, NOW)
    second = one(throttle, KEY, NOW + timedelta(seconds=20))
    assert (first.limit, first.remaining, first.reset) == (KEY_LIMIT, KEY_LIMIT - 1, 60)
    assert (second.remaining, second.reset, second.exceeded) == (KEY_LIMIT - 2, 40, False)


def test_blocks_for_a_full_minute_beyond_the_limit() -> None:
    """resources.md 11 A #4-6."""
    throttle = Throttle()
    assert not exhaust(throttle, KEY, KEY_LIMIT).exceeded
    late = NOW + timedelta(seconds=50)
    over = one(throttle, KEY, late)
    assert (over.exceeded, over.remaining, over.reset) == (True, 0, 60)
    assert one(throttle, KEY, late + BLOCK - timedelta(seconds=1)).exceeded
    after = one(throttle, KEY, late + BLOCK)
    assert (after.exceeded, after.remaining) == (False, KEY_LIMIT - 1)


def test_a_window_that_ended_starts_anew_and_so_does_one_that_the_clock_left_backwards() -> None:
    throttle = Throttle()
    exhaust(throttle, KEY, 5)
    assert one(throttle, KEY, NOW + WINDOW).remaining == KEY_LIMIT - 1
    assert one(throttle, KEY, NOW - timedelta(days=1)).remaining == KEY_LIMIT - 1


@pytest.mark.parametrize(
    ("headers", "limit"),
    [
        (KEY, KEY_LIMIT),
        ({"authorization": "Bearer some-access-token"}, PLATFORM_LIMIT),
        ({"x-cal-client-id": "client"}, PLATFORM_LIMIT),
        ({"cf-connecting-ip": "10.0.0.1"}, KEY_LIMIT),
        ({}, KEY_LIMIT),
    ],
)
def test_each_kind_of_caller_has_its_limit_and_a_counter_of_its_own(headers: dict[str, str], limit: int) -> None:
    throttle = Throttle()
    throttle.hit({"authorization": "Bearer cal_other"}, "10.9.9.9", NOW)
    reading = one(throttle, headers, NOW)
    assert (reading.limit, reading.remaining) == (limit, limit - 1)


def test_an_operation_with_its_own_limit_counts_apart_and_shows_its_name() -> None:
    throttle = Throttle()
    exhaust(throttle, KEY, 10)
    reading = one(throttle, KEY, NOW, Limit("booking_guests_add", 5))
    assert reading.headers() == [
        (b"x-ratelimit-limit-Booking_guests_add", b"5"),
        (b"x-ratelimit-remaining-Booking_guests_add", b"4"),
        (b"x-ratelimit-reset-Booking_guests_add", b"60"),
    ]


def test_forgets_callers_whose_window_ended_when_it_keeps_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("emulator.gateway.throttle.MOST_TRACKED", 3)
    throttle = Throttle()
    for number in range(3):
        throttle.hit({}, f"10.0.0.{number}", NOW)
    throttle.hit({}, "10.0.0.9", NOW + WINDOW)
    assert throttle.hit({}, "10.0.0.9", NOW + WINDOW)[0].remaining == KEY_LIMIT - 2
    assert throttle.hit({}, "10.0.0.1", NOW + WINDOW)[0].remaining == KEY_LIMIT - 1


def test_several_limits_are_counted_apart() -> None:
    """resources.md 11 A #9-12"""
    throttle = Throttle()
    short = Limit("short", 2, timedelta(seconds=1), timedelta(seconds=2))
    limits = (short, Limit("long", 5, timedelta(seconds=60), timedelta(seconds=60)))
    for _ in range(2):
        throttle.hit(KEY, "", NOW, limits)
    third = throttle.hit(KEY, "", NOW, limits)
    assert [(each.remaining, each.reset, each.exceeded) for each in third] == [(0, 2, True), (2, 60, False)]
    fourth = throttle.hit(KEY, "", NOW + timedelta(seconds=2), limits)
    assert [(each.name, each.remaining) for each in fourth] == [("Short", 1), ("Long", 1)]


def test_a_silence_lasts_though_the_clock_goes_back() -> None:
    throttle = Throttle()
    exhaust(throttle, KEY, KEY_LIMIT + 1)
    assert one(throttle, KEY, NOW - timedelta(days=1)).exceeded
