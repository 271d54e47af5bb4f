"""Subscriptions of a world, and what was sent to them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from typing import Any

from emulator.testing.absence import why_absent
from emulator.testing.http import ControlPlane
from emulator.testing.inbox import Inbox
from emulator.testing.receiver import Receiver
from emulator.testing.records import Record, Records, text
from emulator.webhooks.triggers import TRIGGERS

OWNERS = frozenset({"userId", "eventTypeId", "teamId", "oAuthClientId"})


class Webhooks:
    """Subscriptions, and what was sent to them."""

    def __init__(self, control: ControlPlane, records: Records, receiver: Receiver) -> None:
        self._control = control
        self._records = records
        self._receiver = receiver
        self._numbers = count(1)

    def subscribe(self, url: str, triggers: Sequence[str], *, secret: str | None = None, **fields: Any) -> Record:
        """Subscribe a URL, for the first user or the owner named in `fields` (`userId`, `eventTypeId`, `teamId`)."""
        if not fields.keys() & OWNERS:
            fields["userId"] = self._records.list("users")[0]["id"]
        return self._records.create("webhooks", subscriberUrl=url, triggers=list(triggers), secret=secret, **fields)

    def inbox(self, *triggers: str, secret: str | None = "inbox-secret", **fields: Any) -> Inbox:  # noqa: S107
        """A receiver of the test's own, subscribed to `triggers` (all of them if none are named) with this secret.

        Other `fields` are those of a webhook: an owner, a `version`, a `payloadTemplate`.
        """
        inbox = Inbox(secret, self.drain, self._explain)
        inbox.url = self._receiver.open(f"/inbox/{next(self._numbers)}", inbox.receive)
        self.subscribe(inbox.url, triggers or TRIGGERS, secret=secret, **fields)
        return inbox

    def deliveries(self, **filters: Any) -> list[Record]:
        """What was sent or tried, oldest first, with bytes, headers and attempts."""
        found: list[Record] = self._control.get("/deliveries", **{name: text(v) for name, v in filters.items()})
        return found

    def drain(self) -> Record:
        """Wait until everything on its way has ended."""
        summary: Record = self._control.post("/drain")
        return summary

    def replay(self, delivery: int | Record) -> Record:
        """Send a delivery once more, the same bytes."""
        number = delivery["id"] if isinstance(delivery, dict) else delivery
        again: Record = self._control.post(f"/deliveries/{number}/replay")
        return again

    def _explain(self, url: str, trigger: str, uid: str | None) -> list[str]:
        return list(why_absent(self._control, url, trigger, uid))


def outcome(delivery: Record) -> str:
    """How a delivery ended, or stands, in a few words."""
    attempts = [str(attempt["status"] or attempt["outcome"]) for attempt in delivery["attempts"]]
    state = delivery["state"].replace("_", " ")
    return f"{state} ({', then '.join(attempts)})" if attempts else state
