"""Handlers that misbehave, planted into an emulator."""

from __future__ import annotations

from collections.abc import Mapping

from emulator.api.call import Handler
from emulator.api.registry import Registry
from emulator.app import Emulator


class Planted(Registry):
    """A registry that answers some operations itself."""

    def __init__(self, handlers: Mapping[str, Handler]) -> None:
        super().__init__()
        self._planted = handlers

    def handler(self, operation_id: str) -> Handler | None:
        return self._planted.get(operation_id) or super().handler(operation_id)


def plant(app: Emulator, handlers: Mapping[str, Handler]) -> None:
    app.gateway.registry = Planted(handlers)
