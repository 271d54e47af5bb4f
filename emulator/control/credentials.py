"""What completes the records of clients, tokens and limits that the control plane writes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from emulator.auth.jwt import signed
from emulator.auth.permissions import named
from emulator.auth.platform_tokens import platform_token, signing_key
from emulator.control.problems import ControlError
from emulator.world.world import World

Attributes = dict[str, Any]

DEFAULT_LIFETIME: Final = timedelta(minutes=60)
DEFAULT_REFRESH_LIFETIME: Final = timedelta(days=365)


def oauth_client(world: World, given: Attributes) -> None:
    """A client with every permission and a secret of the world's own, unless told otherwise."""
    given.setdefault("id", world.ids.cuid())
    given.setdefault("name", "Client")
    given.setdefault("permissions", ["*"])
    given["permissions"] = named(given["permissions"])
    given.setdefault("created_at", world.now())
    given.setdefault("secret", signed({"name": given["name"], "id": given["id"]}, signing_key(world)))


def oauth2_client(world: World, given: Attributes) -> None:
    given.setdefault("id", world.ids.cuid())
    given.setdefault("name", "Application")
    given.setdefault("created_at", world.now())
    if given.get("client_type", "CONFIDENTIAL") == "CONFIDENTIAL":
        given.setdefault("secret", world.ids.hexadecimal(64))


def access_token(world: World, given: Attributes) -> None:
    _token(world, given, "access_token", DEFAULT_LIFETIME)


def refresh_token(world: World, given: Attributes) -> None:
    _token(world, given, "refresh_token", DEFAULT_REFRESH_LIFETIME)


def authorization_code(world: World, given: Attributes) -> None:
    _known_client(world, given)
    given.setdefault("code", world.ids.uid())
    given.setdefault("expires_at", world.now() + timedelta(minutes=10))


def _token(world: World, given: Attributes, kind: str, lifetime: timedelta) -> None:
    user = world.users.get(given.get("user_id"))
    if user is not None and user.oauth_client_id is not None:
        given.setdefault("client_id", user.oauth_client_id)
    _known_client(world, given)
    given.setdefault("created_at", world.now())
    given.setdefault("expires_at", world.now() + lifetime)
    client_id, until = given.get("client_id"), given["expires_at"]
    if user is None:
        return
    if client_id is None:
        raise ControlError(
            400,
            "only a managed user's tokens are of a known client",
            where="/clientId",
            hint="the id of one of the oauth2-clients, or of the oauth-clients",
        )
    if world.oauth_clients.get(client_id) is not None:
        given.setdefault("token", platform_token(world, kind, client_id, user.id, until))
        return
    from emulator.auth.oauth2 import Grant, third_party_token  # noqa: PLC0415 - few worlds have third parties

    given["scopes"] = given.get("scopes") or []
    grant = Grant(client_id, user.id, given["scopes"], given.get("team_id"))
    given.setdefault("token", third_party_token(world, grant, kind.replace("_", " ").title(), until))


def _known_client(world: World, given: Attributes) -> None:
    client_id = given.get("client_id")
    if client_id is None or world.oauth_clients.get(client_id) or world.oauth2_clients.get(client_id):
        return
    raise ControlError(
        400,
        f"there is no record {client_id!r} among oauth-clients or oauth2-clients",
        where="/clientId",
        hint="create the client first",
    )
