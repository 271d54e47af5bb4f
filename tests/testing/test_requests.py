from __future__ import annotations

import pytest

from emulator.testing import Calcom
from tests.testing.asking import book, call


def test_what_the_code_under_test_asked(world: Calcom) -> None:
    book(world)
    book(world)
    entry = world.requests.expect("POST", "/v2/bookings", status=201, body={"attendee": {"name": "Bob"}}, times=1)
    assert entry["operation"].startswith("BookingsController")
    assert [each["status"] for each in world.requests.list(path="/v2/book*")] == [201, 409]
    world.requests.expect_none("DELETE")
    world.requests.clear()
    world.requests.expect_none()


def test_what_was_not_asked_is_told_with_what_was(world: Calcom) -> None:
    with pytest.raises(AssertionError, match=r"POST /v2/bookings was not called\nwhat was asked:\n  nothing"):
        world.requests.expect("POST", "/v2/bookings")
    book(world)
    call(world, "GET", "/v2/me?x=1")
    with pytest.raises(AssertionError) as caught:
        world.requests.expect("POST", "/v2/bookings", body={"eventTypeId": 9})
    assert str(caught.value).splitlines() == [
        "POST /v2/bookings was not called with the body expected",
        "  POST /v2/bookings -> 201",
        "    /eventTypeId: expected 9, got 2",
        "what else was asked:",
        "  GET /v2/me?x=1 -> 200",
    ]
    with pytest.raises(AssertionError, match="POST /v2/bookings answered 201 was called once, not 2 times"):
        world.requests.expect("POST", "/v2/bookings", status=201, times=2)
    with pytest.raises(AssertionError, match=r"no \* /v2/me expected, but:\n  GET /v2/me"):
        world.requests.expect_none(path="/v2/me")
