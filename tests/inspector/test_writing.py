from __future__ import annotations

import json
import os
import shlex
import subprocess

import pytest

from emulator.inspector import writing


def test_instants_on_other_clocks() -> None:
    assert writing.instant("2030-01-08T13:00:00.000Z") == "2030-01-08 13:00:00Z"
    assert writing.local("2030-07-08T13:00:00Z", "Europe/Rome") == "Mon 2030-07-08 15:00 Europe/Rome"
    assert writing.local("2030-07-08T13:00:00Z", "Mars/Base") == ""
    assert writing.local("noon", "Europe/Rome") == ""
    assert writing.local("2030-07-08T13:00:00Z", None) == ""


def test_a_command_keeps_what_was_sent_and_asks_the_shell_for_credentials() -> None:
    headers = {
        "host": "x",
        "authorization": "Bearer cal_test_***",
        "content-type": "application/json",
        "content-length": "9",
    }
    body = json.dumps({"name": "O'Hara `id` $HOME"})
    command = writing.curl("POST", "http://127.0.0.1:8000/v2/bookings?a=1&b=2", headers, body)
    assert shlex.split(command.replace("\\\n", "")) == [
        *("curl", "-s", "-X", "POST", "http://127.0.0.1:8000/v2/bookings?a=1&b=2"),
        *("-H", "authorization: Bearer $CALCOM_API_KEY", "-H", "content-type: application/json", "--data-binary", body),
    ]


def test_a_shell_reads_the_command_as_it_is_meant() -> None:
    headers = {
        "authorization": "cal_***",
        "x-cal-secret-key": "***",
        "x-note": "it's `id` $(id)",
        "x-trap": "$(id)`id` ***",
    }
    command = writing.curl("GET", "http://127.0.0.1/", headers, None).replace("curl", "printf '%s\\n'", 1)
    environment = {**os.environ, "CALCOM_API_KEY": "cal_live_1", "CALCOM_SECRET": "s3"}
    told = subprocess.run(["sh", "-c", command], env=environment, capture_output=True, text=True, check=True)
    assert [line for line in told.stdout.splitlines() if ": " in line] == [
        "authorization: cal_live_1",
        "x-cal-secret-key: s3",
        "x-note: it's `id` $(id)",
        "x-trap: $(id)`id` s3",
    ]


@pytest.mark.parametrize(
    ("word", "tone"),
    [(200, "good"), (404, "so-so"), (503, "bad"), (0, "bad"), ("delivered", "good"), ("waiting", "so-so"),
     ("failed", "bad"), ("cancelled", "none")],
)  # fmt: skip
def test_tones(word: object, tone: str) -> None:
    assert writing.tone(word) == tone


def test_long_values_are_cut_and_text_that_is_no_json_stays() -> None:
    assert writing.brief("x" * 500) == "x" * 120 + "…"
    assert writing.brief({"a": 1}) == '{"a": 1}'
    assert writing.pretty("not json") == "not json"
    assert writing.pretty('{"a":1}') == '{\n  "a": 1\n}'


@pytest.mark.parametrize(
    ("asked", "path"),
    [
        ("eventTypeId=3&start=2030-01-08T13:00&duration=30", "ui/slots/3/start?start=2030-01-08T13%3A00&length=30"),
        ("bookingUidToReschedule=u/v&start=x", "ui/bookings/u%2Fv/start?start=x"),
        ("eventTypeId=ID&start=x", ""),
    ],
)
def test_the_page_of_a_time_that_was_refused(asked: str, path: str) -> None:
    assert writing.time_page(f"a thing; GET /_emulator/explain/slots?{asked} tells why") == path
    assert writing.time_page("GET /_emulator/records/event-types lists those that this world has") == ""
