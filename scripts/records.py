"""The page of docs/ that describes the records of a world, made of their schema."""

from __future__ import annotations

from typing import Any

from emulator.control.fixture_schema import schema

Json = Any

HEAD = """\
# Records

What a world holds. A world file (`serve --fixtures world.yaml`) is a mapping of these kinds to lists of records; the
control plane reads and writes the same at `/_emulator/records/KIND`. Writes are silent: no rule of the API is asked,
nothing is sent. What is left out is completed; fields are named as in the API.

A world file may begin with `now: 2030-01-08T13:00:00Z`, at which the world's clock then stands still, and with

    # yaml-language-server: $schema=schema.json

for editors that know JSON Schema: `calcom-emulator fixtures schema` prints it. `calcom-emulator fixtures check FILE`
names every mistake of a file with its line. The worlds in `fixtures/` are there to start from. Made by
`scripts/write_docs.py`."""


def page() -> str:
    """Markdown: a heading a kind, a row a field with its type."""
    lines = [HEAD]
    for kind, record in schema()["$defs"].items():
        lines += ["", f"## `{kind}`", "", "| field | type |", "| --- | --- |"]
        lines += [f"| `{name}` | {_type(field)} |" for name, field in record["properties"].items()]
    return "\n".join(lines) + "\n"


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
