"""Which behaviours of the service have a test here: read from the tests' `behaviour` markers, without running them.

`@pytest.mark.behaviour("bookings", 4, 5)` on a test (or on its class, or in a module's `pytestmark`) says that it
holds the numbered behaviours 4 and 5 of the catalogue `bookings`. `tests/behaviours/catalogues.yaml` says how many
there are, and for each that has no test, why.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

MARKER = "behaviour"


@dataclass(frozen=True, order=True)
class Held:
    """One behaviour and a test that holds it."""

    catalogue: str
    number: int
    file: str
    test: str


def held(tests: Path) -> list[Held]:
    """Every marked behaviour, once a test. Raises `ValueError` for a marker that is not made of literals."""
    found: set[Held] = set()
    for file in sorted(tests.rglob("test_*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        relative = file.relative_to(tests.parent).as_posix()
        everywhere = [mark for node in tree.body if _is_pytestmark(node) for mark in _marks(node.value, relative)]  # type: ignore[attr-defined]
        for scope, test in _tests(tree):
            marks = [mark for node in (*scope, test) for each in node.decorator_list for mark in _marks(each, relative)]
            for catalogue, numbers in (*everywhere, *marks):
                found |= {Held(catalogue, number, relative, test.name) for number in numbers}
    return sorted(found)


def page(tests: Path) -> str:
    """The Markdown page: a table a catalogue, then what is not held and why. Raises `ValueError` on a mistake."""
    catalogues: dict[str, Any] = yaml.safe_load((tests / "behaviours/catalogues.yaml").read_text(encoding="utf-8"))
    by_number: dict[tuple[str, int], list[Held]] = {}
    for each in held(tests):
        if each.catalogue not in catalogues or not 1 <= each.number <= catalogues[each.catalogue]["count"]:
            raise ValueError(f"{each.file}: {each.test}: no behaviour {each.number} in a catalogue {each.catalogue!r}")
        by_number.setdefault((each.catalogue, each.number), []).append(each)
    lines = [
        "# Behaviours",
        "",
        "What is known of the hosted service's behaviour is numbered; each number below is held by a test over HTTP or",
        "by a test of the part that decides it. Made from the tests' markers by `scripts/write_docs.py`.",
    ]
    for name, catalogue in catalogues.items():
        numbers = range(1, catalogue["count"] + 1)
        missing = {int(number): reason for number, reason in (catalogue.get("not-held") or {}).items()}
        both = [number for number in missing if (name, number) in by_number]
        if both:
            raise ValueError(f"catalogues.yaml: {name} {both} are held by tests and said not to be")
        count = sum((name, number) in by_number for number in numbers)
        lines += ["", f"## {catalogue['title']}", "", f"{count} of {catalogue['count']} are held.", ""]
        lines += ["| number | held by |", "| --- | --- |"]
        for number in numbers:
            tests_of = by_number.get((name, number), [])
            if tests_of:
                shown = "<br>".join(f"{_sentence(each.test)} (`{each.file}`)" for each in tests_of)
                lines.append(f"| {number} | {shown} |")
        lines += ["", "Not held:", ""] if count < catalogue["count"] else []
        lines += [
            f"- {number}: {missing.get(number, 'no test names it yet')}"
            for number in numbers
            if (name, number) not in by_number
        ]
    return "\n".join(lines) + "\n"


def _sentence(test: str) -> str:
    return test.removeprefix("test_").replace("_", " ")


def _is_pytestmark(node: ast.stmt) -> bool:
    return isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "pytestmark" for t in node.targets)


def _tests(tree: ast.Module) -> Iterator[tuple[list[ast.ClassDef], ast.FunctionDef | ast.AsyncFunctionDef]]:
    for node in tree.body:
        for scope, test in [([node], inner) for inner in node.body] if isinstance(node, ast.ClassDef) else [([], node)]:
            if isinstance(test, ast.FunctionDef | ast.AsyncFunctionDef) and test.name.startswith("test_"):
                yield scope, test


def _marks(expression: ast.expr, file: str) -> Iterator[tuple[str, list[int]]]:
    """Every `behaviour(...)` call in a decorator, a `pytestmark` or a parameter set."""
    for call in ast.walk(expression):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == MARKER:
            try:
                catalogue, *numbers = [ast.literal_eval(argument) for argument in call.args]
            except ValueError:
                raise ValueError(f"{file}:{call.lineno}: write the numbers of a behaviour marker as literals") from None
            yield catalogue, numbers
