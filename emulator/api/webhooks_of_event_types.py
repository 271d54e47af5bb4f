"""What subscriptions of a person's and of a team's event types have in common: everything but who may ask."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from emulator.api.call import Call, Handler, Json, success
from emulator.api.webhooks import (
    changes_of,
    check_free,
    check_triggers,
    check_url,
    delete_each,
    page,
    subscribe,
    webhook_output,
)
from emulator.errors import webhooks as errors
from emulator.world.appointments import EventType
from emulator.world.records import Webhook


@dataclass(frozen=True)
class Subscriptions:
    """`readable` and `writable` give the event type in the path, `hook` its subscription there.

    Each raises the refusal of its resource.
    """

    readable: Callable[[Call], EventType]
    writable: Callable[[Call], EventType]
    hook: Callable[[Call, EventType], Webhook]

    def writable_hook(self, call: Call) -> Webhook:
        return self.hook(call, self.writable(call))

    def create(self, call: Call) -> Json:
        event_type = self.writable(call)
        check_url(call.settings, call.body["subscriberUrl"])
        check_triggers(call.body["triggers"])
        hooks = call.world.webhooks.where("event_type_id", event_type.id)
        check_free(hooks, call.body["subscriberUrl"], errors.taken_by_event_type)
        return success(webhook_output(subscribe(call.world, call.body, event_type_id=event_type.id)))

    def list_all(self, call: Call) -> Json:
        return success(page(call, call.world.webhooks.where("event_type_id", self.readable(call).id)))

    def read(self, call: Call) -> Json:
        return success(webhook_output(self.hook(call, self.readable(call))))

    def update(self, call: Call) -> Json:
        hook = self.writable_hook(call)
        return success(webhook_output(call.world.webhooks.update(hook, **changes_of(call, hook))))

    def delete(self, call: Call) -> Json:
        hook = self.writable_hook(call)
        call.world.webhooks.remove(hook)
        return success(webhook_output(hook))

    def delete_all(self, call: Call) -> Json:
        return delete_each(call.world, call.world.webhooks.where("event_type_id", self.writable(call).id))

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
