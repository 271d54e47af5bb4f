"""Bookings made, moved, cancelled, decided and closed in any order: what must hold whatever happens."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from emulator.errors.base import ApiError
from emulator.scheduling.lifecycle.cancel import cancel_booking
from emulator.scheduling.lifecycle.create import create_booking
from emulator.scheduling.lifecycle.decide import confirm_booking, decline_booking
from emulator.scheduling.lifecycle.mark_absent import mark_absent
from emulator.scheduling.lifecycle.requests import Booker, BookingRequest, CancelRequest, RescheduleRequest
from emulator.scheduling.lifecycle.reschedule import reschedule_booking
from emulator.scheduling.meetings import GOES_ON
from emulator.scheduling.state_machine import TABLE, Action, Change, State, state_of
from emulator.world.appointments import Booking
from emulator.world.events import Event
from emulator.world.tables import Table
from emulator.world.world import World
from tests.office import event_type, office

MONDAY = datetime.fromisoformat("2029-12-10T08:00:00Z")
WAITS = {"type": "always", "blockUnconfirmedBookingsInBooker": False}
BLOCKS = {"type": "always", "blockUnconfirmedBookingsInBooker": True}
BOOKERS = tuple(Booker(name=name, email=f"{name}@example.com", time_zone="UTC") for name in ("bob", "carl"))
CALLERS = (None, 1, 2)

# Few enough times that bookings meet, quarters of an hour over four days, some of them outside the hours.
starts = st.builds(
    lambda day, quarter: MONDAY + timedelta(days=day, minutes=15 * quarter), st.integers(0, 3), st.integers(-2, 34)
)
picks = st.integers(0, 10_000)


class Lives(RuleBasedStateMachine):
    @initialize(seed=st.integers(0, 9))
    def open_the_office(self, seed: int) -> None:
        self.world: World = office(seed)
        self.kinds = [
            event_type(self.world, length=30),
            event_type(self.world, length=60, after_buffer=15),
            event_type(self.world, length=45, confirmation_policy=WAITS),
            event_type(self.world, length=45, confirmation_policy=BLOCKS, minimum_booking_notice=0),
            event_type(self.world, length=30, disable_cancelling={"disabled": True}, minimum_reschedule_notice=600),
        ]
        self.confirmed: set[int] = set()

    @rule(start=starts, kind=picks, booker=picks)
    def create(self, start: datetime, kind: int, booker: int) -> None:
        request = BookingRequest(
            start=start, booker=BOOKERS[booker % 2], event_type_id=self.kinds[kind % len(self.kinds)].id
        )
        self.attempt(lambda: create_booking(self.world, request, None).bookings[0], "BOOKING_CREATED")

    @precondition(lambda self: bool(len(self.world.bookings)))
    @rule(start=starts, which=picks, caller=st.sampled_from(CALLERS))
    def reschedule(self, start: datetime, which: int, caller: int | None) -> None:
        old = self.pick(which)
        state = state_of(old)
        request = RescheduleRequest(uid=old.uid, start=start)
        made, events = self.attempt(
            lambda: reschedule_booking(self.world, request, self.world.users.get(caller)), "BOOKING_RESCHEDULED"
        )
        self.compare(old, state, Action.RESCHEDULE, bool(events))
        if made is not None and events:
            assert events[0].facts["previous_id"] == old.id
            assert made.from_reschedule == old.uid
            assert made.end - made.start == old.end - old.start

    @precondition(lambda self: bool(len(self.world.bookings)))
    @rule(which=picks, caller=st.sampled_from(CALLERS), reason=st.sampled_from([None, "ill"]))
    def cancel(self, which: int, caller: int | None, reason: str | None) -> None:
        request = CancelRequest(uid=self.pick(which).uid, reason=reason)
        self.change(
            which,
            Action.CANCEL,
            lambda booking: cancel_booking(self.world, request, self.world.users.get(caller)).bookings[0],
        )

    @precondition(lambda self: bool(len(self.world.bookings)))
    @rule(which=picks, caller=st.sampled_from((1, 2)))
    def confirm(self, which: int, caller: int) -> None:
        user = self.world.users.get(caller)
        assert user is not None
        if self.change(which, Action.CONFIRM, lambda booking: confirm_booking(self.world, booking.uid, user)):
            self.confirmed.add(self.pick(which).id)

    @precondition(lambda self: bool(len(self.world.bookings)))
    @rule(which=picks, caller=st.sampled_from((1, 2)))
    def decline(self, which: int, caller: int) -> None:
        user = self.world.users.get(caller)
        assert user is not None
        self.change(which, Action.DECLINE, lambda booking: decline_booking(self.world, booking.uid, user))

    @precondition(lambda self: bool(len(self.world.bookings)))
    @rule(which=picks, absent=st.booleans())
    def close(self, which: int, absent: bool) -> None:
        user = self.world.users.get(1)
        assert user is not None
        email = self.world.attendees.where("booking_id", self.pick(which).id)[0].email
        self.change(
            which, Action.MARK_ABSENT, lambda booking: mark_absent(self.world, booking.uid, user, None, {email: absent})
        )

    @rule(minutes=st.integers(1, 20))
    def time_passes(self, minutes: int) -> None:
        # Never onto a quarter of an hour, so that nothing begins exactly now.
        now = self.world.now() + timedelta(hours=minutes * 3)
        self.world.clock.freeze(now.replace(minute=7))
        while self.world.agenda.pop_due(self.world.now()) is not None:
            pass

    @invariant()
    def nobody_is_booked_twice_but_by_the_hosts_own_word(self) -> None:
        accepted = [booking for booking in self.world.bookings if booking.status == "accepted"]
        for number, one in enumerate(accepted):
            for other in accepted[number + 1 :]:
                if one.start < other.end and other.start < one.end:
                    assert {one.id, other.id} & self.confirmed

    @invariant()
    def every_booking_knows_where_it_came_from(self) -> None:
        for booking in self.world.bookings:
            assert self.world.bookings.by("uid", booking.uid) is booking
            if state_of(booking) is State.RESCHEDULED:
                assert self.world.bookings.where("from_reschedule", booking.uid)
            if booking.from_reschedule is None:
                assert booking.ics_uid == f"{booking.uid}@Cal.com"
                continue
            old = self.world.bookings.by("uid", booking.from_reschedule)
            assert old is not None
            assert old.rescheduled
            assert booking.ics_uid == old.ics_uid
            assert booking.id > old.id

    @invariant()
    def the_agenda_holds_what_is_to_come_and_nothing_else(self) -> None:
        now = self.world.now()
        due = {(due.booking_id, due.trigger, due.at) for due in self.world.agenda if due.trigger != GOES_ON}
        under_way = {due.booking_id for due in self.world.agenda if due.trigger == GOES_ON}
        assert under_way <= {one.id for one in self.world.bookings if one.status == "accepted" and one.start < now}
        assert due == {
            (booking.id, trigger, at)
            for booking in self.world.bookings
            if booking.status == "accepted"
            for trigger, at in (("MEETING_STARTED", booking.start), ("MEETING_ENDED", booking.end))
            if at > now
        }

    def pick(self, which: int) -> Booking:
        bookings = list(self.world.bookings)
        return bookings[which % len(bookings)]

    def snapshot(self) -> Any:
        world = self.world
        tables: tuple[Table[Any], ...] = (world.bookings, world.attendees, world.event_types, world.users)
        rows = [[dataclasses.asdict(row) for row in table] for table in tables]
        return rows, list(world.agenda), list(world.outbox)

    def attempt(self, act: Callable[[], Booking], trigger: str) -> tuple[Booking | None, list[Event]]:
        """Do what makes a booking: the booking if it was not refused, and the events of it, which must fit."""
        before, known = self.snapshot(), len(self.world.bookings)
        try:
            with self.world.transaction():
                made = act()
        except ApiError:
            assert self.snapshot() == before
            return None, []
        events = self.world.take_events()
        if len(self.world.bookings) == known:
            assert (made.status, events) == ("pending", [])
            return made, events
        assert len(self.world.bookings) == known + 1
        (event,) = events
        assert event.booking_id == made.id
        assert event.trigger == {"accepted": trigger, "pending": "BOOKING_REQUESTED"}[made.status]
        for other in self.world.bookings:
            if other is not made and other.status == "accepted":
                assert other.end <= made.start or made.end <= other.start
        return made, events

    def change(self, which: int, action: Action, act: Callable[[Booking], Booking]) -> bool:
        """Do what changes a booking. Was it done? Refused or not, it must agree with the table."""
        booking = self.pick(which)
        state, before = state_of(booking), self.snapshot()
        try:
            with self.world.transaction():
                assert act(booking) is booking
        except ApiError:
            assert self.snapshot() == before
            self.compare(booking, state, action, False)
            return False
        events = self.world.take_events()
        assert [event.booking_id for event in events] == [booking.id]
        outcome = TABLE[state, action]
        assert isinstance(outcome, Change)
        assert [event.trigger for event in events] == [outcome.trigger]
        self.compare(booking, state, action, True)
        return True

    def compare(self, booking: Booking, state: State, action: Action, done: bool) -> None:
        outcome = TABLE[state, action]
        if done:
            assert isinstance(outcome, Change)
            # A moved booking that was confirmed back to life and is cancelled again still has its successor.
            lost_again = outcome.to is State.CANCELLED and booking.rescheduled
            assert state_of(booking) is (State.RESCHEDULED if lost_again else outcome.to)
        else:
            assert state_of(booking) is state


TestLives = Lives.TestCase
TestLives.settings = settings(max_examples=40, stateful_step_count=40, deadline=None)
