"""The clients of a platform organization (resources.md 3.1, platform.md 4.1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from emulator.api.call import Call, Guard, Handler, Json, success
from emulator.auth.jwt import signed
from emulator.auth.permissions import named
from emulator.auth.platform_tokens import signing_key
from emulator.errors import platform as errors
from emulator.world import ties
from emulator.world.credentials import OAuthClient
from emulator.world.instants import wire

WRITERS: Final = ("ADMIN", "OWNER")
READERS: Final = ("ADMIN", "OWNER", "MEMBER")

FIELDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "name": "name",
        "logo": "logo",
        "redirectUris": "redirect_uris",
        "bookingRedirectUri": "booking_redirect_uri",
        "bookingCancelRedirectUri": "booking_cancel_redirect_uri",
        "bookingRescheduleRedirectUri": "booking_reschedule_redirect_uri",
        "areEmailsEnabled": "are_emails_enabled",
        "areDefaultEventTypesEnabled": "are_default_event_types_enabled",
        "areCalendarEventsEnabled": "are_calendar_events_enabled",
    }
)
"""What can be said when a client is made, and changed later."""


def create(call: Call) -> Json:
    """A new client; its secret, shown with it, is a JWT of what was said about it."""
    organization_id, world, body = writer(call), call.world, call.body
    client = OAuthClient(
        id=world.ids.cuid(),
        secret=signed({**body, "iat": int(call.now.timestamp())}, signing_key(world)),
        organization_id=organization_id,
        created_at=call.now,
        permissions=named(body["permissions"]),
        **_settings(body),
    )
    world.oauth_clients.add(client)
    return success({"clientId": client.id, "clientSecret": client.secret})


def list_all(call: Call) -> Json:
    return success(list(map(client_output, call.world.oauth_clients.where("organization_id", reader(call)))))


def read(call: Call) -> Json:
    return success(client_output(readable_client(call)))


def update(call: Call) -> Json:
    """Everything but permissions and secret."""
    client = writable_client(call)
    return success(client_output(call.world.oauth_clients.update(client, **_settings(call.body or {}))))


def delete(call: Call) -> Json:
    """The client goes with its tokens, subscriptions and teams; its users stay, managed by nobody."""
    client = writable_client(call)
    ties.remove(call.world, call.world.oauth_clients, client)
    return success(client_output(client))


def reader(call: Call) -> int:
    """The platform organization of a caller who may look at its clients."""
    return platform_organization(call, READERS)


def writer(call: Call) -> int:
    """The platform organization of a caller who may change its clients."""
    return platform_organization(call, WRITERS)


def readable_client(call: Call) -> OAuthClient:
    return _client(call, reader(call))


def writable_client(call: Call) -> OAuthClient:
    return _client(call, writer(call))


def platform_organization(call: Call, roles: Sequence[str]) -> int:
    """The organization that the credentials speak for. Raises the 403 of a caller without one of the roles in it."""
    organization_id = call.me.organization_id
    if organization_id is None:
        raise errors.no_organization()
    organization = call.world.teams.get(organization_id)
    if organization is None or not organization.is_platform:
        raise errors.no_platform()
    memberships = call.world.memberships.where("user_id", call.me.user.id)
    role = next((one.role for one in memberships if one.team_id == organization_id and one.accepted), None)
    if role is None:
        raise errors.membership_not_accepted()
    if role not in roles:
        raise errors.role_too_low(roles)
    return organization_id


def client_output(client: OAuthClient) -> dict[str, Json]:
    """The client with its secret; addresses that nobody gave are left out."""
    addresses = {
        "bookingRedirectUri": client.booking_redirect_uri,
        "bookingCancelRedirectUri": client.booking_cancel_redirect_uri,
        "bookingRescheduleRedirectUri": client.booking_reschedule_redirect_uri,
    }
    return {
        "id": client.id,
        "name": client.name,
        "secret": client.secret,
        "permissions": client.permissions,
        **({"logo": client.logo} if client.logo is not None else {}),
        "redirectUris": client.redirect_uris,
        "organizationId": client.organization_id,
        "createdAt": wire(client.created_at),
        "areEmailsEnabled": client.are_emails_enabled,
        "areDefaultEventTypesEnabled": client.are_default_event_types_enabled,
        "areCalendarEventsEnabled": client.are_calendar_events_enabled,
        **{name: address for name, address in addresses.items() if address is not None},
    }


def _settings(body: Mapping[str, Json]) -> dict[str, Json]:
    return {field: body[name] for name, field in FIELDS.items() if body.get(name) is not None}


def _client(call: Call, organization_id: int) -> OAuthClient:
    client = call.world.oauth_clients.get(call.path["clientId"])
    if client is None:
        raise errors.unknown_client()
    if client.organization_id != organization_id:
        raise errors.foreign_client(client.id, organization_id)
    return client


HANDLERS: Final[Mapping[str, Handler]] = MappingProxyType(
    {
        "OAuthClientsController_createOAuthClient": create,
        "OAuthClientsController_getOAuthClients": list_all,
        "OAuthClientsController_getOAuthClientById": read,
        "OAuthClientsController_updateOAuthClient": update,
        "OAuthClientsController_deleteOAuthClient": delete,
    }
)
GUARDS: Final[Mapping[str, Guard]] = MappingProxyType(
    {
        "OAuthClientsController_createOAuthClient": writer,
        "OAuthClientsController_updateOAuthClient": writable_client,
    }
)
