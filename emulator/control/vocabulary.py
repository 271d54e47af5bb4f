"""Records as JSON, in the vocabulary of API v2, both ways."""

from __future__ import annotations

import dataclasses
import re
import types
from collections.abc import Sequence
from datetime import datetime
from functools import cached_property
from typing import Any, ClassVar, Literal, Protocol, TypeVar, Union, get_args, get_origin, get_type_hints

from emulator.control.problems import ControlError, suggestion
from emulator.world.instants import parse, wire


class Record(Protocol):
    __dataclass_fields__: ClassVar[dict[str, dataclasses.Field[Any]]]


R = TypeVar("R", bound=Record)
Json = dict[str, Any]


class Vocabulary:
    """The JSON names and types of one record class."""

    def __init__(self, record: type[Any]) -> None:
        self.record = record

    @cached_property
    def fields(self) -> dict[str, dataclasses.Field[Any]]:
        """The fields by JSON name."""
        return {json_name(field): field for field in dataclasses.fields(self.record)}

    @cached_property
    def _hints(self) -> dict[str, Any]:
        hints = get_type_hints(self.record)
        return {name: hints[field.name] for name, field in self.fields.items()}

    @property
    def names(self) -> list[str]:
        return list(self.fields)

    def hint(self, name: str) -> Any:
        """The Python type of a field, found by its JSON name."""
        return self._hints[name]

    def to_json(self, record: Record) -> Json:
        """Every field of the record; instants as ISO text."""
        return {name: _out(getattr(record, field.name)) for name, field in self.fields.items()}

    def attributes(self, data: Json, beside: Sequence[str] = ()) -> dict[str, Any]:
        """JSON members as attribute values. Raises a 400 that names unknown members and wrong types.

        `beside` are members that somebody else reads: whoever wrote another may have meant one of them.
        """
        unknown = [name for name in data if name not in self.fields]
        if unknown:
            known = [*self.names, *beside]
            raise ControlError(
                400,
                f"unknown field{'s' if len(unknown) > 1 else ''}: {', '.join(map(repr, unknown))}",
                where=f"/{unknown[0]}",
                hint=f"{suggestion(unknown[0], known)}known fields are {', '.join(known)}",
            )
        return {self.fields[name].name: _in(name, value, self._hints[name]) for name, value in data.items()}

    def missing(self, attributes: dict[str, Any]) -> list[str]:
        """JSON names of the fields that must be given and are not among `attributes`."""
        return [
            name
            for name, field in self.fields.items()
            if field.name not in attributes
            and field.default is dataclasses.MISSING
            and field.default_factory is dataclasses.MISSING
        ]


def json_name(field: dataclasses.Field[Any]) -> str:
    """A field's name in the API's vocabulary."""
    given: str | None = field.metadata.get("name")
    return given or re.sub(r"_(\w)", lambda match: match[1].upper(), field.name)


def _out(value: Any) -> Any:
    return wire(value) if isinstance(value, datetime) else value


def _in(name: str, value: Any, hint: Any) -> Any:
    options = get_args(hint) if get_origin(hint) in (Union, types.UnionType) else (hint,)
    if value is None and type(None) in options:
        return None
    for option in options:
        if option is datetime and isinstance(value, str):
            try:
                return parse(value)
            except ValueError:
                raise _wrong(name, value, "an ISO 8601 instant such as 2030-01-08T13:00:00Z") from None
        if _fits(value, option):
            return _copied(value)
    words = [str(word) for option in options if get_origin(option) is Literal for word in get_args(option)]
    near = suggestion(str(value), words).rstrip() or None
    wanted = [_describe(option) for option in options if not (option is int and float in options)]
    raise _wrong(name, value, " or ".join(wanted), near)


def _copied(value: Any) -> Any:
    """A JSON value of the record's own: many worlds are made of one file, and none may hold a list of another one's."""
    if isinstance(value, dict):
        return {name: _copied(one) for name, one in value.items()}
    return [_copied(one) for one in value] if isinstance(value, list) else value


def _fits(value: Any, hint: Any) -> bool:
    origin = get_origin(hint) or hint
    if origin is Literal:
        return value in get_args(hint)
    if origin is int:
        return isinstance(value, int) and not isinstance(value, bool)
    if origin is list and isinstance(value, list):
        (inner,) = get_args(hint) or (Any,)
        return all(_fits(item, inner) for item in value)
    if origin is Any:
        return True
    return isinstance(origin, type) and isinstance(value, origin)


def _describe(hint: Any) -> str:
    origin = get_origin(hint) or hint
    if origin is Literal:
        return "one of " + ", ".join(map(repr, get_args(hint)))
    if origin is list:
        (inner,) = get_args(hint) or (Any,)
        return f"a list of {_describe(inner).removeprefix('a ').removeprefix('an ')}s"
    words: dict[Any, str] = {
        int: "an integer",
        float: "a number",
        str: "a string",
        bool: "true or false",
        dict: "an object",
        datetime: "an ISO 8601 instant",
        type(None): "null",
    }
    return words.get(origin, "a value")


def _wrong(name: str, value: Any, expected: str, hint: str | None = None) -> ControlError:
    return ControlError(400, f"{name} must be {expected}, not {value!r}", where=f"/{name}", hint=hint)
