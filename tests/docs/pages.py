"""The pages of docs/ as tests see them: their blocks of code, and how each is tried."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
DOCS = ROOT / "docs"
PLACEHOLDER = "http://127.0.0.1:8000"
NOTE = re.compile(r"<!-- not run: (.+?) -->")
FENCE = re.compile(r"```")
SERVE = re.compile(r"(?:scripts/serve|calcom-emulator serve)\b(.*)")
GENERATED = frozenset(
    {"behaviours", "command-line", "control-plane", "fidelity", "records", "settings", "state-machine"}
)

ELSEWHERE = {"accounts": "tests/test_accounts_page.py", "credentials": "tests/test_credentials_page.py"}
"""Pages whose blocks a test of their own runs, because it looks at the answers more closely."""

RUN = frozenset({"python", "sh", "console", "js"})
READ = frozenset({"yaml", "toml", "json"})
SHOWN = frozenset({"text"})


@dataclass(frozen=True)
class Block:
    """A fenced block. `reason` says why it is not run; `name` is that of the file it shows, told in its first line."""

    page: str
    line: int
    language: str
    text: str
    reason: str | None

    @property
    def name(self) -> str | None:
        first = self.text.partition("\n")[0]
        named = re.fullmatch(r"(?:#|//) ([\w.-]+\.(?:py|mjs|js|yaml|yml|toml))", first)
        return named[1] if named else None

    @property
    def serves(self) -> str | None:
        """The options of `serve`, where the block does nothing but serve."""
        commands = [line.removeprefix("$ ") for line in self.text.strip().splitlines()]
        said = SERVE.fullmatch(commands[0]) if len(commands) == 1 and self.language in ("sh", "console") else None
        return said[1].strip() if said else None

    @property
    def is_script(self) -> bool:
        """Python that is no file and holds no tests."""
        return self.language == "python" and self.name is None and "def test_" not in self.text

    def __str__(self) -> str:
        return f"docs/{self.page}.md:{self.line}"


def pages() -> dict[str, list[Block]]:
    """The blocks of every page written by hand, by its name below docs/ without `.md`."""
    found = [*DOCS.glob("*.md"), *(DOCS / "recipes").glob("*.md")]
    names = {path.relative_to(DOCS).with_suffix("").as_posix(): path for path in sorted(found)}
    return {name: blocks(name, path.read_text("utf-8")) for name, path in names.items() if name not in GENERATED}


def blocks(page: str, text: str) -> list[Block]:
    found: list[Block] = []
    lines = text.splitlines()
    start = None
    for number, line in enumerate(lines):
        if not FENCE.match(line):
            continue
        if start is None:
            start = number
            continue
        above = next((each for each in reversed(lines[:start]) if each.strip()), "")
        note = NOTE.fullmatch(above.strip())
        language = lines[start].removeprefix("```").strip()
        code = "\n".join(lines[start + 1 : number]) + "\n"
        found.append(Block(page, start + 1, language, code, note[1] if note else None))
        start = None
    assert start is None, f"docs/{page}.md:{start}: a block that does not end"
    return found
