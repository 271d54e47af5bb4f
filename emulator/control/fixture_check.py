"""Everything that is wrong with a world file, each mistake with its line and what to do about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from emulator.control import records, state
from emulator.control.doubts import doubts
from emulator.control.fixtures import Fixture, WorldFileLoader, chosen_ids, unreadable
from emulator.control.inventions import People
from emulator.control.kinds import KINDS
from emulator.control.problems import ControlError, suggestion
from emulator.world.instants import parse
from emulator.world.world import World

Position = tuple[int, int]
Where = tuple[str | int, ...]
Written = dict[tuple[str, Any], tuple[str, dict[Where, Position], Where]]
"""Where records stand that could be written: file, its places, place; by kind and id."""

TAKEN: Final = 409


@dataclass(frozen=True, order=True)
class Mistake:
    """What is wrong at a place of a file; `remedy` is empty where the message says it all.

    `is_doubt` is what can be served, and is nothing that anybody is likely to mean.
    """

    file: str
    line: int
    column: int
    message: str
    remedy: str = ""
    is_doubt: bool = False

    @property
    def place(self) -> str:
        """File, line and column as editors and terminals make links of."""
        return f"{self.file}:{self.line}:{self.column}"

    def told(self, bold: Callable[[str], str] = str, green: Callable[[str], str] = str) -> str:
        """The mistake for people: `bold` and `green` dress its place and its remedy."""
        note = "note: " if self.is_doubt else ""
        return f"{bold(self.place)}: {note}{self.message}" + (f"\n    {green(self.remedy)}" if self.remedy else "")

    __str__ = told


def check_each(paths: Sequence[Path]) -> list[Mistake]:
    """The mistakes of world files each of which is a world of its own, in order of file and line."""
    return sorted(mistake for path in paths for mistake in check([path]))


def check(paths: Sequence[Path]) -> list[Mistake]:
    """The mistakes and doubts of world files that are loaded together, in this order, in order of file and line.

    A record that cannot be written hides no mistakes of others, and those that merely refer to it are not blamed.
    """
    world = World()
    people = People(world)
    found: list[Mistake] = []
    lost: set[tuple[str, Any]] = set()
    written: Written = {}
    with world.ids.claimed(chosen_ids(map(_read, paths))):
        for path in paths:
            found += _check_file(world, path, lost, people, written)
    for one in doubts(world):
        name, places, where = written.get((one.kind, one.id), ("", {}, ()))
        if name:
            place = _nearest(places, (*where, one.field) if one.field else where)
            found.append(Mistake(name, *place, one.message, one.remedy, is_doubt=True))
    return sorted(found)


def _read(path: Path) -> Fixture:
    """What is in a file, as far as it can be read; an exported world tells its ids otherwise."""
    try:
        found = yaml.load(path.read_bytes(), Loader=WorldFileLoader)  # noqa: S506 - a subclass of the safe loader
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        return {}
    return found if isinstance(found, dict) and state.HEAD not in found else {}


def _check_file(
    world: World, path: Path, lost: set[tuple[str, Any]], people: People, written: Written
) -> Iterator[Mistake]:
    name = str(path)
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=WorldFileLoader)
    except OSError as error:
        yield Mistake(name, 1, 1, *unreadable(error))
        return
    except UnicodeDecodeError as error:
        yield Mistake(name, 1, 1, f"is not UTF-8: {error.reason} at byte {error.start}", "Save the file as UTF-8.")
        return
    except yaml.YAMLError as error:
        yield _unreadable(name, error)
        return
    if not isinstance(node, yaml.MappingNode):
        remedy = "Begin with a kind, such as `users:`, and list its records below it."
        yield Mistake(name, 1, 1, "a world file is a mapping of record kinds to lists of records", remedy)
        return
    places = dict(_places(node, ()))

    def mistake(where: Where, message: str, remedy: str = "") -> Mistake:
        return Mistake(name, *_nearest(places, where), message, remedy)

    twice = list(_repeated(node))
    yield from (Mistake(name, *place, f"the key {key!r} stands here twice", "Keep one.") for key, place in twice)
    if twice:
        return
    try:
        fixture: dict[str, Any] = WorldFileLoader("").construct_document(node)
    except yaml.YAMLError as error:
        yield _unreadable(name, error)
        return
    if state.HEAD in fixture:
        yield from _exact(world, fixture, mistake)
        return
    if len(fixture) > 1 and not fixture.keys() & {*KINDS, "now"}:
        remedy = f"Keep world files in a folder of their own. Kinds are {', '.join(KINDS)}."
        yield mistake((), "is no world file: no member is a kind of record", remedy)
        return
    for kind, rows in fixture.items():
        if kind == "now":
            yield from (mistake(("now",), *problem) for problem in _clock(world, rows))
        elif kind not in KINDS:
            yield mistake((kind,), f"there is no kind of record called {kind!r}", _remedy(_kinds_like(kind)))
        elif not isinstance(rows, list):
            yield mistake((kind,), f"{kind} must be a list of records", f"Begin each record of {kind} with a hyphen.")
        else:
            for number, row in enumerate(rows):
                made: list[Any] = []
                for where, message, remedy in _record(world, kind, people.named(kind, row), lost, made):
                    yield mistake((kind, number, *where), message, remedy)
                written.update({(kind, one): (name, places, (kind, number)) for one in made})


REMEDIES: Final = (
    ("\\t", "Indent with spaces: YAML knows no tabs."),
    ("undefined alias", "Write &NAME behind the colon of what it stands for, further up."),
    ("inside what it stands for", "Write it out."),
    ("another document", "Keep one document in a file, and give --fixtures once for each file."),
    ("constructor for the tag", "World files are plain data: leave the tag out."),
    ("block mapping start", "Give the fields of one record the same indentation."),
    ("but got '<stream end>'", "Close the bracket or brace that was opened."),
    ("but got ':'", "Put a text that has a colon in quotes."),
    ("mapping values are not allowed", "Put a text that has a colon in quotes."),
    ("special characters", "Save the file as text, in UTF-8."),
    ("unhashable", "Put a key that begins with a bracket or brace in quotes."),
)
"""What to do about what YAML complains of, by words of the complaint."""


def _unreadable(name: str, error: yaml.YAMLError) -> Mistake:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error)
    remedy = next((remedy for words, remedy in REMEDIES if words in problem), "")
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    return Mistake(name, line, column, f"is not YAML: {problem}", remedy)


def _exact(world: World, fixture: dict[str, Any], mistake: Callable[[Where, str, str], Mistake]) -> Iterator[Mistake]:
    """The first thing that is wrong with an exported world."""
    try:
        state.restore(world, fixture)
    except ControlError as error:
        yield mistake(_place(error), error.message, _remedy(error.hint))


def _clock(world: World, value: Any) -> Iterator[tuple[str, str]]:
    try:
        world.clock.freeze(parse(str(value)))
    except (ValueError, OverflowError):
        yield f"{value!r} is not an ISO 8601 instant", "Write it as 2030-01-08T13:00:00Z."


def _kinds_like(name: str) -> str:
    known = [*KINDS, "now"]
    return f"{suggestion(name, known)}known are {', '.join(known)}"


def _record(
    world: World, kind: str, row: Any, lost: set[tuple[str, Any]], made: list[Any]
) -> Iterator[tuple[Where, str, str]]:
    """What is wrong with one record; what a field is blamed for hides nothing, for the rest is tried without it.

    The id of a record with which nothing is wrong is added to `made`.
    """
    if not isinstance(row, dict):
        yield (), f"a record is a mapping, not {row!r}", "Write its fields as `name: value`."
        return
    left = deepcopy(row)
    for error in records.all_misfits(kind, row):
        yield _place(error), error.message, _remedy(error.hint)
        _forget(left, _place(error))
    while True:
        try:
            record = records.create(world, kind, left)
            if left == row:
                made.append(record["id"])
            return
        except ControlError as error:
            where = _place(error)
            value = _at(left, where)
            blamed = value is None and _at(row, where) is not None
            if not blamed and (error.missing is None or (error.missing, value) not in lost):
                yield where, error.message, _remedy(error.hint)
            # What is there already is there with all its fields: one of them is enough to say so.
            if error.status == TAKEN or not _forget(left, where):
                lost.add((kind, row.get("id")))
                return


def _place(error: ControlError) -> Where:
    parts = [part for part in (error.where or "").split("/") if part]
    return tuple(int(part) if part.isdecimal() else part for part in parts)


def _at(row: Any, where: Where) -> Any:
    """What stands at a place in a record, None where nothing does."""
    for step in where:
        try:
            row = row[step]
        except (KeyError, IndexError, TypeError):
            return None
    return row


def _forget(row: dict[str, Any], where: Where) -> bool:
    """Take the field that is to blame out of a record, or out of one inside it. False when there is none to take."""
    inner = _at(row, where[:2])
    if len(where) > 2 and where[0] in records.INNER and isinstance(inner, dict) and where[2] in inner:
        del inner[where[2]]
        return True
    return bool(where) and row.pop(str(where[0]), None) is not None


def _remedy(hint: str | None) -> str:
    """A hint as a sentence; when it guesses what was meant, the guess without the list of all that there is."""
    guess, mark, _ = (hint or "").partition("? ")
    text = f"{guess}?" if mark and guess.startswith("did you mean") else hint or ""
    return text[:1].upper() + text[1:] + ("." if text and text[-1] not in ".?" else "")


def _places(node: yaml.Node, where: Where) -> Iterator[tuple[Where, Position]]:
    """Where every value stands: a mapping's at its key, a list's at its item."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            inner = (*where, key.value)
            yield inner, (key.start_mark.line + 1, key.start_mark.column + 1)
            yield from _places(value, inner)
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            inner = (*where, number)
            yield inner, (value.start_mark.line + 1, value.start_mark.column + 1)
            yield from _places(value, inner)


def _nearest(places: dict[Where, Position], where: Where) -> Position:
    while where and where not in places:
        where = where[:-1]
    return places.get(where, (1, 1))


def _repeated(node: yaml.Node) -> Iterator[tuple[str, Position]]:
    if isinstance(node, yaml.MappingNode):
        seen = set()
        for key, value in node.value:
            if key.value in seen:
                yield key.value, (key.start_mark.line + 1, key.start_mark.column + 1)
            seen.add(key.value)
            yield from _repeated(value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _repeated(value)
