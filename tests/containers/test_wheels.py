"""Every dependency has a wheel for both platforms of the image: nothing is compiled where there is no compiler."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.docs.pages import ROOT


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_the_pinned_dependencies_have_wheels(machine: str, tmp_path: Path) -> None:
    needed = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    python = re.findall(r"^FROM python:(\d+\.\d+)", (ROOT / "Dockerfile").read_text("utf-8"), re.MULTILINE)[-1]
    platforms = [f"--platform={name}_{machine}" for name in ("manylinux2014", "manylinux_2_17", "manylinux_2_28")]
    # Nothing is installed: the target is what pip wants before it looks for another machine's wheels.
    looked = subprocess.run(
        [
            *(sys.executable, "-m", "pip", "install", "--dry-run", "--quiet", "--report", "-", "--target", tmp_path),
            *("--only-binary=:all:", f"--python-version={python}", *platforms, "-c", ROOT / "constraints.txt", *needed),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert looked.returncode == 0, looked.stderr
    assert f"_{machine}.whl" in looked.stdout
