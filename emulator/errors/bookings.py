"""Refusals of making a booking, in the order of the checks. What changes a booking is in `booking_changes`."""

from __future__ import annotations

from collections.abc import Iterable

from emulator.errors.base import ApiError, HttpProblem, RawProblem


def unknown_user(username: str) -> ApiError:
    return HttpProblem(404, f"User with username {username} not found")


def unknown_team(slug: str) -> ApiError:
    return HttpProblem(404, f"Team with slug {slug} not found")


def unknown_organization(slug: str) -> ApiError:
    return HttpProblem(404, f"slots-input.service.ts: Organization with slug {slug} not found")


def unknown_event_type_id(event_type_id: object) -> ApiError:
    return HttpProblem(404, f"Event type with id {event_type_id} not found.")


def unknown_event_type_slug(slug: str, owner: str, organization: str | None) -> ApiError:
    """`owner` is "user ann" or "team sales"."""
    within = f" within organization {organization}" if organization else ""
    return HttpProblem(404, f"Event type with slug {slug} belonging to {owner}{within} not found.")


def login_required() -> ApiError:
    return HttpProblem(
        401,
        "checkBookingRequiresAuthentication - request must be authenticated by passing credentials belonging to event "
        "type owner, host or team or org admin or owner.",
    )


def stranger_to_event_type() -> ApiError:
    who = " or ".join(("event type owner, host, team admin", "owner", "org admin", "owner."))
    return HttpProblem(
        403,
        "checkBookingRequiresAuthentication - user is not authorized to access this event type. User has to be either "
        + who,
    )


def managed_parent(event_type_id: int) -> ApiError:
    return HttpProblem(
        400,
        f"Event type with id={event_type_id} is the parent managed event type that can't be booked. You have to "
        "provide the child event type id aka id of event type that has been assigned to one of the users.",
    )


def team_without_hosts(event_type_id: int, team_id: int) -> ApiError:
    return HttpProblem(
        422,
        "Can't book this team event type because it has no hosts. Please, add at least 1 host to event type with "
        f"id={event_type_id} belonging to team with id={team_id} and try again.",
    )


def instant_needs_team() -> ApiError:
    return HttpProblem(
        400, "Instant bookings are only supported for team event types, not individual user event types."
    )


def missing_phone() -> ApiError:
    return HttpProblem(
        400,
        "Missing attendee phone number - it is required by the event type. Pass it as "
        '"attendee.phoneNumber" string in the request.',
    )


def missing_field(slug: str, event_type_id: int) -> ApiError:
    return HttpProblem(
        400,
        f"Missing required booking field response: {slug} - it is required by the event type booking fields, but "
        "missing in the bookingFieldsResponses. You can fetch the event type with ID "
        f"{event_type_id} to see the required fields.",
    )


def wrong_field_type(slug: str, expected: str, field_type: str, received: str) -> ApiError:
    """`received` is the value's `typeof` in JavaScript."""
    return HttpProblem(
        400,
        f"Invalid type for booking field '{slug}'. Expected type {expected} (compatible with field type "
        f"'{field_type}'), but received {received}.",
    )


def unknown_option(slug: str, value: object, allowed: Iterable[str]) -> ApiError:
    text = f"Invalid option '{value}' for booking field '{slug}'. Allowed options are: {', '.join(allowed)}."
    return HttpProblem(400, text)


def unknown_options(slug: str, allowed: Iterable[str]) -> ApiError:
    text = f"One or more invalid options for booking field '{slug}'. Allowed options are: {', '.join(allowed)}."
    return HttpProblem(400, text)


def length_not_choosable() -> ApiError:
    return HttpProblem(
        400,
        "Can't specify 'lengthInMinutes' because event type does not have multiple possible lengths. Please, remove "
        "the 'lengthInMinutes' field from the request.",
    )


def length_not_offered(lengths: Iterable[int]) -> ApiError:
    return HttpProblem(
        400,
        "Provided 'lengthInMinutes' is not one of the possible lengths for the event type. The possible lengths are: "
        + ", ".join(str(length) for length in lengths),
    )


def location_type_not_offered(kind: object, event_type_id: int, offered: Iterable[str]) -> ApiError:
    return HttpProblem(
        400,
        f"Booking location with type {kind} not valid for event type with id={event_type_id}. The event type has "
        f"following location types: {', '.join(offered)}, and only these types are allowed for booking location.",
    )


def integration_not_offered(integration: object, event_type_id: int, offered: Iterable[str]) -> ApiError:
    return HttpProblem(
        400,
        f"Booking location with integration {integration} not valid for event type with id={event_type_id}. The event "
        f"type has following integrations: {', '.join(offered)}, and only these integrations are allowed for booking "
        "location.",
    )


def unknown_integration(integration: object) -> ApiError:
    return HttpProblem(400, f"Invalid integration: {integration}")


def unknown_location_type(kind: object) -> ApiError:
    return HttpProblem(400, f"Booking location with type {kind} not valid.")


def too_many_recurrences() -> ApiError:
    return HttpProblem(400, "Provided recurrence count is higher than the event type's recurring event count.")


def too_many_active_bookings(movable_uid: str | None) -> ApiError:
    """`movable_uid` is the booking that the booker may move instead, where the event type offers that."""
    text = "Attendee with this email can't book because the maximum number of active bookings has been reached."
    if movable_uid is not None:
        text += f" You can reschedule your existing booking ({movable_uid}) to a new timeslot instead."
    return HttpProblem(400, text)


def email_blocked() -> ApiError:
    return RawProblem(403, "Cannot use this email to create the booking.")


def login_as_owner(email: str) -> ApiError:
    """The address of a user who lets nobody else book with it."""
    return RawProblem(
        403,
        f"Attendee email has been blocked. Make sure to login as {email} to use this email for creating a booking.",
    )


def verification_code_missing() -> ApiError:
    return RawProblem(400, "email_verification_required")


def verification_code_wrong() -> ApiError:
    return RawProblem(400, "invalid_verification_code")


def recurring_with_seats() -> ApiError:
    return RawProblem(400, "recurring_event_seats_error")


def already_signed_up() -> ApiError:
    """The same address in the same seated booking, when booking a seat and when moving one."""
    return RawProblem(409, "already_signed_up_for_this_booking_error")


def no_seats_left() -> ApiError:
    return HttpProblem(409, "No more seats left at this seated booking.")


def payment_credentials_missing() -> ApiError:
    return RawProblem(400, "Missing payment credentials")


def starts_in_past() -> ApiError:
    return HttpProblem(400, "Attempting to book a meeting in the past.")


def out_of_bounds() -> ApiError:
    """Too soon, or beyond the booking window."""
    return HttpProblem(
        400,
        "The event type can't be booked at the \"start\" time provided. This could be because it's too soon (violating "
        "the minimum booking notice) or too far in the future (outside the event's scheduling window). Try fetching "
        'available slots first using the GET /v2/slots endpoint and then make a booking with "start" time equal to one '
        "of the available slots.",
    )


def length_changed() -> ApiError:
    """The core's own check: neither the event type's length nor one of its options."""
    return RawProblem(400, "Invalid event length")


def host_missing() -> ApiError:
    return RawProblem(404, "eventTypeUser.notFound")


def booking_limit_reached() -> ApiError:
    """401, as thrown: the core says 403 and something above it rewraps."""
    return RawProblem(401, "booking_limit_reached")


def duration_limit_reached() -> ApiError:
    return RawProblem(401, "duration_limit_reached")


def not_available(*, of_team: bool = False) -> ApiError:
    """409, as the hosted service answers today; its older sources say 400 with the same sentence (live.md 4.2)."""
    who = "One of the hosts" if of_team else "User"
    return HttpProblem(409, f"{who} either already has booking at this time or is not available")


def odd_frequency() -> ApiError:
    """A recurrence that the service cannot count makes it crash."""
    return RawProblem(500, "Internal server error")
