"""The container for tests, without an engine: a stand-in for Testcontainers' class runs a server in this process."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from emulator.testing.container import CalcomContainer, ContainerNotReadyError
from emulator.testing.server import Server
from tests.testing.asking import book


class Engine:
    """What `DockerContainer` does with its wishes, as far as the emulator has any."""

    def __init__(self, server: Server | None, status: str = "running") -> None:
        self.server = server
        self.status = status
        self.wishes: dict[str, Any] = {"environment": {}, "volumes": []}
        self.running = False

    def with_exposed_ports(self, *ports: int) -> None:
        self.wishes["ports"] = ports

    def with_env(self, name: str, value: str) -> None:
        self.wishes["environment"][name] = value

    def with_volume_mapping(self, host: str, inside: str, mode: str) -> None:
        self.wishes["volumes"].append((host, inside, mode))

    def start(self) -> None:
        self.running = True
        if self.server is not None:
            self.server.start()

    def stop(self) -> None:
        self.running = False
        if self.server is not None:
            self.server.stop()

    def get_wrapped_container(self) -> Engine:
        return self

    def reload(self) -> None:
        """Ask the engine for the status: here it is what it was said to be."""

    def get_container_host_ip(self) -> str:
        return "127.0.0.1"

    def get_exposed_port(self, port: int) -> int:
        assert port == 8000
        return int(self.server.url.rpartition(":")[2]) if self.server else 9

    def get_logs(self) -> tuple[bytes, bytes]:
        return b"starting\n", b"Error: no such world\n"


def test_what_is_asked_of_the_engine(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("users: []")
    for fixtures, inside in ((tmp_path, "/fixtures"), (tmp_path / "mine.yaml", "/fixtures/mine.yaml")):
        engine = Engine(None)
        CalcomContainer(fixtures=fixtures, environment={"CALCOM_EMULATOR_STRICT": "true"}, container=engine)
        assert engine.wishes == {
            "ports": (8000,),
            "environment": {"CALCOM_EMULATOR_STRICT": "true"},
            "volumes": [(str(fixtures.resolve()), inside, "ro")],
        }
    with pytest.raises(FileNotFoundError):
        CalcomContainer(fixtures=tmp_path / "none.yaml", container=Engine(None))


def test_worlds_of_a_container_are_apart_and_hear_webhooks() -> None:
    engine = Engine(Server())
    with CalcomContainer(container=engine, host_name="host.containers.internal") as server:
        assert engine.running
        first, second, team = server.world(), server.world(), server.world("crew", fixtures="team")
        book(first)
        assert [len(world.records.list("bookings")) for world in (first, second)] == [1, 0]
        assert team.records.list("teams")
        inbox = first.webhooks.inbox("BOOKING_CREATED")
        assert inbox.url.startswith("http://host.containers.internal:")
        app = engine.server.app if engine.server else None
        assert app is not None
        server.drop(first)
        server.drop(server.world("unused"))
        assert not app.universe.known("test-1")
        assert not app.universe.known("unused")
    assert not engine.running


def test_the_machine_is_called_as_docker_calls_it_unless_told_otherwise() -> None:
    with CalcomContainer(container=Engine(Server())) as server:
        assert server.world().webhooks.inbox().url.startswith("http://host.docker.internal:")


def test_a_container_that_does_not_come_up_shows_its_log_and_is_stopped() -> None:
    engine = Engine(None)
    with pytest.raises(ContainerNotReadyError, match="after 0 seconds:\nstarting\nError: no such world"):
        CalcomContainer(container=engine, patience=0).start()
    assert not engine.running


def test_a_container_that_ends_is_not_waited_for() -> None:
    engine = Engine(None, status="exited")
    with pytest.raises(ContainerNotReadyError, match="ended before it was well:\nstarting\nError: no such world"):
        CalcomContainer(container=engine, patience=3600).start()
    assert not engine.running


def test_an_engine_that_answers_oddly_keeps_no_container(monkeypatch: pytest.MonkeyPatch) -> None:
    def odd(self: Engine, port: int) -> int:
        raise KeyError("HostConfig")

    monkeypatch.setattr(Engine, "get_exposed_port", odd)
    engine = Engine(None)
    with pytest.raises(KeyError):
        CalcomContainer(container=engine).start()
    assert not engine.running


def test_an_engine_that_cannot_start_it_gets_a_note_on_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    def start(self: Engine) -> None:
        raise OSError("no such image")

    monkeypatch.setattr(Engine, "start", start)
    with pytest.raises(OSError, match="no such image") as refused:
        CalcomContainer(container=Engine(None)).start()
    assert "docker build -t calcom-emulator ." in refused.value.__notes__[0]


def test_a_container_made_here_finds_its_way_to_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[tuple[str, dict[str, Any]]] = []

    def container(image: str, **more: Any) -> Engine:
        made.append((image, more))
        return Engine(None)

    library = ModuleType("testcontainers.core.container")
    library.DockerContainer = container  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "testcontainers.core.container", library)
    CalcomContainer("calcom-emulator:0.1.0")
    assert made == [("calcom-emulator:0.1.0", {"extra_hosts": {"host.docker.internal": "host-gateway"}})]


def test_without_testcontainers_the_remedy_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "testcontainers.core.container", None)
    with pytest.raises(RuntimeError, match=r"pip install \"calcom-emulator\[container\]\""):
        CalcomContainer()
