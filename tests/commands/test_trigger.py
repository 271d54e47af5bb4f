from __future__ import annotations

import json

import pytest

from emulator.testing import Calcom
from tests.commands.conftest import Run
from tests.testing.asking import book


def test_an_event_reaches_those_who_subscribed(world: Calcom, run: Run) -> None:
    inbox = world.webhooks.inbox("BOOKING_CREATED", "BOOKING_CANCELLED")
    uid = book(world)["uid"]
    inbox.expect("BOOKING_CREATED")
    code, text = run(
        "trigger",
        "booking_cancelled",
        "--url",
        world.url,
        "--uid",
        uid,
        "--set",
        "/payload/title=Mine",
        "--set",
        "/payload/length=7",
    )
    assert code == 0
    assert text.splitlines() == [f"BOOKING_CANCELLED of {uid}", f"  {inbox.url}: 200"]
    assert inbox.expect("BOOKING_CANCELLED", uid=uid, title="Mine", length=7).signed
    assert world.records.read("bookings", uid)["status"] == "accepted"


def test_a_booking_is_made_up_and_sent_to_one_url(world: Calcom, run: Run) -> None:
    inbox = world.webhooks.inbox("OOO_CREATED", secret="s")
    arguments = ("trigger", "MEETING_STARTED", "--url", world.url, "--to", inbox.url, "--secret", "s", "--show")
    code, text = run(*arguments)
    assert code == 0
    assert "(made up)" in text
    assert json.loads(text.splitlines()[1])["triggerEvent"] == "MEETING_STARTED"
    assert inbox.expect("MEETING_STARTED").signed
    inbox.answer(400)
    code, text = run(*arguments)
    assert code == 1
    assert f"{inbox.url}: 400" in text


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["BOOKING_CREATED"], 0, "nobody is subscribed to it"),
        (["BOOKING_MADE"], 2, "'BOOKING_MADE' is no trigger"),
        (["BOOKING_CREATED", "--uid", "x"], 1, "there is no booking 'x'"),
        (["BOOKING_CREATED", "--set", "title=x"], 2, "is not of the form /pointer=value"),
        (["BOOKING_CREATED", "--to", "mail:me"], 1, "is no http URL"),
        (
            ["BOOKING_CREATED", "--secret", "s"],
            2,
            "--secret belongs to --to URL: whoever subscribed has a secret of their",
        ),
        (["BOOKING_CREATED", "--payload-version", "2026-07-27"], 2, "--payload-version belongs to --to URL"),
    ],
)
def test_what_cannot_be_sent_is_said(world: Calcom, run: Run, arguments: list[str], code: int, words: str) -> None:
    exit_code, text = run("trigger", *arguments, "--url", world.url)
    assert (exit_code, words in text) == (code, True), text


def test_a_secret_of_the_environment_is_for_whoever_needs_one(
    world: Calcom, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CALCOM_EMULATOR_SECRET", "from-outside")
    inbox = world.webhooks.inbox("MEETING_STARTED", secret="own")
    assert run("trigger", "MEETING_STARTED", "--url", world.url)[0] == 0
    assert inbox.expect("MEETING_STARTED").signed


def test_the_sink_receives_for_whoever_has_no_receiver(world: Calcom, run: Run) -> None:
    sink = f"{world.url}/_emulator/sink"
    assert run("trigger", "MEETING_STARTED", "--url", world.url, "--to", sink)[0] == 0
    code, text = run("trigger", "MEETING_STARTED", "--url", world.url, "--to", f"{sink}?status=500")
    assert (code, "sink?status=500: 500" in text) == (1, True)


def test_nobody_there(run: Run) -> None:
    code, text = run("trigger", "BOOKING_CREATED", "--url", "http://127.0.0.1:9")
    assert code == 1
    assert "no emulator answers at http://127.0.0.1:9" in text


def test_a_trigger_that_there_is_not(run: Run) -> None:
    code, text = run("trigger", "BOOKING_CREATE")
    assert (code, "'BOOKING_CREATE' is no trigger. Did you mean BOOKING_CREATED?" in text) == (2, True)
    assert "There are BOOKING_CREATED, " in run("trigger", "nonsense")[1]
