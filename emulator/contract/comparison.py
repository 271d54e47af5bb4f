"""What one OpenAPI document says otherwise than another, of the things that a client notices."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from emulator.contract.document import Document
from emulator.contract.operation import Operation, operations

Json = Any
Facts = dict[str, str]

_VARIABLE: Final = re.compile(r"\{[^{}]*\}")
DEEPEST: Final = 12
"""How far schemas are followed; deeper ones contain themselves."""


@dataclass(frozen=True)
class Difference:
    """What the older and the newer document say of one place of an operation; None where one says nothing."""

    at: str
    before: str | None
    after: str | None

    @property
    def breaks(self) -> bool:
        """Whether a client that was right before may be wrong now."""
        if self.at.startswith("answer"):
            return self.after is None or (self.before is not None and self.before != self.after)
        if self.before is None:
            return "required" in (self.after or "")
        return True

    def __str__(self) -> str:
        if self.before is None:
            return f"+ {self.at}: {self.after}"
        return f"- {self.at}: {self.before}" if self.after is None else f"~ {self.at}: {self.before} -> {self.after}"


@dataclass(frozen=True)
class Changed:
    """What became of an operation; `differences` of one that both documents have."""

    method: str
    path: str
    what: Literal["added", "removed", "changed"]
    differences: tuple[Difference, ...] = ()


def compare(old: Sequence[Document], new: Sequence[Document]) -> list[Changed]:
    """Every operation that is new, gone or different, by path and method.

    Where several documents (generations) have an operation, the first that has it speaks for it.
    """
    before, after = _by_name(old), _by_name(new)
    found = []
    for name in sorted(before.keys() | after.keys(), key=lambda name: (name[1], name[0])):
        was, now = before.get(name), after.get(name)
        if was is not None and now is not None:
            differences = tuple(_differences(facts(was), facts(now)))
            if differences:
                found.append(Changed(now.method, now.path, "changed", differences))
        elif now is not None:
            found.append(Changed(now.method, now.path, "added"))
        elif was is not None:
            found.append(Changed(was.method, was.path, "removed"))
    return found


def nameless(path: str) -> str:
    """A path's template whatever its variables are called."""
    return _VARIABLE.sub("{}", path)


def facts(operation: Operation) -> Facts:
    """By place (`query take`, `body /attendee/email`, `answer 201 /data/uid`): type, whether required, values."""
    found: Facts = {}
    for parameter in operation.parameters:
        schema = operation.document.resolve(parameter.schema)
        found[f"{parameter.place} {parameter.name}"] = _said(operation.document, schema, parameter.required)
    if operation.body is not None:
        found["body"] = "required" if operation.body.required else "optional"
        found.update(_gathered(_members(operation.document, operation.body.schema, "body ", ())))
    for status, schema in operation.responses.items():
        if status.startswith("2"):
            found[f"answer {status}"] = "content" if schema is not None else "empty"
            found.update(_gathered(_members(operation.document, schema or {}, f"answer {status} ", ())))
    return found


def _by_name(documents: Sequence[Document]) -> dict[tuple[str, str], Operation]:
    found: dict[tuple[str, str], Operation] = {}
    for document in documents:
        for operation in operations(document):
            found.setdefault((operation.method, nameless(operation.path)), operation)
    return found


def _differences(before: Facts, after: Facts) -> Iterator[Difference]:
    for at in sorted(before.keys() | after.keys()):
        was, now = before.get(at), after.get(at)
        above = at.rpartition("/")[0]
        # What stands below a thing that is new or gone goes without saying.
        if was != now and not (above and (above in before) != (above in after)):
            yield Difference(at, was, now)


def _gathered(members: Iterable[tuple[str, str]]) -> Facts:
    """Everything said of each place: the branches of a choice may say different things of the same one."""
    said: dict[str, set[str]] = {}
    for at, words in members:
        said.setdefault(at, set()).add(words)
    return {at: " or ".join(sorted(several)) for at, several in said.items()}


def _members(document: Document, node: Json, where: str, trail: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """The members of an object, of the objects in a list, and of every branch of a choice, as facts."""
    if isinstance(node, dict) and isinstance(node.get("$ref"), str):
        if node["$ref"] in trail or len(trail) > DEEPEST:
            return
        trail = (*trail, node["$ref"])
    schema = document.resolve(node)
    if not isinstance(schema, dict):
        return
    required = schema.get("required", ())
    for name, inner in schema.get("properties", {}).items():
        at = f"{where}/{name}"
        yield at, _said(document, document.resolve(inner), name in required)
        yield from _members(document, inner, at, trail)
    if "items" in schema:
        yield from _members(document, schema["items"], f"{where}[]", trail)
    for branch in (*schema.get("allOf", ()), *schema.get("oneOf", ()), *schema.get("anyOf", ())):
        yield from _members(document, branch, where, trail)


def _said(document: Document, schema: Json, required: bool) -> str:
    words = [_kind(document, schema), "required" if required else "optional"]
    if isinstance(schema, dict) and "enum" in schema:
        words.append("one of " + ", ".join(sorted(str(value) for value in schema["enum"])))
    return ", ".join(words)


def _kind(document: Document, schema: Json) -> str:
    if not isinstance(schema, dict):
        return "anything"
    if "type" in schema:
        types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
        return "|".join(sorted(types))
    branches = [*schema.get("oneOf", ()), *schema.get("anyOf", ()), *schema.get("allOf", ())]
    kinds = {kind for branch in branches for kind in _kind(document, document.resolve(branch)).split("|")}
    if "properties" in schema:
        kinds.add("object")
    return "|".join(sorted(kinds)) or "anything"
