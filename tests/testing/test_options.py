from __future__ import annotations

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
        ({"calcom_now": "noon"}, "calcom: --now: 'noon' is no ISO 8601 instant"),
    ],
)
def test_what_cannot_be_used_is_named(given: dict[str, str], words: str) -> None:
    with pytest.raises(pytest.UsageError) as caught:
        options.settings(config(**given))
    assert words in str(caught.value)
