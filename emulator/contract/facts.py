"""What an OpenAPI document says of an operation that a client notices, place by place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, Final

from emulator.contract.document import Document
from emulator.contract.operation import Operation

Json = Any
Schema = Mapping[str, Json]
Branch = Sequence[Schema]
"""Schemas that hold together: a value is right that is right by each of them."""

DEEPEST: Final = 12
"""How far schemas are followed; deeper ones contain themselves."""

AT_LEAST: Final = ("minLength", "minItems", "minProperties", "minimum", "exclusiveMinimum")
AT_MOST: Final = ("maxLength", "maxItems", "maxProperties", "maximum", "exclusiveMaximum")
AS_SAID: Final = ("format", "pattern", "multipleOf", "uniqueItems")


@dataclass(frozen=True)
class Said:
    """What is said of a value: its types (none: any), the values that are possible (None: all), and its limits."""

    kinds: frozenset[str]
    values: frozenset[str] | None = None
    limits: tuple[tuple[str, Json], ...] = ()

    def takes(self, other: Said) -> bool:
        """Whether everything that is right by `other` is right by this too."""
        kinds = self.kinds | {"integer"} if "number" in self.kinds else self.kinds
        if kinds and not (other.kinds and other.kinds <= kinds):
            return False
        if self.values is not None and (other.values is None or not other.values <= self.values):
            return False
        limits = dict(other.limits)
        return all(name in limits and _no_tighter(name, mine, limits[name]) for name, mine in self.limits)

    def __str__(self) -> str:
        words = ["|".join(sorted(self.kinds)) or "anything"]
        if self.values is not None:
            words.append("one of " + ", ".join(sorted(self.values)))
        return ", ".join([*words, *(f"{name} {value}" for name, value in self.limits)])


@dataclass(frozen=True)
class Member:
    """What is said of a member of a body or an answer, or of a parameter.

    Where the object around it is a choice the member stands in `there` of its `ways` branches, and is required in
    `required` of them.
    """

    said: frozenset[Said]
    required: int
    there: int = 1
    ways: int = 1

    def takes(self, other: Member) -> bool:
        """Whether every value that is right by `other` is right by this too."""
        return all(any(mine.takes(theirs) for mine in self.said) for theirs in other.said)

    def __str__(self) -> str:
        need = "required" if self.required == self.there else "optional" if not self.required else "partly required"
        text = " or ".join(sorted(_with_need(str(one), need) for one in self.said))
        return text if self.there == self.ways else f"{text}, in {self.there} of {self.ways} branches"


Facts = dict[str, Member | str]


def facts(operation: Operation) -> Facts:
    """By place: `credentials`, `query take`, `body`, `body /attendee/email`, `answer 201`, `answer 201 /data/uid`.

    Variables of the path go by their number, since their names are nothing to a client: `path 1`.
    """
    document = operation.document
    found: Facts = {"credentials": operation.demand}
    for parameter in operation.parameters:
        at = f"query {parameter.name}"
        if parameter.place == "path":
            if parameter.name not in operation.path_names:
                continue
            at = f"path {operation.path_names.index(parameter.name) + 1}"
        found[at] = Member(_said(_branches(document, parameter.schema)), int(parameter.required))
        found.update(_below(document, at, [parameter.schema], ()))
    if operation.body is not None:
        found["body"] = "required" if operation.body.required else "optional"
        found.update(_below(document, "body ", [operation.body.schema], ()))
    for status, schema in operation.responses.items():
        if status.startswith("2"):
            found[f"answer {status}"] = "content" if schema is not None else "empty"
            found.update(_below(document, f"answer {status} ", [schema or {}], ()))
    return found


def above(place: str) -> str:
    """The place that another belongs to; an empty text for one that belongs to none."""
    return place.removesuffix("[]") if place.endswith("[]") else place.rpartition("/")[0].rstrip()


def _members(
    document: Document, where: str, nodes: Sequence[Json], within: Sequence[Json]
) -> Iterator[tuple[str, Member]]:
    """The members of objects and of the objects in lists, where `nodes` are several things said of one place."""
    if len(within) > DEEPEST:
        return
    branches = [branch for node in nodes for branch in _branches(document, node)]
    objects = [branch for branch in branches if any("properties" in part for part in branch)]
    names = dict.fromkeys(name for branch in objects for part in branch for name in part.get("properties", ()))
    for name in names:
        inner = [
            _together([part["properties"][name] for part in one if name in part.get("properties", ())])
            for one in objects
        ]
        there = [node for node in inner if node is not None]
        required = sum(
            node is not None and any(name in part.get("required", ()) for part in one)
            for node, one in zip(inner, objects, strict=True)
        )
        said = _said(branch for node in there for branch in _branches(document, node))
        yield f"{where}/{name}", Member(said, required, len(there), len(objects))
        yield from _below(document, f"{where}/{name}", there, within)
    for word, at in (("items", f"{where}[]"), ("additionalProperties", f"{where}/*")):
        held = [part[word] for branch in branches for part in branch if isinstance(part.get(word), dict) and part[word]]
        if held:
            yield at, Member(_said(branch for node in held for branch in _branches(document, node)), 0)
            yield from _below(document, at, held, within)


def _below(
    document: Document, where: str, nodes: Sequence[Json], within: Sequence[Json]
) -> Iterator[tuple[str, Member]]:
    """What stands below a place: each schema once, and none inside itself."""
    fresh: list[Json] = []
    for node in nodes:
        schema = document.resolve(node)
        if not any(schema is one for one in (*within, *fresh)):
            fresh.append(schema)
    if fresh:
        yield from _members(document, where, fresh, (*within, *fresh))


def _branches(document: Document, node: Json, within: Sequence[Json] = ()) -> list[list[Schema]]:
    """The branches of a choice; a schema that is none has one."""
    schema = document.resolve(node)
    if not isinstance(schema, Mapping) or any(schema is one for one in within):
        return [[]]
    within = (*within, schema)
    choices = [[part] for part in schema.get("allOf", ())]
    choices += [schema[word] for word in ("oneOf", "anyOf") if schema.get(word)]
    found: list[list[Schema]] = [[schema]]
    for choice in choices:
        branches = [branch for part in choice for branch in _branches(document, part, within)]
        found = [[*one, *other] for one, other in product(found, branches)]
    return found


def _together(nodes: Sequence[Json]) -> Json | None:
    if not nodes:
        return None
    return nodes[0] if len(nodes) == 1 else {"allOf": list(nodes)}


def _said(branches: Iterable[Branch]) -> frozenset[Said]:
    """What branches say; those that differ in the type alone as one."""
    kinds: dict[tuple[frozenset[str] | None, tuple[tuple[str, Json], ...]], frozenset[str] | None] = {}
    for one in map(_of_branch, branches):
        key = (one.values, one.limits)
        known = kinds.get(key, frozenset())
        # Whoever takes anything takes what the others take.
        kinds[key] = None if known is None or not one.kinds else known | one.kinds
    return frozenset(Said(found or frozenset(), *key) for key, found in kinds.items())


def _of_branch(branch: Branch) -> Said:
    kinds: frozenset[str] | None = None
    values: frozenset[str] | None = None
    limits: dict[str, Json] = {}
    for part in branch:
        if "type" in part:
            types = frozenset([part["type"]] if isinstance(part["type"], str) else part["type"])
            kinds = types if kinds is None else kinds & types
        if "enum" in part or "const" in part:
            named = frozenset(map(str, part["enum"] if "enum" in part else [part["const"]]))
            values = named if values is None else values & named
        limits.update({name: part[name] for name in (*AT_LEAST, *AT_MOST, *AS_SAID) if name in part})
    if kinds is None:
        kinds = frozenset({"object"}) if any("properties" in part for part in branch) else frozenset()
    return Said(kinds, values, tuple(sorted(limits.items())))


def _no_tighter(name: str, mine: Json, theirs: Json) -> bool:
    if name in AT_LEAST:
        return bool(mine <= theirs)
    return bool(mine >= theirs) if name in AT_MOST else bool(mine == theirs)


def _with_need(words: str, need: str) -> str:
    kind, comma, rest = words.partition(", ")
    return f"{kind}, {need}{comma}{rest}"
