"""The folders import what docs/architecture.md says, and nothing that stands below them there."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "emulator"
FOR_EVERYBODY = {"settings", "frozen", "resources"}
EVERYTHING = "everything above"


@cache
def rows() -> list[tuple[list[str], str]]:
    """What each row of the page's table is about, and what it says of imports."""
    found = []
    for line in (ROOT / "docs" / "architecture.md").read_text().splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 3 and cells[0].startswith("`"):
            found.append((names(cells[0]), cells[2]))
    return found


def names(cell: str) -> list[str]:
    return [name.removesuffix("/").removesuffix(".py") for name in re.findall(r"`([^`]+)`", cell)]


def above(part: str) -> list[str]:
    """What stands in the rows above a folder's, and beside it in its own."""
    found: list[str] = []
    for parts, _ in rows():
        if part in parts:
            return found + parts
        found += parts
    raise LookupError(part)


def imported(part: str) -> set[str]:
    """The other parts of the package that one imports, anywhere in it; imports for types alone do not count."""
    files = [PACKAGE / f"{part}.py"] if (PACKAGE / f"{part}.py").is_file() else sorted((PACKAGE / part).rglob("*.py"))
    assert files
    found: set[str] = set()
    for file in files:
        tree = ast.parse(file.read_text())
        typing = {
            id(inner)
            for node in ast.walk(tree)
            if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
            for inner in ast.walk(node)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and id(node) not in typing and node.module:
                if node.module == "emulator":
                    found |= {alias.name for alias in node.names}
                elif node.module.startswith("emulator."):
                    found.add(node.module.split(".")[1])
    return {name for name in found if (PACKAGE / name).is_dir() or (PACKAGE / f"{name}.py").is_file()} - {part}


PARTS = [part for parts, _ in rows() for part in parts]


def test_every_folder_is_in_the_table() -> None:
    folders = {path.name for path in PACKAGE.iterdir() if path.is_dir() and (path / "__init__.py").is_file()}
    assert folders <= set(PARTS)


@pytest.mark.parametrize("part", PARTS)
def test_imports_lead_upwards_in_the_table(part: str) -> None:
    assert imported(part) <= {*above(part), *FOR_EVERYBODY}


@pytest.mark.parametrize("part", PARTS)
def test_a_folder_imports_what_the_page_says(part: str) -> None:
    said = next(text for parts, text in rows() if part in parts)
    if EVERYTHING not in said:
        assert imported(part) - FOR_EVERYBODY == set(names(said))


def test_no_modules_import_each_other_in_a_circle() -> None:
    """At import time: what a function imports when it runs is no circle."""
    modules = {".".join(file.relative_to(ROOT).with_suffix("").parts): file for file in PACKAGE.rglob("*.py")}
    modules = {name.removesuffix(".__init__"): file for name, file in modules.items()}
    edges: dict[str, set[str]] = {}
    for name, file in modules.items():
        edges[name] = set()
        for node in ast.parse(file.read_text()).body:
            if isinstance(node, ast.ImportFrom) and node.module in modules:
                inner = {f"{node.module}.{alias.name}" for alias in node.names}
                edges[name] |= (inner & modules.keys()) or {node.module}
    done: set[str] = set()

    def visit(name: str, path: tuple[str, ...]) -> None:
        assert name not in path, " imports ".join((*path[path.index(name) :], name))
        if name not in done:
            for other in sorted(edges[name]):
                visit(other, (*path, name))
            done.add(name)

    for name in edges:
        visit(name, ())
