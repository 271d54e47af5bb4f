"""Subscribing a URL by hand, switching a subscription off, deleting it: as records of the world, without a key."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from typing import Any, Final

from emulator.control.endpoints import records
from emulator.control.plane import Ask
from emulator.control.problems import ControlError
from emulator.inspector.asking import Done, form, inner
from emulator.webhooks.triggers import TRIGGERS
from emulator.world.world import World

Json = Any

HEARS: Final = "hears."
"""Before the name of a trigger: the field that chooses it."""

EVERYBODY: Final = "platform"
OWNERS: Final[Mapping[str, str]] = {
    "user": "userId",
    "event-type": "eventTypeId",
    "team": "teamId",
    "client": "oAuthClientId",
}
"""What a choice of owner begins with, and the record's field that holds the id behind it."""


def owners(world: World, most: int) -> list[tuple[str, list[tuple[str, str]]]]:
    """Whose events a subscription may be about: groups of choices and how they are called, `most` of each kind."""
    groups = (
        ("Users", "user", [(one.id, one.username or one.email) for one in islice(world.users, most)]),
        ("Event types", "event-type", [(one.id, one.title) for one in islice(world.event_types, most)]),
        ("Teams and organizations", "team", [(one.id, one.name) for one in islice(world.teams, most)]),
        ("Platform clients", "client", [(one.id, one.name) for one in islice(world.oauth_clients, most)]),
    )
    found = [
        (label, [(f"{kind}:{key}", f"{name} ({key})") for key, name in rows]) for label, kind, rows in groups if rows
    ]
    return [("All of them", [(EVERYBODY, "everybody in this world")]), *found]


async def subscribe(ask: Ask) -> Done:
    """A record among `webhooks`, of all triggers if none was chosen."""
    given = await form(ask)
    chosen = [name for name in TRIGGERS if f"{HEARS}{name}" in given]
    body: Json = {"subscriberUrl": given.get("url", ""), "triggers": chosen or list(TRIGGERS), **_owner(given)}
    body |= {name: given[name] for name in ("secret", "version") if name in given}
    made = await records.create_record(inner(ask, body, kind="webhooks"))
    what = ", ".join(chosen) if 0 < len(chosen) < len(TRIGGERS) else "everything"
    return Done("deliveries", f"{made['subscriberUrl']} hears of {what} from now on.")


async def switch(ask: Ask) -> Done:
    """On or off, as the form says."""
    active = (await form(ask)).get("active") == "true"
    hook = await records.patch_record(inner(ask, {"active": active}, kind="webhooks", id=ask.path["id"]))
    return Done("deliveries", f"{hook['subscriberUrl']} is switched {'on' if active else 'off'}.")


async def delete(ask: Ask) -> Done:
    hook = await records.delete_record(inner(ask, kind="webhooks", id=ask.path["id"]))
    return Done("deliveries", f"{hook['subscriberUrl']} is not subscribed any more.")


def _owner(given: Mapping[str, str]) -> Json:
    wanted = given.get("owner", "")
    if wanted == EVERYBODY:
        return {"platform": True}
    kind, _, key = wanted.partition(":")
    if kind not in OWNERS:
        raise ControlError(400, f"there is no owner {wanted!r}", where="owner", hint="choose whose events it hears of")
    return {OWNERS[kind]: key if kind == "client" or not key.isdecimal() else int(key)}
