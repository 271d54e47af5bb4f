"""The users of a platform client, and their tokens (resources.md 3.2, platform.md 4.2, 4.3)."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from emulator.api.call import Call, Guard, Handler, Json, success
from emulator.api.me import account_changes
from emulator.api.oauth_clients import writable_client
from emulator.auth import platform_tokens
from emulator.auth.platform_tokens import TokenPair, milliseconds
from emulator.contract.formats import is_email
from emulator.errors import platform as errors
from emulator.errors.common import duplicate_record
from emulator.scheduling import managed_users
from emulator.world import ties
from emulator.world.instants import wire
from emulator.world.records import User
from emulator.world.tables import DuplicateKeyError

PAGE: Final = 50


def create(call: Call) -> Json:
    client, body = writable_client(call), call.body
    settings = account_changes(body)
    email, name = settings.pop("email"), settings.pop("name")
    settings.pop("default_schedule_id", None)
    taken = call.world.users.by("email", managed_users.managed_email(email, client.id))
    if taken is not None:
        raise errors.taken_email(taken.id)
    user = managed_users.create(call.world, client, email, name, settings)
    return success({"user": user_output(user), **keys(platform_tokens.issue(call.world, client, user))})


def list_all(call: Call) -> Json:
    client = writable_client(call)
    users = managed_users.find(call.world, client, _emails(call.query.get("emails")))
    first, most = call.query.get("offset") or 0, call.query.get("limit") or PAGE
    return success(list(map(user_output, users[first : first + most])))


def read(call: Call) -> Json:
    return success(user_output(_managed_user(call)))


def update(call: Call) -> Json:
    """Another address is rewritten as at the start. Unlike in `PATCH /v2/me` the schedule keeps its zone."""
    client, user = writable_client(call), _managed_user(call)
    changes = account_changes(call.body or {})
    email = changes.pop("email", None)
    call.world.users.update(user, **changes)
    if email is not None:
        try:
            managed_users.rename(call.world, client, user, email)
        except DuplicateKeyError:
            raise duplicate_record() from None
    return success(user_output(user))


def delete(call: Call) -> Json:
    user = _managed_user(call)
    last = user_output(user)
    ties.remove(call.world, call.world.users, user)
    return success(last)


def force_refresh(call: Call) -> Json:
    """New tokens without the old ones, which all stop working."""
    client, user = writable_client(call), _managed_user(call)
    platform_tokens.withdraw(call.world, client.id, user.id)
    return success(keys(platform_tokens.issue(call.world, client, user)))


def refresh(call: Call) -> Json:
    """Trade a refresh token. Nobody looks at when it expires; access tokens that still live stay good."""
    world = call.world
    client = world.oauth_clients.get(call.path["clientId"])
    secret = call.headers.get("x-cal-secret-key", "")
    if client is None or not hmac.compare_digest(client.secret.encode(), secret.encode()):
        raise errors.invalid_client_credentials()
    old = world.refresh_tokens.by("token", call.body["refreshToken"])
    user = world.users.get(old.user_id) if old is not None and old.client_id == client.id else None
    if old is None or user is None:
        raise errors.invalid_refresh_token()
    return success(keys(platform_tokens.refresh(world, client, old, user)))


def user_output(user: User) -> dict[str, Json]:
    return {
        "id": user.id,
        "email": user.email,
        "username": user.username,
        "name": user.name,
        "bio": user.bio,
        "timeZone": user.time_zone,
        "weekStart": user.week_start,
        "createdDate": wire(user.created_at),
        "timeFormat": user.time_format,
        "defaultScheduleId": user.default_schedule_id,
        "locale": user.locale,
        "avatarUrl": user.avatar_url,
        "metadata": user.metadata,
    }


def keys(pair: TokenPair) -> dict[str, Json]:
    """Both tokens, and when each expires in milliseconds since the epoch."""
    return {
        "accessToken": pair.access.token,
        "refreshToken": pair.refresh.token,
        "accessTokenExpiresAt": milliseconds(pair.access.expires_at),
        "refreshTokenExpiresAt": milliseconds(pair.refresh.expires_at),
    }


def _managed_user(call: Call) -> User:
    client, user_id = writable_client(call), call.path["userId"]
    user = call.world.users.get(user_id)
    if user is None or user.oauth_client_id != client.id:
        raise errors.foreign_user(user_id)
    return user


def _emails(text: str | None) -> list[str] | None:
    if text is None:
        return None
    emails = [email.strip() for email in text.split(",")]
    if emails == [""]:
        raise errors.no_emails()
    for email in emails:
        if not is_email(email):
            raise errors.invalid_email(email)
    return emails


HANDLERS: Final[Mapping[str, Handler]] = MappingProxyType(
    {
        "OAuthClientUsersController_createUser": create,
        "OAuthClientUsersController_getManagedUsers": list_all,
        "OAuthClientUsersController_getUserById": read,
        "OAuthClientUsersController_updateUser": update,
        "OAuthClientUsersController_deleteUser": delete,
        "OAuthClientUsersController_forceRefresh": force_refresh,
        "OAuthFlowController_refreshTokens": refresh,
    }
)
GUARDS: Final[Mapping[str, Guard]] = MappingProxyType(
    {
        "OAuthClientUsersController_createUser": writable_client,
        "OAuthClientUsersController_getManagedUsers": writable_client,
        "OAuthClientUsersController_updateUser": writable_client,
    }
)
