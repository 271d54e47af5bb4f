"""An organization's webhook subscriptions (webhooks.md 6.1, platform.md 3.7)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from emulator.api.call import Call, Guard, Handler, Json, success
from emulator.api.webhooks import changes_of, check_free, check_url, page, subscribe, webhook_output
from emulator.auth import roles
from emulator.errors import webhooks as errors
from emulator.world.records import Team, Webhook


def create(call: Call) -> Json:
    """The only place where triggers about delegated credentials are taken."""
    organization = administered_organization(call)
    check_url(call.settings, call.body["subscriberUrl"])
    hooks = call.world.webhooks.where("team_id", organization.id)
    # The sentence speaks of a user, although the organization is meant (webhooks.md 6.5).
    check_free(hooks, call.body["subscriberUrl"], errors.taken_by_user)
    return success(webhook_output(subscribe(call.world, call.body, team_id=organization.id)))


def list_all(call: Call) -> Json:
    return success(page(call, call.world.webhooks.where("team_id", administered_organization(call).id)))


def read(call: Call) -> Json:
    return success(webhook_output(administered_webhook(call)))


def update(call: Call) -> Json:
    """Nobody asks whether the new address is free."""
    hook = administered_webhook(call)
    return success(webhook_output(call.world.webhooks.update(hook, **changes_of(call, hook))))


def delete(call: Call) -> Json:
    hook = administered_webhook(call)
    call.world.webhooks.remove(hook)
    return success(webhook_output(hook))


def administered_organization(call: Call) -> Team:
    """The organization in the path, for its administrators."""
    organization = roles.organization(call.world, call.path["orgId"])
    roles.check(call.world, call.me, "ORG_ADMIN", organization_id=organization.id)
    return organization


def administered_webhook(call: Call) -> Webhook:
    organization = administered_organization(call)
    hook = call.world.webhooks.get(call.path["webhookId"])
    if hook is None or hook.team_id != organization.id:
        raise errors.not_of_organization(call.path["webhookId"], organization.id)
    return hook


HANDLERS: Final[Mapping[str, Handler]] = MappingProxyType(
    {
        "OrganizationsWebhooksController_createOrganizationWebhook": create,
        "OrganizationsWebhooksController_getAllOrganizationWebhooks": list_all,
        "OrganizationsWebhooksController_getOrganizationWebhook": read,
        "OrganizationsWebhooksController_updateOrgWebhook": update,
        "OrganizationsWebhooksController_deleteWebhook": delete,
    }
)
GUARDS: Final[Mapping[str, Guard]] = MappingProxyType(
    {
        "OrganizationsWebhooksController_createOrganizationWebhook": administered_organization,
        "OrganizationsWebhooksController_getAllOrganizationWebhooks": administered_organization,
        "OrganizationsWebhooksController_updateOrgWebhook": administered_webhook,
    }
)
