"""How a platform client got tokens for users it did not make: the hidden, older flow (platform.md 4.3)."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from emulator.api.call import Call, Handler, Json, Redirect, success
from emulator.api.managed_users import keys
from emulator.auth import platform_tokens
from emulator.auth.credentials import token
from emulator.errors import platform as errors


def authorize(call: Call) -> Redirect:
    """The service takes a session of its web pages; the emulator has none and takes any caller."""
    client, user, world = call.world.oauth_clients.get(call.path["clientId"]), call.me.user, call.world
    if client is None:
        raise errors.invalid_client()
    if call.body["redirectUri"] not in client.redirect_uris:
        raise errors.redirect_not_allowed()
    if any(code.client_id == client.id for code in world.authorization_codes.where("user_id", user.id)):
        raise errors.authorized_before(user.id)
    return Redirect(f"{call.body['redirectUri']}?code={platform_tokens.authorize(world, client, user).code}")


def exchange(call: Call) -> Json:
    """The code comes where a token usually stands."""
    text, world = token(call.headers), call.world
    if not text:
        raise errors.code_missing()
    client = world.oauth_clients.get(call.path["clientId"])
    secret = call.body["clientSecret"].encode("utf-8", "replace")
    if client is None or not hmac.compare_digest(client.secret.encode(), secret):
        raise errors.invalid_client()
    code = world.authorization_codes.by("code", text)
    user = world.users.get(code.user_id) if code is not None and code.client_id == client.id else None
    if code is None or user is None:
        raise errors.invalid_code()
    world.authorization_codes.remove(code)
    return success(keys(platform_tokens.issue(world, client, user)))


HANDLERS: Final[Mapping[str, Handler]] = MappingProxyType(
    {
        "OAuthFlowController_authorize": authorize,
        "OAuthFlowController_exchange": exchange,
    }
)
