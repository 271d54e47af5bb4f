"""What a client may do in its users' names: the permissions of platform clients, the scopes of third-party tokens."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from emulator.auth.caller import Caller
from emulator.errors import auth

PERMISSIONS: Final = (
    "EVENT_TYPE_READ",
    "EVENT_TYPE_WRITE",
    "BOOKING_READ",
    "BOOKING_WRITE",
    "SCHEDULE_READ",
    "SCHEDULE_WRITE",
    "APPS_READ",
    "APPS_WRITE",
    "PROFILE_READ",
    "PROFILE_WRITE",
)
"""In the order of the bits that the service stores them in."""

LEGACY_SCOPES: Final = frozenset({"READ_BOOKING", "READ_PROFILE"})
_SCOPE: Final = re.compile(r"(?:(?:TEAM|ORG)_)?[A-Z]+(?:_[A-Z]+)*_(?:READ|WRITE)")


def is_scope(name: str) -> bool:
    """Whether a token may be bound by this: `BOOKING_READ`, the same for a team or organization, or a legacy scope."""
    return name in LEGACY_SCOPES or _SCOPE.fullmatch(name) is not None


def named(permissions: Iterable[str]) -> list[str]:
    """The permissions in the service's order; `*` stands for all of them."""
    wanted = set(permissions)
    return [name for name in PERMISSIONS if name in wanted or "*" in wanted]


def check(caller: Caller | None, permissions: Sequence[str], scopes: Sequence[str] | None) -> None:
    """Refuse a client that lacks what the operation asks for: its `permissions` and `scopes`.

    API keys are not asked (resources.md 2.5). `scopes` None means that the document says nothing about them, an empty
    list that third-party tokens have no business there (resources.md 2.6).
    """
    if caller is None:
        return
    if caller.client is not None:
        lacking = [name for name in permissions if name not in caller.client.permissions]
        if lacking:
            raise auth.lacks_permissions(caller.client.id, permissions)
    elif caller.token is not None:
        _check_scopes(caller.token.scopes or [], scopes)


def _check_scopes(owned: Sequence[str], wanted: Sequence[str] | None) -> None:
    if wanted is None or not set(owned) - LEGACY_SCOPES:
        return
    if not wanted:
        raise auth.no_third_party_tokens()
    # What is granted for a whole organization holds for its teams.
    implied = {f"TEAM_{scope.removeprefix('ORG_')}" for scope in owned if scope.startswith("ORG_")}
    if not set(wanted) <= {*owned, *implied}:
        raise auth.lacks_scopes(wanted, owned)
