from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator

import pytest

from emulator.app import Emulator
from emulator.server import BackgroundServer, ServerError, bind, url


def test_a_background_server_answers_and_leaves_nothing_behind() -> None:
    before = threading.active_count()
    with BackgroundServer(Emulator()) as server:
        with urllib.request.urlopen(f"{server.url}/health") as answer:
            assert answer.read() == b"OK"
        port = int(server.url.rpartition(":")[2])
    assert threading.active_count() == before
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0


def test_a_taken_port_is_refused_with_a_remedy() -> None:
    with bind("127.0.0.1", 0) as listener:
        port = listener.getsockname()[1]
        with pytest.raises(ServerError, match="try another --port"):
            bind("127.0.0.1", port)


@pytest.mark.parametrize(
    ("host", "port", "remedy"),
    [("127.0.0.1", 70000, "a number from 0 to 65535"), ("192.0.2.77", 0, "--host is an address of this machine")],
)
def test_an_address_that_is_none_is_refused_with_a_remedy(host: str, port: int, remedy: str) -> None:
    with pytest.raises(ServerError, match=remedy):
        bind(host, port)


@pytest.mark.parametrize(("host", "shown"), [("127.0.0.1", "http://127.0.0.1:"), ("0.0.0.0", "http://127.0.0.1:")])
def test_the_url_is_one_that_can_be_opened(host: str, shown: str) -> None:
    with bind(host, 0) as listener:
        assert url(listener).startswith(shown)


@pytest.fixture
def served() -> Iterator[tuple[subprocess.Popen[str], str, str]]:
    """`calcom-emulator serve` in a process of its own: the process, its base URL, what it printed."""
    environment = {**os.environ, "CALCOM_EMULATOR_PORT": "0", "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "emulator", "serve"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        lines: list[str] = []
        while not lines or "attendee" not in lines[-1]:
            line = process.stdout.readline()
            assert line, "".join(lines)
            lines.append(line)
        text = "".join(lines)
        base = lines[0].split()[-1]
        yield process, base, text
        process.kill()


def test_serve_prints_what_a_newcomer_needs_and_its_curl_books(
    served: tuple[subprocess.Popen[str], str, str],
) -> None:
    process, base, text = served
    for expected in (f"{base}/v2", "cal_test_ada", "Ada Host", "30min", f"{base}/_emulator"):
        assert expected in text
    command = text[text.index("  curl") :]
    booked = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True)
    assert '"status":"accepted"' in booked.stdout
    process.send_signal(signal.SIGTERM)
    assert process.wait(10) == 0
