"""Third-party tokens: a code or a refresh token is traded for a new pair (resources.md 2.8, platform.md 4.5)."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import datetime, timedelta
from typing import Any, Final

from emulator.auth.consent import may_be_used
from emulator.auth.jwt import signed
from emulator.auth.platform_tokens import signing_key
from emulator.errors import oauth2 as errors
from emulator.frozen import frozen
from emulator.world.credentials import AccessToken, AuthorizationCode, OAuth2Client, RefreshToken
from emulator.world.world import World

ACCESS_LIFETIME: Final = timedelta(minutes=30)
REFRESH_LIFETIME: Final = timedelta(days=30)


@frozen
class Grant:
    """Whose consent, to what."""

    client_id: str
    user_id: int
    scopes: list[str]
    team_id: int | None = None


def exchange(
    world: World, client_id: str, redirect_uri: str, code: str, secret: str | None, verifier: str | None
) -> tuple[AccessToken, RefreshToken]:
    """Tokens for an authorization code, which the attempt uses up. The checks are in the service's order."""
    client = _client(world, client_id)
    if redirect_uri not in client.redirect_uris:
        raise errors.foreign_redirect()
    _prove(client, secret)
    found = world.authorization_codes.by("code", code)
    if found is None or found.client_id != client.id:
        raise errors.bad_code()
    world.authorization_codes.remove(found)
    if found.expires_at <= world.now():
        raise errors.bad_code()
    if not may_be_used(client, found.user_id):
        raise errors.not_approved(client.status, spends_code=True)
    _verify(client, found, verifier)
    return issue(world, Grant(client.id, found.user_id, list(found.scopes or []), found.team_id))


def refresh(world: World, client_id: str, token: str, secret: str | None) -> tuple[AccessToken, RefreshToken]:
    """A new pair for a refresh token, which is revoked. The scopes stay as they were."""
    client = _client(world, client_id)
    _prove(client, secret)
    old = world.refresh_tokens.by("token", token)
    if old is None or world.oauth2_clients.get(old.client_id) is None:
        raise errors.bad_refresh_token("invalid_refresh_token")
    if old.client_id != client.id:
        raise errors.bad_refresh_token("client_id_mismatch")
    if old.revoked:
        raise errors.bad_refresh_token("refresh_token_revoked")
    if old.expires_at <= world.now():
        raise errors.bad_refresh_token("invalid_refresh_token")
    if not may_be_used(client, old.user_id):
        raise errors.not_approved(client.status)
    world.refresh_tokens.update(old, revoked=True)
    return issue(world, Grant(client.id, old.user_id, list(old.scopes or []), old.team_id))


def issue(world: World, grant: Grant) -> tuple[AccessToken, RefreshToken]:
    """An access token for half an hour, and a refresh token for thirty days."""
    now = world.now()
    until, refresh_until = now + ACCESS_LIFETIME, now + REFRESH_LIFETIME
    common: dict[str, Any] = {
        "client_id": grant.client_id,
        "user_id": grant.user_id,
        "created_at": now,
        "scopes": grant.scopes,
        "team_id": grant.team_id,
    }
    access = AccessToken(
        id=world.ids.next("access-tokens"),
        token=third_party_token(world, grant, "Access Token", until),
        expires_at=until,
        **common,
    )
    again = RefreshToken(
        id=world.ids.next("refresh-tokens"),
        token=third_party_token(world, grant, "Refresh Token", refresh_until),
        expires_at=refresh_until,
        **common,
    )
    return world.access_tokens.add(access), world.refresh_tokens.add(again)


def third_party_token(world: World, grant: Grant, kind: str, until: datetime) -> str:
    """The text of one token: a JWT whose claims an application may read."""
    whose = {"teamId": grant.team_id} if grant.team_id is not None else {"userId": grant.user_id}
    claims = {
        **whose,
        "scope": grant.scopes,
        "token_type": kind,
        "clientId": grant.client_id,
        "jti": world.ids.uuid(),
        "iat": int(world.now().timestamp()),
        "exp": int(until.timestamp()),
    }
    return signed(claims, signing_key(world))


def s256(verifier: str) -> str:
    """The challenge that belongs to a PKCE verifier (RFC 7636)."""
    digest = hashlib.sha256(verifier.encode("utf-8", "replace")).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def _client(world: World, client_id: str) -> OAuth2Client:
    client = world.oauth2_clients.get(client_id)
    if client is None:
        raise errors.no_such_client()
    return client


def _prove(client: OAuth2Client, secret: str | None) -> None:
    """A confidential client shows its secret; a public one has none to show."""
    if client.client_type == "PUBLIC":
        return
    if secret is None or not hmac.compare_digest((client.secret or "").encode(), secret.encode("utf-8", "replace")):
        raise errors.wrong_credentials()


def _verify(client: OAuth2Client, code: AuthorizationCode, verifier: str | None) -> None:
    if client.client_type == "CONFIDENTIAL" and code.code_challenge is None:
        return
    if code.code_challenge is None or not verifier:
        raise errors.pkce_missing(spends_code=True)
    if not hmac.compare_digest(s256(verifier).encode(), code.code_challenge.encode("utf-8", "replace")):
        raise errors.pkce_failed()
