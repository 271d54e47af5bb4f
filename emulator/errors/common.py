"""Refusals that belong to no single resource."""

from __future__ import annotations

from emulator.errors.base import ApiError, BareProblem, HttpProblem, RawProblem


def no_such_route(method: str, path: str) -> ApiError:
    """Unknown path, unsupported method, or a version that the path does not serve; `path` comes without its query."""
    return HttpProblem(404, f"Cannot {method} {path}")


def malformed_json(message: str) -> ApiError:
    """`message` is the parser's own sentence, as the service passes it on."""
    return HttpProblem(400, message)


def body_too_large() -> ApiError:
    return RawProblem(413, "request entity too large")


def too_many_requests() -> ApiError:
    text = "CustomThrottlerGuard - Too many requests. Please try again later."
    return HttpProblem(429, text, code="ThrottlerException", details=text)


def duplicate_record() -> ApiError:
    return BareProblem(409, "Invalid Input: Trying to create a record that already exists.", code="CONFLICT")


def internal() -> ApiError:
    """What a crash inside the service looks like from outside."""
    return RawProblem(500, "Internal server error")


def bad_request(message: str) -> ApiError:
    """A plain 400 whose sentence the caller has in hand (validators that word their own refusals)."""
    return HttpProblem(400, message)
