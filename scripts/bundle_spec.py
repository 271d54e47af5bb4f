#!/usr/bin/env python3
"""Bundle the YAML files under spec/ into the JSON documents that are served.

    bundle_spec.py [--spec DIR] [--check]

Writes one JSON file a generation, made of its root and of every file the root's `x-files` globs name. Nothing is lost
on the way: a name defined twice, a reference that leads nowhere, a component no generation uses, an unknown top-level
key and a repeated YAML key are errors. With --check nothing is written; a bundle that is out of step is named.
Exit status: 0 all well, 1 otherwise.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import yaml

GENERATIONS = {
    "openapi.yaml": "openapi.json",
    "legacy/openapi.yaml": "openapi-2024-04-15.json",
    "newest/openapi.yaml": "openapi-2026-06-12.json",
    "control/openapi.yaml": "emulator.json",
}
METHODS = frozenset({"get", "put", "post", "delete", "options", "head", "patch", "trace"})
PREFIX = "#/components/"

Json = Any


class SpecError(Exception):
    """Something in the YAML files that would make a wrong bundle."""


class Loader(yaml.SafeLoader):
    """YAML 1.2 scalars: `no`, `2024-08-13` and `09:00` are strings. Keys are strings; repeated ones are refused."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        names = [key.value for key, _ in node.value]
        for name in {name for name in names if names.count(name) > 1}:
            raise SpecError(f"{self.name}:{node.start_mark.line + 1}: key {name!r} twice in one mapping")
        self.flatten_mapping(node)  # `<<: *anchor`
        return {key.value: self.construct_object(value, deep=True) for key, value in node.value}


Loader.yaml_implicit_resolvers = {}
Loader.add_implicit_resolver("tag:yaml.org,2002:merge", re.compile(r"^<<$"), ["<"])
Loader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^(?:null|~|)$"), ["n", "~", ""])
Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))
Loader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^-?(?:0|[1-9][0-9]*)$"), list("-0123456789"))
Loader.add_implicit_resolver("tag:yaml.org,2002:float", re.compile(r"^-?[0-9]+\.[0-9]+$"), list("-0123456789"))


def read(file: Path) -> dict[str, Json]:
    with file.open(encoding="utf-8") as stream:
        loaded: Json = yaml.load(stream, Loader)  # noqa: S506 (safe: a SafeLoader that knows fewer scalars)
    if not isinstance(loaded, dict):
        raise SpecError(f"{file}: not a mapping")
    return loaded


def references(node: Json) -> Iterator[str]:
    """Components a node names, as (part of) a JSON pointer: `$ref`s, mappings, and security schemes by name."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "$ref" and not str(value).startswith(PREFIX):
                raise SpecError(f"$ref {value!r} does not begin with {PREFIX}")
            if key == "security" and isinstance(value, list):
                yield from (f"{PREFIX}securitySchemes/{name}" for requirement in value for name in requirement)
            else:
                yield from references(value)
    elif isinstance(node, list):
        for value in node:
            yield from references(value)
    elif isinstance(node, str) and node.startswith(PREFIX):
        yield node


def merge(root: Path) -> tuple[dict[str, Json], dict[str, Path]]:
    """One document out of a root and its parts, and the file each component comes from (by its reference)."""
    document = read(root)
    headers = document.pop("x-response-headers", {})
    patterns = document.pop("x-files")
    files = sorted({path.resolve() for pattern in patterns for path in root.parent.glob(pattern)} - {root.resolve()})
    paths, components, homes = document.setdefault("paths", {}), document.setdefault("components", {}), {}
    operation_ids: set[str] = set()
    access: dict[str, Json] | None = None
    for file in files:
        part = read(file)
        if unknown := set(part) - {"paths", "webhooks", "components", "tags", "x-access"}:
            raise SpecError(f"{file}: unknown top-level keys {sorted(unknown)}")
        document.setdefault("tags", []).extend(part.get("tags", []))
        access = part.get("x-access", access)
        for name, hook in part.get("webhooks", {}).items():
            put(document.setdefault("webhooks", {}), name, hook, f"{file}: webhook {name}")
        for path, item in part.get("paths", {}).items():
            for key, value in item.items():
                put(paths.setdefault(path, {}), key, value, f"{file}: {key} {path}")
                if key in METHODS:
                    identifier = value.get("operationId")
                    if not identifier or identifier in operation_ids:
                        raise SpecError(f"{file}: {key} {path}: operationId {identifier!r} is missing or taken")
                    operation_ids.add(identifier)
        for kind, members in part.get("components", {}).items():
            for name, member in members.items():
                put(components.setdefault(kind, {}), name, member, f"{file}: component {kind}/{name}")
                homes[f"{PREFIX}{kind}/{name}"] = file
    if access is not None:
        grant(document, access)
    for response in every_response(document):
        response["headers"] = {**headers, **response.get("headers", {})}
    return document, homes


def grant(document: dict[str, Json], access: dict[str, Json]) -> None:
    """Put on every operation that takes a caller what it asks of clients, and how it refuses them."""
    for path, item in document["paths"].items():
        for method in METHODS & item.keys():
            operation = item[method]
            if operation.get("security", document.get("security")) == []:
                continue
            line = f"{method.upper()} {path}"
            rule = next((one for one in access["rules"] if fnmatchcase(line, one["operations"])), None)
            if rule is None:
                raise SpecError(f"{line}: no rule of x-access is about it")
            operation["x-oauth2-scopes"] = rule.get("scopes", [])
            if "permissions" in rule:
                operation["x-client-permissions"] = rule["permissions"]
            for status, answer in access["answers"].items():
                operation["responses"].setdefault(status, answer)


def put(into: dict[str, Json], name: str, value: Json, what: str) -> None:
    if name in into:
        raise SpecError(f"{what} is defined twice")
    into[name] = value


def every_response(document: dict[str, Json]) -> Iterator[dict[str, Json]]:
    yield from document["components"].get("responses", {}).values()
    for item in document["paths"].values():
        for method in METHODS & item.keys():
            yield from (one for one in item[method].get("responses", {}).values() if "$ref" not in one)


def prune(document: dict[str, Json], homes: dict[str, Path]) -> set[str]:
    """Keep the components that paths and webhooks lead to; answers their references."""
    components: dict[str, dict[str, Json]] = document.pop("components")
    used: set[str] = set()
    waiting = list(references(document))
    while waiting:
        reference = waiting.pop()
        if reference in used:
            continue
        if reference not in homes:
            raise SpecError(f"{reference} is referred to, but defined nowhere")
        used.add(reference)
        kind, name = reference.removeprefix(PREFIX).split("/")
        waiting.extend(references(components[kind][name]))
    kept = {
        kind: {name: members[name] for name in sorted(members) if f"{PREFIX}{kind}/{name}" in used}
        for kind, members in sorted(components.items())
    }
    document["components"] = {kind: members for kind, members in kept.items() if members}
    return used


def bundle(spec: Path) -> tuple[dict[Path, str], list[str]]:
    """The text of every bundle by its path, and the components that none of them uses. Raises SpecError."""
    texts: dict[Path, str] = {}
    homes: dict[str, Path] = {}
    used: set[str] = set()
    for root, target in GENERATIONS.items():
        document, own = merge(spec / root)
        used |= prune(document, own)
        homes |= own
        texts[spec / target] = json.dumps(document, indent=1, ensure_ascii=False) + "\n"
    return texts, [f"{homes[name]}: {name} is used nowhere" for name in sorted(homes.keys() - used)]


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--spec", type=Path, default=Path(__file__).resolve().parent.parent / "spec")
    parser.add_argument("--check", action="store_true", help="write nothing, name the bundles that are out of step")
    options = parser.parse_args(arguments)
    try:
        texts, problems = bundle(options.spec)
    except (SpecError, yaml.YAMLError) as error:
        print(error, file=sys.stderr)
        return 1
    for file, text in texts.items():
        if not options.check:
            file.write_text(text, encoding="utf-8")
        elif not file.exists() or file.read_text(encoding="utf-8") != text:
            problems.append(f"{file} is out of step: run {Path(__file__).name}")
    print("\n".join(problems), end="\n" if problems else "", file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
