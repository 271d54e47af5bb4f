#!/usr/bin/env python3
"""Write what comes from the code and the tests: pages of docs/, and the schema of world files.

With --check nothing is written; a page that is out of step is named. Exit status: 0 all well, 1 otherwise.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
from pathlib import Path
from typing import Any

from emulator.api.registry import Registry
from emulator.control.fixture_schema import schema
from emulator.settings import Settings
from scripts.behaviours import page as behaviours
from scripts.command_line import page as command_line
from scripts.control_plane import page as control_plane
from scripts.payload_pages import pages as payloads
from scripts.records import page as records
from scripts.state_machine import page as state_machine

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = {
    "openapi.json": "Current generation",
    "openapi-2026-06-12.json": "2026-06-12 generation",
    "openapi-2024-04-15.json": "2024-04-15 generation",
}
METHODS = ("get", "post", "put", "patch", "delete")


def settings() -> str:
    lines = [
        "# Settings",
        "",
        "A flag of `calcom-emulator serve`, a variable, a keyword of `emulator.app.Emulator`: all the same.",
    ]
    for field in dataclasses.fields(Settings):
        default = field.default
        shown = "none" if default in (None, ()) else json.dumps(default) if isinstance(default, bool) else str(default)
        lines += [
            "",
            f"## `--{field.name.replace('_', '-')}`",
            "",
            field.metadata["help"],
            "",
            f"Variable `CALCOM_EMULATOR_{field.name.upper()}`, keyword `{field.name}`, default: {shown}.",
        ]
        if "choices" in field.metadata:
            lines[-1] += f" One of {', '.join(f'`{choice}`' for choice in field.metadata['choices'])}."
    return "\n".join(lines) + "\n"


def fidelity() -> str:
    """One row an operation: whether it is answered from state, and for which versions."""
    registry = Registry()
    lines = [
        "# Fidelity",
        "",
        "What each operation's answer is made of. `stateful`: from the world's records, by Cal.com's rules. `sampled`:",
        "a value that fits the schema; strict mode refuses those. Every answer says so in `X-Emulator-Fidelity`.",
        "A path that is in none of the tables answers 404.",
        "",
        "## Chosen or guessed",
        "",
        "Stateful does not mean that all of an answer was seen at the hosted service. What was chosen where nothing is",
        "known stands in [guesses](guesses.md); which numbered facts tests hold, and which not, in",
        "[behaviours](behaviours.md).",
    ]
    for name, title in DOCUMENTS.items():
        document: dict[str, Any] = json.loads((ROOT / "spec" / name).read_text(encoding="utf-8"))
        lines += ["", f"## {title}", "", "| path | method | versions | answered |", "| --- | --- | --- | --- |"]
        for path, item in sorted(document["paths"].items()):
            for method in METHODS:
                if method in item:
                    operation = item[method]
                    versions = ", ".join(operation.get("x-cal-api-versions", ["any"]))
                    made = "stateful" if registry.handler(operation["operationId"]) else "sampled"
                    lines.append(f"| `{path}` | {method.upper()} | {versions} | {made} |")
    return "\n".join(lines) + "\n"


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing, name the pages that are out of step")
    options = parser.parse_args(arguments)
    stale = 0
    for name, text in {
        "docs/settings.md": settings(),
        "docs/command-line.md": command_line(),
        "docs/control-plane.md": control_plane(),
        "docs/records.md": records(),
        "docs/fidelity.md": fidelity(),
        "docs/behaviours.md": behaviours(ROOT / "tests"),
        "docs/state-machine.md": state_machine(),
        **payloads(),
        "fixtures/schema.json": json.dumps(schema(), indent=1) + "\n",
    }.items():
        page = ROOT / name
        if not options.check:
            page.parent.mkdir(exist_ok=True)
            page.write_text(text, encoding="utf-8")
        elif not page.exists() or page.read_text(encoding="utf-8") != text:
            stale += 1
            print(f"{name} is out of step: run scripts/write_docs.py", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
