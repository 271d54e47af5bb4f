from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from emulator.testing import options


def config(worker: str | None = None, **given: Any) -> Any:
    """A configuration in which only the command line says something."""
    made = SimpleNamespace(getoption=given.get, getini=lambda key: "", rootpath=None)
    if worker:
        made.workerinput = {"workerid": worker}
    return made


@pytest.mark.parametrize(
    ("worker", "given", "port"), [(None, None, 0), ("gw3", None, 0), (None, "9000", 9000), ("gw3", "9000", 9003)]
)
def test_each_worker_has_a_port_of_its_own(worker: str | None, given: str | None, port: int) -> None:
    assert options.port(config(worker, calcom_port=given)) == port


@pytest.mark.parametrize(("text", "strict"), [(None, False), ("true", True), ("1", True), ("NO", False)])
def test_strictness_is_said_in_words(text: str | None, strict: bool) -> None:
    made = options.settings(config(calcom_strict=text))
    assert (made.strict, made.check_answers) == (strict, True)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"calcom_strict": "perhaps"}, "--calcom-strict: 'perhaps' is neither true nor false"),
        ({"calcom_seed": "x"}, "--calcom-seed: 'x' is no whole number"),
        ({"calcom_now": "noon"}, "--calcom-now: 'noon' is no ISO 8601 instant"),
        ({"calcom_log": "loud"}, "--calcom-log: 'loud' is none of debug, info, warning, error"),
    ],
)
def test_what_cannot_be_used_is_named(given: dict[str, str], words: str) -> None:
    with pytest.raises(pytest.UsageError) as caught:
        options.settings(config(**given))
    assert words in str(caught.value)


def test_a_value_that_pytest_itself_refuses_has_its_name() -> None:
    def refuse(_: str) -> None:
        raise ValueError("invalid truth value 'perhaps'")

    made = config()
    made.getini = refuse
    with pytest.raises(pytest.UsageError, match="calcom_strict: invalid truth value 'perhaps'"):
        options.value(made, "strict")


def test_a_world_file_that_is_nowhere(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").touch()
    assert options.files(["mine.yaml", "team"], tmp_path)[0] == tmp_path / "mine.yaml"
    with pytest.raises(pytest.UsageError) as caught:
        options.files(["teem"], tmp_path, tmp_path)
    assert str(caught.value).startswith(f"there is no world file 'teem': neither {tmp_path / 'teem'}, nor one of those")
    assert str(caught.value).endswith("; did you mean team?")
    with pytest.raises(pytest.UsageError, match=r"team\)$"):
        options.files(["x.yaml"], tmp_path)


def test_the_page_names_every_option() -> None:
    page = (Path(__file__).parents[2] / "docs" / "quickstart-pytest.md").read_text("utf-8")
    for option in options.OPTIONS:
        assert f"| `{option.key}`, `{option.flag}`" in page
