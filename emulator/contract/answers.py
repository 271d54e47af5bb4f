"""Does an answer keep to the document? The compiled plan first, openapi-core where that is not sure."""

from __future__ import annotations

from typing import Any

from emulator.contract.operation import Operation
from emulator.contract.values import ABSENT

Json = Any


def check(operation: Operation, status: int, body: Json = ABSENT) -> list[str]:
    """What is wrong with an answer, in sentences; empty when nothing is.

    `body` is the JSON about to be sent, or `ABSENT`. A status that the document does not foresee is a violation.
    """
    known = operation.answers.get(status)
    if known is None:
        key = operation.response_key(status)
        if key is None:
            return [f"status {status} is not described"]
        schema = operation.responses[key]
        known = operation.answers[status] = (key, None if schema is None else operation.schemas.check(schema))
    key, is_valid = known
    if is_valid is None:
        return [] if body is ABSENT or body is None else [f"{key}: a body where none is described"]
    if body is ABSENT:
        return [f"{key}: the body is missing"]
    try:
        if is_valid(body):
            return []
    except (ValueError, TypeError) as error:
        return [f"{key}: the body is not JSON ({error})"]
    verdict = operation.schemas.judge.response(operation.path, operation.method.lower(), status, body)
    return [f"{key}: {sentence}" for sentence in verdict]
