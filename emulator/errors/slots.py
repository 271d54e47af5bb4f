"""Refusals of slots and their reservations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from emulator.errors.base import ApiError, HttpProblem, InvalidRequest, TrpcProblem


def wrong_parameters(surplus: Sequence[str], missing: Sequence[str]) -> ApiError:
    """Parameters that do not go with the way the event type was named, and those that this way still needs.

    All complaints are one sentence, what should not be there first.
    """
    complaints = [f"{name} property is wrong,property {name} should not exist " for name in surplus]
    for name in missing:
        text = "The array must contain at least 2 elements." if name == "usernames" else f"{name} must be a string"
        complaints.append(f"{name} property is wrong,{text} ")
    return HttpProblem(400, ", ".join(complaints))


def invalid_start_or_end(name: str) -> ApiError:
    return HttpProblem(400, f"{name} property is wrong,{name} must be a valid ISO 8601 date string ")


def invalid_instant(name: str) -> ApiError:
    """The older generation's way of saying it."""
    constraint = {"isDateString": f"{name} must be a valid ISO 8601 date string"}
    return InvalidRequest([{"property": name, "children": [], "constraints": constraint}])


def invalid_range() -> ApiError:
    return HttpProblem(400, "Invalid time range given - check the 'start' and 'end' query parameters.")


def event_type_not_found() -> ApiError:
    return HttpProblem(404, "Event Type not found")


def username_not_found(username: str) -> ApiError:
    return HttpProblem(404, f"User with username {username} not found")


def team_not_found(slug: str) -> ApiError:
    return HttpProblem(404, f"Team with slug {slug} not found")


def organization_not_found(slug: str) -> ApiError:
    return HttpProblem(404, f"slots-input.service.ts: Organization with slug {slug} not found")


def no_group_bookings() -> ApiError:
    """Somebody of the group does not want to be booked together with others."""
    return TrpcProblem("UNAUTHORIZED")


def duration_needs_credentials() -> ApiError:
    return HttpProblem(
        401,
        "reservationDuration can only be used for authenticated requests - use access token, api key or OAuth "
        "credentials",
    )


def duration_needs_relation() -> ApiError:
    return HttpProblem(
        403,
        "authenticated user is not owner of event type, does not have memberships in common with owner of the event "
        "type, nor does belong to event type's team or org.",
    )


def unknown_event_type(event_type_id: int) -> ApiError:
    return HttpProblem(404, f"Event Type with ID={event_type_id} not found")


def reservation_not_found(uid: str) -> ApiError:
    return HttpProblem(404, f"Slot with uid={uid} not found")


def invalid_start() -> ApiError:
    return HttpProblem(400, "Invalid start date")


def fixed_length() -> ApiError:
    return HttpProblem(400, "You passed 'slotDuration' but this event type is not a variable length event type.")


def not_a_length(lengths: Iterable[int]) -> ApiError:
    known = ", ".join(map(str, lengths))
    return HttpProblem(
        400,
        "Provided 'slotDuration' is not one of the possible lengths for the event type. The possible lengths for this "
        f"variable length event type are: {known}",
    )


def no_seats_left(event_type_id: int, start: str) -> ApiError:
    # The text says booking and shows the event type's id: so does the service.
    return HttpProblem(422, f"Booking with id={event_type_id} at {start} has no more seats left.")


def already_booked() -> ApiError:
    return HttpProblem(422, "Can't reserve a slot if the event is already booked.")


def already_reserved() -> ApiError:
    return HttpProblem(422, "This time slot is already reserved by another user. Please choose a different time.")


def no_hosts() -> ApiError:
    return HttpProblem(400, "Cannot reserve a slot for a team event without any hosts")
