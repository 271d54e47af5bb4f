"""The published documents, where they lie beside the checkout. They are compared with and never copied."""

from __future__ import annotations

from pathlib import Path

import pytest

_FOLDER = Path(__file__).resolve().parents[3] / "shared" / "reference"
REFERENCES = {name: _FOLDER / name for name in ("openapi.json", "openapi-full.json")}

needs_references = pytest.mark.skipif(
    not all(path.exists() for path in REFERENCES.values()), reason="the published documents are not here"
)
