"""OpenAPI documents: reading them, and following the references inside."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import jsonschema_rs
import orjson

from emulator.contract.traverse import METHODS, escape, every_schema, root_schemas
from emulator.resources import resource

Json = Any

BUILTIN: Final = ("spec/openapi.json", "spec/openapi-2024-04-15.json", "spec/openapi-2026-06-12.json")
_DATA: Final = frozenset({"example", "examples", "default", "enum", "const"})
"""Keywords whose values are data: nothing in there is a reference."""


class DocumentError(Exception):
    """An OpenAPI document that cannot be used: which one, where in it, what is wrong, and what to do about it."""

    def __init__(self, source: str, where: str, problem: str, advice: str) -> None:
        super().__init__(f"{source}: {f'at {where}: ' if where else ''}{problem}. {advice}")
        self.source = source
        self.where = where
        self.problem = problem
        self.advice = advice


class Document:
    """A parsed OpenAPI 3.1 document. `raw` must not be changed any more; `source` names it in messages."""

    def __init__(self, raw: dict[str, Json], source: str = "document") -> None:
        self.raw = raw
        self.source = source

    def resolve(self, node: Json) -> Json:
        """What a node stands for: itself, or the end of its chain of `$ref`s. Raises `DocumentError`."""
        seen: set[str] = set()
        while isinstance(node, dict) and isinstance(node.get("$ref"), str):
            reference: str = node["$ref"]
            if reference in seen:
                raise self.error(reference, "the reference leads back to itself", "Let it end at a definition.")
            seen.add(reference)
            node = self.target(reference)
        return node

    def target(self, reference: str) -> Json:
        """The node that a local reference (`#/components/…`) names. Raises `DocumentError`."""
        if not reference.startswith("#/"):
            raise self.error(
                reference, "references to other files are not followed", "Bundle the document into one file first."
            )
        node: Json = self.raw
        for part in reference[2:].split("/"):
            key = part.replace("~1", "/").replace("~0", "~")
            if isinstance(node, list) and key.isdecimal() and int(key) < len(node):
                node = node[int(key)]
            elif isinstance(node, dict) and key in node:
                node = node[key]
            else:
                raise self.error(reference, "the reference leads nowhere", "Define its target or correct its spelling.")
        return node

    def error(self, where: str, problem: str, advice: str) -> DocumentError:
        return DocumentError(self.source, where, problem, advice)


def builtin_documents() -> list[Document]:
    """The documents that ship with the emulator, the current generation first."""
    return [Document(orjson.loads(resource(name).read_bytes()), Path(name).name) for name in BUILTIN]


def load(source: Path | str | Mapping[str, Json], *, repair: bool = False) -> Document:
    """A document from a JSON or YAML file, or from parsed JSON; OpenAPI 3.0 is lifted to 3.1.

    `repair` also mends what makes the published Cal.com documents unusable as they are. Raises `DocumentError`.
    """
    if isinstance(source, Mapping):
        raw, name = copy.deepcopy(dict(source)), "document"
    else:
        raw, name = _read(Path(source)), str(source)
    _check_frame(raw, name)
    if repair:
        from emulator.contract.overlay import repaired  # noqa: PLC0415 (JSONPath is only needed here)

        raw = repaired(raw)
    if str(raw["openapi"]).startswith("3.0"):
        _lift(raw)
    document = Document(raw, name)
    _check_references(document)
    _check_parameters(document)
    _check_schemas(document)
    return document


def _read(path: Path) -> dict[str, Json]:
    try:
        data = path.read_bytes()
    except OSError as error:
        problem = f"the file cannot be read ({error.strerror})"
        raise DocumentError(str(path), "", problem, "Give the path of an OpenAPI document.") from None
    advice = "Give an OpenAPI document in JSON or YAML."
    try:
        raw = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        if path.suffix == ".json" or data.lstrip()[:1] == b"{":
            raise DocumentError(str(path), f"line {error.lineno}", f"not JSON: {error.msg}", advice) from None
        raw = _read_yaml(path, data)
    if not isinstance(raw, dict):
        raise DocumentError(str(path), "", "not a mapping", advice)
    return raw


def _read_yaml(path: Path, data: bytes) -> Json:
    import yaml  # noqa: PLC0415 (the shipped documents are JSON)

    class Loader(yaml.SafeLoader):
        """Dates stay strings, as in JSON."""

    Loader.yaml_implicit_resolvers = {
        first: [(tag, expression) for tag, expression in pairs if tag != "tag:yaml.org,2002:timestamp"]
        for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
    try:
        # Through JSON, so that keys are strings (a status 200) and anchors become copies.
        return orjson.loads(orjson.dumps(yaml.load(data, Loader), option=orjson.OPT_NON_STR_KEYS))  # noqa: S506
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 1}" if mark else ""
        problem = f"not YAML: {getattr(error, 'problem', None) or error}"
        raise DocumentError(str(path), where, problem, "Give an OpenAPI document in JSON or YAML.") from None
    except TypeError as error:
        raise DocumentError(str(path), "", f"not JSON data: {error}", "Keep to what JSON can say.") from None


def _check_frame(raw: dict[str, Json], source: str) -> None:
    version = raw.get("openapi")
    if not isinstance(version, str) or not version.startswith(("3.0", "3.1")):
        problem = f"`openapi` is {version!r}" if "openapi" in raw else "`openapi` is missing"
        raise DocumentError(source, "#/openapi", problem, "Only OpenAPI 3.0 and 3.1 documents can be served.")
    for key in ("paths", "components"):
        if not isinstance(raw.get(key, {}), dict):
            raise DocumentError(source, f"#/{key}", "not a mapping", "Write it as the OpenAPI specification has it.")
    if not raw.get("paths"):
        raise DocumentError(source, "#/paths", "there are no paths", "A document without paths has nothing to serve.")
    for path, item in raw["paths"].items():
        if not path.startswith("/"):
            raise DocumentError(source, f"#/paths/{path}", "a path must begin with `/`", "Correct the path.")
        for method in METHODS:
            if method in item and not (
                isinstance(item[method], dict) and isinstance(item[method].get("responses"), dict)
            ):
                problem, advice = "an operation without `responses`", "Describe what the operation answers."
                raise DocumentError(source, f"#/paths/{path}/{method}", problem, advice)


def _check_references(document: Document) -> None:
    for reference in _references(document.raw):
        document.resolve({"$ref": reference})


def _check_parameters(document: Document) -> None:
    """What is read when an operation is asked for must not turn out to be of no use only then."""
    for path, node in document.raw["paths"].items():
        item = document.resolve(node)
        for part in path.split("/"):
            if part.startswith("{") and not part.endswith("}"):
                problem = f"{part!r} is a variable and more"
                raise document.error(f"#/paths/{path}", problem, "Let a variable be a whole part of the path.")
        for method in METHODS:
            given = (*item.get(method, {}).get("parameters", ()), *item.get("parameters", ()))
            for parameter in map(document.resolve, given):
                if not isinstance(parameter, dict) or not {"name", "in"} <= parameter.keys():
                    where = f"#/paths/{path}/{method}/parameters"
                    raise document.error(where, "a parameter without `name` or `in`", "Give it both.")


def _check_schemas(document: Document) -> None:
    for pointer, schema in root_schemas(document.raw):
        try:
            jsonschema_rs.meta.validate(schema)
        except (ValueError, jsonschema_rs.ValidationError) as error:
            path = "".join(f"/{escape(str(part))}" for part in getattr(error, "instance_path", ()))
            problem = f"not a JSON Schema: {getattr(error, 'message', error)}"
            raise document.error(pointer + path, problem, "Correct the schema.") from None
    for pointer, schema in every_schema(document.raw):
        if isinstance(schema, dict) and "pattern" in schema:
            try:
                jsonschema_rs.Draft202012Validator({"pattern": schema["pattern"]})
            except (ValueError, jsonschema_rs.ValidationError):
                problem = f"{schema['pattern']!r} is no regular expression"
                raise document.error(f"{pointer}/pattern", problem, "Write it as ECMA-262 has it.") from None


def _references(node: Json) -> Iterator[str]:
    waiting = [node]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            if isinstance(node.get("$ref"), str):
                yield node["$ref"]
            waiting.extend(value for key, value in node.items() if key not in _DATA and not key.startswith("x-"))
        elif isinstance(node, list):
            waiting.extend(node)


def _lift(raw: dict[str, Json]) -> None:
    """From 3.0 to 3.1, in place: `nullable`, and the bounds that were booleans."""
    raw["openapi"] = "3.1.0"
    for _, schema in list(every_schema(raw)):
        if not isinstance(schema, dict):
            continue
        for bound, exclusive in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
            if isinstance(schema.get(exclusive), bool) and schema.pop(exclusive) and bound in schema:
                schema[exclusive] = schema.pop(bound)
        if schema.pop("nullable", False) is True and isinstance(schema.get("type"), str):
            # Without a type, `nullable` says nothing in OpenAPI 3.0.
            schema["type"] = [schema["type"], "null"]
            if isinstance(schema.get("enum"), list) and None not in schema["enum"]:
                schema["enum"] = [*schema["enum"], None]
