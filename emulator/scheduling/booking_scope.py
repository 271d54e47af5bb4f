"""Which bookings a user gets to see in lists: those organised or attended, and those of teams that the user leads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from emulator.errors import booking_reads as errors
from emulator.frozen import frozen
from emulator.scheduling.access import LEADERS
from emulator.world.appointments import Booking, EventType
from emulator.world.records import User
from emulator.world.shelves import Partition
from emulator.world.world import World


@frozen
class Scope:
    """Bookings organised by one of `user_ids`, attended under one of `emails`, or made from one of `event_type_ids`."""

    user_ids: frozenset[int]
    emails: frozenset[str]
    event_type_ids: frozenset[int]

    def takes(self, partition: Partition) -> bool:
        """Are its bookings in the scope whoever attends them?"""
        return partition.user_id in self.user_ids or partition.event_type_id in self.event_type_ids

    def holds(self, world: World, booking: Booking) -> bool:
        return (
            booking.user_id in self.user_ids
            or booking.event_type_id in self.event_type_ids
            or any(attendee.email in self.emails for attendee in world.attendees.where("booking_id", booking.id))
        )


def scope_of(world: World, user: User) -> Scope:
    """Everybody sees their own; administrators and owners of a team also what its members and event types have.

    To those of an organization the event types of its teams count too.
    """
    user_ids, emails, event_type_ids = {user.id}, {user.email}, set[int]()
    for membership in world.memberships.where("user_id", user.id):
        if not membership.accepted or membership.role not in LEADERS:
            continue
        for other in world.memberships.where("team_id", membership.team_id):
            member = world.users.get(other.user_id)
            if member is not None:
                user_ids.add(member.id)
                emails.add(member.email)
        for team_id in (membership.team_id, *(team.id for team in world.teams.where("parent_id", membership.team_id))):
            event_types = world.event_types.where("team_id", team_id)
            event_type_ids |= {event_type.id for event_type in with_children(world, event_types)}
    return Scope(frozenset(user_ids), frozenset(emails), frozenset(event_type_ids))


def attended(world: World, email: str) -> Iterator[Booking]:
    """Bookings with an attendee of exactly this address; one comes twice if it has two of them."""
    for attendee in world.attendees.where("email", email):
        booking = world.bookings.get(attendee.booking_id)
        if booking is not None:
            yield booking


def with_children(world: World, event_types: list[EventType]) -> list[EventType]:
    """The event types, and those that managed ones among them were copied to."""
    parents = {event_type.id for event_type in event_types if event_type.scheduling_type == "managed"}
    return event_types + [copy for parent in parents for copy in world.event_types.where("parent_id", parent)]


def narrowed(world: World, scope: Scope, user_ids: Iterable[int]) -> Scope:
    """What certain users organise or attend, of those whom a scope takes in.

    Raises a 400 when none of them exists, and a 403 for somebody outside the scope (platform.md 6.1).
    """
    users = [user for number in user_ids if (user := world.users.get(number)) is not None]
    if not users:
        raise errors.no_such_users()
    if not all(user.id in scope.user_ids for user in users):
        raise errors.users_out_of_reach()
    return Scope(frozenset(user.id for user in users), frozenset(user.email for user in users), frozenset())
