"""Refusals of reading bookings and of changing who comes and where; their life cycle has its own modules."""

from __future__ import annotations

from emulator.errors.base import ApiError, HttpProblem, KeyedProblem, RawProblem, TrpcProblem


def no_such_users() -> ApiError:
    """A list was asked for users of whom none exists."""
    return TrpcProblem("BAD_REQUEST")


def users_out_of_reach() -> ApiError:
    """A list was asked for users whose bookings the caller has no business with."""
    return TrpcProblem("FORBIDDEN")


def no_such_event_types() -> ApiError:
    """A list was asked for event types of which none exists."""
    return TrpcProblem("BAD_REQUEST")


def bad_cursor() -> ApiError:
    """A cursor that no answer gave; the service's own words for it are not known."""
    return HttpProblem(400, "Invalid cursor")


def nothing_to_report() -> ApiError:
    """Of an organization's reports and blocks; the details repeat the sentence as it is (live.md 4.1, E5)."""
    return HttpProblem(404, "Booking not found", code="HttpException", details="Booking not found")


def wrong_verification_code() -> ApiError:
    return HttpProblem(400, "Invalid verification code")


def not_in_database(uid: str) -> ApiError:
    return HttpProblem(404, f"Booking with uid={uid} was not found in the database")


def no_such_uid(uid: str) -> ApiError:
    """In the words of the 2024-04-15 generation."""
    return HttpProblem(404, f"Booking with UID={uid} does not exist.")


def seat_not_in_database(seat_uid: str) -> ApiError:
    return HttpProblem(404, f"Booking with seatUid={seat_uid} was not found in the database")


def no_access(user_id: int, uid: str) -> ApiError:
    """The guard's word for strangers, and for bookings that do not exist."""
    return HttpProblem(403, f"BookingPbacGuard - user with id={user_id} does not have access to booking with uid={uid}")


# Attendees and guests


def attendee_elsewhere(attendee_id: int, uid: str) -> ApiError:
    return HttpProblem(404, f"Attendee with id {attendee_id} not found in booking {uid}")


def not_found(uid: str) -> ApiError:
    """Guests, taking attendees off, calendar links and references."""
    return HttpProblem(404, f"Booking with uid {uid} not found")


def may_not_change_people() -> ApiError:
    return TrpcProblem("FORBIDDEN")


def emails_taken() -> ApiError:
    """Nobody of those who were to be added is new (live.md 4.2)."""
    key = "emails_must_be_unique_valid"
    return KeyedProblem(400, key, "Emails must be unique and valid", code="bad_request_error")


def guests_disabled() -> ApiError:
    """The event type takes no guests; the service's own words for it are not known."""
    return TrpcProblem("BAD_REQUEST")


def no_seat_for_guests() -> ApiError:
    """More people than a seated booking has seats; no words of the service for it are known."""
    return TrpcProblem("BAD_REQUEST")


def attendee_missing() -> ApiError:
    key = "attendee_not_found"
    return KeyedProblem(404, key, key, code="not_found_error")


def primary_attendee_stays() -> ApiError:
    key = "cannot_remove_primary_attendee"
    return KeyedProblem(400, key, key, code="bad_request_error")


def too_many_guests(new: int, present: int, most: int) -> ApiError:
    return HttpProblem(
        400,
        f"Cannot add {new} guests. This booking already has {present} attendees. Maximum total guests allowed is "
        f"{most}. You can add up to {max(0, most - present)} more guests.",
    )


# Location


def nothing_to_place(uid: str) -> ApiError:
    return HttpProblem(404, f"Booking with uid={uid} not found")


def may_not_place() -> ApiError:
    who = " or ".join(("the event type owner, host, team admin", "owner,", "org admin", "owner."))
    return HttpProblem(403, f"User is not authorized to update this booking location. User must be {who}")


def place_without_event_type(uid: str) -> ApiError:
    return HttpProblem(404, f"No event type found for booking with uid={uid}")


def place_without_user(uid: str) -> ApiError:
    return HttpProblem(404, f"No user found for booking with uid={uid}")


def place_value_missing(kind: str) -> ApiError:
    return HttpProblem(400, f"Missing or invalid location value for type: {kind}")


# What hangs on a booking


def links_without_event_type(uid: str) -> ApiError:
    return HttpProblem(400, f"Booking with uid {uid} has no event type")


def not_your_references(uid: str) -> ApiError:
    """400, not 403: the service words it as a bad request."""
    return HttpProblem(400, f"Booking with uid {uid} does not belong to user")


def no_cal_video(uid: str) -> ApiError:
    return HttpProblem(404, f"No Cal Video reference found with booking uid {uid}")


# Reassign


def reassign_without_event_type(event_type_id: object) -> ApiError:
    return HttpProblem(400, f"Event type with id={event_type_id} was not found in the database")


def may_not_reassign() -> ApiError:
    return HttpProblem(403, "You do not have permission to reassign this booking")


def nobody_else_free() -> ApiError:
    return HttpProblem(400, "Can't reassign the booking because no other host is available at that time.")


def no_such_user(user_id: int) -> ApiError:
    return HttpProblem(404, f"User with id={user_id} was not found in the database")


def not_a_round_robin_host(user_id: int) -> ApiError:
    return HttpProblem(
        400,
        f"User with id={user_id} is not a valid Round Robin host - the user to which you reassign this booking must be "
        "one of the booking hosts. Fetch the booking using the GET /v2/bookings/{uid} endpoint and select id of one of "
        "the hosts.",
    )


def fixed_host() -> ApiError:
    """The service crashes on a host who is always part of the event type."""
    return RawProblem(500, "Internal server error")
