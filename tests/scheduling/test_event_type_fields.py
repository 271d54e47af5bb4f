from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulator.errors.base import ApiError
from emulator.scheduling.event_type_defaults import default_booking_fields
from emulator.scheduling.event_type_fields import OWN, WITH_OPTIONS, arrange, check_fields, shown_fields

TEXT = {"type": "text", "slug": "color", "label": "Colour", "required": True}


@pytest.mark.parametrize(
    ("given_fields", "message"),
    [
        ("x", "'bookingFields' must be an array."),
        ([], "'bookingFields' must contain at least 1 booking field."),
        (
            [{"slug": "color"}],
            "All booking fields except ones with slug equal to title, notes, guests, rescheduleReason and location "
            "must have a 'type' property.",
        ),
        (
            [{"type": "text"}],
            "Each booking field except ones with type equal to name, splitName, email must have a 'slug' property.",
        ),
        ([TEXT, TEXT], "Duplicate bookingFields slug 'color' found. All bookingFields slugs must be unique."),
        (
            [{"type": "name"}, {"type": "splitName"}],
            "Duplicate bookingFields slug 'name' found. All bookingFields slugs must be unique.",
        ),
        ([{**TEXT, "type": "hologram"}], "Unsupported booking field type 'hologram'."),
        (
            [{**TEXT, "type": "select"}],
            "Validation failed for select booking field: options must be an array",
        ),
        ([{**TEXT, "required": "yes"}], "Validation failed for text booking field: required must be a boolean value"),
        ([{"slug": "notes", "hidden": 1}], "Validation failed for notes booking field: hidden must be a boolean value"),
    ],
)
def test_refusals(given_fields: Any, message: str) -> None:
    """resources.md 4.4"""
    with pytest.raises(ApiError) as refusal:
        check_fields(given_fields)
    assert (refusal.value.status, refusal.value.message) == (400, message)


@pytest.mark.parametrize("odd", [1, None, "x", [1]])
def test_no_question_at_all(odd: Any) -> None:
    with pytest.raises(ApiError):
        check_fields([odd])


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.sampled_from(["name", "email", "text", "notes", "location"]),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["type", "slug", "label", "required", "options", "hidden"]), inner)
        ),
    )
)
def test_anything_is_either_refused_or_complete_when_stored(value: Any) -> None:
    try:
        check_fields(value)
    except ApiError:
        return
    stored = arrange(value)
    assert stored == shown_fields(stored, hidden=True)
    assert {"email", "notes", "guests"} <= {field["slug"] for field in stored}


def own_fields() -> st.SearchStrategy[dict[str, Any]]:
    plain = st.fixed_dictionaries(
        {"type": st.sampled_from(sorted(OWN - WITH_OPTIONS)), "label": st.text(), "required": st.booleans()},
        optional={"hidden": st.booleans(), "disableOnPrefill": st.booleans(), "placeholder": st.text()},
    )
    optional = st.fixed_dictionaries(
        {
            "type": st.sampled_from(sorted(WITH_OPTIONS)),
            "label": st.text(),
            "required": st.booleans(),
            "options": st.lists(st.text()),
        }
    )
    return plain | optional


@given(st.lists(own_fields(), max_size=4), st.booleans(), st.booleans())
def test_stored_questions_can_be_sent_again(own: list[dict[str, Any]], split: bool, phone: bool) -> None:
    """resources.md 11 #127: what reads back, sent again, is stored the same."""
    sent: list[dict[str, Any]] = [{**field, "slug": f"own-{number}"} for number, field in enumerate(own)]
    sent.insert(0, {"type": "splitName", "lastNameRequired": True} if split else {"type": "name", "label": "You"})
    if phone:
        sent.append({"type": "phone", "slug": "attendeePhoneNumber", "label": "Phone", "required": False})
    check_fields(sent)
    stored = arrange(sent)
    check_fields(stored)
    assert arrange(stored) == stored
    slugs = [field["slug"] for field in stored if field["isDefault"]]
    assert slugs[-4:] == ["title", "notes", "guests", "rescheduleReason"]


def test_the_default_questions_can_be_sent_again() -> None:
    check_fields(default_booking_fields())
    assert arrange(default_booking_fields()) == default_booking_fields()


def test_an_own_question_keeps_what_belongs_to_its_type() -> None:
    given_fields = [{**TEXT, "type": "checkbox", "options": ["a"], "placeholder": "gone", "stray": 1}]
    check_fields(given_fields)
    (own,) = [field for field in arrange(given_fields) if not field["isDefault"]]
    assert own == {
        "isDefault": False,
        "type": "checkbox",
        "slug": "color",
        "label": "Colour",
        "required": True,
        "options": ["a"],
        "disableOnPrefill": False,
        "hidden": False,
    }
