"""What happens when something in a world's agenda falls due."""

from __future__ import annotations

from typing import Final

from emulator.scheduling import attendance, routing_forms
from emulator.scheduling.cal_video import room_of
from emulator.scheduling.meetings import GOES_ON
from emulator.webhooks.subscribers import subscribers
from emulator.webhooks.triggers import GUESTS_ABSENT, HOSTS_ABSENT, MEETINGS, UNITS
from emulator.world.appointments import Booking
from emulator.world.events import Due, Event
from emulator.world.world import World

LATEST: Final = "%Y-%m-%d %H:%M:%S +00:00"


def fall_due(world: World, due: Due) -> None:
    """Let one entry of the agenda happen; what it announces stands in the outbox afterwards.

    Whatever hangs on a booking is passed over when that does not stand any more (webhooks.md 1.3, 1.4).
    """
    if due.trigger == routing_forms.FOLLOW_UP:
        routing_forms.follow_up(world, int(due.facts["response_id"]))
        return
    booking = world.bookings.get(due.booking_id)
    if booking is None or booking.status != "accepted":
        return
    if due.trigger in MEETINGS:
        world.emit(due.trigger, booking)
    if due.trigger in ("MEETING_STARTED", GOES_ON):
        _plan_attendance(world, booking)
    elif room_of(booking) is None:
        # Without a room the service's task fails until it is given up: nobody is told.
        return
    elif due.trigger == HOSTS_ABSENT:
        _tell_absent_hosts(world, booking, due)
    elif due.trigger == GUESTS_ABSENT:
        _tell_absent_guests(world, booking, due)


def _plan_attendance(world: World, booking: Booking) -> None:
    """Every subscription to a no-show trigger looks into the room after its own `time`; one without any never does.

    Planned when the meeting starts, so that a booking that was moved or cancelled meanwhile leaves nothing behind.
    """
    if not attendance.meets_in_cal_video(booking):
        return
    for trigger in (HOSTS_ABSENT, GUESTS_ABSENT):
        for hook in subscribers(world, Event(trigger, world.now(), booking.id)):
            if hook.time is None or hook.time_unit is None or hook.time_unit not in UNITS:
                continue
            at = booking.start + hook.time * UNITS[hook.time_unit]
            if at > world.now():
                world.plan(at, trigger, booking, webhook_id=hook.id)


def _tell_absent_hosts(world: World, booking: Booking, due: Due) -> None:
    """One event for each absent host. The flag is set first, as the newest service does, so the payload has it."""
    absent = attendance.absent_hosts(world, booking)
    if any(user.id == booking.user_id for user in absent):
        world.bookings.update(booking, no_show_host=True)
    for user in absent:
        for person in world.attendees.where("booking_id", booking.id):
            if person.email == user.email:
                world.attendees.update(person, no_show=True)
    for user in absent:
        message = f"Host with email {user.email} didn't join the call or didn't join before {_latest(due)}"
        world.emit(HOSTS_ABSENT, booking, **due.facts, host_email=user.email, message=message)


def _tell_absent_guests(world: World, booking: Booking, due: Due) -> None:
    """One event for all of them."""
    absent = attendance.absent_guests(world, booking)
    if not absent:
        return
    for person in absent:
        world.attendees.update(person, no_show=True)
    message = f"Guest didn't join the call or didn't join before {_latest(due)}"
    world.emit(GUESTS_ABSENT, booking, **due.facts, message=message)


def _latest(due: Due) -> str:
    return due.at.strftime(LATEST)
