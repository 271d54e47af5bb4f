"""Subscriptions of a world, and what was sent to them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from typing import Any, Final, TypedDict, Unpack

from emulator.testing.absence import why_absent
from emulator.testing.http import ControlPlane
from emulator.testing.inbox import Inbox
from emulator.testing.receiver import Receiver
from emulator.testing.records import Record, Records, text
from emulator.webhooks.triggers import TRIGGERS

OWNERS = frozenset({"userId", "eventTypeId", "teamId", "oAuthClientId", "platform"})

TEAMS_ONLY: Final = frozenset(
    {
        "INSTANT_MEETING",
        "INSTANT_MEETING_ACCEPTED",
        "DELEGATION_CREDENTIAL_ERROR",
        "DELEGATION_CREDENTIAL_SECRET_ROTATION_FAILED",
        "DELEGATION_CREDENTIAL_ROTATION_REQUIRED",
        "DELEGATION_CREDENTIAL_SECRET_ROTATED",
    }
)
"""Of these Cal.com tells teams and organizations, and no webhook of the whole instance (`webhooks/audience.py`)."""


class WebhookMembers(TypedDict, total=False):
    """What a subscription may have besides its URL, triggers and secret.

    An owner, whose events alone it hears of; without one it is the whole world's (`platform`). The version of its
    payloads, or a template in their place; for no-shows the `time` that they wait, in `timeUnit`s.
    """

    userId: int
    eventTypeId: int
    teamId: int
    oAuthClientId: str
    platform: bool
    active: bool
    version: str
    payloadTemplate: str
    time: int
    timeUnit: str


class TriggerMembers(TypedDict, total=False):
    """What an event may be made of besides its trigger.

    The booking it is about; the event type of one that is made up; values by JSON pointer (`/payload/uid`) in place of
    those that it would have; a URL in place of the subscribers, with a secret, version and template for it.
    """

    uid: str
    eventTypeId: int
    overrides: dict[str, Any]
    url: str
    secret: str
    version: str
    payloadTemplate: str


class Webhooks:
    """Subscriptions, and what was sent to them."""

    def __init__(self, control: ControlPlane, records: Records, receiver: Receiver) -> None:
        self._control = control
        self._records = records
        self._receiver = receiver
        self._numbers = count(1)

    def subscribe(
        self,
        url: str,
        triggers: Sequence[str] | str,
        *,
        secret: str | None = None,
        **fields: Unpack[WebhookMembers],
    ) -> Record:
        """Subscribe a URL to one trigger or several, of the whole world or of the owner named in `fields` (`userId`,
        `eventTypeId`, `teamId`, `oAuthClientId`).

        It is one webhook: of instant meetings and delegation credentials Cal.com tells those of teams alone, so name
        one for these.

            calcom.webhooks.subscribe(f"{my_handler}/hooks", ["BOOKING_CREATED"], secret="s3cret")
        """
        __tracebackhide__ = True
        if not fields.keys() & OWNERS:
            fields["platform"] = True
        named = [triggers] if isinstance(triggers, str) else list(triggers)
        return self._records.create("webhooks", subscriberUrl=url, triggers=named, secret=secret, **fields)

    def inbox(
        self,
        *triggers: str,
        secret: str | None = "inbox-secret",  # noqa: S107 - it guards nothing
        **fields: Unpack[WebhookMembers],
    ) -> Inbox:
        """A receiver of the test's own, subscribed to `triggers` (all of them if none are named) with this secret.

        It hears of everything in the world, unless `fields` name an owner: then of what a webhook of that owner does.
        Of what Cal.com tells teams alone (instant meetings, delegation credentials) it hears of the teams that are
        there when it is made, by a webhook of each.

            inbox = calcom.webhooks.inbox("BOOKING_CREATED", "BOOKING_CANCELLED")
            team = calcom.webhooks.inbox(teamId=1)
        """
        __tracebackhide__ = True
        inbox = Inbox(secret, self.drain, self._explain)
        inbox.url = self._receiver.open(f"/inbox/{next(self._numbers)}", inbox.receive)
        named = triggers or TRIGGERS
        self.subscribe(inbox.url, named, secret=secret, **fields)
        special = [trigger for trigger in named if trigger in TEAMS_ONLY]
        if special and not fields.keys() & OWNERS:
            for team in self._outermost_teams():
                fields["teamId"] = team
                self.subscribe(inbox.url, special, secret=secret, **fields)
        return inbox

    def _outermost_teams(self) -> list[int]:
        """Organizations, and teams outside of any: whatever concerns a team within is told to its organization too, and
        an inbox is to hear of it once."""
        teams = [team for team in self._records.list("teams") if team["parentId"] is None]
        return [team["id"] for team in (*teams, *self._records.list("organizations"))]

    def trigger(self, trigger: str, **members: Unpack[TriggerMembers]) -> Record:
        """Send an event without its cause, of a booking that is there (`uid`) or made up; it has arrived at the return.

        Gives what was sent: `uid`, `body`, `deliveries`. Raises `ControlPlaneError` for a trigger that there is not.

            calcom.webhooks.trigger("BOOKING_CANCELLED", overrides={"/payload/cancellationReason": "Ill"})
        """
        __tracebackhide__ = True
        sent: Record = self._control.post("/trigger", {"trigger": trigger, **members})
        self.drain()
        return sent

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
        return list(why_absent(self._control, url, trigger, uid, self._receiver.unreached))


def outcome(delivery: Record) -> str:
    """How a delivery ended, or stands, in a few words."""
    attempts = [str(attempt["status"] or attempt["outcome"]) for attempt in delivery["attempts"]]
    state = delivery["state"].replace("_", " ")
    return f"{state} ({', then '.join(attempts)})" if attempts else state
