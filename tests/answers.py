"""Calling handlers below HTTP, with every answer held against the OpenAPI document."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from emulator.api.call import Call, Handler
from emulator.auth.caller import Caller
from emulator.settings import Settings
from emulator.world.records import ApiKey, User
from emulator.world.world import World

DOCUMENT = Path(__file__).parents[1] / "spec" / "openapi.json"


def ask(
    handlers: Mapping[str, Handler],
    operation_id: str,
    world: World,
    user: User | None,
    *,
    body: Any = None,
    query: Mapping[str, Any] | None = None,
    key: ApiKey | None = None,
    **path: Any,
) -> Any:
    """Run the handler as the user in a transaction; gives `data` of an answer that fits the document."""
    caller = None if user is None else Caller(user, key)
    call = Call(world, operation_id, "2024-06-14", path, query or {}, body, caller, Settings())
    with world.transaction():
        answer = handlers[operation_id](call)
    _answers(operation_id).validate(answer)
    return answer["data"]


@cache
def _answers(operation_id: str) -> Draft202012Validator:
    document = json.loads(DOCUMENT.read_text(encoding="utf-8"))
    for path in document["paths"].values():
        for operation in path.values():
            if isinstance(operation, dict) and operation.get("operationId") == operation_id:
                status = next(code for code in operation["responses"] if code.startswith("2"))
                schema = operation["responses"][status]["content"]["application/json"]["schema"]
                return Draft202012Validator({**schema, "components": document["components"]})
    raise LookupError(operation_id)
