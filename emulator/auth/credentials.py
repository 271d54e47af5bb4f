"""From request headers to the caller, as the service's guards do it (resources.md 2, bookings.md 1.7)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import lru_cache
from typing import Literal

from emulator.auth.caller import Caller
from emulator.errors import auth
from emulator.world.world import World

Demand = Literal["required", "optional", "none"]
PREFIX = "cal_"
PREFIXES = ("cal_live_", "cal_test_", "cal_")


@lru_cache(maxsize=1024)
def digest(clear_key: str) -> str:
    """What is stored of an API key: the SHA-256, in hex, of the part behind its prefix."""
    for prefix in PREFIXES:
        if clear_key.startswith(prefix):
            return hashlib.sha256(clear_key.removeprefix(prefix).encode()).hexdigest()
    return hashlib.sha256(clear_key.encode()).hexdigest()


def token(headers: Mapping[str, str]) -> str:
    """The bearer's token; the bare token without `Bearer` counts too, because only the word itself is cut out."""
    return headers.get("authorization", "").replace("Bearer ", "", 1).strip()


def identify(world: World, headers: Mapping[str, str], demand: Demand) -> Caller | None:
    """The caller, or None for an anonymous request where that is allowed.

    `headers` has lower-case names. Raises the service's 401s: bad credentials are refused wherever they are sent, also
    where none are needed.
    """
    bearer = token(headers)
    if bearer.startswith(PREFIX):
        # The rate limiter looks every API key up, so an unknown one is refused on public routes too.
        caller = _by_api_key(world, bearer)
        return None if demand == "none" else caller
    if demand == "none":
        return None
    client, secret = headers.get("x-cal-client-id"), headers.get("x-cal-secret-key")
    if client and secret:
        raise auth.unknown_oauth_client(client)
    if bearer:
        raise auth.invalid_access_token()
    if demand == "optional":
        return None
    if secret:
        raise auth.secret_without_client()
    if client:
        raise auth.client_without_secret()
    raise auth.no_credentials()


def _by_api_key(world: World, bearer: str) -> Caller:
    key = world.api_keys.by("digest", digest(bearer))
    if key is None:
        raise auth.unknown_api_key()
    # Expiry counts whole days: a key that expires today still works.
    if key.expires_at is not None and world.now().date() > key.expires_at.date():
        raise auth.expired_api_key()
    user = world.users.get(key.user_id)
    if user is None:
        raise auth.api_key_without_user()
    return Caller(user, key)
