from __future__ import annotations

import pytest

from emulator.resources import resource


def test_a_checkout_has_its_files_beside_the_package() -> None:
    assert resource("spec/openapi.json").read_bytes().startswith(b"{")
    assert resource("fixtures").is_dir()


def test_what_is_not_there_is_named() -> None:
    with pytest.raises(FileNotFoundError, match=r"spec/none\.json is neither in"):
        resource("spec/none.json")
