"""The emulator in a container of its own, by Testcontainers for Python (`pip install "calcom-emulator[container]"`)."""

from __future__ import annotations

import json
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from emulator.testing.calcom import Calcom
from emulator.testing.receiver import Receiver
from emulator.testing.running import RunningServer

if TYPE_CHECKING:
    from datetime import datetime
    from types import TracebackType

IMAGE: Final = "calcom-emulator:latest"
PORT: Final = 8000
HOST_NAME: Final = "host.docker.internal"
"""What containers call the machine that runs them; engines on Linux are told so when the container starts."""
PATIENCE: Final = 30.0
PAUSE: Final = 0.05


REMEDY: Final = (
    "CalcomContainer: an engine has to run here, and the image to be there (docker build -t calcom-emulator . in a "
    "clone). Where no registry is reached, Testcontainers' own helper is not to be had either: "
    "TESTCONTAINERS_RYUK_DISABLED=true does without it."
)


class ContainerNotReadyError(RuntimeError):
    """The container ends, or does not become well in time; the message has the end of its log."""


class CalcomContainer:
    """A container with the emulator, for a test session or a single test; use it as a context manager.

    `fixtures` is a world file, or a folder of them, that every world starts from; `environment` takes the variables of
    the settings (`{"CALCOM_EMULATOR_STRICT": "true"}`). `container` is a `testcontainers` container prepared elsewhere,
    for whoever needs networks or other options (give it `extra_hosts={"host.docker.internal": "host-gateway"}`, so that
    webhooks find their way out of it); without it one of `image` is made. `host_name` is what the container calls this
    machine: podman's own name for it is `host.containers.internal`.

        with CalcomContainer() as server:
            calcom = server.world()
            inbox = calcom.webhooks.inbox("BOOKING_CREATED")
    """

    def __init__(
        self,
        image: str = IMAGE,
        *,
        fixtures: Path | None = None,
        environment: Mapping[str, str] | None = None,
        patience: float = PATIENCE,
        host_name: str = HOST_NAME,
        container: Any = None,
    ) -> None:
        self._container = container if container is not None else _container(image)
        self._container.with_exposed_ports(PORT)
        for name, value in (environment or {}).items():
            self._container.with_env(name, value)
        if fixtures is not None:
            path = fixtures.resolve(strict=True)
            self._container.with_volume_mapping(
                str(path), "/fixtures" if path.is_dir() else f"/fixtures/{path.name}", "ro"
            )
        self._patience = patience
        self._host_name = host_name
        self._server: RunningServer | None = None

    @property
    def url(self) -> str:
        """Base URL of the server and of its default world, as this machine reaches it."""
        return f"http://{self._container.get_container_host_ip()}:{self._container.get_exposed_port(PORT)}"

    def start(self) -> CalcomContainer:
        """Start it and wait until it is well. Raises `ContainerNotReadyError`, and leaves no container behind then.

        What Testcontainers and the engine raise is passed on, with a note on what to do.
        """
        with _remedy():
            self._container.start()
        try:
            self._wait()
        except BaseException:
            self._container.stop()
            raise
        return self

    def stop(self) -> None:
        if self._server is not None:
            self._server.stop()
            self._server = None
        self._container.stop()

    __enter__ = start

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def world(
        self,
        name: str | None = None,
        *,
        fixtures: str | Path | Sequence[str | Path] = (),
        now: datetime | str | None = None,
        receiver: Receiver | None = None,
    ) -> Calcom:
        """A world that nobody has seen, or the one of this name, as `RunningServer.world` makes it.

        `fixtures` are names of shipped or mounted world files, or paths of files that are sent to the container. Its
        inboxes listen on every interface of this machine, because the container comes from outside.
        """
        __tracebackhide__ = True
        if self._server is None:
            # Nobody else knows of the container: worlds need no names that keep them apart from others'.
            self._server = RunningServer(self.url, receiver_host=self._host_name, run="")
        return self._server.world(name, fixtures=fixtures, now=now, receiver=receiver)

    def drop(self, world: Calcom) -> None:
        """End with a world: its inboxes are closed, its memory is given back."""
        world.close()

    def _wait(self) -> None:
        until = time.monotonic() + self._patience
        while not self._is_well():
            if self._has_ended():
                why = "the emulator ended before it was well"
            elif time.monotonic() >= until:
                why = f"the emulator is not well after {self._patience:g} seconds"
            else:
                time.sleep(PAUSE)
                continue
            raise ContainerNotReadyError(f"{why}:\n{_log(self._container)}")

    def _has_ended(self) -> bool:
        container = self._container.get_wrapped_container()
        container.reload()
        return container.status in ("exited", "dead")

    def _is_well(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/_emulator/health", timeout=2) as answer:  # noqa: S310
                return bool(json.load(answer)["status"] == "ok")
        except (OSError, ValueError):
            return False


def _container(image: str) -> Any:
    try:
        from testcontainers.core.container import DockerContainer  # an extra
    except ImportError:
        raise RuntimeError('CalcomContainer needs Testcontainers: pip install "calcom-emulator[container]"') from None
    with _remedy():
        return DockerContainer(image, extra_hosts={HOST_NAME: "host-gateway"})


@contextmanager
def _remedy() -> Iterator[None]:
    try:
        yield
    except Exception as error:
        error.add_note(REMEDY)
        raise


def _log(container: Any) -> str:
    """The last lines that the container wrote."""
    parts = container.get_logs()
    text = "".join(part.decode(errors="replace") for part in parts)
    return "\n".join(text.splitlines()[-20:])
