"""What may be done to a booking in which state, and what comes of it: the one table of bookings.md 8 and 9.

The code asks the table, the tests walk it, and docs/state-machine.md is made of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from emulator.errors import booking_changes as errors
from emulator.errors.base import ApiError
from emulator.world.appointments import Booking
from emulator.world.instants import wire


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
    """What can be done to a booking."""

    CONFIRM = "confirm"
    DECLINE = "decline"
    CANCEL = "cancel"
    RESCHEDULE = "reschedule"
    REQUEST_RESCHEDULE = "request reschedule"
    MARK_ABSENT = "mark absent"
    REASSIGN = "reassign"
    CHANGE_LOCATION = "change location"
    ADD_ATTENDEE = "add attendee"
    REMOVE_ATTENDEE = "remove attendee"
    ADD_GUESTS = "add guests"
    CANCEL_SEAT = "cancel one seat of several"
    RESCHEDULE_SEAT = "reschedule one seat of several"
    READ = "read"


SILENT: Final = ""
"""The trigger of what nobody is told."""


@dataclass(slots=True, frozen=True)
class Change:
    """The action is taken: the booking's state afterwards, and the trigger that tells of it (`SILENT` for none).

    Rescheduling makes a second booking, which is born `ACCEPTED`, or `PENDING` where confirmation is needed; then the
    trigger is BOOKING_REQUESTED.
    """

    to: State
    trigger: str


@dataclass(slots=True, frozen=True)
class Refusal:
    """The action is refused. `error` makes the answer from the uid in the URL and the uid of the successor, if any."""

    error: Callable[[str, str], ApiError]


@dataclass(slots=True, frozen=True)
class Rule:
    """What holds for an action in every state: its operation, the status of its answer, and when it may be taken.

    `too_early` makes the refusal before the start from now and start, `too_late` the one after the end.
    `also` says what else is checked and told.
    """

    operation: str
    success: int = 200
    too_early: Callable[[datetime, datetime], ApiError] | None = None
    too_late: Callable[[], ApiError] | None = None
    also: str = ""


Outcome = Change | Refusal

_CONFIRMED = Change(State.ACCEPTED, "BOOKING_CREATED")
_DECLINED = Change(State.REJECTED, "BOOKING_REJECTED")
_CANCELLED = Change(State.CANCELLED, "BOOKING_CANCELLED")
_ASKED = Change(State.ASKED_TO_MOVE, "BOOKING_CANCELLED")
_NOT_ALIVE = Refusal(lambda uid, successor: errors.nothing_to_ask_about())
_MOVED = Change(State.RESCHEDULED, "BOOKING_RESCHEDULED")
_STRANGE_SEAT = Refusal(lambda uid, successor: errors.unknown_seat())
_ALREADY_CONFIRMED = Refusal(lambda uid, successor: errors.already_confirmed())
_ALREADY_CANCELLED = Refusal(lambda uid, successor: errors.already_cancelled(uid))


def _moved_already(uid: str, successor: str) -> ApiError:
    return errors.moved_already(uid, successor) if successor else errors.cancelled_cannot_move(uid)


_CANNOT_MOVE: Final[Mapping[State, Refusal]] = MappingProxyType(
    {
        State.CANCELLED: Refusal(lambda uid, successor: errors.cancelled_cannot_move(uid)),
        State.RESCHEDULED: Refusal(_moved_already),
        State.REJECTED: Refusal(lambda uid, _: errors.cannot_move_in_status(uid, "rejected")),
        State.AWAITING_HOST: Refusal(lambda uid, _: errors.cannot_move_in_status(uid, "awaiting host")),
    }
)


def _stays(action: Action, trigger: str = SILENT) -> dict[tuple[State, Action], Outcome]:
    """Allowed whatever became of the booking, which stays what it is."""
    return {(state, action): Change(state, trigger) for state in State}


BIRTHS: Final[Mapping[State, tuple[str, str]]] = MappingProxyType(
    {
        State.ACCEPTED: ("BOOKING_CREATED", "BOOKING_RESCHEDULED"),
        State.PENDING: ("BOOKING_REQUESTED", "BOOKING_REQUESTED"),
        State.AWAITING_HOST: ("INSTANT_MEETING", ""),
    }
)
"""What tells of a new booking by its first state: made by a booker, and in the place of another one."""

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
        # Otherwise nobody could do what the host asked for.
        (State.ASKED_TO_MOVE, Action.RESCHEDULE): _MOVED,
        **{(state, Action.RESCHEDULE): refusal for state, refusal in _CANNOT_MOVE.items()},
        (State.PENDING, Action.REQUEST_RESCHEDULE): _ASKED,
        (State.ACCEPTED, Action.REQUEST_RESCHEDULE): _ASKED,
        (State.AWAITING_HOST, Action.REQUEST_RESCHEDULE): _ASKED,
        (State.CANCELLED, Action.REQUEST_RESCHEDULE): _NOT_ALIVE,
        (State.RESCHEDULED, Action.REQUEST_RESCHEDULE): _NOT_ALIVE,
        (State.ASKED_TO_MOVE, Action.REQUEST_RESCHEDULE): _NOT_ALIVE,
        (State.REJECTED, Action.REQUEST_RESCHEDULE): _NOT_ALIVE,
        **_stays(Action.MARK_ABSENT, "BOOKING_NO_SHOW_UPDATED"),
        **_stays(Action.REASSIGN, "BOOKING_REASSIGNED"),
        **_stays(Action.CHANGE_LOCATION, "BOOKING_LOCATION_UPDATED"),
        **_stays(Action.ADD_ATTENDEE),
        **_stays(Action.REMOVE_ATTENDEE),
        **_stays(Action.ADD_GUESTS),
        **_stays(Action.READ),
        # While others hold seats the booking goes on.
        **{(state, Action.CANCEL_SEAT): Change(state, "BOOKING_CANCELLED") for state in State},
        (State.CANCELLED, Action.CANCEL_SEAT): _STRANGE_SEAT,
        (State.RESCHEDULED, Action.CANCEL_SEAT): _STRANGE_SEAT,
        (State.ASKED_TO_MOVE, Action.CANCEL_SEAT): _STRANGE_SEAT,
        **{(state, Action.RESCHEDULE_SEAT): Change(state, "BOOKING_RESCHEDULED") for state in State},
        **{(state, Action.RESCHEDULE_SEAT): refusal for state, refusal in _CANNOT_MOVE.items()},
    }
)
"""Every state and action. Time, permissions and reasons are checked beside it, in the order each action asks for."""


_ONE = "/v2/bookings/{bookingUid}"

RULES: Final[Mapping[Action, Rule]] = MappingProxyType(
    {
        Action.CONFIRM: Rule(
            f"POST {_ONE}/confirm",
            also="For the organizer, hosts of the event type and leaders of its team; 401 for others. Of a series "
            "every pending occurrence is confirmed, told once. An instant meeting becomes the caller's.",
        ),
        Action.DECLINE: Rule(f"POST {_ONE}/decline", also="As confirm."),
        Action.CANCEL: Rule(
            f"POST {_ONE}/cancel",
            too_late=errors.already_ended,
            also="For whoever knows the uid; bookings with seats for hosts alone (401). The event type may forbid it "
            "or demand a reason (400). A series tells of it once.",
        ),
        Action.RESCHEDULE: Rule(
            f"POST {_ONE}/reschedule",
            success=201,
            also="For whoever knows the uid. The new time is checked as for a new booking. The new booking is "
            "accepted, or, where confirmation is needed and it is not the organizer who moves it, pending: then "
            "BOOKING_REQUESTED.",
        ),
        Action.REQUEST_RESCHEDULE: Rule(
            f"POST {_ONE}/request-reschedule", also="For people with access to the booking (403)."
        ),
        Action.MARK_ABSENT: Rule(
            f"POST {_ONE}/mark-absent",
            too_early=lambda now, start: errors.not_started(wire(now), wire(start)),
            also="Attendees by those who run the booking (500 for others), the host by anybody. Marking only the "
            "host, or nobody, is told to nobody.",
        ),
        Action.REASSIGN: Rule(
            f"POST {_ONE}/reassign", also="For leaders of the team (403). 400 when no other host is free."
        ),
        Action.CHANGE_LOCATION: Rule(
            f"PATCH {_ONE}/location",
            also="For owner, hosts and leaders (403). Without a location nothing happens, and nobody is told.",
        ),
        Action.ADD_ATTENDEE: Rule(f"POST {_ONE}/attendees", success=201, also="400 for who comes already."),
        Action.REMOVE_ATTENDEE: Rule(f"DELETE {_ONE}/attendees/{{attendeeId}}", also="400 for the booker."),
        Action.ADD_GUESTS: Rule(f"POST {_ONE}/guests", also="400 when nobody of them is new."),
        Action.CANCEL_SEAT: Rule(
            f"POST {_ONE}/cancel", too_late=errors.already_ended, also="The last seat takes the booking with it."
        ),
        Action.RESCHEDULE_SEAT: Rule(
            f"POST {_ONE}/reschedule",
            success=201,
            also="The seat moves to the booking that is there at the new time, or into a new one. A booking left empty "
            "is cancelled.",
        ),
        Action.READ: Rule(f"GET {_ONE}", also="For whoever knows the uid."),
    }
)


def check_time(booking: Booking, action: Action, now: datetime) -> None:
    """Raise the refusal of an action whose time has not come, or is over."""
    rule = RULES[action]
    if rule.too_early is not None and now < booking.start:
        raise rule.too_early(now, booking.start)
    if rule.too_late is not None and booking.end < now:
        raise rule.too_late()


def state_of(booking: Booking) -> State:
    """A booking's state, which tells what became of it more finely than its status."""
    if booking.status == "cancelled" and booking.rescheduled:
        return State.RESCHEDULED
    if booking.status == "cancelled" and booking.reschedule_requested:
        return State.ASKED_TO_MOVE
    return State(booking.status)


def outcome_of(booking: Booking, action: Action) -> Outcome:
    """What an action does to the booking in its state, or why it does nothing."""
    return TABLE[state_of(booking), action]


def permit(booking: Booking, action: Action, uid: str, successor_uid: str = "") -> Change:
    """The change an action makes to the booking; raises the refusal when its state does not allow it.

    `uid` is the one in the URL, which the refusal repeats; `successor_uid` that of the booking it was moved to.
    """
    outcome = outcome_of(booking, action)
    if isinstance(outcome, Refusal):
        raise outcome.error(uid, successor_uid)
    return outcome
