"""Rooms under any sequence of comings and goings."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulator.scheduling import cal_video
from emulator.scheduling.cal_video import RoomError, Visitor
from emulator.world.appointments import Booking
from emulator.world.world import World
from tests.office import event_type, office, stored

PEOPLE = [Visitor("Ada Host", "ada@example.com", 1), Visitor("Bob", "bob@example.com"), Visitor("Nobody")]


def meeting() -> tuple[World, Booking]:
    world = office()
    return world, stored(world, event_type(world), references=[cal_video.video_reference(world)])


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 2), st.integers(0, 600)), max_size=30))
def test_a_session_goes_on_exactly_while_somebody_is_in(steps: list[tuple[bool, int, int]]) -> None:
    world, booking = meeting()
    inside: set[int] = set()
    most = 0
    for comes, number, seconds in steps:
        world.clock.move_to(world.now() + timedelta(seconds=seconds))
        act, possible = (cal_video.join, number not in inside) if comes else (cal_video.leave, number in inside)
        if not possible:
            before = booking.sessions
            with pytest.raises(RoomError):
                act(world, booking, PEOPLE[number])
            assert booking.sessions == before
            continue
        if not inside:
            most = 0
        act(world, booking, PEOPLE[number])
        inside ^= {number}
        most = max(most, len(inside))
        shown = cal_video.shown_sessions(booking, world.now())
        assert [session["ongoing"] for session in shown] == [False] * (len(shown) - 1) + [bool(inside)]
        assert shown[-1]["maxParticipants"] == most
        for session in shown:
            assert (
                session["duration"]
                == max(each["joinTime"] + each["duration"] for each in session["participants"]) - session["startTime"]
            )


def test_a_booking_elsewhere_has_no_room() -> None:
    world = office()
    booking = stored(world, event_type(world), location="Here")
    assert cal_video.room_of(booking) is None
    with pytest.raises(RoomError, match="has no room in Cal Video"):
        cal_video.finish_recording(world, booking)


def test_a_recording_begins_with_the_last_session() -> None:
    world, booking = meeting()
    cal_video.join(world, booking, PEOPLE[0])
    world.clock.move_to(world.now() + timedelta(minutes=10))
    recording = cal_video.finish_recording(world, booking)
    assert (recording["startTs"], recording["duration"]) == (booking.sessions[0]["startTime"], 600)
    assert [event.trigger for event in world.take_events()] == ["RECORDING_READY"]
