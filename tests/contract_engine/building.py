"""Small documents to try the contract engine on."""

from __future__ import annotations

from typing import Any

import pytest

from emulator.contract.document import load
from emulator.contract.operation import Operation
from emulator.contract.plan import accept
from emulator.contract.router import Router
from emulator.contract.values import ABSENT
from emulator.errors.base import ApiError

Json = Any

CREDENTIALS = {"Key": {"type": "http", "scheme": "bearer"}}


def raw(paths: Json, schemas: Json = None, **more: Json) -> dict[str, Json]:
    """A document of these paths and named schemas."""
    components = {"schemas": schemas or {}, "securitySchemes": CREDENTIALS}
    return {
        "openapi": "3.1.0",
        "info": {"title": "t", "version": "1"},
        "paths": paths,
        "components": components,
        **more,
    }


def operation(schemas: Json = None, *, path: str = "/v2/things", method: str = "post", **more: Json) -> Operation:
    """The operation of a document that has only this one; `more` are its members."""
    members = {"operationId": "only", "responses": {"200": {"description": ""}}, **more}
    router = Router([load(raw({path: {method: members}}, schemas))])
    return router.operations[0]


def taking(schema: Json, schemas: Json = None, *, required: Json = True, **more: Json) -> Operation:
    """An operation with a JSON body of this schema."""
    body = {"required": required, "content": {"application/json": {"schema": schema}}}
    return operation(schemas, requestBody=body, **more)


def asking(*parameters: Json, **more: Json) -> Operation:
    """An operation with these query parameters, given as (name, schema) or in full."""
    described = [
        one if isinstance(one, dict) else {"name": one[0], "in": "query", "schema": one[1]} for one in parameters
    ]
    return operation(method="get", parameters=described, **more)


def answering(schema: Json, schemas: Json = None, status: str = "200", **more: Json) -> Operation:
    """An operation whose answer has this schema."""
    responses = {status: {"description": "", "content": {"application/json": {"schema": schema}}}}
    return operation(schemas, responses=responses, **more)


def taken(one: Operation, body: Json) -> Json:
    """What is left of a body that is accepted."""
    return accept(one, (), "", body).body


def refused(one: Operation, body: Json = ABSENT, query: str = "", path: tuple[str, ...] = ()) -> dict[str, Json]:
    """The `error` of the 400 that a request gets."""
    with pytest.raises(ApiError) as raised:
        accept(one, path, query, body)
    assert raised.value.status == 400
    found: dict[str, Json] = raised.value.body("", "")["error"]
    return found


def errors(one: Operation, body: Json = ABSENT, query: str = "") -> list[Json]:
    """class-validator's list for a request that is refused."""
    found: list[Json] = refused(one, body, query)["details"]["errors"]
    return found


def constraints(one: Operation, body: Json = ABSENT, query: str = "") -> dict[str, Json]:
    """The constraints of the refused properties, by property; those of nested ones by path."""

    def flat(problems: list[Json], prefix: str) -> dict[str, Json]:
        result: dict[str, Json] = {}
        for problem in problems:
            name = prefix + problem["property"]
            if "constraints" in problem:
                result[name] = problem["constraints"]
            result |= flat(problem["children"], f"{name}.")
        return result

    return flat(errors(one, body, query), "")


def sentence(one: Operation, body: Json = ABSENT, query: str = "") -> str:
    """The sentence of a refused request."""
    error = refused(one, body, query)
    assert error["details"] == {"message": error["message"], "error": "Bad Request", "statusCode": 400}
    text: str = error["message"]
    return text


def nested(depth: int) -> Json:
    """So many objects inside one another."""
    value: Json = 1
    for _ in range(depth):
        value = {"deeper": value}
    return value
