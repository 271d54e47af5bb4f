"""What a request says that nobody reads. The service ignores it; strict mode refuses it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from emulator.contract.plan import Accepted

Json = Any


def unread(accepted: Accepted) -> list[str]:
    """Query parameters (`?name`) and members of the body (`/a/b`) that the document does not know, in order."""
    found = [f"?{name}" for name in accepted.unknown]
    if accepted.given is not accepted.body:
        found += _left_out(accepted.given, accepted.body, "")
    return found


def _left_out(before: Json, after: Json, where: str) -> Iterator[str]:
    if isinstance(before, dict) and isinstance(after, dict):
        for name, value in before.items():
            if name not in after:
                yield f"{where}/{name}"
            elif value is not after[name]:
                yield from _left_out(value, after[name], f"{where}/{name}")
    elif isinstance(before, list) and isinstance(after, list):
        for number, (value, kept) in enumerate(zip(before, after, strict=False)):
            yield from _left_out(value, kept, f"{where}/{number}")
