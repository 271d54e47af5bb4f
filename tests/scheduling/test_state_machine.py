"""bookings.md 8, cell by cell."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from emulator.errors.base import ApiError, HttpProblem, TrpcProblem
from emulator.scheduling.state_machine import (
    RULES,
    TABLE,
    Action,
    Change,
    Refusal,
    State,
    check_time,
    outcome_of,
    permit,
    state_of,
)
from tests.office import office, stored

P, A, C, M, Q, R, W = (
    State.PENDING,
    State.ACCEPTED,
    State.CANCELLED,
    State.RESCHEDULED,
    State.ASKED_TO_MOVE,
    State.REJECTED,
    State.AWAITING_HOST,
)


def test_every_state_has_an_outcome_for_every_action() -> None:
    assert set(TABLE) == {(state, action) for state in State for action in Action}
    assert set(RULES) == set(Action)


def test_rules_name_operations_that_exist() -> None:
    paths = json.loads((Path(__file__).parents[2] / "spec/openapi.json").read_text(encoding="utf-8"))["paths"]
    for rule in RULES.values():
        method, path = rule.operation.split(" ")
        assert str(rule.success) in paths[path][method.lower()]["responses"]


def test_some_actions_have_their_time() -> None:
    """bookings.md 8: absence is marked after the start, nothing is cancelled after the end."""
    world = office()
    booking = stored(world, None)
    before, during, after = (booking.start + timedelta(minutes=minutes) for minutes in (-1, 30, 61))
    for action in Action:
        for now in (before, during, after):
            early = action is Action.MARK_ABSENT and now == before
            late = action in (Action.CANCEL, Action.CANCEL_SEAT) and now == after
            if early or late:
                with pytest.raises(ApiError):
                    check_time(booking, action, now)
            else:
                check_time(booking, action, now)


@pytest.mark.parametrize(
    ("action", "allowed"),
    [
        (Action.CONFIRM, {P: A, C: A, M: A, Q: A, R: A, W: A}),
        (Action.DECLINE, {P: R, C: R, M: R, Q: R, R: R, W: R}),
        (Action.CANCEL, {P: C, A: C, R: C, W: C}),
        (Action.RESCHEDULE, {P: M, A: M, Q: M}),
        (Action.REQUEST_RESCHEDULE, {P: Q, A: Q, W: Q}),
        (Action.MARK_ABSENT, {state: state for state in State}),
        (Action.CHANGE_LOCATION, {state: state for state in State}),
        (Action.REASSIGN, {state: state for state in State}),
        (Action.ADD_GUESTS, {state: state for state in State}),
        (Action.CANCEL_SEAT, {P: P, A: A, R: R, W: W}),
        (Action.RESCHEDULE_SEAT, {P: P, A: A, Q: Q}),
    ],
)
def test_where_each_action_leads(action: Action, allowed: dict[State, State]) -> None:
    changes = {state: TABLE[state, action] for state in State if isinstance(TABLE[state, action], Change)}
    assert {state: change.to for state, change in changes.items() if isinstance(change, Change)} == allowed


def test_a_moved_booking_is_told_from_a_cancelled_one() -> None:
    world = office()
    cancelled = stored(world, None, status="cancelled")
    moved = stored(world, None, status="cancelled", rescheduled=True)
    brought_back = stored(world, None, status="accepted", rescheduled=True)
    assert [state_of(booking) for booking in (cancelled, moved, brought_back)] == [C, M, A]


@pytest.mark.behaviour("bookings", 66, 67, 68)
@pytest.mark.parametrize(
    ("state", "action", "text"),
    [
        (C, Action.CANCEL, "Can't cancel booking with uid=u because it has been cancelled already. "
            "Please provide uid of a booking that is not cancelled."),
        (M, Action.CANCEL, "Can't cancel booking with uid=u because it has been cancelled already. "
            "Please provide uid of a booking that is not cancelled."),
        (C, Action.RESCHEDULE, "Can't reschedule booking with uid=u because it has been cancelled. "
            "Please provide uid of a booking that is not cancelled."),
        (M, Action.RESCHEDULE, "Can't reschedule booking with uid=u because it has been cancelled and rescheduled "
            "already to booking with uid=v. You probably want to reschedule v instead by passing it within the "
            "request URL."),
        (R, Action.RESCHEDULE, "Can't reschedule booking with uid=u because it has been rejected. "
            "Please provide uid of a booking that is not rejected."),
        (W, Action.RESCHEDULE, "Can't reschedule booking with uid=u because it has been awaiting host. "
            "Please provide uid of a booking that is not awaiting host."),
    ],
)  # fmt: skip
def test_refusals_name_the_booking(state: State, action: Action, text: str) -> None:
    """bookings.md 10 #66-#68."""
    outcome = TABLE[state, action]
    assert isinstance(outcome, Refusal)
    problem = outcome.error("u", "v")
    assert isinstance(problem, HttpProblem)
    assert (problem.status, problem.message) == (400, text)


@pytest.mark.parametrize("action", [Action.CONFIRM, Action.DECLINE])
def test_an_accepted_booking_can_be_decided_no_more(action: Action) -> None:
    outcome = TABLE[A, action]
    assert isinstance(outcome, Refusal)
    problem = outcome.error("u", "")
    assert isinstance(problem, TrpcProblem)
    assert problem.body("t", "p") == {
        "status": "error",
        "timestamp": "t",
        "path": "p",
        "error": {"code": "TRPCError", "message": "Booking already confirmed"},
    }


def test_permit_gives_the_change_or_raises() -> None:
    world = office()
    booking = stored(world, None, status="pending")
    assert permit(booking, Action.CONFIRM, booking.uid) == outcome_of(booking, Action.CONFIRM)
    lost = stored(world, None, status="cancelled", rescheduled=True)
    with pytest.raises(HttpProblem, match="has been cancelled\\. Please"):
        permit(lost, Action.RESCHEDULE, lost.uid)
