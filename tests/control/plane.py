"""Asking the control plane in tests: every answer must fit the control plane's own document."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import httpx2

from emulator.contract.document import load
from emulator.contract.engine import Engine
from emulator.contract.router import Router
from emulator.contract.values import ABSENT
from emulator.resources import resource
from tests.api_client import Api


@lru_cache(maxsize=1)
def _engine() -> Engine:
    return Engine(Router([load(resource("spec/emulator.json"))]))


def ask(api: Api, method: str, path: str, body: Any = None, **more: Any) -> httpx2.Response:
    """Any answer, checked against the document."""
    answer = api(method, f"/_emulator{path}", body, **more)
    match = _engine().match(f"/_emulator{path.partition('?')[0]}")
    assert match is not None, f"{path} is not described"
    operation = match.entry.select(method, None)
    assert operation is not None, f"{method} {path} is not described"
    if answer.status_code in (403, 413):
        # Any operation may say so: the document's introduction has it.
        assert answer.json()["error"]["message"]
        return answer
    is_json = answer.headers.get("content-type", "").startswith("application/json")
    wrong = _engine().check(operation, answer.status_code, answer.json() if is_json else ABSENT) if is_json else []
    assert not wrong, wrong
    return answer


def told(api: Api, method: str, path: str, body: Any = None) -> Any:
    """What a successful answer says."""
    answer = ask(api, method, path, body)
    assert answer.status_code < 300, answer.text
    return answer.json()


def problem(answer: httpx2.Response) -> dict[str, str]:
    """What a refusal says."""
    error: dict[str, str] = answer.json()["error"]
    return error
