"""Where an event type can take place: what may be sent, and what is shown (resources.md 4.3)."""

from __future__ import annotations

import json
from collections.abc import Container, Mapping
from types import MappingProxyType
from typing import Any, Final

from emulator.errors import event_types as errors
from emulator.scheduling.apps.conferencing import connected_integrations, default_integration
from emulator.scheduling.apps.credentials import APP_INTEGRATIONS
from emulator.scheduling.event_type_defaults import default_locations
from emulator.scheduling.locations import INTEGRATIONS, is_phone_number
from emulator.scheduling.response_schema import URL
from emulator.scheduling.shapes import Kind, kept, printed, problems
from emulator.world.records import User
from emulator.world.world import World

Json = dict[str, Any]

CAL_VIDEO: Final = "cal-video"
SHAPES: Final[Mapping[str, Mapping[str, Kind]]] = MappingProxyType(
    {
        "address": {"address": "string", "public": "boolean"},
        "link": {"link": "string", "public": "boolean"},
        "integration": {"integration": "string"},
        "phone": {"phone": "string", "public": "boolean"},
        "attendeeAddress": {},
        "attendeePhone": {},
        "attendeeDefined": {},
    }
)
"""What each type takes beside `type`; all of it is required."""
TEAM_ONLY: Final = "organizersDefaultApp"
TEAM_SHAPES: Final[Mapping[str, Mapping[str, Kind]]] = MappingProxyType({**SHAPES, TEAM_ONLY: {}})


def check_locations(given: Any, *, of_team: bool = False) -> None:
    """Refuse what cannot be the locations of an event type, in the service's sentences. `given` is anything.

    Only a team's event type takes place where its organizers like best.
    """
    shapes = TEAM_SHAPES if of_team else SHAPES
    if not isinstance(given, list):
        raise errors.locations_not_a_list()
    if not given:
        raise errors.no_locations()
    for location in given:
        if not isinstance(location, dict):
            raise errors.location_not_an_object()
        kind = location.get("type")
        if not kind:
            raise errors.location_without_type()
        if not isinstance(kind, str) or kind not in shapes:
            raise errors.unsupported_location(printed(kind))
        found = problems(location, shapes[kind], tuple(shapes[kind])) or _odd_values(kind, location)
        if found:
            raise errors.invalid_location(kind, found)


def stored_locations(given: list[Json]) -> list[Json]:
    """Checked locations without what does not belong to them."""
    return [{"type": location["type"], **kept(location, TEAM_SHAPES[location["type"]])} for location in given]


def initial_locations(owner: User) -> list[Json]:
    """Where a new event type takes place when nobody says: in the owner's default conferencing app, else Cal Video."""
    app = default_integration(owner)
    return [{"type": "integration", "integration": app}] if app else default_locations()


def check_apps(world: World, owner: User, given: list[Json]) -> None:
    """Refuse integrations that the owner has not connected. Cal Video always is, and so is the app made the default."""
    check_connected(given, connected_integrations(world, owner))


def check_connected(given: list[Json], connected: Container[str | None]) -> None:
    """Refuse integrations that are not among the connected ones."""
    slugs = {integration: slug for slug, integration in APP_INTEGRATIONS.items()}
    for location in given:
        app = location.get("integration")
        if location["type"] == "integration" and app not in connected:
            raise errors.app_not_connected(slugs.get(str(app), str(app)))


def shown_locations(locations: list[Json]) -> list[Json]:
    """Stored locations as they read back: what the API cannot express comes last, as `unknown`."""
    if all(map(_is_known, locations)):
        return locations
    known = [location for location in locations if _is_known(location)]
    strange = [location for location in locations if not _is_known(location)]
    return [*known, *({"type": "unknown", "location": _as_json(location)} for location in strange)]


def _odd_values(kind: str, location: Json) -> list[str]:
    if kind == "address" and not location["address"]:
        return ["address must be longer than or equal to 1 characters"]
    if kind == "link" and not URL.fullmatch(location["link"]):
        return ["link must be a URL address"]
    if kind == "phone" and not is_phone_number(location["phone"]):
        return ["phone must be a valid phone number"]
    if kind == "integration" and location["integration"] not in INTEGRATIONS:
        return [f"integration must be one of the following values: {', '.join(INTEGRATIONS)}"]
    return []


def _is_known(location: Json) -> bool:
    kind = location.get("type")
    if kind == "integration":
        return location.get("integration") in tuple(INTEGRATIONS)
    return kind in _KNOWN


_KNOWN: Final = (*SHAPES, TEAM_ONLY, "unknown")


def _as_json(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
