"""Refusals of event types."""

from __future__ import annotations

from collections.abc import Sequence

from emulator.errors.base import ApiError, HttpProblem, InvalidRequest, TrpcProblem

FIELDS_WITHOUT_TYPE = "title, notes, guests, rescheduleReason and location"


def not_found(event_type_id: int) -> ApiError:
    """Also for event types of somebody else, which look as if they did not exist."""
    return HttpProblem(404, f"Event type with id {event_type_id} not found")


def nothing_to_delete(event_type_id: int) -> ApiError:
    return HttpProblem(404, f"Event type with ID={event_type_id} does not exist.")


def foreign(user_id: int, event_type_id: int) -> ApiError:
    """Only deleting admits that the event type exists (resources.md 4.6)."""
    return HttpProblem(403, f"User with ID={user_id} does not own event type with ID={event_type_id}")


def slug_taken() -> ApiError:
    return HttpProblem(400, "User already has an event type with this slug.")


def slug_taken_on_update() -> ApiError:
    """Found by shared code of the web application, hence another sentence in another envelope."""
    return TrpcProblem("BAD_REQUEST", "error_event_type_url_duplicate")


def foreign_schedule(user_id: int, schedule_id: int) -> ApiError:
    return HttpProblem(404, f"User with ID={user_id} does not own schedule with ID={schedule_id}")


def seats_with_locations() -> ApiError:
    return HttpProblem(400, "Seats Validation failed: Seats are enabled but more than one location provided.")


def seats_with_confirmation() -> ApiError:
    return HttpProblem(400, "Seats Validation failed: Seats are enabled but requiresConfirmation is true.")


def seats_with_recurrence() -> ApiError:
    return TrpcProblem("BAD_REQUEST", "Recurring Events and Offer Seats cannot be active at the same time.")


def active_limit_with_recurrence() -> ApiError:
    return HttpProblem(
        400,
        "Can't have `recurrence` and `bookerActiveBookingsLimit` enabled at the same time - recurring events do not "
        "support maximum active bookings limit setting.",
    )


def booking_limits_out_of_order() -> ApiError:
    return TrpcProblem("BAD_REQUEST", "Booking limits must be in ascending order.")


def duration_limits_out_of_order() -> ApiError:
    return TrpcProblem("BAD_REQUEST", "Duration limits must be in ascending order.")


def invalid_limits(setting: str, constraint: str, text: str) -> ApiError:
    """What the validator of a limits object found wrong with it as a whole."""
    return InvalidRequest([{"property": setting, "children": [], "constraints": {constraint: text}}])


def limit_not_whole(setting: str, periods: Sequence[str]) -> ApiError:
    leaves = [
        {"property": period, "children": [], "constraints": {"isInt": f"{period} must be an integer number"}}
        for period in periods
    ]
    return InvalidRequest([{"property": setting, "children": leaves}])


def limit_switch_not_boolean(setting: str) -> ApiError:
    leaf = {"property": "disabled", "children": [], "constraints": {"isBoolean": "disabled must be a boolean value"}}
    return InvalidRequest([{"property": setting, "children": [leaf]}])


def unknown_variable(variable: str) -> ApiError:
    """`variable` comes with its braces."""
    return HttpProblem(400, f"Invalid event name variables: {variable}")


def email_not_accessible() -> ApiError:
    return HttpProblem(400, "checkIsEmailUserAccessible - Email booking field must be required and visible")


def attendee_not_reachable() -> ApiError:
    return HttpProblem(
        400,
        "Booking fields validation failed: visible and required email or visible and required attendee phone field is "
        "needed.",
    )


def calendar_not_connected() -> ApiError:
    return HttpProblem(400, "Invalid destinationCalendarId: Calendar does not exist")


def calendar_read_only() -> ApiError:
    return HttpProblem(400, "Invalid destinationCalendarId: Calendar does not have write permission")


def no_primary_calendar() -> ApiError:
    return HttpProblem(
        400, "Validation failed: A primary connected calendar is required to set useDestinationCalendarEmail"
    )


def app_not_connected(app: str) -> ApiError:
    return HttpProblem(400, f"{app} not connected.")


def locations_not_a_list() -> ApiError:
    return HttpProblem(400, "'locations' must be an array.")


def no_locations() -> ApiError:
    return HttpProblem(400, "'locations' must contain at least 1 location.")


def location_not_an_object() -> ApiError:
    return HttpProblem(400, "Each object in 'locations' must be an object.")


def location_without_type() -> ApiError:
    return HttpProblem(400, "Each object in 'locations' must have a 'type' property.")


def unsupported_location(kind: str) -> ApiError:
    return HttpProblem(
        400, f"Unsupported location type '{kind}'. Valid types are address, link, integration, and phone."
    )


def invalid_location(kind: str, problems: Sequence[str]) -> ApiError:
    return HttpProblem(400, f"Validation failed for {kind} location: {', '.join(problems)}")


def fields_not_a_list() -> ApiError:
    return HttpProblem(400, "'bookingFields' must be an array.")


def no_fields() -> ApiError:
    return HttpProblem(400, "'bookingFields' must contain at least 1 booking field.")


def field_without_type() -> ApiError:
    return HttpProblem(
        400, f"All booking fields except ones with slug equal to {FIELDS_WITHOUT_TYPE} must have a 'type' property."
    )


def field_without_slug() -> ApiError:
    return HttpProblem(
        400, "Each booking field except ones with type equal to name, splitName, email must have a 'slug' property."
    )


def duplicate_field(slug: str) -> ApiError:
    return HttpProblem(400, f"Duplicate bookingFields slug '{slug}' found. All bookingFields slugs must be unique.")


def unsupported_field(kind: str) -> ApiError:
    return HttpProblem(400, f"Unsupported booking field type '{kind}'.")


def invalid_field(kind: str, problems: Sequence[str]) -> ApiError:
    return HttpProblem(400, f"Validation failed for {kind} booking field: {', '.join(problems)}")
