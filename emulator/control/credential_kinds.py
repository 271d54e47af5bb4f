"""The kinds of records by which people and programs show who they are."""

from __future__ import annotations

from emulator.control import credentials
from emulator.control.kind import Kind
from emulator.control.vocabulary import Vocabulary
from emulator.world.credentials import (
    AccessToken,
    AuthorizationCode,
    OAuth2Client,
    OAuthClient,
    RateLimit,
    RefreshToken,
)


def credential_kinds() -> list[Kind]:
    return [
        Kind(
            "rate-limits",
            Vocabulary(RateLimit),
            lambda world: world.rate_limits,
            references={"api_key_id": "api-keys"},
        ),
        Kind(
            "oauth-clients",
            Vocabulary(OAuthClient),
            lambda world: world.oauth_clients,
            credentials.oauth_client,
            {"organization_id": "organizations"},
            opaque_id=lambda world: world.ids.cuid(),
        ),
        Kind(
            "oauth2-clients",
            Vocabulary(OAuth2Client),
            lambda world: world.oauth2_clients,
            credentials.oauth2_client,
            {"user_id": "users"},
            opaque_id=lambda world: world.ids.cuid(),
        ),
        Kind(
            "access-tokens",
            Vocabulary(AccessToken),
            lambda world: world.access_tokens,
            credentials.access_token,
            {"user_id": "users", "team_id": "teams"},
        ),
        Kind(
            "refresh-tokens",
            Vocabulary(RefreshToken),
            lambda world: world.refresh_tokens,
            credentials.refresh_token,
            {"user_id": "users", "team_id": "teams"},
        ),
        Kind(
            "authorization-codes",
            Vocabulary(AuthorizationCode),
            lambda world: world.authorization_codes,
            credentials.authorization_code,
            {"user_id": "users", "team_id": "teams"},
        ),
    ]
