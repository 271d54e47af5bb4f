"""The questions of an event type: what may be sent, how it is stored, what is shown (resources.md 4.4)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from emulator.errors import event_types as errors
from emulator.scheduling.event_type_defaults import default_booking_fields
from emulator.scheduling.shapes import Kind, kept, printed, problems

Json = dict[str, Any]
Shape = Mapping[str, Kind]

PHONE: Final = "attendeePhoneNumber"
BY_SLUG: Final = frozenset({"title", "location", "notes", "guests", "rescheduleReason"})
"""Default questions that are found by their slug; a type beside it does not count."""
BY_TYPE: Final[Mapping[str, str]] = MappingProxyType({"name": "name", "splitName": "name", "email": "email"})
"""Default questions that are found by their type, and the question each of them is."""
WITH_PLACEHOLDER: Final = frozenset({"phone", "address", "text", "url", "number", "textarea", "multiemail", "select"})
WITH_OPTIONS: Final = frozenset({"select", "multiselect", "checkbox", "radio"})
OWN: Final = WITH_PLACEHOLDER | WITH_OPTIONS | {"boolean"}
BEFORE: Final = ("name", "email", PHONE, "location")
AFTER: Final = ("title", "notes", "guests", "rescheduleReason")
NEWER: Final = frozenset({"minLength", "maxLength", "excludeEmails", "requireEmails"})

_FACE: Final[Shape] = {"label": "string", "placeholder": "string"}
_LOCK: Final[Shape] = {"disableOnPrefill": "boolean"}
_SWITCHES: Final[Shape] = {"required": "boolean", "hidden": "boolean"}
_SPLIT_FACES: Final[Shape] = {
    "firstNameLabel": "string",
    "firstNamePlaceholder": "string",
    "lastNameLabel": "string",
    "lastNamePlaceholder": "string",
}
_SHAPES: Final[Mapping[str, Shape]] = MappingProxyType(
    {
        "name": {**_FACE, **_LOCK},
        "splitName": {**_SPLIT_FACES, "lastNameRequired": "boolean", **_LOCK},
        "location": {"label": "string"},
    }
)
_SLUGS: Final = tuple(BY_SLUG)
_COMPLETE: Final = (*sorted(OWN), *BY_TYPE, "radioInput")
_NAME_KEYS: Final = frozenset({"isDefault", "slug", "disableOnPrefill"})
_LOCATION_KEYS: Final = frozenset({"isDefault", "slug", "required", "hidden"})
_OTHER_KEYS: Final = _NAME_KEYS | _LOCATION_KEYS
_DEFAULT: Final[Shape] = {**_SWITCHES, **_FACE, **_LOCK}


def check_fields(given: Any) -> None:
    """Refuse what no list of questions may be, in the service's own sentences. Nothing is known of `given`."""
    if not isinstance(given, list):
        raise errors.fields_not_a_list()
    if not given:
        raise errors.no_fields()
    seen: list[object] = []
    for field in given:
        if not isinstance(field, dict):
            raise errors.field_without_type()
        kind, slug = field.get("type"), field.get("slug")
        system = isinstance(slug, str) and slug in BY_SLUG
        if not kind and not system:
            raise errors.field_without_type()
        if not slug and not _found_by_type(field):
            raise errors.field_without_slug()
        name = BY_TYPE[str(kind)] if _found_by_type(field) else slug
        if name in seen:
            raise errors.duplicate_field(printed(name))
        seen.append(name)
        _check_one(field)
        # An own question called like a default one would be a second answer under the same key.
        if _is_own(field) and name in BY_TYPE:
            raise errors.duplicate_field(printed(name))


def arrange(given: list[Json]) -> list[Json]:
    """The complete list that is stored for checked questions: defaults for those not sent, own ones as sent.

    The order is fixed. Only the telephone number has two places: before the location when it was sent before it, as
    the full default list has it, or else among the own questions (platform.md, item 54).
    """
    defaults = {field["slug"]: field for field in default_booking_fields()}
    del defaults[PHONE]
    own: list[Json] = []
    for number, field in enumerate(given):
        slug = _system_slug(field)
        if slug is None:
            own.append(_own(field))
        elif slug == PHONE and not any(each.get("slug") == "location" for each in given[number + 1 :]):
            own.append(_default(field, slug))
        else:
            defaults[slug] = _default(field, slug)
    ordered = [defaults[slug] for slug in BEFORE if slug in defaults]
    return [*ordered, *own, *(defaults[slug] for slug in AFTER)]


def named(field: Json) -> Json:
    """A question with the marks of a default one, type, slug and `isDefault`, if it is one; all it says stays."""
    slug = _system_slug(field)
    if slug is None or "isDefault" in field or field.get("slug", slug) not in (slug, "splitName"):
        return field
    marks = _default({"type": field.get("type")}, slug)
    return {"isDefault": True, "type": marks["type"], "slug": marks["slug"], **field}


def reachable(fields: list[Json]) -> tuple[bool, bool]:
    """Must the booker leave an e-mail address; must they leave a telephone number?"""
    demanded = {field.get("slug") for field in fields if field.get("required") and not field.get("hidden")}
    return "email" in demanded, PHONE in demanded


def guests_hidden(fields: list[Json]) -> bool | None:
    """Whether the question for guests is hidden; None when the list says nothing about it."""
    for field in fields:
        if field.get("slug") == "guests":
            return bool(field.get("hidden"))
    return None


def with_guests_hidden(fields: list[Json], hidden: bool) -> list[Json]:
    """A list in which the question for guests is hidden or shown; the other questions are shared with `fields`."""
    return [{**field, "hidden": hidden} if field.get("slug") == "guests" else field for field in fields]


def shown_fields(fields: list[Json], *, hidden: bool) -> list[Json]:
    """Stored questions as they read back; without `hidden` only those that the booking page has.

    What the API itself stored is complete. Records written directly may lack fields, or hold what no API writes.
    """
    shown = [field if _is_complete(field) else _completed(field) for field in fields or default_booking_fields()]
    return shown if hidden else [field for field in shown if not field.get("hidden")]


def _found_by_type(field: Json) -> bool:
    kind = field.get("type")
    return isinstance(kind, str) and kind in BY_TYPE and field.get("slug") not in _SLUGS


def _is_own(field: Json) -> bool:
    return _system_slug(field) in (None, PHONE)


def _system_slug(field: Json) -> str | None:
    """The default question that a sent object changes; None for an own question."""
    slug, kind = field.get("slug"), field.get("type")
    if isinstance(slug, str) and slug in BY_SLUG:
        return slug
    if isinstance(kind, str) and kind in BY_TYPE:
        return BY_TYPE[kind]
    return PHONE if slug == PHONE and kind == "phone" else None


def _check_one(field: Json) -> None:
    kind, slug = field.get("type"), _system_slug(field)
    if slug in BY_SLUG:
        shape, required, name = _SHAPES.get(slug, _DEFAULT), (), slug
    elif slug is not None and slug != PHONE:
        shape, required, name = _SHAPES.get(str(kind), _DEFAULT), (), str(kind)
    elif isinstance(kind, str) and kind in OWN:
        # The default question for a telephone number reads back without a label, so it may be sent without one.
        needs = () if slug == PHONE else ("slug", "label", "required", *(("options",) if kind in WITH_OPTIONS else ()))
        shape, required, name = _own_shape(kind), needs, kind
    else:
        raise errors.unsupported_field(printed(kind))
    found = problems(field, shape, required)
    if found:
        raise errors.invalid_field(name, found)


def _own_shape(kind: str) -> Shape:
    shape: dict[str, Kind] = {"slug": "string", "label": "string", "required": "boolean"}
    if kind in WITH_PLACEHOLDER:
        shape["placeholder"] = "string"
    if kind in WITH_OPTIONS:
        shape["options"] = "strings"
    return {**shape, "disableOnPrefill": "boolean", "hidden": "boolean"}


def _own(field: Json) -> Json:
    kind = field["type"]
    defaults = {"disableOnPrefill": False, "hidden": False}
    stored = {"isDefault": False, "type": kind, **kept(field, _own_shape(kind))}
    return {**stored, **{name: value for name, value in defaults.items() if name not in stored}}


def _default(field: Json, slug: str) -> Json:
    if field.get("type") == "splitName" and slug == "name":
        base: Json = {
            "isDefault": True,
            "type": "splitName",
            "slug": "splitName",
            "lastNameRequired": False,
            "disableOnPrefill": False,
        }
        return {**base, **kept(field, _SHAPES["splitName"])}
    base = next(each for each in default_booking_fields() if each["slug"] == slug)
    if slug == PHONE:
        # Hidden as long as nobody asks for it; asked for, it shows unless that says otherwise.
        base["hidden"] = False
    return {**base, **kept(field, _SHAPES.get(slug, _DEFAULT))}


def _is_complete(field: Json) -> bool:
    kind = field.get("type")
    needed = _NAME_KEYS if kind in ("name", "splitName") else _LOCATION_KEYS if kind == "radioInput" else _OTHER_KEYS
    return needed <= field.keys() and kind in _COMPLETE and not _is_newer(field)


def _completed(field: Json) -> Json:
    kind, slug = field.get("type"), _system_slug(field)
    if kind == "email" and field.get("isDefault") is False:
        return _unknown(field)
    if slug is not None:
        return _default(field, slug)
    if isinstance(kind, str) and kind in OWN and isinstance(field.get("slug"), str):
        needed = {"label": field["slug"], "required": False, **({"options": []} if kind in WITH_OPTIONS else {})}
        return _own({**needed, **field})
    return field if kind == "unknown" else _unknown(field)


def _is_newer(field: Json) -> bool:
    """Does it hold what only version 2026-06-12 knows: rules for addresses and lengths, more addresses?"""
    return bool(field.keys() & NEWER) or (field["type"] == "email" and not field["isDefault"])


def _unknown(field: Json) -> Json:
    return {"type": "unknown", "slug": "unknown", "bookingField": as_json(field)}


def as_json(value: Json) -> str:
    """What JavaScript's JSON.stringify makes of it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
