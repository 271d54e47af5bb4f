"""From request headers to the caller, as the service's guards do it (resources.md 2, bookings.md 1.7)."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Literal

from emulator.auth.caller import Caller
from emulator.errors import auth
from emulator.world.records import ApiKey, User
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


def identify(world: World, headers: Mapping[str, str], demand: Demand, client_id: str | None = None) -> Caller | None:
    """The caller, or None for an anonymous request where that is allowed.

    `headers` has lower-case names; `client_id` is the client that the path names, which wins over the header's. Raises
    the service's 401s and 498: bad credentials are refused wherever they are sent, also where none are needed.
    """
    bearer = token(headers)
    # The rate limiter looks every API key up, so an unknown one is refused on public routes too.
    key = _known_key(world, bearer) if bearer.startswith(PREFIX) else None
    if demand == "none":
        return None
    client_id = client_id or headers.get("x-cal-client-id")
    secret = headers.get("x-cal-secret-key")
    if client_id and secret:
        return _by_client(world, client_id, secret)
    if key is not None:
        return _by_api_key(world, key)
    if bearer:
        return _by_access_token(world, bearer, headers.get("origin"))
    if demand == "optional":
        return None
    if secret:
        raise auth.secret_without_client()
    if client_id:
        raise auth.client_without_secret()
    raise auth.no_credentials()


def _known_key(world: World, bearer: str) -> ApiKey:
    key = world.api_keys.by("digest", digest(bearer))
    if key is None:
        raise auth.unknown_api_key()
    return key


def _by_api_key(world: World, key: ApiKey) -> Caller:
    # Expiry counts whole days: a key that expires today still works.
    if key.expires_at is not None and world.now().date() > key.expires_at.date():
        raise auth.expired_api_key()
    user = world.users.get(key.user_id)
    if user is None:
        raise auth.api_key_without_user()
    return Caller(user, key)


def _by_client(world: World, client_id: str, secret: str) -> Caller:
    """The owner of the client's organization, or else an admin of it (resources.md 2.3)."""
    client = world.oauth_clients.get(client_id)
    if client is None:
        raise auth.unknown_oauth_client(client_id)
    if not hmac.compare_digest(client.secret.encode(), secret.encode()):
        raise auth.wrong_client_secret()
    owner = team_owner(world, client.organization_id)
    if owner is None:
        raise auth.oauth_client_without_owner()
    return Caller(owner, client=client)


def _by_access_token(world: World, bearer: str, origin: str | None) -> Caller:
    found = world.access_tokens.by("token", bearer)
    if found is None:
        raise auth.invalid_access_token()
    expired = found.expires_at <= world.now()
    client = world.oauth_clients.get(found.client_id)
    if client is None:
        # A third party's: whatever is wrong with it, the complaint is that of the platform's tokens, tried first.
        user = team_owner(world, found.team_id) if found.team_id is not None else world.users.get(found.user_id)
        if expired or user is None:
            raise auth.invalid_access_token()
        return Caller(user, token=found)
    if expired:
        raise auth.expired_access_token()
    if origin and not any(_allows(pattern, origin) for pattern in client.redirect_uris):
        raise auth.foreign_origin(origin, client.id)
    user = world.users.get(found.user_id)
    if user is None:
        raise auth.token_without_user()
    return Caller(user, client=client, token=found)


def team_owner(world: World, team_id: int) -> User | None:
    """Who acts for a team or organization: its first owner, or else its first admin."""
    memberships = world.memberships.where("team_id", team_id)
    for role in ("OWNER", "ADMIN"):
        for membership in memberships:
            if membership.role == role and membership.accepted:
                return world.users.get(membership.user_id)
    return None


def _allows(redirect_uri: str, origin: str) -> bool:
    """Whether a redirect URI of the client lies in an origin; `*` in it stands for anything."""
    allowed = "/".join(redirect_uri.split("/")[:3])
    return re.fullmatch(".*".join(map(re.escape, allowed.split("*"))), origin) is not None
