"""The records of programs that act for people: their clients, what they were handed, and how often keys may call.

Keys themselves stand with the people they belong to, in `records`. Clients of the platform (`OAuthClient`) make and
own their users; third-party clients (`OAuth2Client`) ask users for their consent. Both hold tokens of the same tables.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

ClientType = Literal["CONFIDENTIAL", "PUBLIC"]
Approval = Literal["APPROVED", "PENDING", "REJECTED"]


@dataclass(slots=True, eq=False)
class OAuthClient:
    """A client of a platform organization. `permissions` are names in the service's order, without `*`."""

    id: str
    name: str
    secret: str
    organization_id: int
    created_at: datetime
    permissions: list[str] = field(default_factory=list)
    redirect_uris: list[str] = field(default_factory=list)
    logo: str | None = None
    booking_redirect_uri: str | None = None
    booking_cancel_redirect_uri: str | None = None
    booking_reschedule_redirect_uri: str | None = None
    are_emails_enabled: bool = False
    are_default_event_types_enabled: bool = False
    are_calendar_events_enabled: bool = True


@dataclass(slots=True, eq=False)
class OAuth2Client:
    """Somebody else's application that asks users for consent. A public one has no secret and proves itself by PKCE.

    `user_id` is who registered it; that person may use it before it is approved. `scopes` are what it may ask for; an
    empty list means anything.
    """

    id: str
    name: str
    created_at: datetime
    secret: str | None = None
    redirect_uris: list[str] = field(default_factory=list)
    client_type: ClientType = "CONFIDENTIAL"
    scopes: list[str] = field(default_factory=list)
    logo: str | None = None
    is_trusted: bool = False
    status: Approval = "APPROVED"
    user_id: int | None = None


@dataclass(slots=True, eq=False)
class AccessToken:
    """What a client shows in a user's name. `scopes` is None for the platform's own, whose client has permissions.

    `team_id` is set when consent was given for a team: the token then acts as that team's owner.
    """

    id: int
    token: str = field(metadata={"name": "accessToken"})
    client_id: str
    user_id: int
    created_at: datetime
    expires_at: datetime
    scopes: list[str] | None = None
    team_id: int | None = None


@dataclass(slots=True, eq=False)
class RefreshToken:
    """What a client trades for new tokens. A third-party one that was traded stays, `revoked`."""

    id: int
    token: str = field(metadata={"name": "refreshToken"})
    client_id: str
    user_id: int
    created_at: datetime
    expires_at: datetime
    scopes: list[str] | None = None
    team_id: int | None = None
    revoked: bool = False


@dataclass(slots=True, eq=False)
class AuthorizationCode:
    """A user's consent on its way to a client. `code_challenge` is the S256 digest that a PKCE client announced."""

    id: int
    code: str
    client_id: str
    user_id: int
    expires_at: datetime
    redirect_uri: str | None = None
    scopes: list[str] | None = None
    team_id: int | None = None
    code_challenge: str | None = None


@dataclass(slots=True, eq=False)
class RateLimit:
    """A limit of one API key's own: `limit` calls in `ttl` milliseconds, then silence for `block_duration` of them."""

    id: int
    api_key_id: str
    name: str
    limit: int
    ttl: int = 60_000
    block_duration: int = 60_000
