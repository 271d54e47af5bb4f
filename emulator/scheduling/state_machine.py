"""What may be done to a booking in which state, and what comes of it: the one table of bookings.md 8.

The code asks the table, and the tests walk it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from emulator.errors import booking_changes as errors
from emulator.errors.base import ApiError
from emulator.world.appointments import Booking


class State(StrEnum):
    """A booking's state. `RESCHEDULED` is a cancelled booking that lives on in another one, `ASKED_TO_MOVE` one that
    may still come to that.
    """

    PENDING = "pending"
    ACCEPTED = "accepted"
    CANCELLED = "cancelled"
    RESCHEDULED = "rescheduled"
    ASKED_TO_MOVE = "asked to move"
    REJECTED = "rejected"
    AWAITING_HOST = "awaiting_host"


class Action(StrEnum):
    CONFIRM = "confirm"
    DECLINE = "decline"
    CANCEL = "cancel"
    RESCHEDULE = "reschedule"
    REQUEST_RESCHEDULE = "request reschedule"
    MARK_ABSENT = "mark absent"


@dataclass(slots=True, frozen=True)
class Change:
    """The action is taken: the booking's state afterwards, and the trigger that tells of it.

    Rescheduling makes a second booking, which is born `ACCEPTED`, or `PENDING` where confirmation is needed; then the
    trigger is BOOKING_REQUESTED.
    """

    to: State
    trigger: str


@dataclass(slots=True, frozen=True)
class Refusal:
    """The action is refused. `error` makes the answer from the uid in the URL and the uid of the successor, if any."""

    error: Callable[[str, str], ApiError]


Outcome = Change | Refusal

_CONFIRMED = Change(State.ACCEPTED, "BOOKING_CREATED")
_DECLINED = Change(State.REJECTED, "BOOKING_REJECTED")
_CANCELLED = Change(State.CANCELLED, "BOOKING_CANCELLED")
_ASKED = Change(State.ASKED_TO_MOVE, "BOOKING_CANCELLED")
_NOT_ALIVE = Refusal(lambda uid, successor: errors.nothing_to_ask_about())
_MOVED = Change(State.RESCHEDULED, "BOOKING_RESCHEDULED")
_ALREADY_CONFIRMED = Refusal(lambda uid, successor: errors.already_confirmed())
_ALREADY_CANCELLED = Refusal(lambda uid, successor: errors.already_cancelled(uid))


def _moved_already(uid: str, successor: str) -> ApiError:
    return errors.moved_already(uid, successor) if successor else errors.cancelled_cannot_move(uid)


def _absent(state: State) -> Change:
    return Change(state, "BOOKING_NO_SHOW_UPDATED")


TABLE: Final[Mapping[tuple[State, Action], Outcome]] = MappingProxyType(
    {
        (State.PENDING, Action.CONFIRM): _CONFIRMED,
        (State.ACCEPTED, Action.CONFIRM): _ALREADY_CONFIRMED,
        # Nothing but "accepted" stops a decision in the sources at hand: a lost booking can be brought back.
        (State.CANCELLED, Action.CONFIRM): _CONFIRMED,
        (State.RESCHEDULED, Action.CONFIRM): _CONFIRMED,
        (State.ASKED_TO_MOVE, Action.CONFIRM): _CONFIRMED,
        (State.REJECTED, Action.CONFIRM): _CONFIRMED,
        (State.AWAITING_HOST, Action.CONFIRM): Change(State.ACCEPTED, "INSTANT_MEETING_ACCEPTED"),
        (State.PENDING, Action.DECLINE): _DECLINED,
        (State.ACCEPTED, Action.DECLINE): _ALREADY_CONFIRMED,
        (State.CANCELLED, Action.DECLINE): _DECLINED,
        (State.RESCHEDULED, Action.DECLINE): _DECLINED,
        (State.ASKED_TO_MOVE, Action.DECLINE): _DECLINED,
        (State.REJECTED, Action.DECLINE): _DECLINED,
        (State.AWAITING_HOST, Action.DECLINE): _DECLINED,
        (State.PENDING, Action.CANCEL): _CANCELLED,
        (State.ACCEPTED, Action.CANCEL): _CANCELLED,
        (State.CANCELLED, Action.CANCEL): _ALREADY_CANCELLED,
        (State.RESCHEDULED, Action.CANCEL): _ALREADY_CANCELLED,
        (State.ASKED_TO_MOVE, Action.CANCEL): _ALREADY_CANCELLED,
        (State.REJECTED, Action.CANCEL): _CANCELLED,
        (State.AWAITING_HOST, Action.CANCEL): _CANCELLED,
        (State.PENDING, Action.RESCHEDULE): _MOVED,
        (State.ACCEPTED, Action.RESCHEDULE): _MOVED,
        (State.CANCELLED, Action.RESCHEDULE): Refusal(lambda uid, successor: errors.cancelled_cannot_move(uid)),
        (State.RESCHEDULED, Action.RESCHEDULE): Refusal(_moved_already),
        # Otherwise nobody could do what the host asked for.
        (State.ASKED_TO_MOVE, Action.RESCHEDULE): _MOVED,
        (State.REJECTED, Action.RESCHEDULE): Refusal(lambda uid, _: errors.cannot_move_in_status(uid, "rejected")),
        (State.AWAITING_HOST, Action.RESCHEDULE): Refusal(
            lambda uid, _: errors.cannot_move_in_status(uid, "awaiting host")
        ),
        (State.PENDING, Action.REQUEST_RESCHEDULE): _ASKED,
        (State.ACCEPTED, Action.REQUEST_RESCHEDULE): _ASKED,
        (State.AWAITING_HOST, Action.REQUEST_RESCHEDULE): _ASKED,
        (State.CANCELLED, Action.REQUEST_RESCHEDULE): _NOT_ALIVE,
        (State.RESCHEDULED, Action.REQUEST_RESCHEDULE): _NOT_ALIVE,
        (State.ASKED_TO_MOVE, Action.REQUEST_RESCHEDULE): _NOT_ALIVE,
        (State.REJECTED, Action.REQUEST_RESCHEDULE): _NOT_ALIVE,
        **{(state, Action.MARK_ABSENT): _absent(state) for state in State},
    }
)
"""Every state and action. Time, permissions and reasons are checked beside it, in the order each action asks for."""


def state_of(booking: Booking) -> State:
    if booking.status == "cancelled" and booking.rescheduled:
        return State.RESCHEDULED
    if booking.status == "cancelled" and booking.reschedule_requested:
        return State.ASKED_TO_MOVE
    return State(booking.status)


def outcome_of(booking: Booking, action: Action) -> Outcome:
    return TABLE[state_of(booking), action]


def permit(booking: Booking, action: Action, uid: str, successor_uid: str = "") -> Change:
    """The change an action makes to the booking; raises the refusal when its state does not allow it.

    `uid` is the one in the URL, which the refusal repeats; `successor_uid` that of the booking it was moved to.
    """
    outcome = outcome_of(booking, action)
    if isinstance(outcome, Refusal):
        raise outcome.error(uid, successor_uid)
    return outcome
