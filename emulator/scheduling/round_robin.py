"""Whose turn it is among the hosts of a round robin event type."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final, TypeAlias

from emulator.scheduling.hosts import PRIORITIES
from emulator.world.appointments import EventType, Host
from emulator.world.records import User
from emulator.world.shelves import Run
from emulator.world.world import World

Made: TypeAlias = tuple[datetime, int]
"""When a booking was made, and its number: where the clock stands still, one comes after the other all the same."""

LONG_AGO: Final[Made] = (datetime(1970, 1, 1, tzinfo=UTC), 0)
INSTANT: Final = timedelta(microseconds=1)
FULL_WEIGHT: Final = 100


@dataclass(slots=True)
class History:
    """What the hosts of an event type did so far: which booking was made last, how many were made this month."""

    latest: dict[int, Made] = field(default_factory=dict)
    this_month: Counter[int] = field(default_factory=Counter)


def whose_turn(world: World, event_type: EventType, users: Sequence[User]) -> User:
    """One of `users`, who all host the event type and are free; there is at least one.

    Where the event type goes by weights, only those farthest behind their share are looked at. Of these the ones of the
    highest priority count, and of these the one whose latest booking was made longest ago; at first the order of the
    hosts decides.
    """
    if len(users) == 1:
        return users[0]
    rows = {host.user_id: host for host in world.hosts.where("event_type_id", event_type.id)}
    past = _history(world, event_type, rows)
    if event_type.weighted:
        users = _farthest_behind(users, rows, past)
    ranks = {user.id: PRIORITIES[rows[user.id].priority] for user in users}
    best = max(ranks.values())
    foremost = [user for user in users if ranks[user.id] == best]
    return min(foremost, key=lambda user: past.latest.get(user.id, LONG_AGO))


def _history(world: World, event_type: EventType, rows: dict[int, Host]) -> History:
    """What each host did in the event type's accepted bookings: as organizer, and beside fixed hosts as attendee."""
    past = History()
    accompanied = any(host.fixed for host in rows.values())
    now = world.now()
    month = datetime(now.year, now.month, 1, tzinfo=UTC)
    for user in filter(None, map(world.users.get, rows)):
        for run in _runs(world, event_type, user, accompanied=accompanied):
            last = run.order("created_at")[-1]
            past.latest[user.id] = max((last.created_at, last.id), past.latest.get(user.id, LONG_AGO))
            past.this_month[user.id] += run.counted("created_at", month, now + INSTANT)
    return past


def _runs(world: World, event_type: EventType, user: User, *, accompanied: bool) -> Iterator[Run]:
    """The event type's accepted bookings that the host organizes or, if `accompanied`, comes to; each one once."""
    for partition, run in world.shelves.everything.of_user(user.id).items():
        if partition.event_type_id == event_type.id and partition.status == "accepted":
            yield run
    if accompanied:
        for partition, run in world.shelves.attended(user.email).of_event_type(event_type.id).items():
            if partition.user_id != user.id and partition.status == "accepted":
                yield run


def _farthest_behind(users: Sequence[User], rows: dict[int, Host], past: History) -> list[User]:
    """Those who lack most of their share of this month's bookings; of equals, those of the greatest weight."""
    turns = [host for host in rows.values() if not host.fixed]
    whole = sum(map(_weight, turns))
    made = sum(past.this_month[host.user_id] for host in turns)

    def behind(user: User) -> tuple[float, int]:
        weight = _weight(rows[user.id])
        share = made * weight / whole if whole else 0.0
        return round(share - past.this_month[user.id], 9), weight

    most = max(map(behind, users))
    return [user for user in users if behind(user) == most]


def _weight(host: Host) -> int:
    return FULL_WEIGHT if host.weight is None else host.weight
