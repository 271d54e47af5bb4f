"""What a change to an event type changes, and what it leaves."""

from __future__ import annotations

from typing import Any

import pytest

from emulator.world.world import World
from tests.api.event_types.asking import ALWAYS, FULL, MINIMAL, create, patch, read, slugs
from tests.office import office


@pytest.fixture
def world() -> World:
    return office()


def guests(data: dict[str, Any]) -> Any:
    return next(field for field in data["bookingFields"] if field["slug"] == "guests")


def test_a_change_leaves_the_rest(world: World) -> None:
    """resources.md 11 #114, #118"""
    before = create(world, FULL)
    changes: dict[str, Any] = {
        "title": "Other",
        "lengthInMinutesOptions": [15, 30],
        "bookingLimitsCount": {"day": 3},
        "bookingWindow": {"type": "businessDays", "value": 40, "rolling": False},
        "confirmationPolicy": ALWAYS,
        "recurrence": {"disabled": False, "frequency": "monthly", "interval": 1, "occurrences": 3},
        "customName": "{HOST}",
        "calVideoSettings": {"disableRecordingForGuests": True, "sendTranscriptionEmails": True},
    }
    after = patch(world, before["id"], **changes)
    expected = {**before, **changes}
    expected["metadata"] = after["metadata"]
    assert after == expected
    assert read(world, before["id"]) == after


def test_new_questions_replace_the_old_ones(world: World) -> None:
    """resources.md 11 #115"""
    made = create(world, FULL)
    fields = [{"slug": "notes", "label": "Tell us"}, FULL["bookingFields"][1]]
    after = patch(world, made["id"], bookingFields=fields)
    assert slugs(after) == ["name", "email", "location", "language", "title", "notes", "guests", "rescheduleReason"]
    assert "label" not in after["bookingFields"][0]
    assert next(field for field in after["bookingFields"] if field["slug"] == "notes")["label"] == "Tell us"


def test_null_and_an_empty_body_change_nothing(world: World) -> None:
    before = create(world, FULL)
    assert patch(world, before["id"]) == before
    assert patch(world, before["id"], title=None, locations=None, bookingFields=None, seats=None) == before


def test_switching_a_series_off_does_nothing(world: World) -> None:
    """resources.md 4.6: taken as not given."""
    made = create(world, FULL)
    assert patch(world, made["id"], recurrence={"disabled": True})["recurrence"] == made["recurrence"]


def test_limits_that_are_switched_off_read_back_empty(world: World) -> None:
    """resources.md 4.5"""
    made = create(world, FULL)
    after = patch(world, made["id"], bookingLimitsCount={"disabled": True}, bookingWindow={"disabled": True})
    assert (after["bookingLimitsCount"], after["bookingWindow"]) == ({}, {"disabled": True})


def test_guests_can_be_kept_out_and_let_in(world: World) -> None:
    """resources.md 11 #129-#131"""
    made = create(world, {**MINIMAL, "disableGuests": True})
    assert (made["disableGuests"], guests(made)["hidden"]) == (True, True)
    for disabled in (False, True):
        after = patch(world, made["id"], disableGuests=disabled)
        assert (after["disableGuests"], guests(after)["hidden"]) == (disabled, disabled)
    after = patch(world, made["id"], title="Other")
    assert (after["disableGuests"], guests(after)["hidden"]) == (True, True)
