"""Why an event that a test expects did not come."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

from emulator.resources import resource
from emulator.testing.http import ControlPlane
from emulator.testing.layout import when
from emulator.testing.lineage import moved
from emulator.testing.outstanding import of_delivery, unasked
from emulator.testing.records import Record
from emulator.testing.requests import line_of

UNREACHED: Final = ("refused", "unresolved", "timeout")
"""Outcomes of an attempt that may not have got to the receiver's machine."""


def why_absent(
    control: ControlPlane, url: str, trigger: str, uid: str | None, unreached: str | None = None
) -> Iterator[str]:
    """What the world knows of it, a text of one or more lines each.

    `url` is where it should have come to, `uid` the booking it should have been about, `unreached` what to do when
    nobody was found at `url`.
    """
    requests: list[Record] = control.get("/requests")
    bookings: list[Record] = control.get("/records/bookings")
    if not requests and not bookings:
        yield unasked(control)
        return
    hooks = [hook for hook in control.get("/records/webhooks") if hook["subscriberUrl"] == url]
    subscribed = list(dict.fromkeys(name for hook in hooks for name in hook["triggers"]))
    if trigger not in subscribed:
        names = ", ".join(repr(name) for name in (*subscribed, trigger))
        only = ", ".join(subscribed) or "nothing"
        yield f"this inbox is subscribed to {only} only; it should be\n  calcom.webhooks.inbox({names})"
        return
    other = _gone(bookings, uid)
    if other is not None:
        yield other
        return
    due = list(_due(control, bookings, trigger, uid))
    yield from due
    sent = [one for one in control.get("/deliveries") if one["trigger"] == trigger and uid in (None, one["uid"])]
    clock = control.get("/clock")
    here = [one for one in sent if one["url"] == url]
    for delivery in here:
        yield from of_delivery(delivery, clock)
    if unreached and any(one["attempts"] and one["attempts"][-1]["outcome"] in UNREACHED for one in here):
        yield unreached
    caused = [entry for entry in requests if trigger in entry["effects"]["events"]]
    if uid is not None and not _concerns(caused, bookings, uid):
        caused = []
    if caused and not here:
        yield f"{line_of(caused[-1])} brought it about,\n  but {_why_not_told(hooks, trigger)}"
    if not (caused or here or due):
        yield f"nothing brought it about; it is sent when:\n  {_occasion(trigger)}"


def _occasion(trigger: str) -> str:
    """When a trigger is sent, as the served document has it."""
    document = json.loads(resource("spec/openapi.json").read_bytes())
    described: Record = document["webhooks"][trigger]["post"]
    return ". ".join([described["summary"], *described.get("description", "").splitlines()[:1]]).rstrip(".")


def _why_not_told(hooks: list[Record], trigger: str) -> str:
    """Why none of an inbox's webhooks was told of an event that somebody's would have been."""
    hooks = [hook for hook in hooks if trigger in hook["triggers"]]
    if not any(hook["active"] for hook in hooks):
        return (
            "this inbox's webhook is switched off (active: false), as an answer of 410 does:\n"
            f"  calcom.records.patch('webhooks', {hooks[0]['id']!r}, active=True)"
        )
    if any(hook["platform"] for hook in hooks):
        return (
            "Cal.com tells of it only webhooks of teams, organizations and event types:\n"
            "  this inbox has one of each team that was there before it; make it later, or name one:\n"
            f"  calcom.webhooks.inbox({trigger!r}, teamId=1)"
        )
    return (
        f"this inbox hears of {_owner(hooks[0])} only: leave the owner out to hear of everybody,\n"
        f"  calcom.webhooks.inbox({trigger!r}),\n"
        "  or name another (userId=, teamId=, eventTypeId=, oAuthClientId=)"
    )


def _gone(bookings: list[Record], uid: str | None) -> str | None:
    """That a booking is not what it was, or not there; None for one that is."""
    if uid is None:
        return None
    if uid not in {booking["uid"] for booking in bookings}:
        return f"there is no booking {uid} in this world"
    return moved(bookings, uid)


def _due(control: ControlPlane, bookings: list[Record], trigger: str, uid: str | None) -> Iterator[str]:
    ids = {booking["id"]: booking["uid"] for booking in bookings if uid in (None, booking["uid"])}
    head = control.get("/state")["emulator"]
    due = [each for each in head["agenda"] if each["trigger"] == trigger and each["bookingId"] in ids]
    if due:
        at = due[0]["at"]
        clock = head["clock"]
        still = f", and the clock stands still at {when(clock['now'])}" if clock["mode"] == "frozen" else ""
        yield f"it falls due at {when(at)}{still}:\n  calcom.clock.advance(to={at!r})"


def _concerns(caused: list[Record], bookings: list[Record], uid: str) -> bool:
    ids = {booking["id"] for booking in bookings if booking["uid"] == uid}
    return any(
        row["kind"] == "bookings" and row["id"] in ids for entry in caused for row in entry["effects"]["records"]
    )


def _owner(hook: Record) -> str:
    for member in ("eventTypeId", "teamId", "oAuthClientId", "userId"):
        if hook.get(member) is not None:
            return f"{member} {hook[member]}"
    return "nobody"
