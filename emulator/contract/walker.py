"""Finding every rule a refused value breaks. A mirror of the JSON Schema keywords in use, for wording only."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from emulator.contract.fold import Folded, Union, branches, fits, is_null, selected, type_of
from emulator.contract.formats import FORMATS
from emulator.contract.schemas import Schemas
from emulator.contract.traverse import Schema
from emulator.contract.wording import CUSTOM, EACH, Constraint, Problem, constraint, starred

Json = Any

_MISSING: Final = object()
_ANY: Final[dict[str, Json]] = {}
"""The schema of a property that nobody describes; one object, because schemas are known by identity."""
# In the order class-validator reports them: it runs a property's rules from the last declared to the first.
_RULES: Final = (
    ("maximum", "number"),
    ("exclusiveMaximum", "number"),
    ("exclusiveMinimum", "number"),
    ("minimum", "number"),
    ("multipleOf", "number"),
    ("maxLength", "string"),
    ("minLength", "string"),
    ("pattern", "string"),
    ("format", "string"),
    ("const", ""),
    ("enum", ""),
    ("maxItems", "array"),
    ("minItems", "array"),
    ("uniqueItems", "array"),
    ("contains", "array"),
    ("maxProperties", "object"),
    ("minProperties", "object"),
    ("propertyNames", "object"),
    ("dependentRequired", "object"),
)
_KINDS: Final = ("array", "object", "string", "number", "integer", "boolean")
# A property with one of these has no rule about its type beside it.
_INSTEAD_OF_TYPE: Final = ("format", "enum", "const", "pattern")


class Walker:
    """Looks at a value with a schema of one document and says, property by property, what class-validator would."""

    def __init__(self, schemas: Schemas) -> None:
        self._schemas = schemas

    def problems(self, schema: Schema, value: Json, name: str) -> list[Problem]:
        """The problems of an object's properties. Rules of the object itself are reported under `name`."""
        found = self._examine(schema, value, name)
        own = [Problem(name, found.constraints)] if found.constraints else []
        return [*found.children, *own]

    def _examine(self, schema: Schema, value: Json, name: str, inherited: dict[str, Schema] | None = None) -> Problem:
        """Everything wrong with one value; `inherited` are properties that a surrounding schema describes."""
        folded = self._schemas.fold(schema)
        problem = Problem(name)
        if value is _MISSING:
            problem.constraints += self._missing(folded, name)
            return starred(folded, problem)
        if folded.by_handler:
            return problem
        kind = type_of(value)
        if not fits(kind, folded.types):
            problem.constraints += self._all_rules(folded, value, name)
            return starred(folded, problem)
        if kind == "object":
            self._object(folded, value, problem, inherited or {})
        if kind == "array":
            self._array(folded, value, problem)
        problem.constraints += self._broken(folded, value, name)
        for union in folded.unions:
            problem.merge(self._union(folded, union, value, name))
        for condition, then, otherwise in folded.conditions:
            branch = then if self._schemas.check(condition)(value) else otherwise
            if branch is not None:
                problem.merge(self._examine(branch, value, name, folded.properties))
        return starred(folded, problem)

    # -- missing values and values of another type: they break all the rules at once ---------------------------------

    def _missing(self, folded: Folded, name: str) -> list[Constraint]:
        if folded.by_handler or "required" in folded.texts or "required" in folded.names:
            return [constraint(folded, "required", name)]
        return self._all_rules(folded, _MISSING, name)

    def _all_rules(self, folded: Folded, value: Json, name: str, *, each: bool = False) -> list[Constraint]:
        """The rules of a property, for a value that keeps none of them (class-validator's all look at the type)."""
        kind = next((kind for kind in _KINDS if kind in (folded.types or ())), None)
        if kind is None:
            return self._rules_without_type(folded, value, name, each=each)
        if kind == "object":
            return [self._object_rule(folded, value, name, each=each)]
        found = self._rules_of_items(folded, value, name) if kind == "array" else []
        group = "number" if kind == "integer" else kind
        instead = False
        for _, keyword, argument, about in _rules(folded):
            if about in (group, ""):
                instead = instead or keyword in _INSTEAD_OF_TYPE
                found.append(
                    constraint(folded, _labelled(keyword, argument), name, _shown(keyword, argument), each=each)
                )
        if not instead or kind == "array" or "type" in folded.texts:
            found.append(constraint(folded, f"type {kind}", name, each=each))
        return list({one.name: one for one in found}.values())

    def _rules_of_items(self, folded: Folded, value: Json, name: str) -> list[Constraint]:
        """What is asked of each element, for a value that is no list: class-validator then asks it of the value."""
        items = self._schemas.fold(folded.items)
        if items.types is None or self._is_nested(items):
            return []
        if value is not _MISSING and self._schemas.check(folded.items)(value):
            return []
        return starred(items, Problem(name, self._all_rules(items, value, name, each=True))).constraints

    def _rules_without_type(self, folded: Folded, value: Json, name: str, *, each: bool) -> list[Constraint]:
        for union in folded.unions:
            for branch in branches(union):
                found = self._all_rules(self._schemas.fold(branch), value, name, each=each)
                if found:
                    return found
        values = [*folded.all("enum"), *([one] for one in folded.all("const"))]
        if values:
            return [constraint(folded, "enum", name, values[0], each=each)]
        return [constraint(folded, "required", name, each=each)]

    def _object_rule(self, folded: Folded, value: Json, name: str, *, each: bool) -> Constraint:
        if not self._is_nested(folded) and value is not _MISSING and value is not None:
            return constraint(folded, "type object", name, each=each)
        if value is _MISSING or value is None:
            return constraint(folded, "required", name, each=each)
        return constraint(folded, "nested", name, each=each)

    def _is_nested(self, folded: Folded) -> bool:
        """Whether class-validator looks inside: an object whose properties are described."""
        return bool(folded.properties) or any(
            self._is_nested(self._schemas.fold(branch)) for union in folded.unions for branch in branches(union)
        )

    # -- values of the right type ------------------------------------------------------------------------------------

    def _broken(self, folded: Folded, value: Json, name: str) -> Iterator[Constraint]:
        """The single rules that a value of the right type breaks."""
        for part, keyword, argument, _ in _rules(folded):
            if not self._schemas.rule(part, keyword)(value):
                yield constraint(folded, _labelled(keyword, argument), name, _shown(keyword, argument))
        for part in folded.parts:
            # Beside `x-require-any`, `not` only repeats it for other validators.
            if "not" in part and "x-require-any" not in part and self._schemas.check(part["not"])(value):
                yield constraint(folded, "not", name)

    def _object(self, folded: Folded, value: dict[str, Json], problem: Problem, inherited: dict[str, Schema]) -> None:
        problem.children += self._unknown(folded, value)
        required = set(folded.required)
        properties = {**{one: inherited[one] for one in folded.required if one in inherited}, **folded.properties}
        properties |= {one: _ANY for one in folded.required if one not in properties}
        for name, schema in properties.items():
            if name in value:
                child = self._examine(schema, value[name], name)
            elif name in required:
                child = self._examine(schema, _MISSING, name)
            else:
                continue
            if child:
                problem.merge(Problem(problem.name, [], [child]))
        for additional in folded.all("additionalProperties"):
            if isinstance(additional, dict):
                others = (name for name in value if name not in folded.properties)
                problem.children += filter(None, (self._examine(additional, value[name], name) for name in others))
        for rules in folded.all("x-require-any"):
            for rule in rules:
                if not any(all(value.get(key) for key in group) for group in rule["groups"]):
                    broken = Constraint("x-require-any", rule.get("constraint", CUSTOM), rule["message"], own=True)
                    problem.children.append(Problem(rule["property"], [broken]))

    def _unknown(self, folded: Folded, value: dict[str, Json]) -> Iterator[Problem]:
        for part in folded.parts:
            if part.get("additionalProperties") is False:
                patterns = list(map(re.compile, part.get("patternProperties", ())))
                for name in value:
                    if name not in part.get("properties", ()) and not any(one.search(name) for one in patterns):
                        yield Problem(name, [constraint(folded, "additional", name)])

    def _array(self, folded: Folded, value: list[Json], problem: Problem) -> None:
        if not any(folded.all("items")):
            return
        items, check = self._schemas.fold(folded.items), self._schemas.check(folded.items)
        nested = self._is_nested(items)
        for number, one in enumerate(value):
            if check(one):
                continue
            # Items that are objects are reported by index, others under the list's own name.
            found = self._examine(folded.items, one, str(number) if nested else problem.name)
            if nested:
                problem.children.append(_with_parent(found, problem.name))
            else:
                texts = [_of_each(single, problem.name) for single in found.constraints]
                problem.merge(Problem(problem.name, texts))

    def _union(self, outer: Folded, union: Union, value: Json, name: str) -> Problem:
        if value is None and any(map(is_null, union.branches)):
            return Problem(name)
        if union.selector is not None:
            return self._selected(outer, union, value, name)
        several = branches(union)
        valid = [branch for branch in several if self._schemas.check(branch)(value)]
        if len(valid) == 1 or (valid and union.keyword == "anyOf"):
            return Problem(name)
        if valid:
            return Problem(name, [constraint(outer, union.keyword, name)])
        if union.keyword in outer.texts:
            return Problem(name, [constraint(outer, union.keyword, name)])
        kind = type_of(value)
        fitting = [branch for branch in several if fits(kind, self._types(branch))]
        found = [self._examine(branch, value, name) for branch in fitting or several[:1]]
        return min(
            filter(None, found), key=Problem.size, default=Problem(name, [constraint(outer, union.keyword, name)])
        )

    def _types(self, schema: Schema) -> frozenset[str] | None:
        folded = self._schemas.fold(schema)
        if folded.types is not None or not folded.unions:
            return folded.types
        kinds = [self._types(branch) for branch in folded.unions[0].branches]
        return None if None in kinds else frozenset().union(*filter(None, kinds))

    def _selected(self, outer: Folded, union: Union, value: Json, name: str) -> Problem:
        selector = union.selector or {}
        texts: dict[str, str] = selector.get("messages", {})
        label = outer.names.get(union.keyword, CUSTOM)
        if not isinstance(value, dict):
            if "missing" in texts:
                return Problem(name, [Constraint(union.keyword, label, texts["missing"], own=True)])
            return Problem(name, [constraint(outer, "nested", name)])
        branch = selected(self._schemas.document, union, value)
        tag = selector.get("property", "")
        if branch is not None:
            found = self._examine(branch, value, name)
            if not found or "invalid" not in texts:
                return found
            text = (
                texts["invalid"]
                .replace("{value}", str(value.get(tag)))
                .replace("{messages}", ", ".join(found.leaves()))
            )
            return Problem(name, [Constraint(union.keyword, label, text, own=True)])
        which = "unknown" if tag in value else "missing"
        if which in texts:
            text = texts[which].replace("{value}", str(value.get(tag)))
            return Problem(name, [Constraint(union.keyword, label, text, own=True)])
        return Problem(name, [], [Problem(tag, [constraint(outer, "enum", tag, list(selector["mapping"]))])])


def _rules(folded: Folded) -> Iterator[tuple[dict[str, Json], str, Json, str]]:
    """The single rules of a schema: the part that has it, keyword, value, and the type it is about ("" = any)."""
    for keyword, about in _RULES:
        for part in folded.parts:
            if keyword in part and not (keyword == "format" and part[keyword] not in FORMATS):
                yield part, keyword, part[keyword], about


def _labelled(keyword: str, argument: Json) -> str:
    """How `constraint` is told what it is about: formats are rules of their own."""
    return f"format {argument}" if keyword == "format" else keyword


def _shown(keyword: str, argument: Json) -> Json:
    if keyword == "contains" and isinstance(argument, dict):
        return argument.get("const", argument.get("enum"))
    return argument


def _of_each(single: Constraint, name: str) -> Constraint:
    """A rule about one item as the list's own: `each value in` goes before it, unless the text is the schema's."""
    if single.own or single.text.startswith(EACH):
        return single
    return Constraint(single.keyword, single.name, EACH + single.text)


def _with_parent(found: Problem, parent: str) -> Problem:
    """An item that is no object at all is reported under its index, in words about the list (class-validator)."""
    words = [
        Constraint(one.keyword, one.name, f"{EACH}nested property {parent} must be either object or array")
        if one.keyword == "nested"
        else one
        for one in found.constraints
    ]
    return Problem(found.name, words, found.children)
