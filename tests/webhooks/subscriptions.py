"""Subscriptions and events for tests, and what the document says of the bodies."""

from __future__ import annotations

from functools import cache
from typing import Any

from jsonschema import Draft202012Validator

from emulator.webhooks.triggers import TRIGGERS
from emulator.world.appointments import Booking
from emulator.world.events import Event
from emulator.world.records import Webhook
from emulator.world.world import World
from tests.office import NOW
from tests.test_spec import CURRENT

URL = "http://127.0.0.1:9/hook"


def subscribe(world: World, url: str = URL, **changes: Any) -> Webhook:
    """A subscription of user 1 to everything, unless said otherwise."""
    values: dict[str, Any] = {
        "id": f"hook-{len(world.webhooks) + 1}",
        "subscriber_url": url,
        "triggers": list(TRIGGERS),
        "created_at": NOW,
        "user_id": None if "event_type_id" in changes else 1,
        "secret": "s3cret",
        **changes,
    }
    return world.webhooks.add(Webhook(**values))


def event(trigger: str, booking: Booking, **facts: Any) -> Event:
    return Event(trigger, NOW, booking.id, facts)


def check(body: Any) -> None:
    """Hold a delivered body against the document's event of that trigger."""
    _events(body["triggerEvent"]).validate(body)


@cache
def _events(trigger: str) -> Draft202012Validator:
    body = CURRENT["webhooks"][trigger]["post"]["requestBody"]["content"]["application/json"]["schema"]
    return Draft202012Validator({**body, "components": CURRENT["components"]})
