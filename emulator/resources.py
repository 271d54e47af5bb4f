"""Where the files that ship with the emulator are, whether it is installed or run from a checkout."""

from __future__ import annotations

from pathlib import Path
from typing import Final

_PACKAGE: Final = Path(__file__).resolve().parent


def resource(relative: str) -> Path:
    """The path of a shipped file or folder, such as `spec/openapi.json` or `fixtures/default.yaml`.

    A wheel carries them in `emulator/data/`, a checkout has them beside the package. Raises `FileNotFoundError`.
    """
    for base in (_PACKAGE / "data", _PACKAGE.parent):
        path = base / relative
        if path.exists():
            return path
    raise FileNotFoundError(f"{relative} is neither in {_PACKAGE / 'data'} nor in {_PACKAGE.parent}")
