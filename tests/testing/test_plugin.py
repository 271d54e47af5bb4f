from __future__ import annotations

import json
from xml.etree import ElementTree

import pytest

ALONE = (
    "-q",
    "-W",
    "error",
    *(f"-pno:{name}" for name in ("cacheprovider", "schemathesis", "hypothesispytest", "faker")),
)
"""Only the plugins that are wanted: the others of this environment take seconds to load."""

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
    return pytester.runpytest_subprocess(*ALONE, *arguments)


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
            with pytest.raises(TypeError, match="advance.to='2031"):
                calcom.clock.advance("2031-01-01T00:00:00Z")
            for user in calcom.records.list("users"):
                calcom.records.delete("users", user["id"])
            with pytest.raises(LookupError, match="no user with an API key"):
                calcom.api_key
        """,
    )
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["*unknown field: 'length'*", "*hint: did you mean lengthInMinutes*"])


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


def test_markers_shape_the_world_of_a_test(pytester: pytest.Pytester) -> None:
    pytester.makefile(
        ".yaml", mine="users: [{id: 9, username: zoe}]\n", keys="api-keys: [{userId: 9, apiKey: cal_zoe}]\n"
    )
    result = run(
        pytester,
        """
        import pytest
        from helpers import BODY, call

        pytestmark = pytest.mark.calcom(now="2031-01-01T00:00:00Z")

        def test_time_of_the_module(calcom):
            assert calcom.clock.now.year == 2031
            assert calcom.records.list("users")[0]["username"] == "ada"

        @pytest.mark.calcom(fixtures=["mine.yaml", "keys"])
        def test_names_that_are_nowhere(calcom):
            pass

        @pytest.mark.calcom(fixtures=["mine.yaml", "keys.yaml"], now="2032-01-01T00:00:00Z")
        def test_files_of_its_own(calcom):
            assert calcom.clock.now.year == 2032
            assert call(calcom, "GET", "/v2/me")["username"] == "zoe"

        @pytest.mark.calcom(fixtures="team")
        def test_a_shipped_world(calcom):
            assert calcom.records.list("teams")

        @pytest.mark.calcom("team")
        def test_markers_speak_by_name(calcom):
            pass

        @pytest.mark.calcom(now="soon")
        def test_no_instant(calcom):
            pass

        @pytest.mark.calcom(faults="status")
        def test_no_fault(calcom):
            pass
        """,
    )
    result.assert_outcomes(passed=3, errors=4)
    result.stdout.fnmatch_lines_random(
        [
            "*there is no world file 'keys': neither *keys, nor one of those shipped (*default, *team*)*",
            "*@pytest.mark.calcom takes fixtures, now, faults by name, not 'team'*",
            "*@pytest.mark.calcom(now=…): 'soon' is no ISO 8601 instant such as 2030-01-08T13:00:00Z",
            '*@pytest.mark.calcom(faults=…): \'status\' is no fault such as {"effect": "status",*',
        ]
    )


def test_options_stand_in_the_configuration_or_on_the_command_line(pytester: pytest.Pytester) -> None:
    pytester.makepyprojecttoml(
        """
        [tool.pytest.ini_options]
        calcom_fixtures = ["team"]
        calcom_now = "2031-01-01T00:00:00Z"
        calcom_seed = "5"
        calcom_strict = "true"
        """
    )
    pytester.makepyfile(
        """
        def test_it(calcom, calcom_server):
            assert calcom.records.list("teams")
            settings = calcom_server.app.settings
            assert (settings.now[:4], settings.seed, settings.strict) == ("2032", 5, True)
            assert settings.log_level == "warning"
        """
    )
    arguments = (*ALONE, "--calcom-now", "2032-01-01T00:00:00Z")
    pytester.runpytest_subprocess(*arguments).assert_outcomes(passed=1)
    refused = pytester.runpytest_subprocess(*arguments, "--calcom-seed", "lots")
    refused.stdout.fnmatch_lines(["*--calcom-seed: 'lots' is no whole number*"])


def test_the_server_logs_what_it_is_told_to(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import logging

        def test_it(calcom):
            logging.getLogger("emulator").info("hear, hear")
            assert not calcom.url
        """
    )
    assert "Captured log call" not in pytester.runpytest_subprocess(*ALONE).stdout.str()
    assert "Captured log call" in pytester.runpytest_subprocess(*ALONE, "--calcom-log=info").stdout.str()


def test_modules_of_the_package_are_loaded_as_they_were_compiled(pytester: pytest.Pytester) -> None:
    """pytest would compile each of them itself, in every worker."""
    result = run(
        pytester,
        """
        from _pytest.assertion.rewrite import AssertionRewritingHook

        def test_it(calcom):
            import emulator.app
            assert not isinstance(emulator.app.__loader__, AssertionRewritingHook)
        """,
    )
    result.assert_outcomes(passed=1)


def test_a_failure_shows_the_world(pytester: pytest.Pytester) -> None:
    result = run(
        pytester,
        """
        from helpers import BODY, call

        def test_it(calcom):
            inbox = calcom.webhooks.inbox("BOOKING_CREATED")
            call(calcom, "POST", "/v2/bookings", BODY)
            inbox.expect("BOOKING_CANCELLED", timeout=0)
        """,
    )
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            ">*inbox.expect*",
            "E*no BOOKING_CANCELLED came*",
            "*- Cal.com world -*",
            "world http://127.0.0.1:*/w/test-1, its clock stands still at 2029-12-03 08:00:00 UTC",
            "booking *, accepted: 30 min meeting between Ada Host and Bob",
            "*POST /v2/bookings -> 201",
            "*BOOKING_CREATED to inbox 1: delivered (200)",
            "Let it happen again: calcom-emulator replay calcom-capsules/test_it.py-test_it.json",
        ]
    )
    result.stdout.no_fnmatch_line("*def expect(*")
    capsule = json.loads((pytester.path / "calcom-capsules" / "test_it.py-test_it.json").read_text())
    assert capsule["settings"] == {
        "seed": 0,
        "strict": True,
        "rate_limit": False,
        "hosted_urls": False,
        "webhook_policy": "retry",
    }
    assert "no BOOKING_CANCELLED came" in capsule["failure"]
    assert [next(iter(step)) for step in capsule["steps"]] == ["told", "request"]


FAILURES = """
import urllib.error

import pytest
from helpers import call

def ask(calcom):
    try:
        call(calcom, "GET", "/v2/bookings/nobody")
    except urllib.error.HTTPError as refusal:
        refusal.close()
        raise AssertionError("refused") from None

@pytest.fixture
def prepared(calcom):
    ask(calcom)

@pytest.fixture
def cleaned(calcom):
    yield
    ask(calcom)

@pytest.fixture(scope="module")
def clinic(calcom_server):
    with calcom_server.world("clinic") as world:
        yield world

def test_fails(calcom):
    ask(calcom)

def test_cannot_begin(prepared):
    pass

def test_in_a_wider_world(clinic):
    ask(clinic)

def test_of_two_worlds(calcom, clinic):
    ask(calcom)

def test_cannot_end(cleaned):
    "The last one: whatever lives as long as the run is taken down with it."
"""


@pytest.mark.parametrize(
    "arguments",
    [(), ("--tb=short",), ("--tb=native",), ("--show-capture=no",), ("-n", "2", "--dist", "loadfile")],
    ids=str,
)
def test_wherever_a_test_fails_its_world_is_shown(pytester: pytest.Pytester, arguments: tuple[str, ...]) -> None:
    result = run(pytester, FAILURES, "--junitxml=junit.xml", *arguments)
    result.assert_outcomes(failed=3, passed=1, errors=2)
    text = result.stdout.str()
    said = "- GET /v2/bookings/nobody -> 404"
    # The test of two worlds shows both of them, one of which another test has asked.
    assert (text.count("- Cal.com world -"), text.count(said)) == (5, 6)
    assert text.count("- Cal.com world 2 -") == 1
    for name in ("fails", "cannot_begin", "in_a_wider_world", "of_two_worlds", "cannot_end"):
        assert f"calcom-emulator replay calcom-capsules/test_it.py-test_{name}.json" in text
    cases = list(ElementTree.parse(pytester.path / "junit.xml").iter("testcase"))  # noqa: S314 - pytest wrote it
    assert sum(said in (told.text or "") for case in cases for told in case) == 5


def test_suites_of_unittest_tell_it_too(pytester: pytest.Pytester) -> None:
    result = run(
        pytester,
        """
        from emulator.testing import CalcomTestCase

        class Suite(CalcomTestCase):
            def test_fails(self):
                self.calcom.webhooks.inbox("BOOKING_CREATED").expect("BOOKING_CREATED", timeout=0)

            def test_passes(self):
                self.assertTrue(self.calcom.url)
        """,
    )
    result.assert_outcomes(failed=1, passed=1)
    result.stdout.fnmatch_lines(
        [
            "E*no BOOKING_CREATED came",
            "E*Cal.com world",
            "E*What stands out:",
            "E*- nobody asked this emulator's API anything:",
            "E*Let it happen again: calcom-emulator replay calcom-capsules/*test_fails.json",
        ]
    )
    result.stdout.no_fnmatch_line("*return method(*")


def test_a_case_without_a_world_hides_no_failure(pytester: pytest.Pytester) -> None:
    result = run(
        pytester,
        """
        from emulator.testing import CalcomTestCase

        class Suite(CalcomTestCase):
            def setUp(self):
                pass

            def test_fails(self):
                raise RuntimeError("the failure itself")
        """,
    )
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["E*RuntimeError: the failure itself", "E*does a setUp of this class call super*"])


def test_a_world_that_cannot_be_looked_at_hides_nothing(pytester: pytest.Pytester) -> None:
    result = run(
        pytester,
        """
        def test_it(calcom, calcom_server):
            calcom.control.get = None
            raise RuntimeError("the failure itself")
        """,
    )
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["E*the failure itself", "*Cal.com world*", "could not be looked at: TypeError*"])


def test_the_environment_of_the_code_under_test(pytester: pytest.Pytester) -> None:
    pytester.makeini("[pytest]\ncalcom_env = 'CALCOM_API={url}/v2' CALCOM_KEY={api_key}\n")
    result = run(
        pytester,
        """
        import os

        def test_it(calcom):
            assert os.environ["CALCOM_API"] == calcom.url + "/v2"
            assert os.environ["CALCOM_KEY"] == calcom.api_key

        def test_without_a_world():
            assert "CALCOM_API" not in os.environ
        """,
    )
    result.assert_outcomes(passed=2)
    for wrong, words in (
        ("CALCOM_API", "*calcom_env: 'CALCOM_API' is not NAME=VALUE, such as CALCOM_URL={url}/v2"),
        ("A={uri}", "*calcom_env: {uri} in 'A={uri}' stands for nothing: there are {url} and {api_key}"),
    ):
        refused = pytester.runpytest_subprocess(*ALONE, "--calcom-env", wrong)
        refused.assert_outcomes(passed=1, errors=1)
        refused.stdout.fnmatch_lines([words])


def test_awaited_expectations_fail_where_the_test_stands(pytester: pytest.Pytester) -> None:
    result = run(
        pytester,
        """
        import pytest

        @pytest.mark.anyio
        @pytest.mark.parametrize("anyio_backend", ["asyncio"])
        async def test_it(acalcom, anyio_backend):
            inbox = await acalcom.webhooks.inbox("BOOKING_CREATED")
            await inbox.expect("BOOKING_CREATED", timeout=0)
        """,
    )
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines([">*await inbox.expect(*", "E*no BOOKING_CREATED came", "*- Cal.com world -*"])
    result.stdout.no_fnmatch_line("*to_thread.py*")
    result.stdout.no_fnmatch_line("*aio.py*")


def test_workers_of_a_parallel_run_have_a_server_each(pytester: pytest.Pytester) -> None:
    result = run(
        pytester,
        """
        import pytest
        from helpers import BODY, call

        @pytest.mark.parametrize("number", range(6))
        def test_it(calcom, number):
            assert call(calcom, "POST", "/v2/bookings", BODY)["id"] == 1
        """,
        "-n",
        "2",
    )
    result.assert_outcomes(passed=6)


def test_coroutines_have_the_same_world(pytester: pytest.Pytester) -> None:
    result = run(
        pytester,
        """
        import asyncio
        import pytest

        @pytest.mark.anyio
        @pytest.mark.parametrize("anyio_backend", ["asyncio"])
        async def test_it(acalcom, calcom, anyio_backend):
            assert acalcom.url == calcom.url
            # A handler on the test's own loop: were the test to block, nobody would answer.
            heard = asyncio.Event()

            async def handle(reader, writer):
                await reader.readuntil(b"\\r\\n\\r\\n")
                heard.set()
                writer.write(b"HTTP/1.1 200 OK\\r\\ncontent-length: 0\\r\\n\\r\\n")
                writer.close()
                await writer.wait_closed()

            handler = await asyncio.start_server(handle, "127.0.0.1", 0)
            port = handler.sockets[0].getsockname()[1]
            await acalcom.webhooks.subscribe(f"http://127.0.0.1:{port}/", ["MEETING_STARTED"])
            await acalcom.records.create("bookings", eventTypeId=2, start="2030-01-08T13:00:00Z")
            await acalcom.clock.advance(to="2030-01-08T13:00:00Z")
            assert heard.is_set()
            assert (await acalcom.webhooks.deliveries())[0]["state"] == "delivered"
            handler.close()
            await handler.wait_closed()
        """,
    )
    result.assert_outcomes(passed=1)
