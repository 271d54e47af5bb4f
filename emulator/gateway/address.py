"""What a request's address says: where it comes from, what it is for, and which client it names."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import unquote_to_bytes

from starlette.types import Scope

from emulator.contract.operation import Operation
from emulator.errors import common


def address(scope: Scope) -> str:
    """The address that the request came from; an empty text where there is none."""
    client = scope.get("client")
    return client[0] if client else ""


def client_named(operation: Operation, path: Sequence[str]) -> str | None:
    """The client that the path names, if it names one."""
    return path[operation.path_names.index("clientId")] if "clientId" in operation.path_names else None


def decoded(path: str) -> str:
    """The path with its percent-escapes resolved. Raises the service's 400 when they do not make text."""
    if "%" not in path:
        return path
    try:
        return unquote_to_bytes(path).decode()
    except UnicodeDecodeError:
        segment = next(part for part in path.split("/") if "%" in part)
        raise common.bad_request(f"Failed to decode param '{segment}'") from None
