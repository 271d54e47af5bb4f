from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from emulator.contract.document import DocumentError
from emulator.contract.engine import Engine
from emulator.errors.base import ApiError
from tests.contract_engine.building import raw


def test_the_shipped_documents(engine: Engine) -> None:
    summary = engine.summary()
    assert summary["documents"] == ["openapi.json", "openapi-2024-04-15.json", "openapi-2026-06-12.json"]
    assert summary["operations"] > 60
    assert list(engine.documents) == ["/openapi.json", "/openapi-2024-04-15.json", "/openapi-2026-06-12.json"]
    assert engine.documents["/openapi.json"].raw["openapi"] == "3.1.0"


def test_from_path_to_answer(engine: Engine) -> None:
    match = engine.match("/v2/event-types/12/")
    assert match is not None
    operation = match.entry.select("GET", "2024-06-14")
    assert operation is not None
    assert engine.accept(operation, match.path, "").path == {"eventTypeId": 12}
    with pytest.raises(ApiError):
        engine.accept(operation, ("x",), "")
    assert engine.check(operation, 200, engine.sample(operation)) == []
    assert engine.check(operation, 404, engine.sample(operation, 404)) == []
    assert engine.check(operation, 200, {}) != []


def test_a_document_of_the_users(tmp_path: Path) -> None:
    file = tmp_path / "mine.json"
    file.write_text(json.dumps(raw({"/v2/a": {"get": {"responses": {"200": {"description": ""}}}}})))
    engine = Engine.of(file)
    assert engine.summary() == {"documents": [str(file)], "paths": 1, "operations": 1}
    assert list(engine.documents) == ["/openapi.json"]
    file.write_text("{}")
    with pytest.raises(DocumentError, match=r"mine.json: at #/openapi"):
        Engine.of(file)


def test_warming_up_loads_the_slow_part() -> None:
    program = (
        "import sys\n"
        "from emulator.contract.engine import Engine\n"
        "Engine.of().warm()\n"
        "print('openapi_core' in sys.modules)\n"
    )
    assert (
        subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout == "True\n"
    )


def test_the_shipped_documents_are_read_once_a_process(engine: Engine) -> None:
    assert Engine.of(seed=7).router is engine.router


def test_the_same_seed_samples_the_same(engine: Engine) -> None:
    operation = engine.router.operations[0]
    assert Engine.of(seed=0).sample(operation) == engine.sample(operation)
