"""From a refused request to the service's 400."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from emulator.contract.operation import Operation
from emulator.contract.values import ABSENT, UnfitError
from emulator.contract.walker import Walker
from emulator.contract.wording import CUSTOM, Constraint, Problem, as_list, as_sentence
from emulator.errors.base import ApiError, InvalidRequest
from emulator.errors.common import bad_request
from emulator.frozen import frozen

Json = Any

# What the framework's own pipes say of a path's variable (bookings.md 1.6).
_PIPES: Final = {
    "isInt": "numeric string",
    "isNumber": "numeric string",
    "isUuid": "uuid",
    "isBoolean": "boolean string",
}


@frozen
class Refused:
    """A request that is not valid, converted; `unknown` are query keys that the operation forbids."""

    given: dict[str, Json]
    query: dict[str, Json]
    unknown: list[str]
    body: Json


def refusal(operation: Operation, refused: Refused, verdict: Callable[[], list[str]]) -> ApiError:
    """The 400 for it. `verdict` gives what openapi-core found; it is quoted where nothing better can be said.

    As in the service the path is looked at before the query, and the query before the body.
    """
    walker = Walker(operation.schemas)
    bad_path = walker.problems(operation.given, refused.given, "path")
    if bad_path:
        return bad_request(_of_path(bad_path[0]))
    problems = [_forbidden(name) for name in refused.unknown]
    problems += walker.problems(operation.query, refused.query, "query")
    if not problems and operation.body is not None and refused.body is not ABSENT:
        problems = walker.problems(operation.body.schema, refused.body, "body")
    if not problems:
        rules = [
            Constraint("", CUSTOM if not number else f"{CUSTOM}{number}", text) for number, text in enumerate(verdict())
        ]
        problems = [Problem("request", rules)]
    return worded(operation, problems)


def unfit(operation: Operation, error: UnfitError) -> ApiError:
    """The 400 for a body that no schema can mean."""
    name = error.path[-1] if error.path else "body"
    # A structure without end has a path to match: its beginning says enough.
    path = error.path[:4]
    problem = Problem(path[-1] if path else "body", [Constraint("", CUSTOM, f"{name} {error.problem}")])
    for outer in reversed(path[:-1]):
        problem = Problem(outer, [], [problem])
    return worded(operation, [problem])


def worded(operation: Operation, problems: list[Problem]) -> ApiError:
    """The problems in the operation's style."""
    if operation.error_style == "sentence":
        return bad_request(as_sentence(problems))
    return InvalidRequest(as_list(problems))


def _forbidden(name: str) -> Problem:
    return Problem(name, [Constraint("additional", "whitelistValidation", f"property {name} should not exist")])


def _of_path(problem: Problem) -> str:
    constraint = problem.constraints[0] if problem.constraints else None
    if constraint is None or constraint.own:
        return next(problem.leaves())
    expected = _PIPES.get(next((one.name for one in problem.constraints if one.name in _PIPES), ""))
    return f"Validation failed ({expected} is expected)" if expected else constraint.text
