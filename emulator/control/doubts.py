"""What a world may hold and nobody is likely to mean: impossible states, and what can never be found or booked."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import Any, Final, NamedTuple

from emulator.world.appointments import Booking
from emulator.world.instants import wire
from emulator.world.world import World


class Doubt(NamedTuple):
    """`field` is the JSON name of what is doubtful in the record, None where it is the record itself."""

    kind: str
    id: int | str
    field: str | None
    message: str
    remedy: str = ""


LARGEST_ID: Final = 2**31 - 1


def doubts(world: World) -> Iterator[Doubt]:
    """Everything doubtful in a world, kind by kind."""
    for each in (_users, _schedules, _absences, _event_types, _bookings, _overlaps, _seats, _webhooks):
        yield from each(world)


def _users(world: World) -> Iterator[Doubt]:
    for user in world.users:
        yield from _number("users", user.id)
    remedy = "Give one of them another username: event types are found by it."
    for user, first in _again(world.users, lambda user: (user.organization_id, user.username)):
        yield Doubt("users", user.id, "username", f"user {first.id} is called {user.username!r} too", remedy)


def _schedules(world: World) -> Iterator[Doubt]:
    for schedule in world.schedules:
        for field, hours in (("availability", schedule.availability), ("overrides", schedule.overrides)):
            for one in hours:
                start, end = one.get("startTime"), one.get("endTime")
                if isinstance(start, str) and isinstance(end, str) and end != "00:00" and end <= start:
                    said = f"hours from {start} to {end} hold no time"
                    yield Doubt("schedules", schedule.id, field, said, "Write those past midnight as two.")


def _absences(world: World) -> Iterator[Doubt]:
    for one in world.out_of_office:
        if one.end < one.start:
            yield Doubt("out-of-office", one.id, "end", "the absence ends before it starts")


def _event_types(world: World) -> Iterator[Doubt]:
    for one in world.event_types:
        yield from _number("event-types", one.id)
        if (one.owner_id is None) == (one.team_id is None):
            both = one.owner_id is not None
            said = "belongs to a user and to a team" if both else "belongs to nobody"
            yield Doubt("event-types", one.id, None, f"the event type {said}", "Give it an ownerId or a teamId.")
        if one.length < 1:
            said = f"{one.length} minutes are no length"
            yield Doubt("event-types", one.id, "lengthInMinutes", said, "Write 1 or more.")
    for one, first in _again(world.event_types, lambda one: (one.owner_id, one.team_id, one.slug)):
        said = f"event type {first.id} of the same owner has the slug {one.slug!r} too"
        yield Doubt("event-types", one.id, "slug", said, "Give one of them another slug.")


def _bookings(world: World) -> Iterator[Doubt]:
    for one in world.bookings:
        yield from _number("bookings", one.id)
        if not world.attendees.where("booking_id", one.id):
            remedy = "Write attendees: [{}] for somebody."
            yield Doubt("bookings", one.id, None, "nobody comes to the booking", remedy)


def _overlaps(world: World) -> Iterator[Doubt]:
    """Two accepted bookings of one host at the same time; those that wait for something keep nobody away."""
    standing = sorted(
        (one for one in world.bookings if one.status == "accepted" and one.user_id is not None),
        key=lambda one: (one.user_id or 0, one.start, one.id),
    )
    longest: dict[int | None, Booking] = {}
    for other in standing:
        one = longest.setdefault(other.user_id, other)
        if other.end > one.end:
            longest[other.user_id] = other
        if other is not one and other.start < one.end:
            later = max(one, other, key=lambda booking: booking.id)
            earlier = one if later is other else other
            said = f"the host has booking {earlier.id} at the same time, from {wire(earlier.start)}"
            yield Doubt("bookings", later.id, "start", said, "Leave it so only if the host is to be booked twice.")


def _seats(world: World) -> Iterator[Doubt]:
    for seat in world.seats:
        attendee = world.attendees.get(seat.attendee_id)
        if attendee is not None and attendee.booking_id != seat.booking_id:
            said = f"attendee {attendee.id} comes to booking {attendee.booking_id}, the seat is in {seat.booking_id}"
            yield Doubt("seats", seat.id, "attendeeId", said, "Name an attendee of the seat's own booking.")


def _webhooks(world: World) -> Iterator[Doubt]:
    from emulator.webhooks.handlebars.error import TemplateError  # noqa: PLC0415
    from emulator.webhooks.handlebars.parsing import parse  # noqa: PLC0415 - few files have templates

    for hook in world.webhooks:
        if not hook.triggers:
            yield Doubt("webhooks", hook.id, "triggers", "the webhook is told of nothing", "Name a trigger.")
        try:
            parse(hook.payload_template or "")
        except TemplateError as error:
            said = f"the template cannot be read: {error}"
            yield Doubt("webhooks", hook.id, "payloadTemplate", said, "Nothing will be sent until it is mended.")


def _number(kind: str, number: int) -> Iterator[Doubt]:
    if not 1 <= number <= LARGEST_ID:
        yield Doubt(kind, number, "id", f"{number} is no id as Cal.com gives them", f"Use 1 to {LARGEST_ID}.")


def _again(rows: Iterable[Any], key: Callable[[Any], Hashable]) -> Iterator[tuple[Any, Any]]:
    """Those whose key an earlier one has, with that one."""
    seen: dict[Hashable, Any] = {}
    for row in rows:
        first = seen.setdefault(key(row), row)
        if first is not row:
            yield row, first
