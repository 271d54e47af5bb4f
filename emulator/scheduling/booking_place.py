"""Moving a booking to another place."""

from __future__ import annotations

from typing import Any, Final

from emulator.errors import booking_reads as errors
from emulator.scheduling import locations
from emulator.scheduling.access import manages_event_type
from emulator.scheduling.apps import booking_events
from emulator.scheduling.apps.rooms import can_meet
from emulator.scheduling.lifecycle.rows import open_room
from emulator.scheduling.state_machine import Action, permit
from emulator.world.appointments import Booking
from emulator.world.records import User
from emulator.world.world import World

Json = dict[str, Any]

VIDEO_REFERENCE: Final = "_video"
"""How the types of references end that stand for a meeting in a video app."""


def change_place(world: World, user: User, uid: str, wanted: Json | None) -> Booking:
    """Give the booking the location object `wanted` (its organizer's kinds carry their value), as `user`.

    None changes nothing. The event type's list of locations is not consulted, nor the booking's status. Emits
    BOOKING_LOCATION_UPDATED. Raises 404 for what is missing, 403 for strangers, 400 for a location without a value.
    """
    booking = world.bookings.by("uid", uid)
    if booking is None:
        raise errors.nothing_to_place(uid)
    event_type = world.event_types.get(booking.event_type_id)
    if event_type is None:
        raise errors.place_without_event_type(uid)
    if not manages_event_type(world, user, event_type):
        raise errors.may_not_place()
    if world.users.get(booking.user_id) is None:
        raise errors.place_without_user(uid)
    if wanted is None:
        return booking
    change = permit(booking, Action.CHANGE_LOCATION, uid)
    answer = locations.stored_answer(wanted, with_organizers_text=True)
    place, url = _place(world, booking, wanted, answer)
    previous = booking.video_call_url or booking.location
    responses = None if booking.responses is None else {**booking.responses, "location": answer}
    world.bookings.update(
        booking,
        location=place,
        video_call_url=url,
        responses=responses,
        references=[each for each in booking.references if not str(each.get("type")).endswith(VIDEO_REFERENCE)],
        ics_sequence=booking.ics_sequence + 1,
        updated_at=world.now(),
    )
    if url is not None or wanted["type"] == "integration":
        open_room(world, booking)
    booking_events.refresh(world, booking)
    world.emit(change.trigger, booking, previous_location=previous)
    return booking


def _place(world: World, booking: Booking, wanted: Json, answer: Json) -> tuple[str, str | None]:
    """The location to store, and the URL to meet at. A text, even a link, is a location only (bookings.md 7.7)."""
    if wanted["type"] == "integration":
        meets = can_meet(world, world.users.get(booking.user_id))
        return locations.meeting_place(
            answer["value"], booking.uid, confirmed=booking.status == "accepted", meets=meets
        )
    text = answer.get("optionValue")
    if not text:
        raise errors.place_value_missing(wanted["type"])
    return text, None
