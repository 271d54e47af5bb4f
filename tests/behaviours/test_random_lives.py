"""Every action on bookings in any order and from anybody, over HTTP: the table holds, and so do the invariants."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from emulator.scheduling.state_machine import BIRTHS, Action, State
from tests.behaviours.lives import KINDS, Record, Town

MONDAY = datetime.fromisoformat("2029-12-10T08:00:00")
BOOKERS = ("bob", "carl", "dora")
PLACES: tuple[Any, ...] = (
    None,
    {"type": "phone", "phone": "+37121999999"},
    {"type": "link", "link": "https://meet.example.com/room"},
    {"type": "integration", "integration": "cal-video"},
    {"type": "address"},
)

# Few enough times that bookings meet: half hours of three days, some of them outside the hours.
starts = st.builds(
    lambda day, half: f"{(MONDAY + timedelta(days=day, minutes=30 * half)).isoformat()}Z",
    st.integers(0, 2),
    st.integers(-1, 17),
)
picks = st.integers(0, 10_000)
anybody = st.sampled_from(["host", "host", "eve", "stranger", "nobody"])
callers = st.sampled_from(["host", "host", "eve", "stranger"])
some = precondition(lambda self: bool(self.town.bookings))


class Lives(RuleBasedStateMachine):
    town: Town

    @initialize()
    def settle(self) -> None:
        self.town = Town()

    def teardown(self) -> None:
        if hasattr(self, "town"):
            self.town.leave()

    def pick(self, which: int) -> Record:
        return self.town.bookings[which % len(self.town.bookings)]

    @rule(start=starts, kind=picks, booker=picks, who=anybody)
    def create(self, start: str, kind: int, booker: int, who: str) -> None:
        name = BOOKERS[booker % len(BOOKERS)]
        attendee = {"name": name.title(), "email": f"{name}@example.com", "timeZone": "Europe/Rome"}
        event_type = self.town.kinds[kind % len(self.town.kinds)]
        known = {each["id"] for each in self.town.bookings}
        body = {"eventTypeId": event_type, "start": start, "attendee": attendee}
        answer, events = self.town.ask(who, "POST", "/v2/bookings", body)
        if answer.status_code >= 300:
            return
        assert answer.status_code == 201
        made = [each for each in self.town.bookings if each["id"] not in known]
        if made:
            assert events == [BIRTHS[State(each["status"])][0] for each in made]
            assert len(made) == KINDS[kind % len(KINDS)].get("recurrence", {}).get("occurrences", 1)
        elif "seats" in KINDS[kind % len(KINDS)]:
            assert events == ["BOOKING_CREATED"]
        else:
            # Asked for before: the same booking is given again, and nobody hears of it.
            assert events == []

    @some
    @rule(which=picks, start=starts, who=anybody, reason=st.sampled_from([None, "later"]))
    def reschedule(self, which: int, start: str, who: str, reason: str | None) -> None:
        booking = self.pick(which)
        seats = self.town.seats(booking)
        if len(seats) > 1:
            body = {"start": start, "seatUid": seats[which % len(seats)]["seatUid"]}
            self.town.act(who, Action.RESCHEDULE_SEAT, booking, body)
        elif not seats:
            body = {"start": start, **({"reschedulingReason": reason} if reason else {})}
            self.town.act(who, Action.RESCHEDULE, booking, body)

    @some
    @rule(which=picks, who=anybody, reason=st.sampled_from([None, "ill"]))
    def cancel(self, which: int, who: str, reason: str | None) -> None:
        booking = self.pick(which)
        body = {"cancellationReason": reason} if reason else None
        self.town.act(who, Action.CANCEL, booking, body)

    @some
    @rule(which=picks, who=anybody)
    def give_up_a_seat(self, which: int, who: str) -> None:
        booking = self.pick(which)
        seats = self.town.seats(booking)
        if seats:
            # Somebody who was added without a seat comes as well: then the booking goes on.
            action = Action.CANCEL_SEAT if len(self.town.people(booking)) > 1 else Action.CANCEL
            body = {"seatUid": seats[which % len(seats)]["seatUid"], "cancellationReason": "ill"}
            self.town.act(who, action, booking, body)

    @some
    @rule(which=picks, who=callers)
    def confirm(self, which: int, who: str) -> None:
        booking = self.pick(which)
        if self.town.act(who, Action.CONFIRM, booking).status_code == 200:
            series = booking["recurringBookingUid"]
            members = [each["id"] for each in self.town.bookings if series and each["recurringBookingUid"] == series]
            self.town.confirmed |= {booking["id"], *members}

    @some
    @rule(which=picks, who=callers)
    def decline(self, which: int, who: str) -> None:
        self.town.act(who, Action.DECLINE, self.pick(which), {"reason": "full"})

    @some
    @rule(which=picks, who=callers)
    def request_reschedule(self, which: int, who: str) -> None:
        self.town.act(who, Action.REQUEST_RESCHEDULE, self.pick(which), {"rescheduleReason": "ill"})

    @some
    @rule(which=picks, who=callers, host=st.booleans(), attendees=st.booleans())
    def mark_absent(self, which: int, who: str, host: bool, attendees: bool) -> None:
        booking = self.pick(which)
        people = [{"email": each["email"], "absent": host} for each in self.town.people(booking)] if attendees else []
        body = {"host": host, **({"attendees": people} if people else {})}
        self.town.act(who, Action.MARK_ABSENT, booking, body)

    @some
    @rule(which=picks, who=callers, place=st.sampled_from(PLACES))
    def change_location(self, which: int, who: str, place: Any) -> None:
        body = {} if place is None else {"location": place}
        self.town.act(who, Action.CHANGE_LOCATION, self.pick(which), body)

    @some
    @rule(which=picks, who=callers, guest=picks)
    def add_guests(self, which: int, who: str, guest: int) -> None:
        body = {"guests": [{"email": f"guest{guest % 3}@example.com"}]}
        self.town.act(who, Action.ADD_GUESTS, self.pick(which), body)

    @some
    @rule(which=picks, who=callers, guest=picks)
    def add_attendee(self, which: int, who: str, guest: int) -> None:
        body = {"name": "Gil", "timeZone": "Europe/Rome", "email": f"guest{guest % 3}@example.com"}
        self.town.act(who, Action.ADD_ATTENDEE, self.pick(which), body)

    @some
    @rule(which=picks, who=callers, attendee=picks)
    def remove_attendee(self, which: int, who: str, attendee: int) -> None:
        booking = self.pick(which)
        people = self.town.people(booking)
        if people:
            gone = people[attendee % len(people)]["id"]
            self.town.act(who, Action.REMOVE_ATTENDEE, booking, attendee=gone)

    @some
    @rule(which=picks, who=callers)
    def reassign(self, which: int, who: str) -> None:
        booking = self.pick(which)
        if self.town.act(who, Action.REASSIGN, booking).status_code == 200:
            after = self.pick(which)
            assert after["uid"] == booking["uid"]
            assert after["userId"] != booking["userId"]

    @some
    @rule(which=picks, who=anybody)
    def read(self, which: int, who: str) -> None:
        before = self.town.state
        assert self.town.act(who, Action.READ, self.pick(which)).status_code == 200
        assert self.town.state == before

    @rule(hours=st.integers(1, 40))
    def time_passes(self, hours: int) -> None:
        self.town.api.control("POST", "/clock/advance", {"seconds": hours * 3600})

    @invariant()
    def everything_is_in_order(self) -> None:
        if hasattr(self, "town"):
            self.town.check()


TestLives = Lives.TestCase
TestLives.settings = settings(max_examples=5, stateful_step_count=40, deadline=None)

# `pytest --hypothesis-profile explore` walks a thousand steps at a time, farther than hypothesis goes in one example.
STEPS = 1000 if settings().max_examples > 100 else 80
PEOPLE = ("host", "host", "eve", "stranger")


@pytest.mark.parametrize("seed", range(3))
def test_a_long_life(seed: int) -> None:
    """A walk that never shrinks: the seed and the step say where it went wrong."""
    dice = random.Random(seed)
    life = Lives()
    life.settle()

    def which() -> int:
        return dice.randrange(10_000)

    def who(*more: str) -> str:
        return dice.choice([*PEOPLE, *more])

    def start() -> str:
        moment = life.town.now + timedelta(days=dice.randrange(4), minutes=30 * dice.randrange(48))
        return f"{moment.replace(minute=moment.minute // 30 * 30, second=0, microsecond=0).isoformat()}Z"

    def reason() -> str | None:
        return dice.choice([None, "later"])

    alive: list[Callable[[], None]] = [
        lambda: life.reschedule(which(), start(), who("nobody"), reason()),
        lambda: life.cancel(which(), who("nobody"), reason()),
        lambda: life.give_up_a_seat(which(), who("nobody")),
        lambda: life.confirm(which(), who()),
        lambda: life.decline(which(), who()),
        lambda: life.request_reschedule(which(), who()),
        lambda: life.mark_absent(which(), who(), dice.random() < 0.5, dice.random() < 0.5),
        lambda: life.change_location(which(), who(), dice.choice(PLACES)),
        lambda: life.add_guests(which(), who(), which()),
        lambda: life.add_attendee(which(), who(), which()),
        lambda: life.remove_attendee(which(), who(), which()),
        lambda: life.reassign(which(), who()),
        lambda: life.read(which(), who("nobody")),
    ]
    for step in range(STEPS):
        if not life.town.bookings or dice.random() < 0.25:
            life.create(start(), which(), which(), who("nobody"))
        elif dice.random() < 0.05:
            life.time_passes(dice.randrange(1, 40))
        else:
            dice.choice(alive)()
        if step % 10 == 0:
            life.town.check()
    life.town.check()
    life.teardown()
