from __future__ import annotations

from emulator.scheduling.event_type_defaults import default_booking_fields, default_locations


def test_the_eight_default_questions_stand_in_stored_order() -> None:
    """resources.md 11 #126"""
    fields = default_booking_fields()
    assert [field["slug"] for field in fields] == [
        "name",
        "email",
        "attendeePhoneNumber",
        "location",
        "title",
        "notes",
        "guests",
        "rescheduleReason",
    ]
    assert [field["slug"] for field in fields if field.get("hidden")] == ["attendeePhoneNumber", "title"]
    assert [field["slug"] for field in fields if field["required"]] == ["name", "email", "title"]


def test_every_call_gives_lists_of_their_own() -> None:
    default_booking_fields()[0]["label"] = "changed"
    default_locations()[0]["integration"] = "changed"
    assert "label" not in default_booking_fields()[0]
    assert default_locations() == [{"type": "integration", "integration": "cal-video"}]
