"""What a booking is called."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from emulator.scheduling import locations
from emulator.world.appointments import EventType
from emulator.world.world import World

Json = dict[str, Any]

NAMELESS: Final = "Nameless"
PLACEHOLDER = re.compile(r"\{(.+?)\}")

LABELS: Final[Mapping[str, str]] = MappingProxyType(
    {
        locations.CAL_VIDEO: "Cal Video",
        locations.GOOGLE_MEET: "Google Meet",
        "integrations:zoom": "Zoom Video",
        "integrations:office365_video": "MS Teams",
    }
)


def title_of(
    event_type: EventType,
    host: str | None,
    attendee: str | Json,
    minutes: int,
    location: str,
    answers: Json,
    *,
    team: str | None = None,
) -> str:
    """The booking's title: the event type's custom name with its placeholders filled, or the usual sentence, which
    names the `team`, if there is one to be named, in place of the host.

    `attendee` is the booker's name as answered (one string, or first and last name), `answers` the stored responses
    that `{slug}` placeholders refer to. What is not known becomes empty.
    """
    host = host or NAMELESS
    name = full_name(attendee)
    if not event_type.custom_name:
        return f"{event_type.title} between {team or host} and {name}"
    first, _, last = name.partition(" ")
    if isinstance(attendee, dict):
        first, last = str(attendee.get("firstName") or ""), str(attendee.get("lastName") or "")
    place = LABELS.get(location, location)
    known = {
        # The newest documents call the event type's title "Link title" and keep the older name.
        "Link title": event_type.title,
        "Event type title": event_type.title,
        "Organiser": host,
        "Organiser first name": host.split(" ")[0],
        "Scheduler": name,
        "Scheduler first name": first,
        "Scheduler last name": last,
        "Event duration": f"{minutes} mins",
        "Location": place,
        "LOCATION": place,
        "HOST": host,
        "ATTENDEE": name,
        "USER": name,
        "HOST/ATTENDEE": name,
    }

    def fill(found: re.Match[str]) -> str:
        slug = found[1]
        return known[slug] if slug in known else _text(answers.get(slug))

    return PLACEHOLDER.sub(fill, event_type.custom_name)


def team_name(world: World, event_type: EventType, *, alone: bool) -> str | None:
    """The team that meets somebody together: in a collective event type, or where the host is not `alone`."""
    team = world.teams.get(event_type.team_id)
    together = event_type.scheduling_type == "collective" or not alone
    return team.name if team is not None and together else None


def seated_title(event_type: EventType, host: str | None) -> str:
    """A booking of many attendees names none of them."""
    return f"{event_type.title} with {host or NAMELESS}"


def full_name(name: str | Json) -> str:
    """One string of a name, whichever way it was asked for."""
    if isinstance(name, str):
        return name
    return f"{name.get('firstName') or ''} {name.get('lastName') or ''}".strip()


def _text(answer: Any) -> str:
    """An answer inside a title, written as JavaScript writes values into strings."""
    if isinstance(answer, dict):
        return _text(answer["value"]) if "value" in answer else full_name(answer)
    if isinstance(answer, list):
        return ",".join(_text(each) for each in answer)
    if isinstance(answer, bool):
        return "true" if answer else ""
    return "" if answer is None else str(answer)
