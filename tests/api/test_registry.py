"""The registry names the modules of each controller; the modules name their operations. Neither may know more."""

from __future__ import annotations

import json
import pkgutil
from collections import Counter
from collections.abc import Iterator
from importlib import import_module
from types import ModuleType

import pytest

import emulator.api
from emulator.api.registry import CONTROLLERS, Registry
from emulator.contract.document import BUILTIN
from emulator.resources import resource

PREFIX = "emulator.api."


def modules() -> Iterator[ModuleType]:
    """Every module that answers operations, whether the registry knows it or not."""
    for found in pkgutil.walk_packages(emulator.api.__path__, PREFIX):
        module = import_module(found.name)
        if hasattr(module, "HANDLERS"):
            yield module


def test_every_handler_is_found_and_is_the_module_s_own() -> None:
    registry = Registry()
    for module in modules():
        for operation_id, handler in module.HANDLERS.items():
            assert registry.handler(operation_id) is handler, operation_id


def test_no_operation_has_two_handlers() -> None:
    counts = Counter(operation_id for module in modules() for operation_id in module.HANDLERS)
    assert [operation_id for operation_id, count in counts.items() if count > 1] == []


def test_every_guard_is_found_and_stands_beside_its_handler() -> None:
    registry = Registry()
    for module in modules():
        for operation_id, guard in getattr(module, "GUARDS", {}).items():
            assert registry.guard(operation_id) is guard, operation_id


@pytest.mark.parametrize("controller", CONTROLLERS)
def test_a_module_is_named_only_with_controllers_that_it_answers_for(controller: str) -> None:
    for name in CONTROLLERS[controller]:
        module = import_module(PREFIX + name)
        others = {other for other in CONTROLLERS if other.startswith(f"{controller}_")}
        assert any(
            operation_id.startswith(f"{controller}_") and not operation_id.startswith(tuple(others))
            for operation_id in module.HANDLERS
        ), f"{name} has no operation of {controller}"


def test_every_operation_of_the_shipped_documents_is_answered_from_state() -> None:
    registry = Registry()
    for name in BUILTIN:
        for item in json.loads(resource(name).read_text(encoding="utf-8"))["paths"].values():
            for operation in item.values():
                if isinstance(operation, dict) and "operationId" in operation:
                    assert registry.handler(operation["operationId"]), operation["operationId"]


@pytest.mark.parametrize("operation_id", ["MeController_unheardOf", "NobodysController_read", "get/v2/me", ""])
def test_what_nobody_answers_has_neither_handler_nor_guard(operation_id: str) -> None:
    registry = Registry()
    assert (registry.handler(operation_id), registry.guard(operation_id)) == (None, None)
