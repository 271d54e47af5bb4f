"""Refusals of the questions of an event type, as version 2026-06-12 words them (live.md 4.2)."""

from __future__ import annotations

from collections.abc import Iterable

from emulator.errors.base import ApiError, HttpProblem


def invalid(place: int, problem: str) -> ApiError:
    """`problem` goes on where the place in the list ends: `.slug must be a string`, ` must be an object`."""
    if not problem.startswith((".", " ")):
        problem = f": {problem}"
    return HttpProblem(400, f"bookingFields[{place}]{problem}.")


def unknown_field(place: int, name: str, known: Iterable[str]) -> ApiError:
    return invalid(place, f"unknown field '{name}'. Allowed system fields: {', '.join(known)}")


def unknown_type(place: int, name: str, known: Iterable[str]) -> ApiError:
    return invalid(place, f"unknown type '{name}'. Allowed types: {', '.join(known)}")


def bad_slug(place: int) -> ApiError:
    return invalid(
        place, ".slug must start with a lower-case letter and hold only lower-case letters, digits and single hyphens"
    )


def reserved_slug(place: int, slug: str) -> ApiError:
    return invalid(place, f".slug '{slug}' is the slug of a system field")


def only_own_can_be_added() -> ApiError:
    return HttpProblem(400, "Only custom booking fields can be added")


def nothing_to_change(place: int) -> ApiError:
    return invalid(place, " must contain at least one property to update")


def no_such_slug(place: int, slug: str) -> ApiError:
    return invalid(place, f"no booking field with slug '{slug}' exists")


def set_by_workflows(place: int, slug: str) -> ApiError:
    return invalid(place, f"booking field '{slug}' is added by workflows and cannot be updated")


def type_is_fixed(place: int, name: str) -> ApiError:
    return invalid(place, f".{name} cannot be changed")


def only_own_can_be_deleted() -> ApiError:
    return HttpProblem(400, "System booking fields cannot be deleted; set hidden instead.")


def no_field_to_delete(slug: str) -> ApiError:
    return HttpProblem(404, f"Booking field with slug {slug} not found")
