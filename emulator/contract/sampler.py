"""Values made up to fit a schema, for what nobody seeded."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any, Final

from emulator.contract.fold import Folded, is_null
from emulator.contract.operation import Operation
from emulator.contract.schemas import Schemas
from emulator.contract.strings import Strings
from emulator.contract.traverse import Schema
from emulator.contract.values import ABSENT

Json = Any

_TRIES: Final = 60
# The largest number that is drawn where the schema sets no bound, by how the property's name ends.
_USUAL: Final = (("id", 9999), ("minutes", 60), ("duration", 60), ("", 100))


class NoSampleError(ValueError):
    """A schema for which no value was found: it contains itself without end, or its rules contradict one another."""


class Sampler:
    """Makes values by chance, the same ones for the same seed and key."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._strings = Strings()

    def sample(self, operation: Operation, status: int | None = None) -> Json:
        """A body for an answer of the operation, its success by default; `ABSENT` where the answer has none.

        Raises `NoSampleError`.
        """
        key = operation.response_key(operation.success_status if status is None else status)
        schema = None if key is None else operation.responses[key]
        return ABSENT if schema is None else self.value(operation.schemas, schema, f"{operation.id}:{key}")

    def value(self, schemas: Schemas, schema: Schema, key: str) -> Json:
        """A value that is valid for a schema of the document; `key` picks one among the possible ones.

        Raises `NoSampleError`.
        """
        random = Random(f"{self._seed}:{key}")  # noqa: S311 (made-up data, no secrets)
        return self.draw(schemas, schema, random)

    def draw(self, schemas: Schemas, schema: Schema, random: Random) -> Json:
        """A valid value out of the given source of chance. Raises `NoSampleError`."""
        self._strings.seed(random)
        return _Drawing(schemas, random, self._strings).value(schema, "", ())


class _EndlessError(NoSampleError):
    """A schema that contains itself was met again: whoever can do without the value leaves it out."""


class _Drawing:
    def __init__(self, schemas: Schemas, random: Random, strings: Strings) -> None:
        self._schemas = schemas
        self._random = random
        self._strings = strings

    def value(self, schema: Schema, name: str, trail: tuple[Any, ...]) -> Json:
        """A valid value; `name` is the property it is for, `trail` the schemas around it."""
        folded, check = self._schemas.fold(schema), self._schemas.check(schema)
        mark = _mark(folded)
        if mark in trail:
            if folded.nullable:
                return None
            raise _EndlessError(f"{name or 'the schema'} contains itself without end")
        inside = (*trail, mark) if mark else trail
        for attempt in range(_TRIES):
            value = self._draw(folded, name, inside, attempt)
            if check(value):
                return value
        raise NoSampleError(f"no value was found for {name or 'the schema'}")

    def _draw(self, folded: Folded, name: str, trail: tuple[Any, ...], attempt: int) -> Json:
        fixed = [*folded.all("const"), *(self._random.choice(values) for values in folded.all("enum") if values)]
        if fixed:
            return fixed[0]
        examples = [one for several in folded.all("examples") if isinstance(several, list) for one in several]
        if examples and attempt == 0:
            return examples[0]
        value = self._drawn_by_type(folded, name, trail, attempt)
        for union in folded.unions:
            value = _joined(value, self._one_of(union.branches, name, trail, attempt))
        for condition, then, otherwise in folded.conditions:
            branch = then if self._schemas.check(condition)(value) else otherwise
            if branch is not None and isinstance(value, dict):
                extra = self._schemas.fold(branch)
                value = _joined(value, self._object(extra, trail, attempt))
        return value

    def _one_of(self, several: tuple[Schema, ...], name: str, trail: tuple[Any, ...], attempt: int) -> Json:
        order = [one for one in several if not is_null(one)]
        if attempt:
            self._random.shuffle(order)
        for branch in order:
            try:
                return self.value(branch, name, trail)
            except NoSampleError:
                continue
        if len(order) < len(several):
            return None
        raise _EndlessError(f"every kind of {name or 'value'} contains itself without end")

    def _drawn_by_type(self, folded: Folded, name: str, trail: tuple[Any, ...], attempt: int) -> Json:
        kinds = sorted((folded.types or frozenset()) - {"null"})
        if not kinds:
            if folded.properties:
                return self._object(folded, trail, attempt)
            if folded.nullable or folded.unions:
                return None
            return self._strings.draw(folded, name, self._random)
        kind = kinds[0] if attempt == 0 else self._random.choice(kinds)
        if kind == "object":
            return self._object(folded, trail, attempt)
        if kind == "array":
            return self._array(folded, name, trail)
        if kind == "boolean":
            return self._random.random() < 0.5
        if kind == "string":
            return self._strings.draw(folded, name, self._random)
        return self._number(folded, name, whole=kind == "integer")

    def _object(self, folded: Folded, trail: tuple[Any, ...], attempt: int) -> dict[str, Json]:
        made: dict[str, Json] = {}
        for name, schema in folded.properties.items():
            required = name in folded.required
            # At first everything that is described; later, by chance, less of it: some properties exclude each other.
            if not required and attempt and (attempt == _TRIES - 1 or self._random.random() < 0.5):
                continue
            try:
                made[name] = self.value(schema, name, trail)
            except NoSampleError:
                if required:
                    raise
        if not folded.properties:
            made |= self._others(folded, trail)
        for name in folded.required:
            if name not in made and name not in folded.properties:
                made[name] = self._strings.draw(folded, name, self._random)
        return made

    def _others(self, folded: Folded, trail: tuple[Any, ...]) -> Iterator[tuple[str, Json]]:
        """Entries of a map. A free-form object stays empty unless it must not."""
        names, least = folded.first("propertyNames"), folded.first("minProperties") or 0
        schema = folded.first("additionalProperties")
        if schema is False or (not isinstance(schema, dict) and not least):
            return
        for number in range(max(least, self._random.randint(1, 2))):
            name = self.value(names, "key", trail) if names else f"{self._strings.word(self._random)}{number}"
            try:
                yield (
                    name,
                    self.value(schema, name, trail) if isinstance(schema, dict) else self._strings.word(self._random),
                )
            except _EndlessError:
                return

    def _array(self, folded: Folded, name: str, trail: tuple[Any, ...]) -> list[Json]:
        least, most = folded.first("minItems") or 0, folded.first("maxItems")
        count = self._random.randint(max(least, 1), max(least, 1 if least else 2))
        count = count if most is None else min(count, most)
        single = name[:-1] if name.endswith("s") else name
        made: list[Json] = []
        first = folded.first("prefixItems") or []
        for number in range(_TRIES):
            if len(made) >= count:
                break
            try:
                item = self.value(first[number] if number < len(first) else folded.items, single, trail)
            except NoSampleError:
                if least:
                    raise
                break
            if item not in made or not folded.first("uniqueItems"):
                made.append(item)
        wanted = folded.first("contains")
        if wanted is not None and not any(map(self._schemas.check(wanted), made)):
            made.append(self.value(wanted, single, trail))
        return made

    def _number(self, folded: Folded, name: str, *, whole: bool) -> int | float:
        step = folded.first("multipleOf") or (1 if whole else 0.5)
        nearest = 1 if whole else step
        low = max((*folded.all("minimum"), *(one + nearest for one in folded.all("exclusiveMinimum"))), default=None)
        high = min((*folded.all("maximum"), *(one - nearest for one in folded.all("exclusiveMaximum"))), default=None)
        usual = next(most for ending, most in _USUAL if name.lower().endswith(ending))
        if low is None:
            low = min(1, high) if high is not None else 1
        if high is None:
            high = max(usual, low + usual)
        steps = self._random.randint(int(-(-low // step)), max(int(-(-low // step)), int(high // step)))
        return steps * step


def _mark(folded: Folded) -> tuple[int, ...] | None:
    """What tells a schema that describes a structure from others; None for one that cannot contain itself."""
    if not (folded.properties or folded.unions or any(folded.all("items")) or any(folded.all("additionalProperties"))):
        return None
    return tuple(id(part) for part in folded.parts if "$ref" not in part)


def _joined(value: Json, other: Json) -> Json:
    """What two sides of a schema ask of one value together."""
    return {**value, **other} if isinstance(value, dict) and isinstance(other, dict) else other
