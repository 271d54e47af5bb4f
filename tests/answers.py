"""Calling handlers below HTTP, with every answer held against the OpenAPI document of its generation."""

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

SPEC = Path(__file__).parents[1] / "spec"
GENERATIONS = {"2024_04_15": "openapi-2024-04-15.json", "2026_05_01": "openapi-2026-06-12.json"}


def ask(
    handlers: Mapping[str, Handler],
    operation_id: str,
    world: World,
    user: User | None,
    *,
    key: ApiKey | None = None,
    **more: Any,
) -> Any:
    """`data` of the answer; the rest is as in `answer`."""
    caller = None if user is None else Caller(user, key)
    return answer(handlers[operation_id], operation_id, world, caller, **more)["data"]


def answer(
    handler: Handler,
    operation_id: str,
    world: World,
    caller: Caller | None,
    *,
    body: Any = None,
    query: Mapping[str, Any] | None = None,
    version: str = "2024-06-14",
    **path: Any,
) -> Any:
    """Run a handler in a transaction; the whole answer, which fits the document."""
    call = Call(world, operation_id, version, path, query or {}, body, caller, Settings())
    with world.transaction():
        given = handler(call)
    schema(operation_id).validate(json.loads(json.dumps(given)))
    return given


@cache
def schema(operation_id: str) -> Draft202012Validator:
    """Of the operation's successful answer."""
    name = next((file for mark, file in GENERATIONS.items() if mark in operation_id), "openapi.json")
    document = json.loads((SPEC / name).read_text(encoding="utf-8"))
    operations = (
        operation for path in document["paths"].values() for operation in path.values() if isinstance(operation, dict)
    )
    operation = next(each for each in operations if each.get("operationId") == operation_id)
    response = next(answer for status, answer in operation["responses"].items() if status.startswith("2"))
    if "$ref" in response:
        response = document["components"]["responses"][response["$ref"].rpartition("/")[2]]
    own = response["content"]["application/json"]["schema"]
    return Draft202012Validator({**own, "components": document["components"]})
