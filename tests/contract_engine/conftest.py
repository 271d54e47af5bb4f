from __future__ import annotations

import pytest

from emulator.contract.engine import Engine
from emulator.contract.operation import Operation


@pytest.fixture(scope="session")
def engine() -> Engine:
    """The engine over the documents that ship with the emulator."""
    return Engine.of()


@pytest.fixture(scope="session")
def by_id(engine: Engine) -> dict[str, Operation]:
    return {operation.id: operation for operation in engine.router.operations}
