"""Refusals of moving, cancelling, deciding and closing a booking."""

from __future__ import annotations

from emulator.errors.base import ApiError, BareProblem, HttpProblem, RawProblem, TrpcProblem


def not_in_database(uid: str) -> ApiError:
    """Reschedule, confirm and decline."""
    return HttpProblem(404, f"Booking with uid={uid} was not found in the database")


def nothing_to_cancel(uid: str) -> ApiError:
    return HttpProblem(404, f"Booking with uid={uid} not found")


def nothing_to_mark(uid: str) -> ApiError:
    """Mark absent; the only one of its kind with a full stop."""
    return HttpProblem(404, f"Booking with uid={uid} not found.")


# Cancel


def unknown_seat() -> ApiError:
    return HttpProblem(400, "Invalid seatUid: this seat does not exist or has already been cancelled.")


def seat_elsewhere() -> ApiError:
    return HttpProblem(400, "Invalid seatUid: this seat does not belong to this booking.")


def series_has_no_subsequent() -> ApiError:
    return HttpProblem(
        400,
        "Cannot cancel subsequent bookings for recurring event - you have to provide uid of one of the individual "
        "bookings of a recurring booking.",
    )


def already_cancelled(uid: str) -> ApiError:
    return HttpProblem(
        400,
        f"Can't cancel booking with uid={uid} because it has been cancelled already. Please provide uid of a booking "
        "that is not cancelled.",
    )


def organizer_missing() -> ApiError:
    return RawProblem(400, "User not found")


def cancelling_disabled() -> ApiError:
    return RawProblem(400, "This event type does not allow cancellations")


def reason_required() -> ApiError:
    return RawProblem(400, "Cancellation reason is required")


def already_ended() -> ApiError:
    return RawProblem(400, "Cannot cancel a booking that has already ended")


def not_a_host() -> ApiError:
    """Only a host may cancel a seated booking as a whole."""
    return RawProblem(401, "User not a host of this event")


def not_in_a_series(uid: str) -> ApiError:
    return HttpProblem(400, f"Booking with bookingUid={uid} is not part of a recurring booking.")


# Reschedule


def seat_needed(uid: str) -> ApiError:
    """The routes in it are meant as templates: only the first uid is filled in."""
    return HttpProblem(
        400,
        f"Booking with uid={uid} is a seated booking which means you have to provide seatUid in the request body to "
        "specify which seat specifically you want to reschedule. First, fetch the booking using the GET "
        "/v2/bookings/{uid} endpoint and then within the attendees array you will find the seatUid of the booking you "
        "want to reschedule. Second, provide the seatUid in the request body to specify which seat specifically you "
        "want to reschedule using the POST /v2/bookings/{uid}/reschedule endpoint.",
    )


def crashed() -> ApiError:
    """A plain error inside the service, which no filter words."""
    return RawProblem(500, "Internal server error")


def no_such_seat(seat_uid: str) -> ApiError:
    return HttpProblem(404, f"Seat with uid={seat_uid} does not exist.")


def seat_holder_missing(email: str, uid: str, seat_uid: str) -> ApiError:
    return HttpProblem(404, f"Attendee with e-mail {email} for booking with uid={uid} and seatUid={seat_uid} not found")


def booker_missing(email: object, uid: str) -> ApiError:
    return HttpProblem(404, f"Attendee with e-mail {email} for booking with uid={uid} not found")


def seats_full() -> ApiError:
    """For a seat that is moved. Only when booking one does the API layer put the core's code into words."""
    return RawProblem(409, "booking_seats_full_error")


def not_enough_seats() -> ApiError:
    """For a whole booking that is moved to a time at which there is one already."""
    return RawProblem(409, "not_enough_available_seats_error")


def not_the_owner() -> ApiError:
    """A seated booking that nobody has a seat in is moved by its organizer alone; the core gives no sentence for it."""
    return RawProblem(401, "HTTP Error 401")


def event_type_missing(uid: str) -> ApiError:
    return HttpProblem(404, f"Booking with uid={uid} is missing event type")


def cancelled_cannot_move(uid: str) -> ApiError:
    return HttpProblem(
        400,
        f"Can't reschedule booking with uid={uid} because it has been cancelled. Please provide uid of a booking that "
        "is not cancelled.",
    )


def moved_already(uid: str, new_uid: str) -> ApiError:
    return HttpProblem(
        400,
        f"Can't reschedule booking with uid={uid} because it has been cancelled and rescheduled already to booking "
        f"with uid={new_uid}. You probably want to reschedule {new_uid} instead by passing it within the request URL.",
    )


def cannot_move_in_status(uid: str, status: str) -> ApiError:
    """Rejected, or an instant meeting that waits for a host. The newest document promises 400 (live.md 2.1), where
    older sources lose the original and say 404; the sentence is worded after that for cancelled bookings.
    """
    return HttpProblem(
        400,
        f"Can't reschedule booking with uid={uid} because it has been {status}. Please provide uid of a booking that "
        f"is not {status}.",
    )


def too_late_to_move() -> ApiError:
    return RawProblem(403, "Rescheduling is not allowed within the minimum notice period before the event")


def rescheduling_disabled() -> ApiError:
    """Worded after its twin for cancelling: no source shows the service's own sentence."""
    return RawProblem(400, "This event type does not allow rescheduling")


# Request reschedule


def nothing_to_ask_about() -> ApiError:
    """The core looks for a booking that is neither cancelled nor rejected; its database's complaint gets through."""
    return BareProblem(404, "Invalid Query: The requested record was not found.", code="NOT_FOUND")


# Confirm and decline


def may_not_decide() -> ApiError:
    return TrpcProblem("UNAUTHORIZED")


def already_confirmed() -> ApiError:
    """Of confirm and decline alike. Today the sentence reaches the client (live.md 4.2)."""
    return TrpcProblem("BAD_REQUEST", "Booking already confirmed")


# Mark absent


def not_started(now: str, start: str) -> ApiError:
    """Both as ISO instants in UTC."""
    return HttpProblem(
        400,
        "Bookings can only be marked as absent after their scheduled start time. Current time in UTC+0: "
        f"{now}, Booking start time in UTC+0: {start}",
    )


def absence_not_saved() -> ApiError:
    """Whatever goes wrong while marking attendees, a missing permission included."""
    return RawProblem(500, "Failed to update no-show status")
