"""Mending documents that users bring: an OpenAPI overlay of known corrections, then repairs that need a look around."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import jsonpath
import yaml

from emulator.contract.document import DocumentError
from emulator.contract.repairs import REPAIRS

Json = Any

_SHIPPED: Final = Path(__file__).with_name("repairs.yaml")


def repaired(raw: dict[str, Json]) -> dict[str, Json]:
    """A mended copy of an OpenAPI document, as `document.load(..., repair=True)` uses it.

    What the document has right stays as it is: a correction whose target is not there, or not wrong, does nothing.
    """
    mended = apply(shipped(), raw)
    for repair in REPAIRS:
        repair(mended)
    return mended


@lru_cache(maxsize=1)
def shipped() -> dict[str, Json]:
    """The overlay that comes with the emulator: corrections of the published Cal.com documents."""
    overlay: dict[str, Json] = yaml.safe_load(_SHIPPED.read_text(encoding="utf-8"))
    return overlay


def apply(overlay: Mapping[str, Json], raw: dict[str, Json]) -> dict[str, Json]:
    """A copy of a document with the actions of an OpenAPI Overlay 1.0 carried out in their order.

    Raises `DocumentError` for an action that says nothing, and for a target that is no JSONPath.
    """
    result = copy.deepcopy(raw)
    for number, action in enumerate(overlay.get("actions", ())):
        where = f"#/actions/{number}"
        if "target" not in action or not (action.get("remove") or "update" in action):
            problem = "an action needs a `target`, and `update` or `remove`"
            raise DocumentError("overlay", where, problem, "Write it as the Overlay Specification has it.")
        try:
            matches = list(jsonpath.finditer(action["target"], result))
        except jsonpath.JSONPathError as error:
            problem = f"{action['target']!r} is no JSONPath: {error}"
            raise DocumentError("overlay", f"{where}/target", problem, "Correct the expression (RFC 9535).") from None
        # From the end, so that removing an element does not move those still to be removed.
        for match in reversed(matches):
            _act(action, match)
    return result


def _act(action: Mapping[str, Json], match: Any) -> None:
    if action.get("remove"):
        if match.parent is not None and match.parts:
            del match.parent.obj[match.parts[-1]]
    elif isinstance(match.obj, list):
        match.obj.append(copy.deepcopy(action["update"]))
    elif isinstance(match.obj, dict):
        _merge(match.obj, action["update"])


def _merge(into: dict[str, Json], update: Mapping[str, Json]) -> None:
    """Merge as overlays do: mappings go into one another, lists are joined, everything else is replaced."""
    for key, value in update.items():
        held = into.get(key)
        if isinstance(held, dict) and isinstance(value, Mapping):
            _merge(held, value)
        elif isinstance(held, list) and isinstance(value, list):
            held.extend(copy.deepcopy(value))
        else:
            into[key] = copy.deepcopy(value)
