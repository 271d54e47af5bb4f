"""Calling the handlers of bookings below HTTP, with every answer held against the OpenAPI document."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import orjson
import pytest
from jsonschema import Draft202012Validator

from emulator.api.call import Call, Handler
from emulator.auth.caller import Caller
from emulator.errors.base import ApiError
from emulator.resources import resource
from emulator.settings import Settings
from emulator.world.records import User
from emulator.world.world import World

VERSION = "2024-08-13"
NEWEST = "2026-02-25"


def call_of(world: World, user: User | None = None, *, version: str = VERSION) -> Call:
    """A request for nothing in particular."""
    return Call(world, "test", version, {}, {}, None, None if user is None else Caller(user), Settings())


def ask(
    handlers: Mapping[str, Handler],
    operation: str,
    world: World,
    user: User | None = None,
    *,
    version: str = VERSION,
    body: Any = None,
    query: Mapping[str, Any] | None = None,
    **path: Any,
) -> Any:
    """The whole answer of a successful request, which must fit the document. `operation` is the operationId's end."""
    (name,) = [name for name in handlers if name.rpartition("_")[2] == operation]
    caller = None if user is None else Caller(user)
    with world.transaction():
        answer = handlers[name](Call(world, name, version, path, query or {}, body, caller, Settings()))
    _schema(name).validate(answer)
    return answer


def refusal(
    handlers: Mapping[str, Handler], operation: str, world: World, user: User | None = None, **more: Any
) -> tuple[int, str]:
    """Status and sentence of a request that is refused."""
    with pytest.raises(ApiError) as caught:
        ask(handlers, operation, world, user, **more)
    body = caught.value.body("2029-12-03T08:00:00.000Z", "/v2/bookings")
    assert caught.value.status == 500 or body["status"] == "error"
    return caught.value.status, body["error"]["message"] if "error" in body else body["message"]


@cache
def _document() -> Any:
    return orjson.loads(resource("spec/openapi.json").read_bytes())


@cache
def _schema(name: str) -> Draft202012Validator:
    document = _document()
    for path in document["paths"].values():
        for operation in path.values():
            if isinstance(operation, dict) and operation.get("operationId") == name:
                status = next(code for code in operation["responses"] if code.startswith("2"))
                schema = operation["responses"][status]["content"]["application/json"]["schema"]
                return Draft202012Validator({**schema, "components": document["components"]})
    raise LookupError(name)
