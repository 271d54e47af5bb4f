"""The image on a real engine: what docs/containers.md promises of it."""

from __future__ import annotations

import os
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.containers.engine import container, engine, image, until

DOCKERFILE = Path(__file__).parents[2] / "Dockerfile"
LOCKED = ("--read-only", "--cap-drop=ALL", "--security-opt=no-new-privileges", "--user", "12345:12345")
WORLD = "users:\n- {id: 1, username: cleo, email: cleo@example.com, name: Cleo, apiKey: cal_test_ada}\n"


@contextmanager
def receiver(wait: threading.Event | None = None) -> Iterator[tuple[str, list[str], threading.Event]]:
    """On every interface: its URL as containers see it, what came, and that something came; answers after `wait`."""
    came: list[str] = []
    coming = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["content-length"]))
            coming.set()
            if wait is not None:
                wait.wait(30)
            came.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Tests look at what came instead."""

    server = ThreadingHTTPServer(("0.0.0.0", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield f"http://host.docker.internal:{server.server_port}/hook", came, coming
    finally:
        server.shutdown()
        server.server_close()


def test_it_runs_without_rights_and_without_a_file_system_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(WORLD)
    tmp_path.chmod(0o755)
    if os.getuid() == 0:
        os.chown(tmp_path / "mine.yaml", 4242, 4242)
    with container(*LOCKED, "--volume", f"{tmp_path}:/fixtures:ro") as running:
        assert running.ask("GET", "/v2/me")["data"]["username"] == "cleo"
        assert until(lambda: running.state("Health.Status") == "healthy")


def test_wrong_world_files_end_it_with_file_line_and_remedy(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(f"{WORLD}dragons: []\n")
    tmp_path.chmod(0o755)
    id = engine("run", "--detach", "--volume", f"{tmp_path}:/fixtures:ro", image())
    try:
        assert engine("wait", id) == "1"
        assert "/fixtures/mine.yaml:3:1: there is no kind of record called 'dragons'" in engine("logs", id)
    finally:
        engine("rm", "--force", "--volumes", id)


def test_an_edited_world_file_is_taken_up(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(WORLD)
    tmp_path.chmod(0o755)
    with container("--volume", f"{tmp_path}:/fixtures:ro") as running:
        # As editors save: another file takes its place.
        (tmp_path / "new").write_text(WORLD.replace("cleo", "dora"))
        (tmp_path / "new").rename(file)
        assert until(lambda: running.ask("GET", "/v2/me")["data"]["username"] == "dora")


def test_settings_are_variables_and_webhooks_reach_this_machine() -> None:
    with receiver() as (url, came, _), container() as running:
        assert running.ask("GET", "/_emulator/clock")["now"] == "2030-01-07T08:00:00.000Z"
        running.subscribe(url)
        assert running.book()["status"] == "accepted"
        running.ask("POST", "/_emulator/drain")
        assert came == ["/hook"]


def test_the_sink_goes_by_the_address_that_the_host_sees() -> None:
    with container() as running:
        running.subscribe(f"{running.url}/_emulator/sink")
        running.book()
        assert running.ask("POST", "/_emulator/drain") == {"delivered": 1, "failed": 0, "waiting": 0}


def test_what_is_on_its_way_arrives_before_it_ends() -> None:
    release = threading.Event()
    with receiver(release) as (url, came, coming), container() as running:
        running.subscribe(url)
        running.book()
        assert coming.wait(30)
        engine("kill", "--signal", "SIGTERM", running.id)
        release.set()
        assert engine("wait", running.id) == "0"
        assert came == ["/hook"]


def test_a_subscriber_who_never_answers_does_not_hold_it_up() -> None:
    with (
        receiver(threading.Event()) as (url, _, coming),
        container("--env", "CALCOM_EMULATOR_SHUTDOWN_TIMEOUT=1") as it,
    ):
        it.subscribe(url)
        it.book()
        assert coming.wait(30)
        began = time.monotonic()
        engine("stop", "--time", "30", it.id)
        assert time.monotonic() - began < 15
        assert it.state("ExitCode") == "0"


def test_its_size_above_the_base() -> None:
    base = re.findall(r"^FROM (\S+)$", DOCKERFILE.read_text(), re.MULTILINE)[-1]
    if not engine("image", "ls", "--quiet", base):
        pytest.skip(f"{base} is not on the engine: its build brought it elsewhere")
    size, own = (int(engine("image", "inspect", "--format", "{{.Size}}", name)) for name in (base, image()))
    assert own - size <= 60_000_000
