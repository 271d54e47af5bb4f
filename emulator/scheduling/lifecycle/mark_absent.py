"""Saying who did not come."""

from __future__ import annotations

from collections.abc import Mapping

from emulator.errors import booking_changes as errors
from emulator.scheduling.lifecycle.rights import runs_booking
from emulator.scheduling.state_machine import Action, check_time, permit
from emulator.world.appointments import Booking
from emulator.world.records import User
from emulator.world.world import World


def mark_absent(
    world: World, uid: str, caller: User, host: bool | None = None, attendees: Mapping[str, bool] | None = None
) -> Booking:
    """Mark the host absent or present, and attendees by address. None leaves things as they are.

    Only once the booking has begun, whatever became of it. Marking attendees is for those who run the booking; the
    host may be marked by anybody. Emits BOOKING_NO_SHOW_UPDATED when attendees were marked.
    """
    booking = world.bookings.by("uid", uid)
    if booking is None:
        raise errors.nothing_to_mark(uid)
    now = world.now()
    check_time(booking, Action.MARK_ABSENT, now)
    change = permit(booking, Action.MARK_ABSENT, uid)
    marked = []
    if attendees:
        if not runs_booking(world, booking, caller):
            raise errors.absence_not_saved()
        for person in world.attendees.where("booking_id", booking.id):
            if person.email in attendees:
                world.attendees.update(person, no_show=attendees[person.email])
                marked.append({"email": person.email, "noShow": attendees[person.email]})
    if host is not None:
        world.bookings.update(booking, no_show_host=host, updated_at=now)
    if marked:
        world.emit(change.trigger, booking, attendees=marked)
    return booking
