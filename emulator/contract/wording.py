"""Refusals in the words of class-validator: the texts of its rules, and the two shapes the service puts them in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from emulator.contract.fold import Folded

Json = Any

CUSTOM: Final = "customValidation"
"""The name of a rule that only its text describes."""
EACH: Final = "each value in "

# Constraint names where the schema gives none, by keyword, or by keyword and its value.
_NAMES: Final = {
    "type string": "isString",
    "type integer": "isInt",
    "type number": "isNumber",
    "type boolean": "isBoolean",
    "type array": "isArray",
    "type object": "isObject",
    "required": "isDefined",
    "nested": "nestedValidation",
    "enum": "isIn",
    "const": "equals",
    "minimum": "min",
    "exclusiveMinimum": "min",
    "maximum": "max",
    "exclusiveMaximum": "max",
    "multipleOf": "isDivisibleBy",
    "minLength": "minLength",
    "maxLength": "maxLength",
    "pattern": "matches",
    "minItems": "arrayMinSize",
    "maxItems": "arrayMaxSize",
    "uniqueItems": "arrayUnique",
    "contains": "arrayContains",
    "minProperties": "isNotEmptyObject",
    "additional": "whitelistValidation",
    "format date": "isDateString",
    "format date-time": "isDateString",
    "format iso-date": "isDateString",
    "format email": "isEmail",
    "format hh-mm": "isMilitaryTime",
    "format phone": "isPhoneNumber",
    "format time-zone": "isTimeZone",
    "format uri": "isUrl",
    "format url": "isUrl",
    "format uuid": "isUuid",
}
# The default text of each rule; `{0}` is the rule's argument.
_TEXTS: Final = {
    "isString": "{name} must be a string",
    "isInt": "{name} must be an integer number",
    "isNumber": "{name} must be a number conforming to the specified constraints",
    "isBoolean": "{name} must be a boolean value",
    "isArray": "{name} must be an array",
    "isObject": "{name} must be an object",
    "isDefined": "{name} should not be null or undefined",
    "isNotEmpty": "{name} should not be empty",
    "nestedValidation": "nested property {name} must be either object or array",
    "isIn": "{name} must be one of the following values: {0}",
    "isEnum": "{name} must be one of the following values: {0}",
    "equals": "{name} must be equal to {0}",
    "min": "{name} must not be less than {0}",
    "max": "{name} must not be greater than {0}",
    "isPositive": "{name} must be a positive number",
    "isDivisibleBy": "{name} must be divisible by {0}",
    "minLength": "{name} must be longer than or equal to {0} characters",
    "maxLength": "{name} must be shorter than or equal to {0} characters",
    "matches": "{name} must match /{0}/ regular expression",
    "arrayMinSize": "{name} must contain at least {0} elements",
    "arrayMaxSize": "{name} must contain no more than {0} elements",
    "arrayNotEmpty": "{name} should not be empty",
    "arrayUnique": "All {name}'s elements must be unique",
    "arrayContains": "{name} must contain {0} values",
    "isNotEmptyObject": "{name} must be a non-empty object",
    "whitelistValidation": "property {name} should not exist",
    "isDateString": "{name} must be a valid ISO 8601 date string",
    "isISO8601": "{name} must be a valid ISO 8601 date string",
    "isIso8601": "{name} must be a valid ISO 8601 date string",
    "isEmail": "{name} must be an email",
    "isMilitaryTime": "{name} must be a valid representation of military time in the format HH:MM",
    "isPhoneNumber": "{name} must be a valid phone number",
    "isTimeZone": "{name} must be a valid IANA time-zone",
    "isUrl": "{name} must be a URL address",
    "isUuid": "{name} must be a UUID",
    "isUUID": "{name} must be a UUID",
}


@dataclass(slots=True, frozen=True)
class Constraint:
    """A rule that a value broke: its JSON Schema keyword, class-validator's name for it, and the text.

    `own` says that the text was given by the schema for this very keyword.
    """

    keyword: str
    name: str
    text: str
    own: bool = False


@dataclass(slots=True)
class Problem:
    """What is wrong with one property: rules it broke itself, and problems of properties inside it."""

    name: str
    constraints: list[Constraint] = field(default_factory=list)
    children: list[Problem] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.constraints or self.children)

    def merge(self, other: Problem) -> None:
        """Take over what another look at the same property found."""
        have = {constraint.name for constraint in self.constraints}
        self.constraints += [one for one in other.constraints if one.name not in have]
        for child in other.children:
            same = next((mine for mine in self.children if mine.name == child.name), None)
            if same is None:
                self.children.append(child)
            else:
                same.merge(child)

    def leaves(self) -> Iterator[str]:
        """All texts, in order."""
        for constraint in self.constraints:
            yield constraint.text
        for child in self.children:
            yield from child.leaves()

    def size(self) -> int:
        return sum(1 for _ in self.leaves())


def constraint(folded: Folded, keyword: str, name: str, argument: Json = None, *, each: bool = False) -> Constraint:
    """The rule behind a keyword as this schema words it; `argument` is the keyword's value, `each` = in a list."""
    rule, _, _ = keyword.partition(" ")
    asked = "type" if rule == "nested" else rule
    own = folded.texts.get(asked)
    label = folded.names.get(asked) or _NAMES.get(keyword) or _NAMES.get(rule) or CUSTOM
    if own is not None:
        return Constraint(rule, label, own, own=True)
    prefix = EACH if each else ""
    template = _TEXTS.get(label) or _TEXTS.get(_NAMES.get(keyword) or _NAMES.get(rule) or "")
    if template is None:
        return Constraint(rule, label, f"{prefix}{name} does not keep to its rule on {rule}")
    return Constraint(rule, label, prefix + template.replace("{0}", _listed(argument)).replace("{name}", name))


def starred(folded: Folded, problem: Problem) -> Problem:
    """The problem as a schema with a text for whatever fails (`x-messages: {"*": …}`) words it: in one line."""
    text = folded.texts.get("*")
    if text is None or not problem:
        return problem
    kept = [one for one in problem.constraints if one.own]
    others = [one for one in problem.constraints if not one.own]
    if others or problem.children or not kept:
        label = folded.names.get("*") or (others[0].name if others and not problem.children else CUSTOM)
        kept.append(Constraint("*", label, text, own=True))
    return Problem(problem.name, kept)


def _listed(argument: Json) -> str:
    if isinstance(argument, list):
        return ", ".join(map(_listed, argument))
    if isinstance(argument, bool):
        return "true" if argument else "false"
    return "null" if argument is None else str(argument)


def as_list(problems: Iterable[Problem]) -> list[dict[str, Json]]:
    """class-validator's list as the service shows it: no target, no value, no empty constraints (live.md 4.1 E4)."""
    return [
        {
            "property": problem.name,
            "children": as_list(problem.children),
            **({"constraints": {one.name: one.text for one in problem.constraints}} if problem.constraints else {}),
        }
        for problem in problems
    ]


def as_sentence(problems: Iterable[Problem]) -> str:
    """The one sentence that some bodies get: no blank after the comma, one at the end (bookings.md 1.5)."""
    return ", ".join(
        f"{problem.name} property is wrong,{', '.join(one.text for one in problem.constraints)} "
        f"{as_sentence(problem.children)}"
        for problem in problems
    )
