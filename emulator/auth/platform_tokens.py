"""The tokens of managed users: issued, refreshed, taken back (resources.md 2.4, platform.md 4.3)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, Final

from emulator.auth.jwt import signed
from emulator.frozen import frozen
from emulator.world.credentials import AccessToken, AuthorizationCode, OAuthClient, RefreshToken
from emulator.world.records import User
from emulator.world.world import World

ACCESS_LIFETIME: Final = timedelta(minutes=60)
REFRESH_LIFETIME: Final = timedelta(days=365)
FOREVER: Final = datetime(9999, 12, 31, tzinfo=UTC)


@frozen
class TokenPair:
    """What a client gets for a managed user."""

    access: AccessToken
    refresh: RefreshToken


def issue(world: World, client: OAuthClient, user: User, *, by_refresh: bool = False) -> TokenPair:
    """New tokens for a managed user. Those of a refresh tell the user's id twice, as the service's do."""
    now = world.now()
    access_until = (now + ACCESS_LIFETIME).replace(second=0, microsecond=0)
    refresh_until = (now + REFRESH_LIFETIME).replace(hour=0, minute=0, second=0, microsecond=0)
    extra = {"userId": user.id} if by_refresh else {}
    access = AccessToken(
        id=world.ids.next("access-tokens"),
        token=platform_token(world, "access_token", client.id, user.id, access_until, extra),
        client_id=client.id,
        user_id=user.id,
        created_at=now,
        expires_at=access_until,
    )
    refresh = RefreshToken(
        id=world.ids.next("refresh-tokens"),
        token=platform_token(world, "refresh_token", client.id, user.id, refresh_until, extra),
        client_id=client.id,
        user_id=user.id,
        created_at=now,
        expires_at=refresh_until,
    )
    return TokenPair(world.access_tokens.add(access), world.refresh_tokens.add(refresh))


def authorize(world: World, client: OAuthClient, user: User) -> AuthorizationCode:
    """A code for the client to get the user's tokens with; it works once and has no end."""
    code = AuthorizationCode(
        id=world.ids.next("authorization-codes"),
        code=world.ids.cuid(),
        client_id=client.id,
        user_id=user.id,
        expires_at=FOREVER,
    )
    return world.authorization_codes.add(code)


def refresh(world: World, client: OAuthClient, old: RefreshToken, user: User) -> TokenPair:
    """Trade a refresh token, which is gone afterwards. Access tokens that still live go on living."""
    world.refresh_tokens.remove(old)
    now = world.now()
    for token in world.access_tokens.where("client_id", client.id):
        if token.expires_at <= now:
            world.access_tokens.remove(token)
    return issue(world, client, user, by_refresh=True)


def withdraw(world: World, client_id: str, user_id: int) -> None:
    """Take every token of a user's away from a client."""
    for access in world.access_tokens.where("user_id", user_id):
        if access.client_id == client_id:
            world.access_tokens.remove(access)
    for token in world.refresh_tokens.where("user_id", user_id):
        if token.client_id == client_id:
            world.refresh_tokens.remove(token)


def platform_token(
    world: World, kind: str, client_id: str, user_id: int, until: datetime, extra: dict[str, Any] | None = None
) -> str:
    """The text of one token: a JWT whose claims a client may read."""
    claims = {
        "type": kind,
        "clientId": client_id,
        "ownerId": user_id,
        **(extra or {}),
        "expiresAt": milliseconds(until),
        "jti": world.ids.uuid(),
        "iat": int(world.now().timestamp()),
    }
    return signed(claims, signing_key(world))


def milliseconds(instant: datetime) -> int:
    """An instant as the service writes it into tokens: milliseconds since 1970."""
    return int(instant.timestamp() * 1000)


def signing_key(world: World) -> bytes:
    """One a world, known to whoever knows its seed: same seed, same tokens."""
    return f"calcom-emulator/{world.seed}".encode()
