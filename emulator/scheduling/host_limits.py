"""How many bookings a person takes a day, week, month or year: of all event types, and of a team's (live.md 6)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

import orjson

from emulator.scheduling.limits import Exhausted, Unit, period
from emulator.scheduling.working_hours import zone_of
from emulator.world.appointments import Booking, EventType
from emulator.world.records import Membership, Team, User
from emulator.world.world import World

Limits = Mapping[str, int]

UNITS: Final[Mapping[str, Unit]] = MappingProxyType(
    {"perDay": "day", "perWeek": "week", "perMonth": "month", "perYear": "year"}
)
STORED: Final[Mapping[str, str]] = MappingProxyType(
    {"PER_DAY": "perDay", "PER_WEEK": "perWeek", "PER_MONTH": "perMonth", "PER_YEAR": "perYear"}
)
"""The names in the text that a team keeps its limits in."""


def shown(limits: Limits) -> dict[str, int | None]:
    """All four limits in the API's order, None where there is none."""
    return {name: limits.get(name) for name in UNITS}


def changed(limits: Limits, wanted: Mapping[str, Any]) -> dict[str, int]:
    """The limits after a change: what is left out stays, null removes."""
    after = {**limits, **{name: wanted[name] for name in UNITS if name in wanted}}
    return {name: most for name, most in after.items() if most is not None}


def team_limits(team: Team) -> dict[str, int]:
    """The limits that a team sets for its members; a text that is no such thing sets none."""
    try:
        read = orjson.loads(team.booking_limits or "{}")
    except orjson.JSONDecodeError:
        return {}
    if not isinstance(read, dict):
        return {}
    named = {STORED.get(name, name): most for name, most in read.items()}
    return {name: named[name] for name in UNITS if isinstance(named.get(name), int)}


def effective_limits(world: World, team: Team, membership: Membership) -> dict[str, int]:
    """What holds for a member: the member's own or else the team's, but no more than the member takes altogether."""
    user = world.users.get(membership.user_id)
    overall: Limits = user.booking_limits if user is not None else {}
    chosen = {**team_limits(team), **(membership.booking_limits or {})}
    return {name: min(most, overall.get(name) or most) for name, most in chosen.items()}


def limiting_memberships(world: World, user: User) -> Iterator[tuple[Team, Membership]]:
    """The teams that limit the user: they set limits, and the user takes turns in one of their event types."""
    turns = {
        kind.team_id
        for host in world.hosts.where("user_id", user.id)
        if (kind := world.event_types.get(host.event_type_id)) is not None and kind.scheduling_type == "roundRobin"
    }
    for membership in world.memberships.where("user_id", user.id):
        team = world.teams.get(membership.team_id)
        if team is not None and team.id in turns and team_limits(team):
            yield team, membership


def full_periods(
    world: World, event_type: EventType, user: User, low: datetime, high: datetime, moved: Booking | None = None
) -> Iterator[Exhausted]:
    """The periods around [low, high), by the user's own clock, in which the user takes no more of the event type.

    Accepted bookings that the user organizes count: against the user's own limits those of every event type, against
    a team's those of its event types. The one that is being `moved` does not count.
    """
    if user.booking_limits:
        yield from _full(world, user, user.booking_limits, low, high, moved, lambda event_type_id: True)
    team = world.teams.get(event_type.team_id)
    if team is None or not team.booking_limits or event_type.scheduling_type != "roundRobin":
        return
    membership = next((each for of, each in limiting_memberships(world, user) if of is team), None)
    if membership is not None:
        kinds = {kind.id for kind in world.event_types.where("team_id", team.id)}
        limits = effective_limits(world, team, membership)
        yield from _full(world, user, limits, low, high, moved, kinds.__contains__)


def _full(
    world: World,
    user: User,
    limits: Limits,
    low: datetime,
    high: datetime,
    moved: Booking | None,
    counts: Callable[[int | None], bool],
) -> Iterator[Exhausted]:
    """`counts` tells of an event type's id whether its bookings do."""
    own_zone = zone_of(None, user.time_zone)
    runs = [
        run
        for partition, run in world.shelves.everything.of_user(user.id).items()
        if partition.status == "accepted" and counts(partition.event_type_id)
    ]
    leaving = moved if moved is not None and moved.status == "accepted" and counts(moved.event_type_id) else None
    for name, most in limits.items():
        unit = UNITS[name]
        start, end = period(low, unit, own_zone)
        while start < high:
            taken = sum(run.counted("start", start, end) for run in runs)
            if leaving is not None and leaving.user_id == user.id and start <= leaving.start < end:
                taken -= 1
            if taken >= most:
                yield Exhausted(start, end, unit, "count", most)
            start, end = period(end, unit, own_zone)
