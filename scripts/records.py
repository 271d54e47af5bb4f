"""The page of docs/ that describes the records of a world, made of their schema and of what completes them."""

from __future__ import annotations

import dataclasses
import json
import re
from typing import Any, Final

from emulator.control import records
from emulator.control.fixture_schema import schema
from emulator.control.fixtures import load, populate, shipped
from emulator.control.kind import Kind
from emulator.control.kinds import KINDS
from emulator.control.problems import ControlError
from emulator.world.world import World

Json = Any

HEAD = """\
# Records

What a world holds. A world file (`serve --fixtures world.yaml`) is a mapping of these kinds to lists of records; the
control plane reads and writes the same at `/_emulator/records/KIND`. Writes are silent: no rule of the API is asked,
nothing is sent. Fields are named as in the API. What is left out is completed: `needed` must be given, `made` is made
up or follows from the rest, anything else is the value that stands there.

Objects, and objects in lists, have the members that answers of the API have; those of event types are the ones of
version 2024-06-14, where default questions may go without `slug` and `isDefault`, as in requests.
`GET /_emulator/records/KIND` shows what a world has.

A world file may begin with `now: 2030-01-08T13:00:00Z`, at which the world's clock then stands still, and with

    # yaml-language-server: $schema=schema.json

for editors that know JSON Schema: `calcom-emulator fixtures schema` prints it. `calcom-emulator fixtures check FILE`
names every mistake of a file with its line. The worlds in `fixtures/` are there to start from. Made by
`scripts/write_docs.py`."""

ABSENT: Final = object()
EXAMPLES: Final = {"integer": 1, "boolean": True, "array": [], "object": {}, "number": 1.5}
NAMED: Final = {
    "apiKey": "cal_x",
    "effect": "disconnect",
    "url": "https://example.com/calendar.ics",
    "clientId": "cplatformclient0000000001",
    "integration": "google_calendar",
    "type": "google_calendar",
}
WORLD: Final = {
    "teams": [{"name": "Team"}],
    "bookings": [{"eventTypeId": 1, "start": "2030-01-08T13:00:00Z", "attendees": [{}]}],
    "routing-forms": [{"name": "Contact", "userId": 1}],
    "calendars": [{"userId": 1}],
}
"""What a world needs beside those that ship, so that every kind has a record to refer to."""


def page() -> str:
    """Markdown: a heading a kind, a row a field with its type and what becomes of it when it is left out."""
    lines = [HEAD]
    world = populate(World(), [load(shipped()["platform"]), WORLD])
    for kind, record in schema()["$defs"].items():
        absent = _left_out(KINDS[kind], world)
        lines += ["", f"## `{kind}`", "", "| field | type | left out |", "| --- | --- | --- |"]
        lines += [
            f"| `{name}` | {_type(field)} | {absent.get(name, 'made')} |"
            for name, field in record["properties"].items()
        ]
    return "\n".join(lines) + "\n"


def _left_out(kind: Kind, world: World) -> dict[str, str]:
    """What becomes of each field that a record of this kind is posted without, found by trying."""
    vocabulary = kind.vocabulary
    doubtful = {name: _example(kind, world, name) for name in vocabulary.missing({}) if name != "id"}
    tried = [{**doubtful, name: ABSENT} for name in doubtful] or [{}]
    refused = [refusal for refusal in (_refusal(kind, world, data) for data in tried) if refusal is not None]
    if not refused and (alone := _refusal(kind, world, {})) is not None:
        refused = [alone]
    refusals = {(each.where or "").strip("/"): each for each in refused}
    least = {name: doubtful.get(name) or _example(kind, world, name) for name in refusals}
    with world.rehearsal():
        made = records.create(world, kind.name, least)
    found = {name: _value(made[name]) for name in made if made[name] in (_default(kind, name), [], False)}
    for name, refusal in refusals.items():
        plain = refusal.message.startswith(f"{kind.name} need ")
        found[name] = "needed" if plain else f"needed: {refusal.message}"
    return found


def _default(kind: Kind, name: str) -> Any:
    field = kind.vocabulary.fields.get(name)
    if field is None:
        return kind.members.get(name, ABSENT)
    if field.default_factory is not dataclasses.MISSING:
        return field.default_factory()
    return ABSENT if field.default is dataclasses.MISSING else field.default


def _refusal(kind: Kind, world: World, data: dict[str, Any]) -> ControlError | None:
    """Why such a record cannot be written, if it cannot. The world stays as it is."""
    try:
        with world.rehearsal():
            records.create(world, kind.name, {name: value for name, value in data.items() if value is not ABSENT})
    except ControlError as refusal:
        return refusal
    return None


def _example(kind: Kind, world: World, name: str) -> Any:
    """A value that a field may have."""
    target = kind.references.get(kind.vocabulary.fields[name].name)
    if target is not None:
        table = [record for record in KINDS[target].table(world) if KINDS[target].holds(record)]
        return table[-1].id
    field = _field(kind.name, name)
    if name in NAMED or "enum" in field:
        return NAMED.get(name) or field["enum"][0]
    types = field.get("type", "string")
    example = EXAMPLES.get(types if isinstance(types, str) else types[0], "x")
    words = f"{field.get('title', '')} {field.get('description', '')}"
    if "instant" in words:
        return "2030-01-09T14:00:00Z" if name.lower().endswith("end") else "2030-01-09T13:00:00Z"
    said = re.search(r"such as (\S+)", words)
    return said[1] if said else example


def _field(kind: str, name: str) -> Json:
    field: Json = schema()["$defs"][kind]["properties"][name]
    return next((each for each in field["anyOf"] if each.get("type") != "null"), field) if "anyOf" in field else field


def _value(value: Any) -> str:
    return "" if value is None else f"`{json.dumps(value)}`"


def _type(field: Json) -> str:
    said = field.get("description") or field.get("title")
    if "anyOf" in field:
        return " or ".join(_type(each) for each in field["anyOf"])
    if "enum" in field:
        return "one of " + ", ".join(f"`{value}`" if value != "" else "nothing" for value in field["enum"])
    if "$ref" in field:
        return f"`{field['$ref'].rpartition('/')[2]}`"
    types = field.get("type", "anything")
    text = " or ".join(types) if isinstance(types, list) else types
    if text == "array":
        text = f"list of {_type(field.get('items', {}))}"
    if "properties" in field:
        text += f" with {', '.join(f'`{name}`' for name in field['properties'])}"
    return f"{text} ({said[0].lower()}{said[1:].removesuffix('.')})" if said else text
