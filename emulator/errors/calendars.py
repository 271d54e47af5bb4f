"""Refusals of calendars: accounts, their events, and which of them count (resources.md 8)."""

from __future__ import annotations

from emulator.errors.base import ApiError, BareProblem, HttpProblem, ZodProblem

LABELS = {
    "google_calendar": ("google_calendar", "google OAuth"),
    "office365_calendar": ("office_365_calendar", "office 365 OAuth"),
    "apple_calendar": ("apple calendar", "apple calendar"),
    "ics-feed_calendar": ("Ics Feed calendar", "Ics Feed"),
}
"""By type of credential: what the service calls it when it is missing, and when it is no good."""


def two_strings(message: str, second: str) -> ApiError:
    """The service passes its exception two texts: the second lands where the phrase of the status usually is."""
    return HttpProblem(400, message, details={"message": message, "error": second, "statusCode": 400})


def unknown_calendar(available: tuple[str, ...]) -> ApiError:
    return two_strings("Invalid calendar type, available calendars are: ", ", ".join(available))


def not_connected(kind: str) -> ApiError:
    return HttpProblem(400, f"Credentials for {LABELS[kind][0]} not found.")


def invalid_credentials(kind: str) -> ApiError:
    return HttpProblem(400, f"Invalid {LABELS[kind][1]} credentials.")


def malformed_state(missing: list[str]) -> ApiError:
    """`missing` are the members of the state that a callback cannot do without, in the order they are looked at."""
    return ZodProblem([(name, "Expected string, received null") for name in missing])


def feeds_not_readable() -> ApiError:
    return HttpProblem(400, "Could not add ICS feeds, try using private ics feed.")


def login_refused(reason: str) -> ApiError:
    return HttpProblem(400, f"Could not add this apple calendar account: {reason}")


def credentials_not_found() -> ApiError:
    return HttpProblem(404, "Calendar credentials not found")


def zone_needed() -> ApiError:
    return HttpProblem(400, "Either timeZone or loggedInUsersTz must be provided")


def foreign_credentials() -> ApiError:
    return HttpProblem(401, "These credentials do not belong to you")


# Selected and destination calendars


def nothing_selected() -> ApiError:
    return HttpProblem(404, "No SelectedCalendar found.")


def several_selected() -> ApiError:
    """Spelt as the service spells it."""
    return HttpProblem(400, "Multiple SelecteCalendars found. Skipping deletion")


def credential_no_number() -> ApiError:
    """Nobody checks before the database does, which fails (live.md 4.2)."""
    return BareProblem(500, "There was an error, please try again later.", code="INTERNAL_SERVER_ERROR")


def no_such_destination(external_id: str) -> ApiError:
    return HttpProblem(404, f"Could not find calendar {external_id}")


# Events


def only_google(action: str) -> ApiError:
    rest = "Office 365 and Apple support is coming soon."
    return HttpProblem(400, f"{action} is currently only available for Google Calendar. {rest}")


def google_not_connected() -> ApiError:
    return HttpProblem(401, "Google Calendar is not connected for this user")


def reference_not_found() -> ApiError:
    return HttpProblem(404, "Booking reference not found")


def event_gone(*, reading: bool) -> ApiError:
    """The booking refers to an event that its calendar does not have any more."""
    return HttpProblem(404, f"Failed to {'retrieve' if reading else 'update'} meeting details")


def odd_connection() -> ApiError:
    return HttpProblem(400, "Invalid connectionId")


def unknown_connection(status: int = 404) -> ApiError:
    return HttpProblem(status, "Calendar connection not found")


def connection_not_google() -> ApiError:
    return HttpProblem(400, "Event operations for this connection are currently only available for Google Calendar")


def reconnect() -> ApiError:
    return HttpProblem(401, "Calendar credentials are invalid. Please reconnect.")


def event_not_found() -> ApiError:
    """The provider's own words; the service's are not known."""
    return HttpProblem(404, "Not Found")


def empty_range() -> ApiError:
    """The provider's own words; the service's are not known."""
    return HttpProblem(400, "The specified time range is empty.")
