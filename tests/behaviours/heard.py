"""What subscribers hear of in a test, each body held against the document."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.api_client import Api
from tests.receiver import Receiver
from tests.webhooks.subscriptions import check

TRIGGERS = (
    "BOOKING_CREATED",
    "BOOKING_PAYMENT_INITIATED",
    "BOOKING_PAID",
    "BOOKING_RESCHEDULED",
    "BOOKING_REQUESTED",
    "BOOKING_CANCELLED",
    "BOOKING_REJECTED",
)


def listen(api: Api, receiver: Receiver, triggers: tuple[str, ...] = TRIGGERS) -> Callable[[], list[tuple[str, Any]]]:
    """Subscribe the host; the function gives the triggers and payloads that came since it was last called."""
    body = {"subscriberUrl": receiver.url, "triggers": list(triggers), "active": True, "version": "2026-07-27"}
    api.data("POST", "/v2/webhooks", body)
    told = 0

    def news() -> list[tuple[str, Any]]:
        nonlocal told
        api.control("POST", "/drain")
        new, told = receiver.received[told:], len(receiver.received)
        for each in new:
            check(each.json)
        return [(each.trigger, each.json["payload"]) for each in new]

    return news
