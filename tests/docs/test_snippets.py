"""Every block of code in the docs is tried as it stands there.

Python files and tests of a page lie together in a folder and go through one run of pytest for all pages. What is typed
into a shell, and Node's tests, are run in the page's order against a server that was started as the page says. A block
that cannot be run says why in a comment above it: `<!-- not run: reason -->`.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from emulator.app import Emulator
from emulator.cli import main
from emulator.commands.serve import serve
from emulator.control.fixture_check import check
from emulator.control.kinds import KINDS
from emulator.server import BackgroundServer
from emulator.testing.options import OPTIONS
from tests.docs.pages import DOCS, ELSEWHERE, PLACEHOLDER, READ, ROOT, RUN, SHOWN, Block, pages
from tests.testing.test_plugin import ALONE

PAGES = pages()
BLOCKS = [block for each in PAGES.values() for block in each]
HERE = [block for block in BLOCKS if block.language in RUN and block.reason is None and block.page not in ELSEWHERE]
PYTHON = [block for block in HERE if block.language == "python" and not block.is_script]
TYPED = {name: [block for block in HERE if block.page == name and block not in PYTHON] for name in PAGES}
FAILING = "recipes/reading-a-failure"
"""The page whose test is to fail."""

WITH_SCHEMATHESIS = "recipes/contract-test"
"""The page whose tests need a plugin that takes seconds to load."""


def folder(page: str) -> str:
    return page.replace("/", "_").replace("-", "_")


def write_files(page: str, into: Path) -> None:
    """The files that a page shows."""
    into.mkdir(exist_ok=True)
    for block in PAGES[page]:
        if block.name is not None:
            (into / block.name).write_text(block.text, "utf-8")


def test_every_block_is_run_read_or_excused() -> None:
    for block in BLOCKS:
        assert block.language in RUN | READ | SHOWN, f"{block}: a block of {block.language or 'nothing'}"
        if block.reason is not None:
            assert block.language in RUN, f"{block}: nobody runs {block.language}"
            assert len(block.reason.split()) >= 3, f"{block}: say in a few words why it is not run"
    for page, test in ELSEWHERE.items():
        assert page in PAGES
        assert f'docs/{page}.md"' in (ROOT / test).read_text("utf-8")


def test_every_link_leads_somewhere_and_every_page_is_linked() -> None:
    linked = set()
    for path in [ROOT / "README.md", *DOCS.glob("*.md"), *(DOCS / "recipes").glob("*.md")]:
        for target, heading in re.findall(r"\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)", path.read_text("utf-8")):
            found = (path.parent / target).resolve() if target else path
            assert found.exists(), f"{path.name}: {target}"
            linked.add(found)
            if heading:
                assert heading in anchors(found), f"{path.name}: {target}#{heading}"
    assert {*DOCS.glob("*.md"), *(DOCS / "recipes").glob("*.md")} <= linked


def anchors(page: Path) -> set[str]:
    """What its headings are called in links."""
    headings = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("block", [b for b in BLOCKS if b.language in READ], ids=str)
def test_what_is_shown_can_be_read(block: Block, tmp_path: Path) -> None:
    if block.language == "json":
        json.loads(block.text)
    elif block.language == "toml":
        options = tomllib.loads(block.text).get("tool", {}).get("pytest", {}).get("ini_options", {})
        known = {option.key for option in OPTIONS}
        assert {name for name in options if name.startswith("calcom_")} <= known
    else:
        value = yaml.safe_load(block.text)
        assert isinstance(value, dict)
        if value.keys() <= {*KINDS, "now"}:
            file = tmp_path / "world.yaml"
            file.write_text(block.text, "utf-8")
            # A file of this name shows what the checker says of mistakes.
            assert bool(check([file])) == (block.name == "mistakes.yaml")


def server_of(page: str) -> Emulator:
    """An application made with the options that the page serves with."""
    options = next((block.serves for block in PAGES[page] if block.serves is not None), "")
    with main.make_context("calcom-emulator", ["serve"]) as context:
        values = serve.make_context("serve", shlex.split(options), parent=context).params
    return Emulator(**{**values, "check_answers": True})


@pytest.fixture
def url(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.chdir(ROOT)
    with BackgroundServer(server_of(request.getfixturevalue("page"))) as running:
        yield running.url


def sh(command: str, url: str, where: Path) -> str:
    """What a command prints; a request that is refused fails, unless the page shows its status."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "CALCOM_EMULATOR_URL": url, "CALCOM_URL": url, "NO_COLOR": "1"}
    strict = "" if "%{http_code}" in command else 'curl() { command curl --fail-with-body "$@"; }\n'
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", strict + command.replace(PLACEHOLDER, url)],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
        cwd=where,
        timeout=60,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout.replace(url, PLACEHOLDER)


def conversation(text: str) -> Iterator[tuple[str, str]]:
    """Commands of a console, and what they print."""
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        lines = part.splitlines()
        end = next(n for n in range(1, len(lines) + 1) if is_whole("\n".join(lines[:n])))
        yield "\n".join(lines[:end]), "\n".join(lines[end:]).strip()


def is_whole(command: str) -> bool:
    """Whether a shell would not wait for more: no quote is open, no line goes on."""
    try:
        shlex.split(command)
    except ValueError:
        return False
    return not command.endswith("\\")


def fits(shown: str, printed: str) -> bool:
    """Whether it is what was shown, in which `…` stands for anything."""
    return re.fullmatch(re.escape(shown).replace("…", ".*?"), printed.strip(), re.DOTALL) is not None


@pytest.mark.parametrize("page", [name for name, found in TYPED.items() if found and name != FAILING])
def test_what_is_typed_works(page: str, url: str, tmp_path: Path) -> None:
    write_files(page, tmp_path)
    for name in ("fixtures", "scripts"):
        (tmp_path / name).symlink_to(ROOT / name)
    for block in TYPED[page]:
        if block.serves is not None:
            continue
        if block.language == "sh":
            sh(block.text, url, tmp_path)
        elif block.language == "console":
            for command, shown in conversation(block.text):
                printed = sh(command, url, tmp_path)
                assert not shown or fits(shown, printed), f"{block}: {command}\nprinted\n{printed}"
        elif block.is_script:
            sh(f"python -c {shlex.quote(block.text)}", url, tmp_path)
        else:
            assert block.name, f"{block}: name the file in a comment in the first line"
            if ".test." in block.name:
                if shutil.which("node") is None:
                    pytest.skip("Node is not installed")
                sh(f"node --test {block.name}", url, tmp_path)


def run_pytest(pytester: pytest.Pytester, chosen: list[str], *plugins: str) -> pytest.RunResult:
    """One run of pytest over the Python of some pages."""
    for page in chosen:
        where = pytester.path / folder(page)
        write_files(page, where)
        unnamed = [block for block in PYTHON if block.page == page and block.name is None]
        for number, block in enumerate(unnamed):
            (where / f"test_{folder(page)}_{number}.py").write_text(block.text, "utf-8")
    return pytester.runpytest_subprocess(*ALONE, *plugins, "-rA")


def test_python_works(pytester: pytest.Pytester) -> None:
    chosen = sorted({block.page for block in PYTHON} - {FAILING, WITH_SCHEMATHESIS})
    result = run_pytest(pytester, chosen)
    outcomes = result.parseoutcomes()
    assert outcomes.keys() == {"passed"}, outcomes
    for page in chosen:
        result.stdout.fnmatch_lines([f"PASSED {folder(page)}/*"])


def test_the_contract_test_works(pytester: pytest.Pytester) -> None:
    plugins = ("-pschemathesis.pytest.plugin", "-phypothesispytest")
    result = run_pytest(pytester, [WITH_SCHEMATHESIS], *plugins)
    assert result.parseoutcomes().keys() == {"passed"}


def test_a_failure_reads_as_shown(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page's test fails, its report has the lines shown, and its capsule can be replayed as shown."""
    report, *_ = (block.text for block in PAGES[FAILING] if block.language == "text")
    for block in PAGES[FAILING]:
        if block.name is not None:
            (pytester.path / block.name).write_text(block.text, "utf-8")
    monkeypatch.chdir(pytester.path)
    result = pytester.runpytest_subprocess(*ALONE)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines([fnmatch_of(line) for line in report.splitlines() if line not in ("", "…")])
    (typed,) = [block for block in TYPED[FAILING] if block.language == "console"]
    for command, shown in conversation(typed.text):
        printed = sh(command, PLACEHOLDER, pytester.path)
        assert fits(shown, printed), printed


def fnmatch_of(line: str) -> str:
    """A line of which `…` is any part, as `fnmatch_lines` takes it."""
    return line.replace("[", "[[]").replace("…", "*")
