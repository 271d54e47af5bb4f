"""The shapes in which Cal.com words a refusal; the refusals themselves stand beside, one module a resource."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, ClassVar

Json = Any


class ApiError(Exception):
    """A refusal on its way to the client.

    `status` is the HTTP status; `body` gives the JSON document. Subclasses are the envelope families that the service
    uses; raise the named functions of this package's other modules rather than these classes.
    """

    status: int

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message

    def body(self, timestamp: str, path: str) -> dict[str, Json]:
        """The answer's JSON: `timestamp` is an ISO instant with milliseconds, `path` the URL as sent with query."""
        raise NotImplementedError


class Enveloped(ApiError):
    """Common part of every answer that passes through the service's exception filters."""

    def error(self) -> dict[str, Json]:
        raise NotImplementedError

    def body(self, timestamp: str, path: str) -> dict[str, Json]:
        return {"status": "error", "timestamp": timestamp, "path": path, "error": self.error()}


class HttpProblem(Enveloped):
    """E1: an exception of the web framework. `code` is its class name; `details` repeats message, phrase and status."""

    names: ClassVar[dict[int, str]] = {
        400: "BadRequestException",
        401: "UnauthorizedException",
        403: "ForbiddenException",
        404: "NotFoundException",
        409: "ConflictException",
        413: "PayloadTooLargeException",
        415: "UnsupportedMediaTypeException",
        422: "UnprocessableEntityException",
        500: "InternalServerErrorException",
    }

    def __init__(self, status: int, message: str, *, code: str | None = None, details: Json = None) -> None:
        super().__init__(status, message)
        self.code = code or self.names.get(status, "HttpException")
        self.details = details

    def error(self) -> dict[str, Json]:
        details = self.details
        if details is None:
            details = {"message": self.message, "error": HTTPStatus(self.status).phrase, "statusCode": self.status}
        return {"code": self.code, "message": self.message, "details": details}


class KeyedProblem(HttpProblem):
    """E2: a domain error with a machine key, which stands above the usual envelope together with the status."""

    def __init__(self, status: int, key: str, message: str, *, code: str) -> None:
        super().__init__(status, message, code=code)
        self.key = key

    def body(self, timestamp: str, path: str) -> dict[str, Json]:
        return {"statusCode": self.status, "message": self.key, **super().body(timestamp, path)}


class BareProblem(Enveloped):
    """E3: an error of shared web code or of the database mapping: code and message, no details."""

    def __init__(self, status: int, message: str, *, code: str) -> None:
        super().__init__(status, message)
        self.code = code

    def error(self) -> dict[str, Json]:
        return {"code": self.code, "message": self.message}


class InvalidRequest(HttpProblem):
    """E4: what class-validator found; `errors` is its list of `{property, children, constraints, target, value}`."""

    def __init__(self, errors: list[dict[str, Json]]) -> None:
        super().__init__(400, "Bad Request Exception", details={"errors": errors})
        self.errors = errors


class RawProblem(ApiError):
    """An error of the booking core that no filter wraps: `{"statusCode", "message"}` and nothing else."""

    def body(self, timestamp: str, path: str) -> dict[str, Json]:
        return {"statusCode": self.status, "message": self.message}


class ZodProblem(BareProblem):
    """Refusal of the core's response schema. `issues` are (path, message) pairs in the order they were found.

    The filter joins the newest first and leaves a comma and a blank after each, the last included.
    """

    def __init__(self, issues: list[tuple[str, str]]) -> None:
        text = "".join(f"{path} - {message}, " for path, message in reversed(issues))
        super().__init__(400, text, code="BAD_REQUEST")


class TrpcProblem(BareProblem):
    """An error born in the web application's procedures: the filter drops its text for a generic one per kind."""

    generic: ClassVar[dict[str, tuple[int, str]]] = {
        "UNAUTHORIZED": (401, "You are not authorized to access this resource"),
        "FORBIDDEN": (403, "You don't have necessary permissions to access this resource"),
        "NOT_FOUND": (404, "The requested resource was not found"),
        "BAD_REQUEST": (400, "Bad request: Please check your request data and try again"),
        "CONFLICT": (409, "Could not process the request due to a resource conflict with the current state"),
        "TOO_MANY_REQUESTS": (429, "You have exceeded the allowed number of requests"),
        "INTERNAL_SERVER_ERROR": (500, "An unexpected error occurred on the server. Please try again later"),
    }

    def __init__(self, kind: str, message: str | None = None) -> None:
        status, text = self.generic[kind]
        super().__init__(status, message or text, code="TRPCError")
