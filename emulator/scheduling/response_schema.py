"""The booking core's schema of answers: what it finds wrong becomes one `ZodProblem`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from emulator.errors.base import ZodProblem
from emulator.scheduling.booking_fields import javascript_type
from emulator.scheduling.locations import KINDS, is_phone_number
from emulator.world.appointments import EventType

Json = dict[str, Any]

REQUIRED: Final = "error_required_field"
BAD_EMAIL: Final = "email_validation_error"
BAD_PHONE: Final = "invalid_number"
EMAIL = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@(?:[\w](?:[\w-]*[\w])?\.)+[a-z0-9][a-z0-9-]*[a-z0-9]", re.IGNORECASE)
URL = re.compile(r"(?:https?://)?(?:[\w-]+\.)+[\w-]+(?::\d+)?(?:[/?#]\S*)?", re.IGNORECASE)

LIST_TYPES: Final = frozenset({"multiselect", "checkbox"})
TEXT_TYPES: Final = frozenset({"address", "text", "select", "number", "radio"})
ATTENDEES_PLACES: Final = frozenset(kind.stored for kind in KINDS.values() if kind.by_attendee)


def check(event_type: EventType, answers: Json, metadata: Mapping[str, Any], *, rescheduling: bool = False) -> None:
    """Check the assembled answers and the client's metadata as the core does; raises `ZodProblem`.

    The question for the reason of rescheduling is asked only then.
    """
    issues = [
        (f"metadata.{key}", f"Expected string, received {_received(value)}")
        for key, value in metadata.items()
        if not isinstance(value, str)
    ]
    issues += _misshapen_location(answers)
    if issues and issues[-1][0].startswith("responses"):
        raise ZodProblem(issues)
    fields = list(event_type.booking_fields)
    known = {field.get("slug") for field in fields}
    if not known & {"name", "splitName"}:
        fields.insert(0, {"type": "name", "slug": "name", "required": True})
    if "email" not in known:
        fields.insert(1, {"type": "email", "slug": "email", "required": True})
    if "guests" not in known:
        fields.append({"type": "multiemail", "slug": "guests"})
    for field in fields:
        if field.get("slug") == "rescheduleReason" and not rescheduling:
            continue
        slug = "name" if field.get("type") == "splitName" else str(field.get("slug"))
        value = answers.get(slug)
        if not value and value is not False and value != 0:
            if not _is_required(field):
                continue
            wrong = [REQUIRED]
        else:
            wrong = list(_wrong(field, value))
        issues += [("responses", f"{{{slug}}}{text}") for text in wrong]
        if REQUIRED in wrong:
            # The core leaves the loop at the first answer that is missing.
            break
    if issues:
        raise ZodProblem(issues)


def is_email(text: Any) -> bool:
    return isinstance(text, str) and EMAIL.fullmatch(text) is not None


def _is_required(field: Json) -> bool:
    # A hidden question needs no answer; a name has no such setting.
    return not field.get("hidden") and bool(field.get("required", field.get("type") == "splitName"))


def _wrong(field: Json, value: Any) -> Iterator[str]:
    """What is wrong with an answer that is given."""
    kind = field.get("type")
    if kind in ("name", "splitName"):
        yield from _wrong_name(field, value)
    elif kind == "email":
        yield from _wrong_email(field, value)
    elif kind == "multiemail":
        yield from _wrong_emails(value)
    elif kind == "phone":
        if not (isinstance(value, str) and is_phone_number(value)):
            yield BAD_PHONE
    elif kind == "boolean":
        if not isinstance(value, bool):
            yield "Invalid Boolean"
    elif kind in LIST_TYPES:
        if not (isinstance(value, list) and all(isinstance(each, str) for each in value)):
            yield "Invalid array of strings"
    elif kind == "textarea":
        yield from _wrong_long_text(field, value)
    elif kind == "url":
        if not (isinstance(value, str) and URL.fullmatch(value)):
            yield "url_validation_error"
    elif kind == "radioInput":
        yield from _wrong_location(value)
    elif kind in TEXT_TYPES and not isinstance(value, str):
        # Number questions too, whose answers the layer above lets pass only as numbers: they cannot be answered, and
        # numbers among the options of select and radio cannot be chosen (trap 1 of bookings.md 3.3).
        yield "Invalid string"


def _wrong_name(field: Json, value: Any) -> Iterator[str]:
    if field.get("type") == "name":
        if not isinstance(value, str):
            yield "Invalid string"
        return
    if not value.get("firstName") or (field.get("lastNameRequired") and not value.get("lastName")):
        yield REQUIRED


def _wrong_email(field: Json, value: Any) -> Iterator[str]:
    if not is_email(value):
        yield BAD_EMAIL
        return
    if any(_matches(value, rule) for rule in _rules(field.get("excludeEmails"))):
        yield "exclude_emails_match_found_error_message"
    wanted = _rules(field.get("requireEmails"))
    if wanted and not any(_matches(value, rule) for rule in wanted):
        yield "require_emails_no_match_found_error_message"


def _wrong_emails(value: Any) -> Iterator[str]:
    if not (isinstance(value, list) and all(is_email(each) for each in value)):
        yield BAD_EMAIL
    elif len(set(value)) < len(value):
        yield "duplicate_email"


def _wrong_long_text(field: Json, value: Any) -> Iterator[str]:
    if not isinstance(value, str):
        yield "Invalid string"
        return
    most, least = field.get("maxLength"), field.get("minLength")
    if most is not None and len(value) > most:
        yield f"Max. {most} characters allowed"
    if least is not None and len(value) < least:
        yield f"Min. {least} characters required"


def _wrong_location(value: Any) -> Iterator[str]:
    if value["value"] not in ATTENDEES_PLACES:
        return
    if not value["optionValue"]:
        yield REQUIRED
    elif value["value"] == "phone" and not is_phone_number(value["optionValue"]):
        yield BAD_PHONE


def _misshapen_location(answers: Json) -> Iterator[tuple[str, str]]:
    """A location is an object of two strings; only an answer sheet written by hand can be anything else."""
    location = answers.get("location")
    if location is None:
        return
    if not isinstance(location, dict):
        yield "responses.location", f"Expected object, received {_received(location)}"
        return
    for key in ("optionValue", "value"):
        if key not in location:
            yield f"responses.location.{key}", "Required"
        elif not isinstance(location[key], str):
            yield f"responses.location.{key}", f"Expected string, received {_received(location[key])}"


def _rules(given: Any) -> list[str]:
    if isinstance(given, str):
        given = given.split(",")
    return [rule.strip().lower() for rule in given or [] if rule.strip()]


def _matches(email: str, rule: str) -> bool:
    """A rule is an address, a domain or a domain behind an at sign; case does not count."""
    email = email.lower()
    return email == rule or email.endswith("@" + rule.removeprefix("@"))


def _received(value: Any) -> str:
    return "null" if value is None else javascript_type(value)
