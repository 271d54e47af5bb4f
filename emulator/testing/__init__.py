"""What tests use. Loaded on demand: the pytest plugin of a suite that does not use it costs nothing."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from emulator.testing.aio import AsyncCalcom
    from emulator.testing.asgi import in_process
    from emulator.testing.calcom import Calcom
    from emulator.testing.cases import CalcomTestCase
    from emulator.testing.http import ControlPlane, ControlPlaneError
    from emulator.testing.inbox import Event, Inbox
    from emulator.testing.matching import about
    from emulator.testing.receiver import Receiver
    from emulator.testing.running import RunningServer
    from emulator.testing.server import Server

_HOMES = {
    "AsyncCalcom": "aio",
    "Calcom": "calcom",
    "CalcomTestCase": "cases",
    "ControlPlane": "http",
    "ControlPlaneError": "http",
    "Event": "inbox",
    "Inbox": "inbox",
    "Receiver": "receiver",
    "RunningServer": "running",
    "Server": "server",
    "about": "matching",
    "in_process": "asgi",
}

__all__ = [
    "AsyncCalcom",
    "Calcom",
    "CalcomTestCase",
    "ControlPlane",
    "ControlPlaneError",
    "Event",
    "Inbox",
    "Receiver",
    "RunningServer",
    "Server",
    "about",
    "in_process",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}; it has {', '.join(__all__)}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
