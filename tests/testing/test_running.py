"""Worlds on a server that runs already: another process, asked over its socket."""

from __future__ import annotations

import socket
import subprocess
import sys
import unittest
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import pytest

from emulator.control.fixtures import FixtureError
from emulator.resources import resource
from emulator.server import ServerError
from emulator.testing import AsyncCalcom, Calcom, CalcomTestCase, ControlPlaneError, Receiver, RunningServer, Server
from emulator.testing.capsule import capsule
from emulator.testing.replay import replay
from emulator.testing.running import KEPT
from tests.docs.pages import ROOT, pages
from tests.testing.asking import NOW, book, call
from tests.testing.test_absence import said
from tests.testing.test_plugin import ALONE, CONFTEST, HELPERS
from tests.testing.test_server import run_suite

SHIPPED = resource("fixtures/default.yaml")


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A process of `serve` that has a world file of its own besides those that ship."""
    folder = tmp_path_factory.mktemp("fixtures")
    (folder / "clinic.yaml").write_text("users: [{id: 4, username: cleo, apiKey: cal_cleo}]\n")
    command = [sys.executable, "-m", "emulator", "serve", "--port", "0", "--fixtures", str(folder), "--seed", "3"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        assert process.stdout is not None
        lines = iter(process.stdout.readline, "")
        yield next(word for line in lines for word in line.split() if word.startswith("http://127.0.0.1:"))
        process.terminate()


@pytest.fixture
def running(url: str) -> Iterator[RunningServer]:
    with RunningServer(url, fixtures=SHIPPED, now=NOW) as server:
        yield server
    assert names(url) == {"default"}


def names(url: str) -> set[str]:
    with Calcom(url) as default:
        return {world["name"] for world in default.backstage.worlds()}


def usernames(world: Calcom) -> list[str]:
    return [user["username"] for user in world.records.list("users")]


def test_worlds_are_apart_and_dropped(url: str) -> None:
    with RunningServer(url) as one, RunningServer(url) as other:
        assert repr(one) == f"<RunningServer {url}>"
        worlds = [one.world(), one.world(), other.world(), one.world("mine"), other.world("mine")]
        assert len({world.url for world in worlds}) == 5
        assert usernames(one.world()) == ["cleo"]
        again = one.world("mine")
        assert again.url == worlds[3].url
        again.records.create("users", username="zoe")
        assert usernames(one.world("mine")) == ["cleo", "zoe"]
        one.drop(worlds[0])
        assert worlds[0].url.rpartition("/")[2] not in names(url)
        worlds[1].backstage.drop_world(worlds[1].url.rpartition("/")[2])
    assert names(url) == {"default"}


def test_a_world_is_what_a_server_of_the_tests_own_would_make(running: RunningServer, tmp_path: Path) -> None:
    """By name of the server's, from files of one's own, from several; with the clock of the run or its own."""
    mine, more = tmp_path / "mine.yaml", tmp_path / "more.yaml"
    mine.write_text("users: [{id: 9, username: zoe}]\n")
    more.write_text("now: 2033-01-01T00:00:00Z\nusers: [{id: 10, username: yan}]\n")
    with Server(now=NOW, seed=3) as own:
        cases: list[tuple[Any, str | None]] = [
            ((), None),
            ("team", None),
            ("dst", None),
            (mine, None),
            ([str(mine), more], None),
            (["team", mine], "2032-01-01T00:00:00Z"),
            ([mine, "recurring"], None),
            (tmp_path, None),
        ]
        for fixtures, now in cases:
            with (
                running.world(fixtures=fixtures, now=now) as there,
                own.world(fixtures=fixtures or SHIPPED, now=now) as here,
            ):
                for _ in range(2):
                    shown, expected = there.backstage.state(), here.backstage.state()
                    assert masked(shown) == masked(expected), fixtures
                    there.records.create("users", username="late")
                    assert there.backstage.state() != shown
                    there.reset()
    with running.world(fixtures="clinic") as clinic:
        assert usernames(clinic) == ["cleo"]
        assert clinic.clock.now.year == 2029


def masked(state: Any) -> Any:
    """A state without what depends on the machine's time."""
    if isinstance(state, dict):
        return {name: masked(value) for name, value in state.items() if not name.startswith(("created", "updated"))}
    return [masked(each) for each in state] if isinstance(state, list) else state


def test_without_a_clock_of_the_run_it_is_the_servers(url: str, tmp_path: Path) -> None:
    mine = tmp_path / "mine.yaml"
    mine.write_text("users: [{id: 9, username: zoe}]\n")
    with Server(now=NOW) as frozen, RunningServer(frozen.url) as server:
        assert server.world(fixtures=mine).clock.now.isoformat() == "2029-12-03T08:00:00+00:00"
    with RunningServer(url) as server:
        world = server.world(fixtures=mine)
        assert world.control.get("/clock")["mode"] == "real"


def test_beginnings_are_made_once_and_few_are_kept(url: str) -> None:
    with RunningServer(url) as server:
        for _ in range(3):
            server.world(now=NOW)
        assert len([name for name in names(url) if name.startswith("beginning")]) == 1
        for day in range(1, 2 * KEPT):
            server.world(now=f"2030-01-{day:02}T00:00:00Z").close()
        assert len([name for name in names(url) if name.startswith("beginning")]) == KEPT


def test_a_server_that_was_started_anew_is_told_again() -> None:
    with Server() as first:
        port = int(first.url.rpartition(":")[2])
        server = RunningServer(first.url, now=NOW)
        server.world().close()
    with Server(port=port):
        assert server.world().clock.now.year == 2029
        server.stop()


def test_what_cannot_be_used_is_named(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with RunningServer(url) as server:
        with pytest.raises(FixtureError) as caught:
            server.world(fixtures="clinics")
        assert str(caught.value).startswith(
            f"there is no world file 'clinics': neither {tmp_path / 'clinics'} here, nor"
        )
        assert str(caught.value).endswith("; did you mean clinic?")
        with pytest.raises(FixtureError, match="clinic: a world file that only the server has can be the first"):
            server.world(fixtures=["team", "clinic"])
        (tmp_path / "wrong.yaml").write_text("users: [{usernam: zoe}]\n")
        with pytest.raises(FixtureError, match=r"users\[0\]/usernam"):
            server.world(fixtures="wrong.yaml")
        with pytest.raises(ValueError, match="'noon' is no ISO 8601 instant"):
            server.world(now="noon")
    for wrong, words in (
        ("localhost:8000", "'localhost:8000' is no http URL"),
        ("http://", "is no http URL"),
        (f"{url}/w/mine", "has a path: give the server's own URL"),
    ):
        with pytest.raises(ValueError, match=words):
            RunningServer(wrong)


def test_nobody_and_somebody_else_is_told_from_an_emulator() -> None:
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    with pytest.raises(ServerError, match=f"http://127.0.0.1:{port}: nobody answers .*Start it"):
        RunningServer(f"http://127.0.0.1:{port}").start()
    receiver = Receiver()
    other = receiver.open("/", lambda *_: 200)
    with pytest.raises(ServerError, match="what answers is no emulator"):
        RunningServer(other).start()
    receiver.close()


def test_too_many_worlds_is_what_the_server_says() -> None:
    with Server(max_worlds=2) as own, RunningServer(own.url) as server:
        server.world()
        with pytest.raises(ControlPlaneError, match="there are 2 worlds already: drop one"):
            server.world()


def test_webhooks_find_the_tests(running: RunningServer, url: str) -> None:
    world = running.world()
    inbox = world.webhooks.inbox("BOOKING_CREATED")
    assert inbox.url.startswith("http://127.0.0.1:")
    uid = book(world)["uid"]
    inbox.expect("BOOKING_CREATED", uid=uid)
    with RunningServer(url, fixtures=SHIPPED, receiver_host="localhost") as named:
        reached = named.world(now=NOW)
        inbox = reached.webhooks.inbox("BOOKING_CREATED")
        assert inbox.url.startswith("http://localhost:")
        inbox.expect("BOOKING_CREATED", uid=book(reached)["uid"])


def test_webhooks_that_do_not_find_them_say_what_to_do(running: RunningServer) -> None:
    """As from a container, for which loopback is itself."""
    world = running.world()
    inbox = world.webhooks.inbox("BOOKING_CREATED")
    (hook,) = world.records.list("webhooks")
    with socket.create_server(("127.0.0.1", 0)) as unused:
        inbox.url = f"http://127.0.0.1:{unused.getsockname()[1]}/inbox"
    world.records.patch("webhooks", hook["id"], subscriberUrl=inbox.url)
    book(world)
    assert said(inbox, "BOOKING_CREATED")[-2:] == [
        "to an emulator in a container 127.0.0.1 is the container: say what it calls this machine,",
        "--calcom-receiver-host host.docker.internal, or RunningServer(url, receiver_host=…)",
    ]


def test_worlds_of_others_are_none_of_a_tests_business(running: RunningServer, url: str) -> None:
    world, other = running.world(), running.world("other")
    with RunningServer(url, fixtures=SHIPPED) as somebody:
        call(somebody.world(), "GET", "/v2/me")
        inbox = world.webhooks.inbox("BOOKING_CREATED")
        assert said(inbox, "BOOKING_CREATED")[0] == "nobody asked this emulator's API anything:"
        call(other, "GET", "/v2/me")
        assert f"{other.url.rpartition('/')[2]}, {other.url}:" in " ".join(said(inbox, "BOOKING_CREATED"))


def test_a_capsule_of_such_a_world_can_be_replayed(running: RunningServer, tmp_path: Path) -> None:
    mine = tmp_path / "mine.yaml"
    mine.write_text("users: [{id: 9, username: zoe, apiKey: cal_zoe}]\n")
    world = running.world(fixtures=mine)
    world.records.create("users", username="yan")
    call(world, "GET", "/v2/me")
    made = capsule(world.control, {}, test="it", failure="none")
    with Server() as own, own.world() as anew:
        assert [step.differences for step in replay(made, anew)] == [(), ()]


def test_a_suite_of_unittest_runs_on_it(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    class Suite(CalcomTestCase):
        calcom_options: ClassVar[dict[str, Any]] = {"fixtures": SHIPPED, "now": NOW, "strict": True}

        def test_books(self) -> None:
            assert self.calcom.url.startswith(f"{url}/w/")
            inbox = self.calcom.webhooks.inbox("BOOKING_CREATED")
            inbox.expect("BOOKING_CREATED", uid=book(self.calcom)["uid"])

    class Named(Suite):
        calcom_url: ClassVar[str | None] = url
        calcom_receiver_host: ClassVar[str | None] = "localhost"

    def passes(suite: type[unittest.TestCase]) -> None:
        result = run_suite(suite)
        assert result.testsRun == 1
        assert result.wasSuccessful(), result.errors + result.failures

    passes(Named)
    monkeypatch.setenv("CALCOM_EMULATOR_URL", url)
    passes(Suite)
    assert names(url) == {"default"}


def test_coroutines(running: RunningServer) -> None:
    assert AsyncCalcom(running.world()).url.startswith(running.url)


SUITE = """
import json, urllib.request
import pytest
from helpers import BODY, call

@pytest.fixture(scope="module")
def clinic(calcom_server):
    with calcom_server.world("clinic", fixtures="team") as world:
        yield world

@pytest.mark.parametrize("number", range(8))
def test_books(calcom, number):
    inbox = calcom.webhooks.inbox("BOOKING_CREATED")
    assert calcom.clock.now.isoformat() == "2029-12-03T08:00:00+00:00"
    inbox.expect("BOOKING_CREATED", uid=call(calcom, "POST", "/v2/bookings", BODY)["uid"])
    assert len(calcom.records.list("bookings")) == 1

@pytest.mark.calcom(fixtures="mine.yaml", now="2031-01-01T00:00:00Z", faults={"effect": "status", "status": 503})
def test_marked(calcom):
    assert calcom.records.list("users")[0]["username"] == "zoe"
    assert calcom.clock.now.year == 2031
    assert calcom.faults.list()[0]["status"] == 503

@pytest.mark.parametrize("number", range(4))
def test_shared(clinic, number):
    clinic.records.create("users", username="zoe%d" % number)
    assert "clinic" in clinic.url

def test_fails(calcom):
    call(calcom, "POST", "/v2/bookings", BODY)
    assert not calcom.url
"""


@pytest.mark.parametrize("workers", [(), ("-n", "3")], ids=["alone", "in workers"])
@pytest.mark.parametrize("there", [True, False], ids=["running", "its own"])
def test_one_suite_runs_in_either_way(
    pytester: pytest.Pytester, url: str, there: bool, workers: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    if there:
        monkeypatch.setenv("CALCOM_EMULATOR_URL", url)
    pytester.makeini(f"[pytest]\ncalcom_now = {NOW}\ncalcom_fixtures = {SHIPPED}\ncalcom_strict = false\n")
    pytester.makefile(".yaml", mine="users: [{id: 9, username: zoe}]\n")
    pytester.makepyfile(helpers=HELPERS, test_it=SUITE)
    arguments = [argument for argument in ALONE if argument != "-q"]
    result = pytester.runpytest_subprocess(*arguments, *workers)
    result.assert_outcomes(passed=13, failed=1)
    result.stdout.fnmatch_lines(
        ["*- Cal.com world -*", "*POST /v2/bookings -> 201", "Let it happen again: calcom-emulator replay calcom-*"]
    )
    said = f"calcom: worlds on {url} (as it was started: calcom_strict of this run do not count)"
    assert (said in result.stdout.str()) is there
    assert names(url) == {"default"}


def test_the_recipe_for_a_container_gives_every_test_its_world(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As docs/containers.md has it, with a stand-in for the engine."""
    (recipe,) = (block.text for block in pages()["containers"] if block.language == "python")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    standing_in = f"CalcomContainer(container=Engine(Server(now={NOW!r})), host_name='localhost', "
    imports = "from emulator.testing import Server\nfrom tests.testing.test_container import Engine\n"
    assert "CalcomContainer(environment" in recipe
    pytester.makeconftest(imports + recipe.replace("CalcomContainer(", standing_in))
    pytester.makefile(".yaml", mine="users: [{id: 9, username: zoe}]\n")
    pytester.makepyfile(helpers=HELPERS, test_it=SUITE)
    result = pytester.runpytest_subprocess(*ALONE)
    result.assert_outcomes(passed=13, failed=1)
    result.stdout.fnmatch_lines(["*- Cal.com world -*", "*POST /v2/bookings -> 201", "Let it happen again: *"])


def test_the_flag_wins_and_what_is_wrong_is_named(
    pytester: pytest.Pytester, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CALCOM_EMULATOR_URL", "http://127.0.0.1:9")
    pytester.makeconftest(CONFTEST)
    pytester.makepyfile(
        """
        def test_it(calcom, calcom_server):
            inbox = calcom.webhooks.inbox()
            print(calcom_server, inbox.url)
            assert not inbox.url
        """
    )
    for arguments, words in (
        ((), "E*http://127.0.0.1:9: nobody answers*"),
        (("--calcom-url", ""), "<Server http*> http://127.0.0.1:*"),
        (("--calcom-url", url), f"<RunningServer {url}> http://127.0.0.1:*"),
        (("--calcom-url", url, "--calcom-receiver-host=me.test"), f"<RunningServer {url}> http://me.test:*"),
        (("--calcom-url", f"{url}/v2"), "*has a path: give the server's own URL*(--calcom-url, calcom_url or*"),
        (("--calcom-url", url, "--calcom-fixtures", "clinics"), "E*there is no world file 'clinics'*mean clinic*"),
    ):
        pytester.runpytest_subprocess(*ALONE, *arguments).stdout.fnmatch_lines([words])
