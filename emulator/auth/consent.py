"""A user's consent to a third party's application: asked for, given, refused (resources.md 2.8, 11 F)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final
from urllib.parse import urlencode

from emulator.auth.permissions import is_scope
from emulator.errors import oauth2 as errors
from emulator.frozen import frozen
from emulator.world.credentials import AuthorizationCode, OAuth2Client
from emulator.world.records import User
from emulator.world.world import World

CODE_LIFETIME: Final = timedelta(minutes=10)


@frozen
class ConsentRequest:
    """What an application asks for. `scopes` empty means whatever it registered for."""

    client_id: str
    redirect_uri: str
    state: str | None = None
    scopes: Sequence[str] = ()
    team_slug: str | None = None
    code_challenge: str | None = None
    code_challenge_method: str | None = None


def requested_client(world: World, request: ConsentRequest, user: User | None = None) -> OAuth2Client:
    """The client that asks. Raises what is answered in place of a redirect: the address is not to be trusted then.

    A client that is not approved may be used by the `user` who registered it.
    """
    client = world.oauth2_clients.get(request.client_id)
    if client is None:
        raise errors.unknown_client()
    if not may_be_used(client, user.id if user else None):
        raise errors.not_approved(client.status)
    if request.redirect_uri not in client.redirect_uris:
        raise errors.redirect_not_registered()
    return client


def may_be_used(client: OAuth2Client, user_id: int | None) -> bool:
    """Whether a user may let an application act: one that was approved, or that is the user's own."""
    return client.status == "APPROVED" or (client.user_id is not None and client.user_id == user_id)


def asked_scopes(client: OAuth2Client, request: ConsentRequest) -> list[str]:
    """What is asked for: the scopes of the request, or else all that the application registered for."""
    return list(request.scopes or client.scopes)


def give(world: World, request: ConsentRequest, user: User) -> str:
    """Where to send the user on: back to the application, with a code, or with what stood against it.

    Raises as `requested_client` does.
    """
    client = requested_client(world, request, user)
    problem = _against(client, request)
    if problem is not None:
        return _back(request, error=problem[0], error_description=problem[1])
    team_id = None
    if request.team_slug is not None:
        team_id = _administered_team(world, user, request.team_slug)
        if team_id is None:
            return _back(request, error="access_denied")
    code = AuthorizationCode(
        id=world.ids.next("authorization-codes"),
        code=world.ids.uid(),
        client_id=client.id,
        user_id=user.id,
        expires_at=world.now() + CODE_LIFETIME,
        redirect_uri=request.redirect_uri,
        scopes=asked_scopes(client, request),
        team_id=team_id,
        code_challenge=request.code_challenge,
    )
    return _back(request, code=world.authorization_codes.add(code).code)


def refuse(world: World, request: ConsentRequest) -> str:
    """Where to send a user who does not consent. Raises as `requested_client` does, but for approval."""
    client = world.oauth2_clients.get(request.client_id)
    if client is None:
        raise errors.unknown_client()
    if request.redirect_uri not in client.redirect_uris:
        raise errors.redirect_not_registered()
    return _back(request, error="access_denied")


def _against(client: OAuth2Client, request: ConsentRequest) -> tuple[str, str] | None:
    """What the application did wrong, as the standard's code and a reason."""
    announced = request.code_challenge is not None
    if (client.client_type == "PUBLIC" and not announced) or (announced and request.code_challenge_method != "S256"):
        return "invalid_request", "pkce_missing_parameters_or_invalid_method"
    scopes = asked_scopes(client, request)
    known = all(map(is_scope, scopes))
    if not known or (client.scopes and not set(scopes) <= set(client.scopes)):
        return "invalid_scope", "scope_not_allowed"
    return None


def _administered_team(world: World, user: User, slug: str) -> int | None:
    for team in world.teams.where("slug", slug):
        for membership in world.memberships.where("team_id", team.id):
            if membership.user_id == user.id and membership.accepted and membership.role in ("ADMIN", "OWNER"):
                return team.id
    return None


def _back(request: ConsentRequest, **facts: str) -> str:
    if request.state is not None:
        facts["state"] = request.state
    joint = "&" if "?" in request.redirect_uri else "?"
    return f"{request.redirect_uri}{joint}{urlencode(facts)}"
