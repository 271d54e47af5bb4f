"""An organization's webhook subscriptions (webhooks.md 6.1, platform.md 3.7)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from emulator.api.call import Call, Guard, Handler
from emulator.api.subscriptions import Subscriptions
from emulator.auth import roles
from emulator.errors import webhooks as errors
from emulator.world.records import Team, Webhook


def _administered(call: Call) -> Team:
    """The organization in the path, for its administrators."""
    organization = roles.organization(call.world, call.path["orgId"])
    roles.check(call.world, call.me, "ORG_ADMIN", organization_id=organization.id)
    return organization


def _webhook(call: Call, organization: Team) -> Webhook:
    hook = call.world.webhooks.get(call.path["webhookId"])
    if hook is None or hook.team_id != organization.id:
        raise errors.not_of_organization(call.path["webhookId"], organization.id)
    return hook


# The only place where triggers about delegated credentials are taken. The sentence about an address that is taken
# speaks of a user, although the organization is meant, and after a change nobody asks (webhooks.md 6.5).
SUBSCRIPTIONS: Final = Subscriptions(
    field="team_id",
    readable=_administered,
    writable=_administered,
    hook=_webhook,
    taken=errors.taken_by_user,
    any_trigger=True,
)
HANDLERS: Final[Mapping[str, Handler]] = MappingProxyType(
    {
        "OrganizationsWebhooksController_createOrganizationWebhook": SUBSCRIPTIONS.create,
        "OrganizationsWebhooksController_getAllOrganizationWebhooks": SUBSCRIPTIONS.list_all,
        "OrganizationsWebhooksController_getOrganizationWebhook": SUBSCRIPTIONS.read,
        "OrganizationsWebhooksController_updateOrgWebhook": SUBSCRIPTIONS.update,
        "OrganizationsWebhooksController_deleteWebhook": SUBSCRIPTIONS.delete,
    }
)
GUARDS: Final[Mapping[str, Guard]] = MappingProxyType(
    {
        "OrganizationsWebhooksController_createOrganizationWebhook": SUBSCRIPTIONS.writable,
        "OrganizationsWebhooksController_getAllOrganizationWebhooks": SUBSCRIPTIONS.readable,
        "OrganizationsWebhooksController_updateOrgWebhook": SUBSCRIPTIONS.writable_hook,
    }
)
