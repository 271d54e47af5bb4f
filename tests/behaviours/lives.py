"""Bookings in the hands of random clients: what is asked over HTTP, held against the table of the state machine."""

from __future__ import annotations

import atexit
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from itertools import count
from typing import Any, Final

import httpx2
from starlette.testclient import TestClient

from emulator.app import Emulator
from emulator.scheduling.state_machine import BIRTHS, RULES, SILENT, TABLE, Action, Change, State
from tests.api_client import Api

Record = dict[str, Any]
NEWEST: Final = "2026-02-25"
TABLES: Final = ("bookings", "attendees", "seats")
WAITS: Final = {"type": "always", "blockUnconfirmedBookingsInBooker": False}
BLOCKS: Final = {"type": "always", "blockUnconfirmedBookingsInBooker": True}
KINDS: Final[tuple[Record, ...]] = (
    {"lengthInMinutes": 30},
    {"lengthInMinutes": 60, "afterEventBuffer": 15},
    {"lengthInMinutes": 45, "confirmationPolicy": WAITS},
    {"lengthInMinutes": 45, "confirmationPolicy": BLOCKS, "minimumBookingNotice": 0},
    {"lengthInMinutes": 30, "disableCancelling": {"disabled": True}},
    {"lengthInMinutes": 30, "recurrence": {"frequency": "weekly", "interval": 1, "occurrences": 3}},
    {"lengthInMinutes": 60, "seats": {"seatsPerTimeSlot": 3, "showAttendeeInfo": True}},
    {"lengthInMinutes": 30, "teamId": 1, "schedulingType": "roundRobin"},
)
_numbers = count()


@cache
def client() -> httpx2.Client:
    """One application for all lives of a run; nothing is subscribed, so nothing is sent."""
    opened = TestClient(
        Emulator(strict=True, now="2029-12-03T08:00:00Z", max_worlds=10_000), base_url="http://emulator"
    )
    opened.__enter__()
    atexit.register(opened.__exit__)
    return opened


def state_of(booking: Record) -> State:
    if booking["status"] == "cancelled" and booking["rescheduled"]:
        return State.RESCHEDULED
    if booking["status"] == "cancelled" and booking["rescheduleRequested"]:
        return State.ASKED_TO_MOVE
    return State(booking["status"])


class Town:
    """A world with two hosts, a team of them and a stranger, and an event type of every kind."""

    def __init__(self) -> None:
        self.name = f"life-{next(_numbers)}"
        self.api = Api(client(), self.name)
        control = self.api.control
        eve = control("POST", "/records/users", {"username": "eve", "timeZone": "Europe/Rome"})
        hours = [{"days": ["Monday", "Tuesday", "Wednesday"], "startTime": "09:00", "endTime": "17:00"}]
        schedule = {"ownerId": eve["id"], "name": "Eve", "timeZone": "Europe/Rome", "availability": hours}
        control("POST", "/records/schedules", schedule)
        stranger = control("POST", "/records/users", {"username": "zoe"})
        control("POST", "/records/teams", {"name": "Sales", "slug": "sales"})
        for user, role in ((1, "OWNER"), (eve["id"], "MEMBER")):
            control("POST", "/records/memberships", {"teamId": 1, "userId": user, "role": role, "accepted": True})
        self.keys: Mapping[str, str | None] = {
            "host": "cal_test_ada",
            "eve": eve["apiKey"],
            "stranger": stranger["apiKey"],
            "nobody": None,
        }
        self.kinds = []
        for number, kind in enumerate(KINDS):
            owner = {} if "teamId" in kind else {"ownerId": 1}
            named = {"title": f"Kind {number}", "slug": f"kind-{number}", **owner, **kind}
            made = control("POST", "/records/event-types", named)
            self.kinds.append(made["id"])
            if "teamId" in kind:
                for user in (1, eve["id"]):
                    control("POST", "/records/hosts", {"eventTypeId": made["id"], "userId": user})
        self.state = self.records()
        self.confirmed: set[int] = set()

    @property
    def now(self) -> datetime:
        """The world's time, without its zone."""
        return datetime.fromisoformat(self.api.control("GET", "/clock")["now"].rstrip("Z"))

    def leave(self) -> None:
        client().delete(f"/_emulator/worlds/{self.name}")

    def records(self) -> dict[str, list[Record]]:
        return {table: self.api.control("GET", f"/records/{table}") for table in TABLES}

    @property
    def bookings(self) -> list[Record]:
        return self.state["bookings"]

    def people(self, booking: Record) -> list[Record]:
        return [each for each in self.state["attendees"] if each["bookingId"] == booking["id"]]

    def seats(self, booking: Record) -> list[Record]:
        return [each for each in self.state["seats"] if each["bookingId"] == booking["id"]]

    def ask(self, who: str, method: str, path: str, body: Any = None) -> tuple[httpx2.Response, list[str]]:
        """The answer, and the triggers that the journal tells of. A refusal changes nothing and tells nothing."""
        before = self.state
        key = self.keys[who]
        headers = {"authorization": key and f"Bearer {key}", "cal-api-version": NEWEST}
        answer = self.api(method, path, body, headers=headers)
        (entry,) = self.api.control("GET", "/requests?limit=1")
        self.state = self.records()
        if answer.status_code >= 300:
            assert entry["effects"]["events"] == [], (path, answer.text)
            assert self.state == before, (path, answer.text)
        return answer, entry["effects"]["events"]

    def act(self, who: str, action: Action, booking: Record, body: Any = None, attendee: int = 0) -> httpx2.Response:
        """Take an action and hold what came of it against the table."""
        method, template = RULES[action].operation.split(" ")
        path = template.replace("{bookingUid}", booking["uid"]).replace("{attendeeId}", str(attendee))
        state = state_of(booking)
        outcome = TABLE[state, action]
        answer, events = self.ask(who, method, path, body)
        after = next(each for each in self.bookings if each["id"] == booking["id"])
        if answer.status_code >= 300:
            return answer
        assert answer.status_code == RULES[action].success
        assert isinstance(outcome, Change), (action, state, answer.text)
        if action is Action.RESCHEDULE:
            self._moved(booking, after, events)
        elif action is Action.RESCHEDULE_SEAT:
            assert len(events) == 1
            assert events[0] in (outcome.trigger, "BOOKING_REQUESTED")
        else:
            told = [] if outcome.trigger == SILENT else [outcome.trigger]
            silent = action in (Action.MARK_ABSENT, Action.CHANGE_LOCATION) and not events
            assert silent or events == told, (action, state)
            # A moved booking that was confirmed back to life and is lost again still has its successor.
            lost_again = outcome.to in (State.CANCELLED, State.ASKED_TO_MOVE) and booking["rescheduled"]
            assert state_of(after) is (State.RESCHEDULED if lost_again else outcome.to), (action, state)
        return answer

    def _moved(self, old: Record, after: Record, events: list[str]) -> None:
        children = [each for each in self.bookings if each["rescheduledFromUid"] == old["uid"]]
        if not events:
            # The same wish was pending already: that booking is given again, and nothing changed.
            assert state_of(after) is state_of(old)
            return
        assert state_of(after) is State.RESCHEDULED
        newest = children[-1]
        assert events == [BIRTHS[State(newest["status"])][1]]
        assert newest["icsUid"] == old["icsUid"]

    def check(self) -> None:
        """What must hold whatever happened."""
        by_uid = {each["uid"]: each for each in self.bookings}
        assert len(by_uid) == len(self.bookings)
        for booking in self.bookings:
            came_from = booking["rescheduledFromUid"]
            if came_from is None:
                assert booking["icsUid"] == f"{booking['uid']}@Cal.com"
            else:
                assert by_uid[came_from]["icsUid"] == booking["icsUid"]
                assert by_uid[came_from]["id"] < booking["id"]
            if state_of(booking) is State.RESCHEDULED:
                assert any(each["rescheduledFromUid"] == booking["uid"] for each in self.bookings)
            for seat in self.seats(booking):
                assert seat["attendeeId"] in [person["id"] for person in self.people(booking)]
        accepted = [each for each in self.bookings if each["status"] == "accepted"]
        for number, one in enumerate(accepted):
            for other in accepted[number + 1 :]:
                if one["userId"] == other["userId"] and one["start"] < other["end"] and other["start"] < one["end"]:
                    # Only a host's own word, and later occurrences of a series, which nobody checks, do that.
                    freely = {one["id"], other["id"]} & self.confirmed
                    assert freely or one["recurringBookingUid"] or other["recurringBookingUid"]
