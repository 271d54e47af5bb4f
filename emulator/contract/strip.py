"""Leaving out what a schema does not know, as the service's validators do before a handler sees a body."""

from __future__ import annotations

import re
from collections.abc import Callable
from operator import is_
from typing import TYPE_CHECKING, Any

from emulator.contract.fold import Folded, Union, branches, fits, selected, type_of
from emulator.contract.traverse import Schema

if TYPE_CHECKING:
    from emulator.contract.schemas import Schemas

Json = Any
Strip = Callable[[Json], Json]


class Stripper:
    """Makes, for a schema, the function that strips a valid value.

    Objects without described properties are free in form and kept whole; so are properties that an explicit
    `additionalProperties` allows, and values whose rules are a handler's.
    """

    def __init__(self, schemas: Schemas) -> None:
        self._schemas = schemas
        self._made: dict[int, Strip | None] = {}

    def strip(self, schema: Schema) -> Strip | None:
        """The function, which copies what it changes; None where nothing can be left out."""
        key = id(schema)
        if key not in self._made:
            # Stands in while the schema is looked through, so that one that contains itself comes to an end.
            self._made[key] = lambda value: self._later(schema, value)
            self._made[key] = self._make(self._schemas.fold(schema))
        return self._made[key]

    def _later(self, schema: Schema, value: Json) -> Json:
        strip = self.strip(schema)
        return strip(value) if strip else value

    def _make(self, folded: Folded) -> Strip | None:
        if folded.by_handler:
            return None
        if not folded.unions and not folded.conditions:
            return self._plain(folded)
        if not folded.properties and not folded.conditions and len(folded.unions) == 1:
            union = folded.unions[0]
            several = branches(union)
            if len(several) == 1:
                only = self.strip(several[0])
                return only and (lambda value: None if value is None else only(value))
            if not any(self.strip(branch) for branch in several):
                return None
            if union.selector is not None:
                return lambda value: self._selected(union, value)
        return lambda value: self._dynamic(folded, value)

    def _plain(self, folded: Folded) -> Strip | None:
        of_item = self.strip(folded.items) if fits("array", folded.types) and any(folded.all("items")) else None
        of_object = self._object(folded)
        if of_item is None:
            return of_object
        strip_item = of_item

        def strip(value: Json) -> Json:
            if isinstance(value, list):
                kept = [strip_item(one) for one in value]
                return value if all(map(is_, kept, value)) else kept
            return of_object(value) if of_object else value

        return strip

    def _object(self, folded: Folded) -> Strip | None:
        if not folded.properties:
            return None
        keep_others = _is_open(folded)
        patterns = _patterns([folded])
        inner = {name: self.strip(one) for name, one in folded.properties.items()}

        def strip(value: Json) -> Json:
            if not isinstance(value, dict):
                return value
            kept = value
            for name, one in value.items():
                if name in inner:
                    strip_one = inner[name]
                    if strip_one and (less := strip_one(one)) is not one:
                        kept = dict(value) if kept is value else kept
                        kept[name] = less
                elif not keep_others and not any(pattern.search(name) for pattern in patterns):
                    kept = dict(value) if kept is value else kept
                    del kept[name]
            return kept

        return strip

    def _selected(self, union: Union, value: Json) -> Json:
        branch = selected(self._schemas.document, union, value) if isinstance(value, dict) else None
        strip = None if branch is None else self.strip(branch)
        return strip(value) if strip else value

    def _dynamic(self, folded: Folded, value: Json) -> Json:
        """The general form: which parts of the schema hold is only known from the value."""
        active = self._active(folded, value)
        if any(one.by_handler for one in active):
            return value
        if isinstance(value, list):
            items = next((item for one in active for item in one.all("items")), None)
            strip_item = None if items is None else self.strip(items)
            return [strip_item(one) for one in value] if strip_item else value
        known = {name for one in active for name in one.properties}
        if not isinstance(value, dict) or not known:
            return value
        keep_others = any(_is_open(one) for one in active)
        patterns = _patterns(active)
        result = {}
        for name, inner in value.items():
            if name not in known:
                if keep_others or any(pattern.search(name) for pattern in patterns):
                    result[name] = inner
                continue
            result[name] = inner
            for one in active:
                strip_one = self.strip(one.properties[name]) if name in one.properties else None
                if strip_one:
                    result[name] = strip_one(result[name])
        return result

    def _active(self, folded: Folded, value: Json) -> list[Folded]:
        found = [folded]
        for condition, then, otherwise in folded.conditions:
            holds = self._schemas.check(condition)(value)
            branch = then if holds else otherwise
            if branch is not None:
                found += self._active(self._schemas.fold(branch), value)
        for union in folded.unions:
            for branch in self._taken(union, value):
                found += self._active(self._schemas.fold(branch), value)
        return found

    def _taken(self, union: Union, value: Json) -> list[Schema]:
        """The branches that a valid value satisfies: several only where they describe one object together."""
        if union.selector and isinstance(value, dict):
            branch = selected(self._schemas.document, union, value)
            return [] if branch is None else [branch]
        kind = type_of(value)
        return [
            branch
            for branch in branches(union)
            if fits(kind, self._schemas.fold(branch).types) and self._schemas.check(branch)(value)
        ]


def _is_open(folded: Folded) -> bool:
    return any(additional is not False for additional in folded.all("additionalProperties"))


def _patterns(active: list[Folded]) -> list[re.Pattern[str]]:
    return [re.compile(text) for one in active for patterns in one.all("patternProperties") for text in patterns]
