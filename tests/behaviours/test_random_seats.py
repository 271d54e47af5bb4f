"""Seats taken, moved and given up in any order, over HTTP, beside a model of them small enough to be right."""

from __future__ import annotations

from itertools import count
from typing import Any, ClassVar

import httpx2
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from tests.api_client import Api
from tests.behaviours.seating import ANYBODY, ask_for_seat, names, seated_kind

SEATS = 2
STARTS = tuple(f"2030-01-08T{hour:02}:00:00.000Z" for hour in (9, 10, 11, 13))
PEOPLE = ("Ann", "Ben", "Cat", "Dan")
DAY = "start=2030-01-08&end=2030-01-08"

starts, people, picks = st.sampled_from(STARTS), st.sampled_from(PEOPLE), st.integers(0, 1000)
numbers = count()


class Seats(RuleBasedStateMachine):
    """`there` is the model: by start the booking's uid and, by name, the uids of the seats in it."""

    client: ClassVar[httpx2.Client]

    def __init__(self) -> None:
        super().__init__()
        self.api = Api(self.client, f"seats-{next(numbers)}")
        self.kind = seated_kind(self.api, SEATS)
        self.there: dict[str, tuple[str, dict[str, str]]] = {}
        self.gone: list[tuple[str, str]] = []
        self.given: set[str] = set()

    def teardown(self) -> None:
        self.client.delete(f"/_emulator/worlds/{self.api.base.removeprefix('/w/')}")

    @rule(start=starts, name=people)
    def take(self, start: str, name: str) -> None:
        answer = ask_for_seat(self.api, self.kind, name.lower(), start)
        uid, seats = self.there.get(start, ("", {}))
        if name in seats or len(seats) == SEATS:
            self.refused(answer, 409)
            return
        made = self.accepted(answer, 201, "BOOKING_CREATED")
        assert made["uid"] == uid or not uid
        self.place(made, start, name)

    @rule(which=picks, start=starts)
    def move(self, which: int, start: str) -> None:
        picked = self.pick(which)
        if picked is None:
            return
        old, uid, name, seat = picked
        answer = self.post(f"/v2/bookings/{uid}/reschedule", {"start": start, "seatUid": seat})
        target, seats = self.there.get(start, ("", {}))
        if name in seats or len(seats) == SEATS:
            self.refused(answer, 409)
            return
        made = self.accepted(answer, 201, "BOOKING_RESCHEDULED")
        assert (made["seatUid"] == seat) == bool(target)
        self.drop(old, name, given_up=not target)
        self.given.discard(seat)
        self.place(made, start, name)

    @rule(which=picks)
    def give_up(self, which: int) -> None:
        picked = self.pick(which)
        if picked is None:
            return
        start, uid, name, seat = picked
        left = self.accepted(self.post(f"/v2/bookings/{uid}/cancel", {"seatUid": seat}), 200, "BOOKING_CANCELLED")
        last = len(self.there[start][1]) == 1
        assert left["status"] == ("cancelled" if last else "accepted")
        self.drop(start, name, given_up=True)

    @rule(which=picks)
    def give_up_twice(self, which: int) -> None:
        if self.gone:
            uid, seat = self.gone[which % len(self.gone)]
            self.refused(self.post(f"/v2/bookings/{uid}/cancel", {"seatUid": seat}), 400)

    @rule(start=starts)
    def call_off(self, start: str) -> None:
        if start not in self.there:
            return
        uid, seats = self.there.pop(start)
        path, body = f"/v2/bookings/{uid}/cancel", {"cancellationReason": "Ill"}
        self.refused(self.post(path, body), 401)
        self.accepted(self.api.post(path, body), 200, "BOOKING_CANCELLED")
        self.gone += [(uid, seat) for seat in seats.values()]

    @invariant()
    def the_bookings_hold_who_sits_in_them(self) -> None:
        for uid, seats in self.there.values():
            booking = self.api.data("GET", f"/v2/bookings/{uid}", headers=ANYBODY)
            assert booking["status"] == "accepted"
            assert {each["name"]: each["seatUid"] for each in booking["attendees"]} == seats
            assert 0 < len(booking["attendees"]) <= SEATS
        for uid in {uid for uid, _ in self.gone} - {uid for uid, _ in self.there.values()}:
            booking = self.api.data("GET", f"/v2/bookings/{uid}", headers=ANYBODY)
            assert (booking["status"], names(booking)) == ("cancelled", [])

    @invariant()
    def the_slots_count_them(self) -> None:
        days = self.api.data("GET", f"/v2/slots?eventTypeId={self.kind}&{DAY}")
        counted = {slot["start"]: (slot.get("bookingUid"), slot["seatsBooked"]) for slot in days["2030-01-08"]}
        for start in STARTS:
            uid, seats = self.there.get(start, (None, {}))
            assert counted[start] == (uid, len(seats))

    def pick(self, which: int) -> tuple[str, str, str, str] | None:
        taken = [(start, uid, name, seat) for start, (uid, seats) in self.there.items() for name, seat in seats.items()]
        return taken[which % len(taken)] if taken else None

    def place(self, made: dict[str, Any], start: str, name: str) -> None:
        """Somebody sits there now, with a seat of their own."""
        seat = made["seatUid"]
        assert seat not in self.given
        self.given.add(seat)
        self.there.setdefault(start, (made["uid"], {}))[1][name] = seat

    def drop(self, start: str, name: str, *, given_up: bool) -> None:
        uid, seats = self.there[start]
        seat = seats.pop(name)
        if given_up:
            self.gone.append((uid, seat))
        if not seats:
            del self.there[start]

    def post(self, path: str, body: dict[str, str]) -> httpx2.Response:
        return self.api.post(path, body, headers=ANYBODY)

    def accepted(self, answer: httpx2.Response, status: int, trigger: str) -> Any:
        """The data; exactly the one event tells of it."""
        assert answer.status_code == status, answer.text
        assert self.effects(answer)["events"] == [trigger]
        return answer.json()["data"]

    def refused(self, answer: httpx2.Response, status: int) -> None:
        """Nothing happened and nobody is told."""
        assert answer.status_code == status, answer.text
        assert self.effects(answer) == {"records": [], "events": [], "deliveries": []}

    def effects(self, answer: httpx2.Response) -> Any:
        return self.api.control("GET", f"/requests/{answer.headers['x-request-id']}")["effects"]


def test_seats_in_any_order(in_process: httpx2.Client) -> None:
    class Here(Seats):
        client = in_process

    run_state_machine_as_test(
        Here,
        settings=settings(settings.default, max_examples=20, stateful_step_count=25),
    )
