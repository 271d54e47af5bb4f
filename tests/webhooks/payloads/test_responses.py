from __future__ import annotations

from typing import Any

import pytest

from emulator.webhooks.payloads.responses import responses, user_fields
from emulator.world.appointments import EventType
from tests.office import event_type, fields


def shown(kind: EventType | None = None, **answers: Any) -> dict[str, Any]:
    return responses(kind or event_type(), answers)


@pytest.mark.behaviour("webhooks", 48, 49)
def test_labels_and_hidden_flags() -> None:
    """webhooks.md 10 #48 and #49, live.md 2.4: the fields every form has, in this order, answered or not."""
    told = shown(
        name="Bob", email="bob@example.com", location={"value": "integrations:daily", "optionValue": ""}, guests=[]
    )
    assert told == {
        "name": {"label": "your_name", "value": "Bob", "isHidden": False},
        "email": {"label": "email_address", "value": "bob@example.com", "isHidden": False},
        "attendeePhoneNumber": {"label": "phone_number", "isHidden": True},
        "location": {
            "label": "location",
            "value": {"value": "integrations:daily", "optionValue": ""},
            "isHidden": False,
        },
        "title": {"label": "what_is_this_meeting_about", "isHidden": True},
        "notes": {"label": "additional_notes", "isHidden": False},
        "guests": {"label": "additional_guests", "value": [], "isHidden": False},
        "rescheduleReason": {"label": "reason_for_reschedule", "isHidden": False},
    }
    assert " ".join(told) == "name email attendeePhoneNumber location title notes guests rescheduleReason"
    assert list(told["name"]) == ["label", "value", "isHidden"]


@pytest.mark.behaviour("webhooks", 49)
def test_the_owners_labels_and_flags_win() -> None:
    """webhooks.md 10 #49"""
    kind = event_type(booking_fields=fields({"slug": "team", "label": "Team", "hidden": True}))
    for field in kind.booking_fields:
        if field["slug"] in ("email", "notes"):
            field |= {"label": f"My {field['slug']}", "hidden": True}
    told = shown(kind, email="b@x", team="Red")
    assert told["email"] == {"label": "My email", "value": "b@x", "isHidden": True}
    assert told["notes"] == {"label": "My notes", "isHidden": True}
    assert list(told)[4:6] == ["team", "title"]
    assert told["team"] == {"label": "Team", "value": "Red", "isHidden": True}


def test_guests_that_nobody_may_name_are_an_empty_list() -> None:
    """webhooks.md 4.2"""
    kind = event_type()
    for field in kind.booking_fields:
        if field["slug"] == "guests":
            field["hidden"] = True
    assert shown(kind)["guests"] == {"label": "additional_guests", "value": [], "isHidden": True}


def test_the_reason_for_a_move_under_either_name() -> None:
    assert shown(rescheduleReason="Later")["rescheduleReason"]["value"] == "Later"
    told = shown(rescheduledReason="Later")
    assert told["rescheduleReason"]["value"] == "Later"
    assert "rescheduledReason" not in told


def test_a_split_name_is_the_name() -> None:
    kind = event_type(booking_fields=[{"type": "splitName", "slug": "splitName"}])
    name = {"firstName": "Bob", "lastName": "Guest"}
    told = shown(kind, name=name)
    assert told["name"] == {"label": "your_name", "value": name, "isHidden": False}
    assert "splitName" not in told


def test_answers_nobody_asked_for_come_last() -> None:
    told = shown(smsReminderNumber="+39")
    assert list(told)[-1] == "smsReminderNumber"
    assert told["smsReminderNumber"] == {"label": "smsReminderNumber", "value": "+39", "isHidden": False}


def test_without_event_type_or_answers() -> None:
    assert len(responses(None, None)) == 8
    assert user_fields(None, None) == {}
