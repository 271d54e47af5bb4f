"""Webhook subscriptions of one kind of owner: what all of them have in common, which is everything but who may ask."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, Generic, Protocol, TypeVar

from emulator.api.call import Call, Guard, Handler, Json, success
from emulator.api.pagination import window
from emulator.errors import webhooks as errors
from emulator.errors.base import ApiError
from emulator.settings import Settings
from emulator.webhooks.triggers import OLD_VERSION
from emulator.webhooks.urls import reason_against
from emulator.world.records import Webhook
from emulator.world.world import World

ORGANIZATION_ONLY: Final = "DELEGATION_CREDENTIAL_ERROR"


class _Record(Protocol):
    @property
    def id(self) -> int | str: ...


Owner = TypeVar("Owner", bound=_Record)


@dataclass(frozen=True, kw_only=True)
class Subscriptions(Generic[Owner]):
    """`field` is where a subscription has its owner's id. `readable` and `writable` give the owner that a call is
    about, `hook` the owner's subscription in the path; each raises the refusal of its resource.

    `taken` refuses a new one whose address another one of the owner's has, `taken_later` one that is changed so: None
    where nobody asks. `any_trigger` tells where those of organizations alone may be subscribed to.
    """

    field: str
    readable: Callable[[Call], Owner]
    writable: Callable[[Call], Owner]
    hook: Callable[[Call, Owner], Webhook]
    taken: Callable[[], ApiError]
    taken_later: Callable[[], ApiError] | None = None
    any_trigger: bool = False

    def create(self, call: Call) -> Json:
        owner = self.writable(call)
        _check_url(call.settings, call.body["subscriberUrl"])
        if not self.any_trigger and ORGANIZATION_ONLY in call.body["triggers"]:
            raise errors.organization_trigger(ORGANIZATION_ONLY)
        self._check_free(call.world, owner, call.body["subscriberUrl"], self.taken)
        return success(webhook_output(_subscribe(call.world, call.body, **{self.field: owner.id})))

    def list_all(self, call: Call) -> Json:
        hooks = self._hooks(call.world, self.readable(call))
        skip, take = window(call.query)
        return success([webhook_output(hook) for hook in hooks[skip : skip + take]])

    def read(self, call: Call) -> Json:
        return success(webhook_output(self.hook(call, self.readable(call))))

    def update(self, call: Call) -> Json:
        owner = self.writable(call)
        hook = self.hook(call, owner)
        changes = _changes(call, hook)
        url = changes.get("subscriber_url", hook.subscriber_url)
        if self.taken_later is not None and url != hook.subscriber_url:
            self._check_free(call.world, owner, url, self.taken_later)
        return success(webhook_output(call.world.webhooks.update(hook, **changes)))

    def delete(self, call: Call) -> Json:
        hook = self.writable_hook(call)
        call.world.webhooks.remove(hook)
        return success(webhook_output(hook))

    def delete_all(self, call: Call) -> Json:
        """The service counts in the plural only."""
        doomed = self._hooks(call.world, self.writable(call))
        for hook in doomed:
            call.world.webhooks.remove(hook)
        return success(f"{len(doomed)} webhooks deleted")

    def writable_hook(self, call: Call) -> Webhook:
        """The guard of one subscription."""
        return self.hook(call, self.writable(call))

    def handlers(self, controller: str, one: str) -> Mapping[str, Handler]:
        """By operationId, for a controller whose operations are named after `one`, such as `EventTypeWebhook`."""
        return MappingProxyType(
            {
                f"{controller}_create{one}": self.create,
                f"{controller}_get{one}s": self.list_all,
                f"{controller}_get{one}": self.read,
                f"{controller}_update{one}": self.update,
                f"{controller}_delete{one}": self.delete,
                f"{controller}_deleteAll{one}s": self.delete_all,
            }
        )

    def guards(self, controller: str, one: str) -> Mapping[str, Guard]:
        """As `handlers`; what takes no input has no guard beside its handler."""
        return MappingProxyType(
            {
                f"{controller}_create{one}": self.writable,
                f"{controller}_get{one}s": self.readable,
                f"{controller}_update{one}": self.writable_hook,
            }
        )

    def _hooks(self, world: World, owner: Owner) -> list[Webhook]:
        return world.webhooks.where(self.field, owner.id)

    def _check_free(self, world: World, owner: Owner, url: str, refusal: Callable[[], ApiError]) -> None:
        """Addresses are compared letter by letter (webhooks.md 6.5)."""
        if any(hook.subscriber_url == url for hook in self._hooks(world, owner)):
            raise refusal()


def webhook_output(hook: Webhook) -> dict[str, Json]:
    """Ten keys in the live order, the owner's last (live.md 2.4)."""
    shown: dict[str, Json] = {
        "id": hook.id,
        "payloadTemplate": hook.payload_template,
        "triggers": hook.triggers,
        "subscriberUrl": hook.subscriber_url,
        "active": hook.active,
        "secret": hook.secret,
        "time": hook.time,
        "timeUnit": hook.time_unit,
        "version": hook.version,
    }
    owners = {
        "eventTypeId": hook.event_type_id,
        "teamId": hook.team_id,
        "oAuthClientId": hook.oauth_client_id,
    }
    owner = next((name for name, value in owners.items() if value is not None), None)
    return shown | ({"userId": hook.user_id} if owner is None else {owner: owners[owner]})


def _subscribe(world: World, body: Mapping[str, Any], **owner: Any) -> Webhook:
    return world.webhooks.add(
        Webhook(
            id=world.ids.uuid(),
            subscriber_url=body["subscriberUrl"],
            triggers=list(body["triggers"]),
            created_at=world.now(),
            active=body["active"],
            payload_template=body.get("payloadTemplate"),
            secret=body.get("secret"),
            version=body.get("version") or OLD_VERSION,
            time=body.get("time"),
            time_unit=body.get("timeUnit"),
            **owner,
        )
    )


def _changes(call: Call, hook: Webhook) -> dict[str, Any]:
    """A PATCH's body as attributes; the URL is looked at only when it changes. Raises the service's 400."""
    body = call.body or {}
    url = body.get("subscriberUrl")
    if url is not None and url != hook.subscriber_url:
        _check_url(call.settings, url)
    names = {
        "subscriberUrl": "subscriber_url",
        "triggers": "triggers",
        "active": "active",
        "payloadTemplate": "payload_template",
        "secret": "secret",
        "version": "version",
        "time": "time",
        "timeUnit": "time_unit",
    }
    nullable = ("payloadTemplate", "secret", "time", "timeUnit")
    return {
        attribute: body[name]
        for name, attribute in names.items()
        if name in body and (body[name] is not None or name in nullable)
    }


def _check_url(settings: Settings, url: str) -> None:
    reason = reason_against(url, hosted=settings.hosted_urls)
    if reason is not None:
        raise errors.url_not_allowed(reason)
