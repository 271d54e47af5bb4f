from __future__ import annotations

import pytest

CONFTEST = """
import pytest
from emulator.settings import Settings

@pytest.fixture(scope="session")
def calcom_settings():
    return Settings(strict=True, now="2029-12-03T08:00:00Z")
"""

HELPERS = """
import json
import urllib.request

def call(calcom, method, path, body=None):
    request = urllib.request.Request(
        calcom.url + path,
        json.dumps(body).encode() if body is not None else None,
        {**calcom.headers, "content-type": "application/json"},
        method=method,
    )
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)["data"]

BODY = {
    "eventTypeId": 2,
    "start": "2030-01-08T13:00:00Z",
    "attendee": {"name": "Bob", "email": "bob@example.com", "timeZone": "Europe/London"},
}
"""


def run(pytester: pytest.Pytester, tests: str, *arguments: str) -> pytest.RunResult:
    pytester.makeconftest(CONFTEST)
    pytester.makepyfile(helpers=HELPERS, test_it=tests)
    return pytester.runpytest_subprocess("-q", "-W", "error", "-p", "no:cacheprovider", *arguments)


def test_every_test_has_a_world_of_its_own_on_one_server(pytester: pytest.Pytester) -> None:
    result = run(
        pytester,
        """
        from helpers import BODY, call

        def test_one(calcom):
            assert call(calcom, "POST", "/v2/bookings", BODY)["status"] == "accepted"
            assert len(calcom.records.list("bookings")) == 1

        def test_other(calcom, calcom_server):
            assert calcom.url.startswith(calcom_server.url)
            assert calcom.records.list("bookings") == []
            assert call(calcom, "POST", "/v2/bookings", BODY)["id"] == 1

        def test_worlds_of_earlier_tests_are_gone(calcom, calcom_server):
            names = [world.name for world in calcom_server.app.universe]
            assert set(names) <= {"default", calcom.url.rpartition("/")[2]}
        """,
    )
    result.assert_outcomes(passed=3)


def test_records_clock_and_webhooks_are_at_hand(pytester: pytest.Pytester) -> None:
    result = run(
        pytester,
        """
        from datetime import datetime, timedelta, timezone
        from helpers import BODY, call

        def test_it(calcom):
            assert calcom.api_key == "cal_test_ada"
            past = calcom.records.create("bookings", eventTypeId=2, start=datetime(2020, 1, 8, 13), status="cancelled",
                                         attendees=[{"email": "old@example.com", "name": "Old"}])
            assert past["end"] == "2020-01-08T13:30:00.000Z"
            assert [b["uid"] for b in calcom.records.list("bookings", status="cancelled")] == [past["uid"]]
            assert calcom.records.patch("bookings", past["uid"], rating=5)["rating"] == 5

            calcom.webhooks.subscribe("http://127.0.0.1:9/hook", ["BOOKING_CREATED", "MEETING_STARTED"])
            booking = call(calcom, "POST", "/v2/bookings", BODY)
            summary = calcom.webhooks.drain()
            assert isinstance(summary, dict)
            assert calcom.clock.now == datetime(2029, 12, 3, 8, tzinfo=timezone.utc)
            calcom.clock.advance(timedelta(hours=1))
            calcom.clock.advance(60)
            assert calcom.clock.advance(to="2030-01-08T13:00:00Z") == datetime(2030, 1, 8, 13, tzinfo=timezone.utc)
            triggers = [delivery["trigger"] for delivery in calcom.webhooks.deliveries()]
            assert triggers == ["BOOKING_CREATED", "MEETING_STARTED"]
            again = calcom.webhooks.replay(calcom.webhooks.deliveries(trigger="BOOKING_CREATED")[0])
            assert again["body"] == calcom.webhooks.deliveries()[0]["body"]

            calcom.clock.freeze(datetime(2031, 1, 1))
            calcom.clock.release()
            calcom.records.delete("bookings", booking["id"])
            calcom.reset()
            assert calcom.records.list("bookings") == []
        """,
    )
    result.assert_outcomes(passed=1)


def test_a_refusal_of_the_control_plane_explains_itself_in_the_failure(pytester: pytest.Pytester) -> None:
    result = run(
        pytester,
        """
        import pytest

        def test_it(calcom):
            calcom.records.create("event-types", ownerId=1, title="T", slug="t", length=30)

        def test_step(calcom):
            with pytest.raises(TypeError, match="advance"):
                calcom.clock.advance()
            for user in calcom.records.list("users"):
                calcom.records.delete("users", user["id"])
            with pytest.raises(LookupError, match="no user with an API key"):
                calcom.api_key
        """,
    )
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["*unknown field: 'length'*", "*hint: known fields are*lengthInMinutes*"])


def test_suites_that_do_not_use_it_do_not_pay_for_it(pytester: pytest.Pytester) -> None:
    result = run(
        pytester,
        """
        import sys

        def test_it():
            assert not [name for name in ("uvicorn", "starlette", "openapi_core", "aiohttp") if name in sys.modules]
        """,
    )
    result.assert_outcomes(passed=1)
