"""The host's word on a pending booking."""

from __future__ import annotations

from emulator.errors import booking_changes as errors
from emulator.scheduling import payments
from emulator.scheduling.lifecycle import instant
from emulator.scheduling.lifecycle.rights import runs_booking
from emulator.scheduling.lifecycle.rows import close, open_room
from emulator.scheduling.meetings import plan_meeting
from emulator.scheduling.state_machine import Action, Change, permit
from emulator.world.appointments import Booking
from emulator.world.records import User
from emulator.world.world import World


def confirm_booking(world: World, uid: str, caller: User) -> Booking:
    """Accept the booking; of a series, every pending occurrence. Emits one BOOKING_CREATED, or for an instant meeting,
    whose host the caller becomes, INSTANT_MEETING_ACCEPTED.

    For the organizer, hosts of the event type, administrators of its team and of the system. Whether the host is still
    free is not asked.
    """
    booking, change, others = _decision(world, uid, caller, Action.CONFIRM)
    if booking.status == "awaiting_host":
        instant.join(world, booking, caller)
    for each in (booking, *others):
        world.bookings.update(each, status=change.to.value, reschedule_requested=False, updated_at=world.now())
        # A word for what is not paid yet is noted and no more: the room, the meeting and the news wait for the money.
        if not payments.is_unpaid(world, each):
            open_room(world, each)
            plan_meeting(world, each)
    if not payments.is_unpaid(world, booking):
        world.emit(change.trigger, booking, confirmed=True)
    return booking


def decline_booking(world: World, uid: str, caller: User, reason: str | None = None) -> Booking:
    """Turn the booking down; of a series, every pending occurrence. Emits one BOOKING_REJECTED.

    Open to the same people as `confirm_booking`. The reason is kept, but no answer of the API ever shows it.
    """
    booking, change, others = _decision(world, uid, caller, Action.DECLINE)
    for each in (booking, *others):
        close(world, each, status=change.to.value, reschedule_requested=False, rejection_reason=reason or None)
        payments.refund(world, each)
    world.emit(change.trigger, booking, reason=reason or None)
    return booking


def _decision(world: World, uid: str, caller: User, action: Action) -> tuple[Booking, Change, list[Booking]]:
    booking = world.bookings.by("uid", uid)
    if booking is None:
        raise errors.not_in_database(uid)
    if not (caller.role == "ADMIN" or runs_booking(world, booking, caller)):
        raise errors.may_not_decide()
    change = permit(booking, action, uid)
    others: list[Booking] = []
    if booking.recurring_uid is not None:
        members = world.bookings.where("recurring_uid", booking.recurring_uid)
        others = [each for each in members if each.status == "pending" and each is not booking]
    return booking, change, others
