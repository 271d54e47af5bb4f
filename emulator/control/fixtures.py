"""World files: records in YAML, in the vocabulary of the control plane, from which worlds start."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml

from emulator.control import records, state
from emulator.control.inventions import People
from emulator.control.kinds import KINDS
from emulator.control.problems import ControlError
from emulator.resources import resource
from emulator.world.instants import parse
from emulator.world.world import World

Fixture = dict[str, Any]
Signature = tuple[int, int, int, int]
SCHEMA = "schema.json"
"""What may stand beside world files so that editors know them."""


class FixtureError(Exception):
    """A world file that cannot be used: the message says where and why, and what to do."""


SUFFIXES = (".yaml", ".yml", ".json")


def unreadable(error: OSError) -> tuple[str, str]:
    """Why a world file cannot be read, and what to do. A container is where the reader is seldom the file's owner."""
    remedy = f"Look at the path. By name there are {', '.join(shipped())}."
    if isinstance(error, PermissionError):
        who = f": this is user {os.getuid()}" if hasattr(os, "getuid") else ""
        remedy = f"Let everybody read it (chmod -R a+rX), or run as somebody who may{who}."
    elif isinstance(error, IsADirectoryError):
        remedy = "Look at the path: where a file to mount does not exist, docker makes an empty folder of its name."
    return f"cannot be read: {error.strerror}", remedy


def world_files(paths: str | Path | Iterable[str | Path]) -> list[Path]:
    """The files that paths stand for: a folder for all world files in it, in order of their names.

    A bare name such as `team` that is no path stands for the world that ships under it. Raises `FixtureError` for a
    folder that cannot be read.
    """
    found: list[Path] = []
    for given in [paths] if isinstance(paths, str | Path) else paths:
        try:
            path = _meant(given)
            inside = sorted(path.iterdir()) if path.is_dir() else [path]
        except OSError as error:
            raise FixtureError(f"{given}: {'. '.join(unreadable(error))}") from None
        found += [one for one in inside if one is path or (one.suffix in SUFFIXES and one.name != SCHEMA)]
    return found


def shipped() -> dict[str, Path]:
    """The world files that ship with the emulator, by name."""
    return {path.stem: path for path in sorted(resource("fixtures").glob("*.yaml"))}


def _meant(given: str | Path) -> Path:
    path = Path(given)
    return path if path.exists() or path.name != str(path) else shipped().get(path.name, path)


def load(path: Path) -> Fixture:
    """Read one world file, YAML or JSON, that has kinds with lists. Raises `FixtureError`."""
    try:
        text = path.read_text(encoding="utf-8")
        fixture = yaml.load(text, Loader=WorldFileLoader)  # noqa: S506 - a subclass of the safe loader
    except OSError as error:
        raise FixtureError(f"{path}: {'. '.join(unreadable(error))}") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise FixtureError(f"{path}: is not YAML: {error}") from None
    return verified(fixture, str(path))


def signature(path: Path) -> Signature | None:
    """What tells a file from its earlier self without reading it; None for one that is not there.

    Editors and tools can set back the time at which a file was written and leave its size as it was, but not the time
    at which it was changed last (its birth, on Windows).
    """
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino


def verified(fixture: Any, source: str) -> Fixture:
    """A world file's content, if it has kinds of records with lists. Raises `FixtureError`."""
    for kind, rows in _mapping(fixture, source).items():
        if kind in ("now", state.HEAD):
            continue
        if kind not in KINDS:
            raise FixtureError(
                f"{source}: there is no kind of record called {kind!r}; kinds are {', '.join(KINDS)}, and now"
            )
        if not isinstance(rows, list):
            raise FixtureError(f"{source}: {kind} must be a list of records")
    return _mapping(fixture, source)


def _mapping(fixture: Any, source: str) -> Fixture:
    if not isinstance(fixture, dict):
        raise FixtureError(f"{source}: a world file is a mapping of record kinds to lists of records")
    return fixture


def populate(world: World, fixtures: list[Fixture]) -> World:
    """Write the records of all fixtures into a world, in order. Raises `FixtureError` naming the record."""
    people = People(world)
    with world.ids.claimed(chosen_ids(fixtures)):
        for number, fixture in enumerate(fixtures):
            if state.HEAD in fixture:
                if number:
                    raise FixtureError(
                        f"an exported world (it has the member {state.HEAD!r}) must be the first world file"
                    )
                _restore(world, fixture)
            else:
                _write(world, fixture, people)
    return world


def chosen_ids(fixtures: Iterable[Fixture]) -> Iterator[tuple[str, int]]:
    """The numbers that records of world files name themselves, by the sequence that they are of.

    Records without one get others, wherever they stand. Whatever is no record is passed over, for others to complain.
    """
    for fixture in fixtures:
        for kind, rows in fixture.items():
            if kind in KINDS:
                yield from _chosen(kind, rows)


def _chosen(kind: str, rows: Any) -> Iterator[tuple[str, int]]:
    for row in filter(lambda row: isinstance(row, dict), rows if isinstance(rows, list) else ()):
        if isinstance(row.get("id"), int) and KINDS[kind].opaque_id is None:
            yield KINDS[kind].ids, row["id"]
        for inner in records.INNER & row.keys():
            yield from _chosen(inner, row[inner])


def _write(world: World, fixture: Fixture, people: People) -> None:
    if "now" in fixture:
        world.clock.freeze(_instant(fixture["now"]))
    for kind, rows in fixture.items():
        if kind == "now":
            continue
        for row_number, row in enumerate(rows):
            try:
                records.create(world, kind, people.named(kind, row))
            except ControlError as error:
                hint = f" ({error.hint})" if error.hint else ""
                raise FixtureError(f"{kind}[{row_number}]{error.where or ''}: {error.message}{hint}") from None


def _restore(world: World, fixture: Fixture) -> None:
    try:
        state.restore(world, fixture)
    except ControlError as error:
        hint = f" ({error.hint})" if error.hint else ""
        raise FixtureError(f"{error.where or ''}: {error.message}{hint}") from None


def _instant(value: Any) -> Any:
    try:
        return parse(str(value))
    except ValueError:
        raise FixtureError(f"now: {value!r} is not an ISO 8601 instant such as 2030-01-08T13:00:00Z") from None


class WorldFileLoader(yaml.SafeLoader):
    """Safe YAML that reads dates, and clock times such as 17:30, as the text they were written as.

    A key that stands twice in one mapping is a mistake, not an overwriting; so is an alias inside what it stands for.
    """

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        alias = self.current_event if self.check_event(yaml.AliasEvent) else None
        node: yaml.Node | None = super().compose_node(parent, index)
        # A mapping or list has its end mark when all that is in it has been read.
        if alias is not None and node is not None and node.end_mark is None:
            problem = f"the alias {alias.anchor!r} stands inside what it stands for"
            raise yaml.composer.ComposerError(None, None, problem, alias.start_mark)
        return node

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if key.value in seen and key.tag != "tag:yaml.org,2002:merge":
                raise yaml.constructor.ConstructorError(None, None, f"the key {key.value!r} twice", key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep)


# Only what JSON knows besides text, and `<<`: no dates, no numbers to the base of sixty, no `yes` and `off`.
WorldFileLoader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("null", r"^(?:null|~|)$", ["n", "~", ""]),
    ("bool", r"^(?:true|false)$", list("tf")),
    ("int", r"^-?(?:0|[1-9][0-9]*)$", list("-0123456789")),
    ("float", r"^-?[0-9]+\.[0-9]+$", list("-0123456789")),
    ("merge", r"^<<$", ["<"]),
):
    WorldFileLoader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), _first)
