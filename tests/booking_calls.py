"""Calling the handlers of bookings below HTTP, with every answer held against its generation's document."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from emulator.api.bookings import (
    attendees,
    calendar_links,
    guests,
    listing,
    location,
    read,
    reassign,
    references,
)
from emulator.api.call import Call
from emulator.api.legacy import bookings as legacy_bookings
from emulator.api.legacy import event_types as legacy_event_types
from emulator.api.legacy import schedules as legacy_schedules
from emulator.auth.caller import Caller
from emulator.errors.base import ApiError
from emulator.settings import Settings
from emulator.world.records import User
from emulator.world.world import World

SPEC = Path(__file__).parents[1] / "spec"
VERSION = "2024-08-13"
OLD = "2024_04_15"
GENERATIONS = {OLD: "openapi-2024-04-15.json", "2026_05_01": "openapi-2026-06-12.json"}
MODULES = (
    attendees,
    calendar_links,
    guests,
    listing,
    location,
    read,
    reassign,
    references,
    legacy_bookings,
    legacy_event_types,
    legacy_schedules,
)


def ask(
    world: World,
    operation: str,
    user: User | None = None,
    *,
    body: Any = None,
    query: dict[str, Any] | None = None,
    version: str = VERSION,
    **path: Any,
) -> Any:
    """The whole answer of the operation whose id ends so, asked by the user in a transaction; it fits the document."""
    operation_id, handler = next(
        (name, handler) for module in MODULES for name, handler in module.HANDLERS.items() if name.endswith(operation)
    )
    caller = None if user is None else Caller(user)
    call = Call(world, operation_id, version, path, query or {}, body, caller, Settings())
    with world.transaction():
        answer = handler(call)
    _schema(operation_id).validate(json.loads(json.dumps(answer)))
    return answer


def refusal(problem: ApiError) -> dict[str, Any]:
    """The body of a refusal."""
    return problem.body("2030-01-01T00:00:00.000Z", "/v2/bookings")


@cache
def _schema(operation_id: str) -> Draft202012Validator:
    name = next((file for mark, file in GENERATIONS.items() if mark in operation_id), "openapi.json")
    document = json.loads((SPEC / name).read_text(encoding="utf-8"))
    operations = (
        operation for path in document["paths"].values() for operation in path.values() if isinstance(operation, dict)
    )
    operation = next(each for each in operations if each.get("operationId") == operation_id)
    response = next(answer for status, answer in operation["responses"].items() if status.startswith("2"))
    if "$ref" in response:
        response = document["components"]["responses"][response["$ref"].rpartition("/")[2]]
    schema = response["content"]["application/json"]["schema"]
    return Draft202012Validator({**schema, "components": document["components"]})
