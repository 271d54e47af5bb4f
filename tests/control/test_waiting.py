"""Questions that wait for something to happen end when nothing more can: with their world, and with the server."""

from __future__ import annotations

import gc
import threading
import time
import urllib.request
from collections.abc import Callable
from contextlib import contextmanager
from typing import Any
from weakref import ref

import pytest

from emulator.app import Emulator
from emulator.server import BackgroundServer

LISTS = ("requests", "deliveries")


def tell(method: str, url: str) -> None:
    with urllib.request.urlopen(urllib.request.Request(url, b"", method=method)):
        pass


@contextmanager
def waiting(app: Emulator, base: str, kind: str) -> Any:
    """A question that would wait for a minute; gives what joins it, with its answer and how long that took."""
    answered: list[tuple[bytes, float]] = []

    def ask() -> None:
        began = time.perf_counter()
        with urllib.request.urlopen(f"{base}/_emulator/{kind}?wait=60") as answer:
            answered.append((answer.read(), time.perf_counter() - began))

    thread = threading.Thread(target=ask)
    thread.start()
    name = base.rpartition("/")[2]
    while not (app.universe.known(name) and _waits(app, name, kind)):
        time.sleep(0.001)

    def joined() -> tuple[bytes, float]:
        thread.join(30)
        return answered[0]

    yield joined


def _waits(app: Emulator, name: str, kind: str) -> bool:
    world = app.universe.get(name)
    if kind == "requests":
        return bool(app.gateway.journal(world)._waiting)
    return world in app.dispatcher._desks and bool(app.dispatcher._desks[world]._watching)


@pytest.mark.parametrize("kind", LISTS)
@pytest.mark.parametrize(("method", "path"), [("DELETE", "/_emulator/worlds/w"), ("POST", "/w/w/_emulator/reset")])
def test_with_the_world(kind: str, method: str, path: str) -> None:
    app = Emulator()
    with BackgroundServer(app) as server, waiting(app, f"{server.url}/w/w", kind) as answer:
        gone = ref(app.universe.get("w"))
        tell(method, server.url + path)
        body, seconds = answer()
        assert (body, seconds < 20) == (b"[]", True)
        assert all(world.name != "w" for world in app.dispatcher._desks)
        _until(lambda: gone() is None)


@pytest.mark.parametrize("kind", LISTS)
def test_with_the_server(kind: str, caplog: pytest.LogCaptureFixture) -> None:
    app = Emulator(shutdown_timeout=30.0)
    with BackgroundServer(app) as server, waiting(app, f"{server.url}/w/w", kind) as answer:
        pass
    body, seconds = answer()
    assert (body, seconds < 20) == (b"[]", True)
    assert caplog.text == ""


def test_nobody_is_kept_who_has_stopped_waiting() -> None:
    app = Emulator()
    with BackgroundServer(app) as server:
        for kind in LISTS:
            for _ in range(3):
                with urllib.request.urlopen(f"{server.url}/_emulator/{kind}?wait=0.01") as answer:
                    assert answer.read() == b"[]"
        world = app.universe.get()
        assert not any(_waits(app, world.name, kind) for kind in LISTS)


def _until(condition: Callable[[], bool]) -> None:
    """Give what is being answered a moment to let go of its world."""
    for _ in range(1000):
        gc.collect()
        if condition():
            return
        time.sleep(0.005)
    raise AssertionError("the world is still there")
