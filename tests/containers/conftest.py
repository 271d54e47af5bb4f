"""Nothing here runs unless an image is named: tests ask for no engine."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.containers.engine import REASON, VARIABLE

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if VARIABLE in os.environ:
        return
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.skip(reason=REASON))
