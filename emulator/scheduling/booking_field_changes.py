"""Changes to the list of an event type's questions, one by one: append, change, remove (live.md 2.3)."""

from __future__ import annotations

from typing import Any

from emulator.errors import event_type_questions as errors
from emulator.errors import event_types as event_type_errors
from emulator.scheduling.booking_fields_2026_06_12 import (
    SYSTEM,
    WORKFLOW,
    check_one,
    check_values,
    shape_of,
    shown,
    stored,
    system_name,
)
from emulator.scheduling.shapes import kept, printed

Json = dict[str, Any]


def appended(fields: list[Json], given: Any) -> list[Json]:
    """Own questions of a request behind those that are there. Raises 400s."""
    sent = _entries(given)
    taken = {field.get("slug") for field in fields}
    for number, field in enumerate(sent):
        check_one(number, field)
        if field["field"] != "custom":
            raise errors.only_own_can_be_added()
        if field["slug"] in taken:
            raise event_type_errors.duplicate_field(field["slug"])
        taken.add(field["slug"])
    return [*fields, *map(stored, sent)]


def changed(fields: list[Json], given: Any) -> list[Json]:
    """The questions that entries name by slug, changed in what these hold. Raises 400s.

    What a list reads back as can be sent whole: what identifies a question is then compared, not changed.
    """
    found = list(fields)
    for number, entry in enumerate(_entries(given)):
        if not isinstance(entry, dict):
            raise errors.invalid(number, " must be an object")
        slug = entry.get("slug")
        if not isinstance(slug, str):
            raise errors.invalid(number, ".slug must be a string")
        place = _place(found, slug)
        if place is None:
            raise errors.no_such_slug(number, slug)
        if slug in WORKFLOW:
            raise errors.set_by_workflows(number, slug)
        found[place] = _merged(number, found[place], entry)
    return found


def without(fields: list[Json], slug: str) -> list[Json]:
    """The list without an own question. Raises a 400 for a default one, a 404 for one that is not there."""
    if slug in SYSTEM or slug in WORKFLOW:
        raise errors.only_own_can_be_deleted()
    place = _place(fields, slug)
    if place is None:
        raise errors.no_field_to_delete(slug)
    return [*fields[:place], *fields[place + 1 :]]


def _entries(given: Any) -> list[Any]:
    if not isinstance(given, list):
        raise event_type_errors.fields_not_a_list()
    if not given:
        raise event_type_errors.no_fields()
    return given


def _place(fields: list[Json], slug: str) -> int | None:
    """Where a question stands: default ones are found by what they are, whatever slug they are stored under."""
    for number, field in enumerate(fields):
        if (system_name(field) or field.get("slug")) == slug:
            return number
    return None


def _merged(number: int, field: Json, entry: Json) -> Json:
    before = shown(field)
    if "variant" in entry and entry["variant"] != before.get("variant") and before["field"] == "name":
        return _renamed(number, entry)
    for name in ("field", "type", "variant"):
        if entry.get(name) is not None and entry[name] != before.get(name):
            raise errors.type_is_fixed(number, name)
    shape = shape_of(field)
    changes = kept(entry, shape)
    if not changes:
        raise errors.nothing_to_change(number)
    check_values(number, {**before, **entry}, shape)
    return {**field, **changes}


def _renamed(number: int, entry: Json) -> Json:
    """The question for the name asked in the other of its two ways, with nothing left of the way it was."""
    if entry["variant"] not in ("fullName", "splitName"):
        raise errors.invalid(number, f".variant must be fullName or splitName, not {printed(entry['variant'])}")
    whole = {**entry, "field": "name"}
    check_one(number, whole)
    return stored(whole)
