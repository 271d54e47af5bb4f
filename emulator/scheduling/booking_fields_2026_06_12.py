"""The questions of an event type in the words of version 2026-06-12: what may be sent, and what is shown (live.md 2.3).

They are stored in the form of 2024-06-14, whose types are read and written here, with four keys more: `minLength`,
`maxLength`, `excludeEmails` and `requireEmails`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from emulator.errors import event_type_questions as errors
from emulator.errors import event_types as event_type_errors
from emulator.scheduling.event_type_defaults import default_booking_fields
from emulator.scheduling.event_type_fields import AFTER, BEFORE, as_json
from emulator.scheduling.shapes import Kind, kept, printed, problems

Json = dict[str, Any]
Shape = Mapping[str, Kind]

SYSTEM: Final = (*("name", "email", "location"), *AFTER, "attendeePhoneNumber")
WORKFLOW: Final = ("smsReminderNumber", "aiAgentCallPhoneNumber")
"""Questions that workflows add. They can be read, but only workflows change them."""
TYPES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "email": "email",
        "phone": "phone",
        "address": "address",
        "shortText": "text",
        "longText": "textarea",
        "number": "number",
        "multiEmail": "multiemail",
        "checkbox": "boolean",
        "url": "url",
        "select": "select",
        "multiSelect": "multiselect",
        "checkboxGroup": "checkbox",
        "radioGroup": "radio",
    }
)
"""What own questions are called here, and in the stored form."""
STORED_TYPES: Final[Mapping[str, str]] = MappingProxyType({stored: name for name, stored in TYPES.items()})
WITH_OPTIONS: Final = frozenset({"select", "multiSelect", "checkboxGroup", "radioGroup"})
LONGEST_TEXT: Final = 1000
SLUG: Final = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")

_FACE: Final[Shape] = {"label": "string", "placeholder": "string"}
_SWITCHES: Final[Shape] = {"required": "boolean", "hidden": "boolean"}
_LOCK: Final[Shape] = {"disableOnPrefill": "boolean"}
_RULES: Final[Shape] = {"excludeEmails": "strings", "requireEmails": "strings"}
_LENGTHS: Final[Shape] = {"minLength": "integer", "maxLength": "integer"}
_DEFAULT: Final[Shape] = {**_SWITCHES, **_FACE, **_LOCK}
_FULL_NAME: Final[Shape] = {**_FACE, **_LOCK}
_SPLIT_NAME: Final[Shape] = {
    "firstNameLabel": "string",
    "firstNamePlaceholder": "string",
    "lastNameLabel": "string",
    "lastNamePlaceholder": "string",
    "lastNameRequired": "boolean",
    **_LOCK,
}


def check_fields(given: Any) -> None:
    """Refuse what no list of questions may be, naming the place. Nothing is known of `given`."""
    if not isinstance(given, list):
        raise event_type_errors.fields_not_a_list()
    if not given:
        raise event_type_errors.no_fields()
    seen: set[str] = set()
    for number, field in enumerate(given):
        check_one(number, field)
        name = field["slug"] if field["field"] == "custom" else field["field"]
        if name in seen:
            raise event_type_errors.duplicate_field(name)
        seen.add(name)


def check_one(number: int, field: Any) -> None:
    """Refuse what is no question; `number` is its place in the list that was sent."""
    if not isinstance(field, dict):
        raise errors.invalid(number, " must be an object")
    name = field.get("field")
    if not isinstance(name, str):
        raise errors.invalid(number, ".field must be a string")
    if name in WORKFLOW:
        return
    if name == "custom":
        _check_own(number, field)
        return
    if name not in SYSTEM:
        raise errors.unknown_field(number, name, (*SYSTEM, *WORKFLOW))
    if name == "name" and field.get("variant") not in ("fullName", "splitName"):
        raise errors.invalid(number, ".variant must be one of the following values: fullName, splitName")
    check_values(number, field, shape_of(stored(field)))


def check_values(number: int, field: Json, shape: Shape, required: tuple[str, ...] = ()) -> None:
    """Refuse values of the wrong kind, the first that is found."""
    for problem in problems(field, shape, required):
        raise errors.invalid(number, problem if problem.startswith("each ") else f".{problem}")
    low, high = field.get("minLength"), field.get("maxLength")
    for name in _LENGTHS:
        if name in shape and field.get(name) is not None and not 0 <= field[name] <= LONGEST_TEXT:
            raise errors.invalid(number, f".{name} must be between 0 and {LONGEST_TEXT}")
    if low is not None and high is not None and "minLength" in shape and low > high:
        raise errors.invalid(number, ".minLength must not be greater than maxLength")


def arrange(given: list[Json]) -> list[Json]:
    """The complete list that is stored for checked questions.

    Those sent stand together, in the order they came. Default ones that were not sent come with their defaults: some
    before, some behind (live.md 2.3). Questions of workflows are not taken from a list.
    """
    sent = [stored(field) for field in given if field["field"] not in WORKFLOW]
    there = {system_name(field) for field in sent}
    defaults = {str(field["slug"]): field for field in default_booking_fields()}
    return [
        *(defaults[slug] for slug in BEFORE if slug not in there),
        *sent,
        *(defaults[slug] for slug in AFTER if slug not in there),
    ]


def guests_hidden(given: list[Json]) -> bool | None:
    """Whether the question for guests is hidden; None when the list does not have it."""
    return next((bool(field.get("hidden")) for field in given if field.get("field") == "guests"), None)


def shown_fields(fields: list[Json], *, hidden: bool) -> list[Json]:
    """Stored questions as this version shows them; without `hidden` only those that the booking page has."""
    return [shown(field) for field in fields or default_booking_fields() if hidden or not field.get("hidden")]


def stored(field: Json) -> Json:
    """A checked question in the stored form, complete."""
    name = field["field"]
    if name == "custom":
        return _stored_own(field)
    if name == "name" and field["variant"] == "splitName":
        base = {"isDefault": True, "type": "splitName", "slug": "splitName", "lastNameRequired": False}
        return {**base, "disableOnPrefill": False, **kept(field, _SPLIT_NAME)}
    base = next(each for each in default_booking_fields() if each["slug"] == name)
    return {**base, **kept(field, shape_of(base))}


def shape_of(field: Json) -> Shape:
    """What can be set of a question, given in the stored form."""
    name = system_name(field)
    if name is None:
        return _own_shape(STORED_TYPES.get(str(field.get("type")), ""))
    if name == "name":
        return _SPLIT_NAME if field.get("type") == "splitName" else _FULL_NAME
    if name == "location":
        return {"label": "string"}
    return {**_DEFAULT, **_RULES} if name == "email" else _DEFAULT


def system_name(field: Json) -> str | None:
    """Which default or workflow question a stored one is; None for an own one."""
    slug = str(field.get("slug"))
    if slug in WORKFLOW or slug == "attendeePhoneNumber":
        return slug
    if field.get("isDefault") is False:
        return None
    if field.get("type") == "splitName":
        return "name"
    return slug if slug in SYSTEM else None


def shown(field: Json) -> Json:
    """One stored question."""
    name = system_name(field)
    if name == "name":
        variant = "splitName" if field.get("type") == "splitName" else "fullName"
        complete: Json = {"field": name, "slug": name, "variant": variant, "disableOnPrefill": False}
        if variant == "splitName":
            complete["lastNameRequired"] = False
        return {**complete, **kept(field, shape_of(field))}
    if name == "location":
        return {"field": name, "slug": name, **kept(field, shape_of(field))}
    switches = {"required": False, "hidden": False, "disableOnPrefill": False}
    if name is not None:
        return {"field": name, "slug": name, **switches, **kept(field, shape_of(field))}
    kind = STORED_TYPES.get(str(field.get("type")))
    if kind is None or not isinstance(field.get("slug"), str):
        raw = field["bookingField"] if field.get("type") == "unknown" and "bookingField" in field else as_json(field)
        return {"field": "unknown", "slug": "unknown", "bookingField": raw}
    complete = {"field": "custom", "slug": field["slug"], "label": field["slug"], **switches, "type": kind}
    if kind in WITH_OPTIONS:
        complete["options"] = []
    return {**complete, **kept(field, shape_of(field))}


def _check_own(number: int, field: Json) -> None:
    kind = field.get("type")
    check_values(number, field, {"slug": "string", "label": "string", "type": "string"}, ("slug", "label", "type"))
    if kind not in TYPES:
        raise errors.unknown_type(number, printed(kind), TYPES)
    if field["slug"] in (*SYSTEM, *WORKFLOW):
        raise errors.reserved_slug(number, field["slug"])
    if not SLUG.fullmatch(field["slug"]):
        raise errors.bad_slug(number)
    check_values(number, field, _own_shape(str(kind)), ("options",) if kind in WITH_OPTIONS else ())


def _own_shape(kind: str) -> Shape:
    more: Mapping[str, Shape] = {
        "email": _RULES,
        "longText": _LENGTHS,
        **{each: {"options": "strings"} for each in WITH_OPTIONS},
    }
    return {**_DEFAULT, **more.get(kind, {})}


def _stored_own(field: Json) -> Json:
    kind = field["type"]
    defaults: Json = {"required": False, "disableOnPrefill": False, "hidden": False}
    if kind == "longText":
        defaults |= {"minLength": 0, "maxLength": LONGEST_TEXT}
    base = {"isDefault": False, "type": TYPES[kind], "slug": field["slug"]}
    return {**base, **defaults, **kept(field, _own_shape(kind))}
