"""Is a request valid? The compiled plan says yes at once; whatever it does not plainly accept, openapi-core decides."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from emulator.contract.operation import Operation
from emulator.contract.values import ABSENT, UnfitError, tidy
from emulator.errors.common import bad_request
from emulator.frozen import frozen

Json = Any

_FALSY: Final = (None, False, 0, "")


@frozen
class Accepted:
    """A valid request: values converted, unknown keys of the body left out, defaults of the query filled in.

    `body` is None for an operation that takes none; `given` is the same with its unknown keys. `unknown` names the
    parameters of the query that the operation does not have.
    """

    path: dict[str, Json]
    query: dict[str, Json]
    body: Json
    given: Json = None
    unknown: Sequence[str] = ()


def accept(operation: Operation, raw_path: Sequence[str], query_string: str, body: Json = ABSENT) -> Accepted:
    """Validate and convert what a request brings.

    `raw_path` are the texts of the path's variables in order, `query_string` is still encoded, `body` is parsed JSON or
    `ABSENT`; the body is not changed. Raises the service's 400, worded as the operation's `x-error-style` has it.
    """
    given = _given(operation, raw_path)
    query: dict[str, Json] = {}
    unknown: list[str] = []
    if query_string:
        query, unknown = operation.query_reader.read(query_string)
    body = ABSENT if operation.body is None else _framed(operation, body)
    try:
        body = tidy(body)
    except UnfitError as error:
        from emulator.contract.refusals import unfit  # noqa: PLC0415 - no start needs words for what is wrong

        raise unfit(operation, error) from None
    forbidden = unknown if operation.forbids_unknown_query else []
    if forbidden or not accepts(operation, given, query, body):
        _judge(operation, given, query, forbidden, body)
    if operation.query_defaults:
        query = {**operation.query_defaults, **query}
    if body is ABSENT:
        return Accepted(given, query, None, None, unknown)
    strip = operation.body_strip
    return Accepted(given, query, strip(body) if strip else body, body, unknown)


def path_values(operation: Operation, raw_path: Sequence[str]) -> dict[str, Json] | None:
    """The converted values of the path's variables, or None where they are not valid."""
    given = _given(operation, raw_path)
    return given if not given or operation.given_check(given) else None


def _given(operation: Operation, raw_path: Sequence[str]) -> dict[str, Json]:
    if not raw_path:
        return {}
    return {
        name: read(text)
        for name, read, text in zip(operation.path_names, operation.path_readers, raw_path, strict=True)
    }


def accepts(operation: Operation, given: dict[str, Json], query: dict[str, Json], body: Json) -> bool:
    """Whether the plan alone accepts; where it does, openapi-core does as well."""
    return (
        (not given or operation.given_check(given))
        and (not (query or operation.query["required"]) or operation.query_check(query))
        and (body is ABSENT or operation.body_check(body))
    )


def _framed(operation: Operation, body: Json) -> Json:
    """The body as the validators get it: an object, if need be one made of nothing (bookings.md 1.5, 1.6)."""
    if operation.error_style == "sentence":
        if body is ABSENT and operation.body is not None and not operation.body.required:
            return {}
        if body is ABSENT or body in _FALSY:
            raise bad_request("Body is required")
        if not isinstance(body, dict):
            raise bad_request("Body should be an object")
        return body
    if body is ABSENT or (not isinstance(body, dict) and not operation.takes_anything):
        return {}
    return body


def _judge(
    operation: Operation, given: dict[str, Json], query: dict[str, Json], forbidden: list[str], body: Json
) -> None:
    """Ask openapi-core. Returns when it accepts after all."""
    from emulator.contract.refusals import Refused, refusal  # noqa: PLC0415 - no start needs words for what is wrong

    judge, asked = operation.schemas.judge, (operation.path, operation.method.lower(), given, query, body)
    if forbidden or judge.refuses(*asked):
        raise refusal(operation, Refused(given, query, forbidden, body), lambda: judge.request(*asked))
