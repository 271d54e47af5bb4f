"""Whose turn it is among the hosts of a round robin event type."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from emulator.scheduling.hosts import PRIORITIES
from emulator.world.appointments import Booking, EventType, Host
from emulator.world.records import User
from emulator.world.world import World

LONG_AGO: Final = datetime(1970, 1, 1, tzinfo=UTC)
FULL_WEIGHT: Final = 100


@dataclass(slots=True)
class History:
    """What the hosts of an event type did so far: when their latest booking was made, how many were made this month."""

    latest: dict[int, datetime] = field(default_factory=dict)
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
    """One walk over the event type's accepted bookings. Who takes turns beside fixed hosts is among the attendees."""
    past = History()
    emails = {user.email: user.id for number in rows if (user := world.users.get(number)) is not None}
    accompanied = any(host.fixed for host in rows.values())
    now = world.now()
    month = datetime(now.year, now.month, 1, tzinfo=UTC)
    for booking in world.bookings.where("event_type_id", event_type.id):
        if booking.status != "accepted":
            continue
        for number in _hosts_of(world, booking, emails if accompanied else {}):
            past.latest[number] = max(booking.created_at, past.latest.get(number, LONG_AGO))
            if month <= booking.created_at <= now:
                past.this_month[number] += 1
    return past


def _hosts_of(world: World, booking: Booking, emails: dict[str, int]) -> set[int]:
    found = {booking.user_id} if booking.user_id is not None else set()
    if emails:
        people = world.attendees.where("booking_id", booking.id)
        found |= {emails[person.email] for person in people if person.email in emails}
    return found


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
