"""What cannot be a setting of an event type."""

from __future__ import annotations

import pytest

from emulator.errors.base import ApiError
from emulator.world.world import World
from tests.api.event_types.asking import ALWAYS, MINIMAL, SEATS, create, patch
from tests.event_type_calls import CAL_VIDEO
from tests.office import office

TWO_PLACES = [CAL_VIDEO, {"type": "attendeePhone"}]


@pytest.fixture
def world() -> World:
    return office()


def test_the_schedule_must_be_ones_own(world: World) -> None:
    """resources.md 11 #89, #116"""
    message = "User with ID=2 does not own schedule with ID=1"
    with pytest.raises(ApiError, match=message) as refusal:
        create(world, {**MINIMAL, "scheduleId": 1}, caller=2)
    assert refusal.value.status == 404
    made = create(world, MINIMAL, caller=2)
    with pytest.raises(ApiError, match=message):
        patch(world, made["id"], 2, scheduleId=1)


@pytest.mark.parametrize("off", [{"hidden": True}, {"required": False}])
def test_a_telephone_number_alone_is_not_enough(world: World, off: dict[str, bool]) -> None:
    """resources.md 11 #90"""
    phone = {"type": "phone", "slug": "attendeePhoneNumber", "label": "Phone", "required": True}
    fields = [{"type": "email", "required": True, **off}, phone]
    with pytest.raises(ApiError, match=r"^checkIsEmailUserAccessible") as refusal:
        create(world, {**MINIMAL, "bookingFields": fields})
    assert refusal.value.status == 400
    with pytest.raises(ApiError, match=r"^Booking fields validation failed: visible and required email"):
        create(world, {**MINIMAL, "bookingFields": fields[:1]})


@pytest.mark.parametrize(("app", "named"), [("zoom", "zoom"), ("office365-video", "msteams")])
def test_apps_must_be_connected(world: World, app: str, named: str) -> None:
    """resources.md 11 #91, #117"""
    places = [{"type": "integration", "integration": app}]
    with pytest.raises(ApiError, match=f"^{named} not connected.$") as refusal:
        create(world, {**MINIMAL, "locations": places})
    assert refusal.value.status == 400
    made = create(world, MINIMAL)
    with pytest.raises(ApiError, match="not connected"):
        patch(world, made["id"], locations=places)


def test_seats_go_with_one_place_and_without_confirmation(world: World) -> None:
    """resources.md 11 #107-#113"""
    places, confirmation = "more than one location provided", "requiresConfirmation is true"
    with pytest.raises(ApiError, match=places):
        create(world, {**MINIMAL, "seats": SEATS, "locations": TWO_PLACES})
    with pytest.raises(ApiError, match=confirmation):
        create(world, {**MINIMAL, "seats": SEATS, "confirmationPolicy": ALWAYS})
    crowded = create(world, {**MINIMAL, "slug": "crowded", "locations": TWO_PLACES})
    with pytest.raises(ApiError, match=places):
        patch(world, crowded["id"], seats=SEATS)
    asked = create(world, {**MINIMAL, "slug": "asked", "confirmationPolicy": ALWAYS})
    with pytest.raises(ApiError, match=confirmation):
        patch(world, asked["id"], seats=SEATS)
    seated = create(world, {**MINIMAL, "slug": "seated", "seats": SEATS})
    assert seated["seats"] == {"disabled": False, **SEATS}
    with pytest.raises(ApiError, match=places):
        patch(world, seated["id"], locations=TWO_PLACES)
    with pytest.raises(ApiError, match=confirmation):
        patch(world, seated["id"], confirmationPolicy=ALWAYS)
    assert patch(world, seated["id"], seats={"disabled": True})["seats"] == {"disabled": True}


def test_series_go_with_neither_seats_nor_a_limit_of_active_bookings(world: World) -> None:
    series = {"interval": 1, "occurrences": 4, "frequency": "weekly"}
    with pytest.raises(ApiError, match="Recurring Events and Offer Seats"):
        create(world, {**MINIMAL, "recurrence": series, "seats": SEATS})
    limit = {"maximumActiveBookings": 2, "offerReschedule": True}
    with pytest.raises(ApiError, match="Can't have `recurrence` and `bookerActiveBookingsLimit`"):
        create(world, {**MINIMAL, "recurrence": series, "bookerActiveBookingsLimit": limit})
    limited = create(world, {**MINIMAL, "bookerActiveBookingsLimit": limit})
    assert limited["bookerActiveBookingsLimit"] == limit
    with pytest.raises(ApiError, match="Can't have `recurrence`"):
        patch(world, limited["id"], recurrence=series)


def test_a_slug_is_taken_once_a_user(world: World) -> None:
    """resources.md 11 #251"""
    create(world, MINIMAL)
    with pytest.raises(ApiError, match=r"^User already has an event type with this slug.$") as refusal:
        create(world, MINIMAL)
    assert refusal.value.status == 400
    assert create(world, MINIMAL, caller=2)["slug"] == "coding-class"
    other = create(world, {**MINIMAL, "slug": "other"})
    with pytest.raises(ApiError, match=r"^error_event_type_url_duplicate$") as refusal:
        patch(world, other["id"], slug="coding-class")
    assert refusal.value.status == 400
    assert patch(world, other["id"], slug="other")["slug"] == "other"
