"""JSON pointers (RFC 6901): putting values into a document."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any, Final

from emulator.control.problems import ControlError

Json = Any

OVERRIDES: Final = "/overrides"
"""Where in a request the pointers stand."""


def overridden(document: Json, values: Mapping[str, Json]) -> Json:
    """A copy of the document with a value at each pointer; a last member that is not there is added, `-` appends.

    Raises a 400 that names the pointer which leads nowhere.
    """
    document = copy.deepcopy(document)
    for pointer, value in values.items():
        if not pointer.startswith("/"):
            raise ControlError(
                400,
                f"{pointer!r} is no JSON pointer",
                where=OVERRIDES,
                hint="for example /payload/title or /payload/attendees/0/email",
            )
        *parents, last = [part.replace("~1", "/").replace("~0", "~") for part in pointer[1:].split("/")]
        node = document
        for part in parents:
            node = _child(node, part, pointer)
        _put(node, last, value, pointer)
    return document


def _child(node: Json, part: str, pointer: str) -> Json:
    if isinstance(node, dict) and part in node:
        return node[part]
    if isinstance(node, list) and part.isdecimal() and int(part) < len(node):
        return node[int(part)]
    raise _nowhere(node, part, pointer)


def _put(node: Json, part: str, value: Json, pointer: str) -> None:
    if isinstance(node, dict):
        node[part] = value
    elif isinstance(node, list) and part == "-":
        node.append(value)
    elif isinstance(node, list) and part.isdecimal() and int(part) < len(node):
        node[int(part)] = value
    else:
        raise _nowhere(node, part, pointer)


def _nowhere(node: Json, part: str, pointer: str) -> ControlError:
    if isinstance(node, dict):
        hint = f"there are {', '.join(map(str, node))}"
    elif isinstance(node, list):
        hint = f"it is a list of {len(node)}"
    else:
        hint = f"it is {node!r}, which has no members"
    return ControlError(400, f"{pointer} leads nowhere: there is no {part!r}", where=OVERRIDES, hint=hint)
