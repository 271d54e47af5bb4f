from __future__ import annotations

from typing import Any

import pytest

from emulator.scheduling.titles import full_name, seated_title, title_of
from tests.office import event_type


def titled(custom: str | None, attendee: str | dict[str, Any] = "Bob van Guest", **answers: Any) -> str:
    kind = event_type(custom_name=custom)
    return title_of(kind, "Ada Host", attendee, 30, "integrations:daily", answers)


def test_default() -> None:
    """live.md 2.1."""
    assert titled(None) == "Consultation between Ada Host and Bob van Guest"
    assert seated_title(event_type(), "Ada Host") == "Consultation with Ada Host"


def test_a_host_without_a_name() -> None:
    assert title_of(event_type(), None, "Bob", 30, "", {}) == "Consultation between Nameless and Bob"
    assert seated_title(event_type(), None) == "Consultation with Nameless"


@pytest.mark.parametrize(
    ("custom", "title"),
    [
        ("{Event type title}/{Link title}", "Consultation/Consultation"),
        ("{Organiser} {Organiser first name}", "Ada Host Ada"),
        ("{Scheduler}: {Scheduler first name}, {Scheduler last name}", "Bob van Guest: Bob, van Guest"),
        ("{Event duration} in {Location}{LOCATION}", "30 mins in Cal VideoCal Video"),
        ("{HOST} {ATTENDEE} {USER} {HOST/ATTENDEE}", "Ada Host Bob van Guest Bob van Guest Bob van Guest"),
        ("[{drink}] [{list}] [{agreed}] [{place}] [{unknown}]", "[tea] [a,b] [true] [link] []"),
        ("Plain", "Plain"),
        ("{{drink}}", "}"),
    ],
)
def test_custom_names(custom: str, title: str) -> None:
    """bookings.md 2.7."""
    answers: dict[str, Any] = {
        "drink": "tea",
        "list": ["a", "b"],
        "agreed": True,
        "place": {"value": "link", "optionValue": ""},
    }
    assert titled(custom, **answers) == title


def test_a_name_in_two_parts() -> None:
    name = {"firstName": "Bob", "lastName": "Guest"}
    assert titled(None, name) == "Consultation between Ada Host and Bob Guest"
    assert titled("{Scheduler last name}, {Scheduler first name} ({name})", name, name=name) == "Guest, Bob (Bob Guest)"
    assert full_name({"firstName": "Bob"}) == "Bob"
