"""The page of docs/ that describes the control plane, made of its own OpenAPI document."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

Json = Any

DOCUMENT: Final = Path(__file__).resolve().parent.parent / "spec" / "emulator.json"
METHODS: Final = ("get", "post", "put", "patch", "delete")

HEAD = """\
# Control plane

Whatever a test has to bring about or to know and Cal.com's API does not offer. `/_emulator` speaks of the default
world, `/w/NAME/_emulator` of any other; a world is made when it is first asked for. Bodies are JSON, whatever their
`Content-Type`.

A refusal is `{"error": {"message", "where", "hint"}}`: what is wrong, a JSON pointer or a parameter, and what to do;
the last two are there where they help. Besides what is named below, 403 goes to whoever should not be there
(`--control-access`), 404 to a path that does not exist, 413 to a body that is too large.

In a browser `/_emulator/` shows the same for people. In Python `calcom.records`, `calcom.clock` and so on are a client
of it, `calcom.control` the client beneath them. Made from the document at `/_emulator/openapi.json` by
`scripts/write_docs.py`."""


def page() -> str:
    """Markdown: a heading an operation, with its parameters, the members of its body, answers and refusals."""
    document = json.loads(DOCUMENT.read_text(encoding="utf-8"))
    lines = [HEAD]
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                lines += _operation(document, method.upper(), path, item[method], item.get("parameters", []))
    lines += ["", "## Objects"]
    for name in sorted(set(_objects(document))):
        lines += _object(document, name)
    return "\n".join(lines) + "\n"


def _operation(document: Json, method: str, path: str, operation: Json, shared: list[Json]) -> Iterator[str]:
    summary = operation["summary"]
    yield from ("", f"## `{method} {path}`", "", summary if summary.endswith(("?", ".")) else f"{summary}.")
    if "description" in operation:
        yield from ("", operation["description"].strip())
    parameters = [_resolved(document, each) for each in (*shared, *operation.get("parameters", []))]
    if parameters:
        yield from ("", "| parameter | in | type | meaning |", "| --- | --- | --- | --- |")
        for each in parameters:
            wanted = ", required" if each.get("required") and each["in"] != "path" else ""
            yield f"| `{each['name']}` | {each['in']}{wanted} | {_type(each['schema'])} | {_cell(each)} |"
    body = _resolved(document, operation.get("requestBody", {}))
    if body:
        yield from _members(document, "member of the body", _schema(body))
    for status, answer in operation["responses"].items():
        answered = _resolved(document, answer)
        if status < "300":
            yield from ("", f"**{status}**: {_words(answered)}{_answer(answered)}")
            yield from _members(document, "member", _schema(answered))
    refusals = [status for status in operation["responses"] if status >= "300" and status != "default"]
    if refusals:
        yield from ("", f"Otherwise {', '.join(refusals)}.")
    if "default" in operation["responses"]:
        yield from (
            "",
            f"**default**, which is any other status: {_words(_resolved(document, operation['responses']['default']))}",
        )


def _members(document: Json, title: str, schema: Json) -> Iterator[str]:
    """A table of an object's members; nothing for what is no object of its own."""
    if "$ref" in schema or not schema.get("properties"):
        return
    required = schema.get("required", [])
    yield from ("", f"| {title} | type | meaning |", "| --- | --- | --- |")
    for name, member in schema["properties"].items():
        wanted = ", required" if name in required and title.endswith("body") else ""
        yield f"| `{name}` | {_type(member)}{wanted} | {_cell(member)} |"


def _object(document: Json, name: str) -> Iterator[str]:
    schema = document["components"]["schemas"][name]
    yield from ("", f"### {name}")
    if said := _cell(schema):
        yield from ("", said)
    if "enum" in schema:
        yield from ("", f"One of {', '.join(f'`{value}`' for value in schema['enum'])}.")
    yield from _members(document, "member", schema)


def _objects(document: Json) -> Iterator[str]:
    """The schemas that tables refer to, by name."""
    schemas = document["components"]["schemas"]
    text = json.dumps(document)
    return (name for name in schemas if name not in ("Problem", "Record") and f'/schemas/{name}"' in text)


def _schema(content: Json) -> Json:
    return content.get("content", {}).get("application/json", {}).get("schema", {})


def _answer(answered: Json) -> str:
    schema = _schema(answered)
    named = schema.get("$ref") or (schema.get("items") or {}).get("$ref")
    if not named or named.endswith("/Record"):
        return ""
    text = _type(schema)
    return f" {text[0].upper()}{text[1:]}."


def _type(schema: Mapping[str, Json]) -> str:
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})" if name != "Record" else "[record](records.md)"
    for several in ("oneOf", "anyOf"):
        if several in schema:
            return " or ".join(_type(each) for each in schema[several])
    if "enum" in schema:
        return "one of " + ", ".join("null" if value is None else f"`{value}`" for value in schema["enum"])
    types = schema.get("type", "anything")
    names = types if isinstance(types, list) else [types]
    items = _type(schema["items"]) if "items" in schema else "anything"
    text = " or ".join(f"list of {items}" if name == "array" else name for name in names)
    if "default" in schema:
        text += f", default `{json.dumps(schema['default'])}`"
    return text


def _resolved(document: Json, node: Json) -> Json:
    while "$ref" in node:
        target = document
        for step in node["$ref"].removeprefix("#/").split("/"):
            target = target[step]
        node = target
    return node


def _words(node: Json) -> str:
    return " ".join(node.get("description", "").split())


def _cell(node: Json) -> str:
    return _words(node).replace("|", "\\|")
