"""Handlebars: what a template makes of some variables.

No maintained Python library renders as the JavaScript one (4.7) does: escaping, empty values, joined arrays, lines of
their own, and what counts as an error all differ, and every one of those reaches the subscriber (webhooks.md 3.1).
Partials and decorators, which a payload template has no use for, are errors here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from emulator.frozen import frozen
from emulator.webhooks import javascript
from emulator.webhooks.handlebars.error import TemplateError
from emulator.webhooks.handlebars.parsing import parse
from emulator.webhooks.handlebars.tree import Block, Call, Content, Expression, Literal, Mustache, Path, Program

Json = Any

HELPERS: Final = frozenset({"if", "unless", "each", "with", "lookup", "log"})
UNBOUND: Final = object()
"""Stands for a block parameter whose block's helper has no values for any."""

HOOKS: Final = frozenset({"helperMissing", "blockHelperMissing"})
ESCAPES: Final = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;", "`": "&#x60;", "=": "&#x3D;"}
)


def render(template: str, variables: Mapping[str, Json]) -> str:
    """The text that a template makes of JSON values. Raises `TemplateError`."""
    try:
        frame = _Frame((variables,), _Data({"root": variables}), {})
        return _statements(parse(template), frame)
    except RecursionError:
        raise TemplateError("too many blocks inside each other") from None


@frozen
class _Data:
    """The values behind `@`, and those of the loop around this one."""

    values: Mapping[str, Json]
    parent: _Data | None = None


@frozen
class _Frame:
    """Where a statement stands: contexts from the innermost outwards, data, and named block parameters."""

    contexts: tuple[Json, ...]
    data: _Data
    names: Mapping[str, Json]


@frozen
class _Bodies:
    """What a block's helper may show: the one part or the other."""

    program: Program | None
    inverse: Program | None
    frame: _Frame

    def show(self, context: Json, *values: Json, data: _Data | None = None) -> str:
        """The first part for a context; `values` are what the block's parameters stand for."""
        contexts = self.frame.contexts
        # A block that stays where it is makes no level: `..` then means what it means outside.
        if not _same(context, contexts[0]):
            contexts = (context, *contexts)
        return self._run(self.program, contexts, values, data or self.frame.data)

    def show_here(self) -> str:
        """The first part where the block stands."""
        return self._run(self.program, self._here(), (), self.frame.data)

    def otherwise(self) -> str:
        """The other part where the block stands."""
        return self._run(self.inverse, self._here(), (), self.frame.data)

    def _here(self) -> tuple[Json, ...]:
        """In JavaScript a helper's `this` is never null: an empty object stands in."""
        contexts = self.frame.contexts
        return ({}, *contexts[1:]) if contexts[0] is None else contexts

    def _run(self, program: Program | None, contexts: tuple[Json, ...], values: tuple[Json, ...], data: _Data) -> str:
        if program is None:
            return ""
        names = dict(self.frame.names)
        for index, name in enumerate(program.names):
            missing = None if values else UNBOUND
            names[name] = values[index] if index < len(values) else missing
        return _statements(program, _Frame(contexts, data, names))


def _statements(program: Program, frame: _Frame) -> str:
    parts: list[str] = []
    for statement in program.body:
        if isinstance(statement, Content):
            parts.append(statement.value)
        elif isinstance(statement, Mustache):
            text = javascript.text(_evaluate(statement.call, frame, None))
            parts.append(text.translate(ESCAPES) if statement.escaped else text)
        elif isinstance(statement, Block):
            parts.append(_block(statement, frame))
    return "".join(parts)


def _block(block: Block, frame: _Frame) -> str:
    bodies = _Bodies(block.program, block.inverse, frame)
    value = _evaluate(block.call, frame, bodies)
    if block.call.params or block.call.options or _is_helper(block.call, frame):
        return javascript.text(value)
    if value is True:
        return bodies.show_here()
    if value is False or value is None:
        return bodies.otherwise()
    if isinstance(value, list):
        return _each(value, bodies)
    return bodies.show(value)


def _is_helper(call: Call, frame: _Frame) -> bool:
    path = call.path
    if path.data or not path.parts or path.parts[0] not in HELPERS | HOOKS:
        return False
    if path.simple and path.parts[0] in frame.names:
        return False
    return path.simple or bool(call.params or call.options)


def _evaluate(expression: Expression, frame: _Frame, bodies: _Bodies | None) -> Json:
    """A value. `bodies` are there when a block asks, and only then may helpers that choose between them be called."""
    if isinstance(expression, Literal):
        return expression.value
    if isinstance(expression, Path):
        return _look_up(expression, frame)
    if _is_helper(expression, frame):
        return _help(expression, frame, bodies)
    if expression.params or expression.options:
        return _call_unknown(expression, frame)
    return _look_up(expression.path, frame)


def _call_unknown(call: Call, frame: _Frame) -> None:
    """A call of what is no helper: an error, unless there is nothing of that name and nothing is handed to it."""
    if call.params or _look_up(call.path, frame) is not None:
        raise TemplateError(f'Missing helper: "{call.path.original}"')


def _help(call: Call, frame: _Frame, bodies: _Bodies | None) -> Json:
    name = call.path.parts[0]
    params = [_argument(param, frame) for param in call.params]
    options = {key: _argument(value, frame) for key, value in call.options}
    if name == "log":
        return None
    if name == "lookup" and len(params) == 2:
        return _member(params[0], javascript.text(params[1])) if _is_true(params[0]) else params[0]
    if bodies is None or len(params) != 1 or name not in ("if", "unless", "each", "with"):
        raise TemplateError(f"{name} cannot be used like this")
    value = params[0]
    if name == "each":
        return _each(value, bodies)
    if name == "with":
        return bodies.otherwise() if _is_empty(value) else bodies.show(value, value)
    if name == "unless":
        bodies = replace(bodies, program=bodies.inverse, inverse=bodies.program)
    shown = _is_true(value) or _is_true(options.get("includeZero"))
    return bodies.show_here() if shown and not _is_empty(value) else bodies.otherwise()


def _argument(expression: Expression, frame: _Frame) -> Json:
    if isinstance(expression, Call) and not _is_helper(expression, frame):
        # In brackets a name alone is a call too.
        return _call_unknown(expression, frame)
    return _evaluate(expression, frame, None)


def _each(value: Json, bodies: _Bodies) -> str:
    items: list[tuple[Json, Json]] = []
    if isinstance(value, list):
        items = list(enumerate(value))
    elif isinstance(value, Mapping):
        items = [(key, value[key]) for key in javascript.keys(value)]
    if not items:
        return bodies.otherwise()
    outer, last = bodies.frame.data, len(items) - 1
    parts = []
    for index, (key, item) in enumerate(items):
        own = {"key": key, "index": index, "first": index == 0, "last": index == last}
        parts.append(bodies.show(item, item, key, data=_Data({**outer.values, **own}, outer)))
    return "".join(parts)


def _look_up(path: Path, frame: _Frame) -> Json:
    parts = path.parts
    value: Json
    if path.data:
        data: _Data | None = frame.data
        for _ in range(path.depth):
            data = data.parent if data is not None else None
        value = data.values if data is not None else None
    elif not path.depth and not path.scoped and parts and parts[0] in frame.names:
        value, parts = frame.names[parts[0]], parts[1:]
        if value is UNBOUND:
            raise TemplateError(f"{path.original} is named by a block that gives it no value")
    else:
        value = frame.contexts[path.depth] if path.depth < len(frame.contexts) else None
    for part in parts:
        value = _member(value, part)
    return value


def _member(value: Json, name: str) -> Json:
    """What the library lets through: own members, and of texts and arrays their length and indexes."""
    if isinstance(value, Mapping):
        return value.get(name)
    if isinstance(value, list | str):
        if name == "length":
            return len(value)
        if javascript.INDEX.fullmatch(name) and int(name) < len(value):
            return value[int(name)]
    return None


def _same(one: Json, other: Json) -> bool:
    return one is other or (not isinstance(one, list | Mapping) and type(one) is type(other) and one == other)


def _is_true(value: Json) -> bool:
    """JavaScript's truth, in which empty arrays and objects are true."""
    return bool(value) or isinstance(value, list | Mapping)


def _is_empty(value: Json) -> bool:
    """Handlebars' emptiness: an empty array is empty, an empty object is not, and neither is zero."""
    if isinstance(value, list):
        return not value
    return not _is_true(value) and not (isinstance(value, int | float) and value is not False)
