"""Who hosts an event type."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from emulator.frozen import frozen
from emulator.world.appointments import Booking, EventType, Host
from emulator.world.records import User
from emulator.world.world import World

PRIORITIES: Final[Mapping[str, int]] = MappingProxyType({"lowest": 0, "low": 1, "medium": 2, "high": 3, "highest": 4})
"""How much sooner than others a round robin takes a host."""


@frozen
class Crew:
    """Who hosts together: all of `fixed` are in every booking, and, where there are any, one of `rotating`."""

    fixed: tuple[User, ...] = ()
    rotating: tuple[User, ...] = ()

    @property
    def members(self) -> tuple[User, ...]:
        return self.fixed + self.rotating

    @property
    def first(self) -> User | None:
        """The one whose schedule tells where days begin; None when everybody is gone."""
        return next(iter(self.members), None)


def crew_of(world: World, event_type: EventType) -> Crew:
    """The hosts of an event type by their part in it; users that are gone are left out."""
    if event_type.team_id is None:
        return Crew(tuple(hosts(world, event_type)))
    fixed: list[User] = []
    rotating: list[User] = []
    for host in world.hosts.where("event_type_id", event_type.id):
        user = world.users.get(host.user_id)
        if user is not None:
            (fixed if is_fixed(event_type, host) else rotating).append(user)
    return Crew(tuple(fixed), tuple(rotating))


def staying(world: World, event_type: EventType, crew: Crew, moved: Booking | None) -> Crew:
    """Who may host the booking that is `moved`. A round robin that keeps its host goes on to nobody else, neither when
    times are offered nor when one is taken; once that host is gone, everybody takes turns again.
    """
    if moved is None or event_type.scheduling_type != "roundRobin" or not event_type.keep_host:
        return crew
    # Beside fixed hosts, whose booking it is, the one whose turn it was came as an attendee.
    came = {person.email for person in world.attendees.where("booking_id", moved.id)}
    kept = tuple(user for user in crew.rotating if user.id == moved.user_id or user.email in came)
    return Crew(crew.fixed, kept) if kept else crew


def hosts(world: World, event_type: EventType) -> list[User]:
    """The owner of a personal event type; the listed hosts of a team's. Users that are gone are left out."""
    if event_type.team_id is None:
        owner = world.users.get(event_type.owner_id)
        return [owner] if owner else []
    found = [world.users.get(host.user_id) for host in world.hosts.where("event_type_id", event_type.id)]
    return [user for user in found if user is not None]


def is_fixed(event_type: EventType, host: Host) -> bool:
    """Is the host in every booking? In a collective event type all of them are."""
    return host.fixed or event_type.scheduling_type == "collective"
