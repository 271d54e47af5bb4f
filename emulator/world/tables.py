"""Tables of records with indexes, and the undo log that makes a refused request change nothing."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from typing import Any, Generic, Literal, Protocol, TypeVar

from emulator.frozen import frozen
from emulator.world.instants import earlier


class Row(Protocol):
    """What a table holds."""

    id: Any


R = TypeVar("R", bound=Row)


@frozen
class Change:
    """One change of a record: its table and id, what was done, and the fields that an update set."""

    table: str
    id: Any
    done: Literal["created", "updated", "removed"]
    fields: tuple[str, ...] = ()


class UndoLog:
    """What must be undone should the running request be refused. Outside a request nothing is kept.

    `changes` tells what the running or last transaction did to records, in order. One transaction may run inside
    another: it is undone alone, or with the outer one.
    """

    def __init__(self) -> None:
        self._steps: list[Callable[[], None]] | None = None
        self._outer: list[tuple[list[Callable[[], None]], int]] = []
        self._mark = 0
        self.changes: list[Change] = []

    def begin(self) -> None:
        """Start a transaction, inside another if one runs."""
        if self._steps is None:
            self.changes = []
        else:
            self._outer.append((self._steps, self._mark))
        self._steps = []
        self._mark = len(self.changes)

    def note(self, step: Callable[[], None], change: Change | None = None) -> None:
        """Keep how to undo a step, and what it did to a record; forgotten outside a transaction."""
        if self._steps is not None:
            self._steps.append(step)
            if change is not None:
                self.changes.append(change)

    def commit(self) -> None:
        """End the innermost transaction and keep what it did; the one around it can still undo that."""
        steps = self._end()
        if self._steps is not None:
            self._steps += steps

    def rollback(self) -> None:
        """End the innermost transaction and undo its steps, the last one first."""
        del self.changes[self._mark :]
        for step in reversed(self._end()):
            step()

    def _end(self) -> list[Callable[[], None]]:
        steps = self._steps or []
        self._steps, self._mark = self._outer.pop() if self._outer else (None, 0)
        return steps


class DuplicateKeyError(ValueError):
    """A unique field of the new record is taken; `field` and `value` name it."""

    def __init__(self, table: str, field: str, value: object) -> None:
        super().__init__(f"{table} already has a record with {field}={value!r}")
        self.field = field
        self.value = value


class Table(Generic[R]):
    """Records of one kind, found by `id`, by any `unique` field and by any `index` field, in order of insertion.

    `ordered` maps an index field to the field that sorts its records, for `between`; `span` names the fields of start
    and end, for `overlapping`; `sparse` index fields are None in most records, and None is not looked up. Records
    change through `update` only: it keeps the indexes right and the undo log complete.
    """

    def __init__(
        self,
        name: str,
        log: UndoLog,
        *,
        unique: Iterable[str] = (),
        index: Iterable[str] = (),
        ordered: dict[str, str] | None = None,
        span: tuple[str, str] | None = None,
        sparse: Iterable[str] = (),
    ) -> None:
        self.name = name
        self._log = log
        self._rows: dict[Any, R] = {}
        self._age: dict[Any, int] = {}
        self._count = 0
        self._unique: dict[str, dict[Any, R]] = {field: {} for field in unique}
        # A value that one record has leads to the record itself: most do, and a dictionary each would cost more memory.
        self._index: dict[str, dict[Any, R | dict[Any, R]]] = {field: {} for field in index}
        self._sparse = frozenset(sparse)
        self._sort_field = ordered or {}
        self._span = span
        self._looked_up = frozenset((*self._unique, *self._index))
        self._sorted_by = frozenset((*self._sort_field, *self._sort_field.values(), *(span or ())))
        self._longest = timedelta()
        self._ordered: dict[str, dict[Any, list[tuple[Any, Any]]]] = {field: {} for field in self._sort_field}
        self._watchers: list[tuple[frozenset[str], Callable[[R], None], Callable[[R], None]]] = []

    def watch(self, fields: Iterable[str], after: Callable[[R], None], before: Callable[[R], None]) -> None:
        """Tell of records `after` they enter or change in one of `fields`, and `before` they leave or change so."""
        self._watchers.append((frozenset(fields), after, before))

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[R]:
        return iter(list(self._rows.values()))

    def get(self, key: object) -> R | None:
        return self._rows.get(key)

    def by(self, field: str, value: object) -> R | None:
        """The record whose unique `field` has this value."""
        return self._unique[field].get(value)

    def where(self, field: str, value: object) -> list[R]:
        """Every record whose indexed `field` has this value, oldest first."""
        rows = self._index[field].get(value)
        if rows is None:
            return []
        if not isinstance(rows, dict):
            return [rows]
        # Updates and rollbacks put rows back at the end of an index; their age says where they belong.
        return [rows[key] for key in sorted(rows, key=self._age.__getitem__)]

    def having(self, field: str, value: object) -> list[R]:
        """As `where`, for any field: one that has no index is looked for in every record."""
        if field in self._index:
            return self.where(field, value)
        return [row for row in self._rows.values() if getattr(row, field) == value]

    def between(self, field: str, value: object, low: object, high: object) -> list[R]:
        """Records whose ordered index `field` has `value` and whose sort field lies in [low, high), in that order."""
        keys = self._ordered[field].get(value, [])
        start = bisect_left(keys, (low,))
        stop = bisect_left(keys, (high,))
        return [self._rows[key] for _, key in keys[start:stop]]

    def counted(self, field: str, value: object) -> int:
        """How many records whose indexed `field` has this value."""
        rows = self._index[field].get(value)
        return 0 if rows is None else len(rows) if isinstance(rows, dict) else 1

    def overlapping(self, field: str, value: object, low: Any, high: Any) -> list[R]:
        """Records of an ordered index whose span meets [low, high), by their start."""
        if self._span is None:
            raise TypeError(f"{self.name} have no span")
        end = self._span[1]
        # None began longer before `low` than the longest record lasts: no need to look further back.
        first = earlier(low, self._longest)
        return [row for row in self.between(field, value, first, high) if getattr(row, end) > low]

    def add(self, record: R) -> R:
        """Insert; raises `DuplicateKeyError` when its id or a unique field is taken."""
        key = record.id
        if key in self._rows:
            raise DuplicateKeyError(self.name, "id", key)
        for field, known in self._unique.items():
            value = getattr(record, field)
            if value is not None and value in known:
                raise DuplicateKeyError(self.name, field, value)
        self._count += 1
        self._age[key] = self._count
        self._link(key, record)
        self._log.note(lambda: self._discard(key, record), Change(self.name, key, "created"))
        return record

    def update(self, record: R, **changes: Any) -> R:
        """Change fields in place; raises `DuplicateKeyError` before anything changed."""
        for field in self._unique.keys() & changes.keys():
            value = changes[field]
            other = self._unique[field].get(value)
            if value is not None and other is not None and other is not record:
                raise DuplicateKeyError(self.name, field, value)
        before = {field: getattr(record, field) for field in changes}
        self._apply(record, changes)
        self._log.note(lambda: self._apply(record, before), Change(self.name, record.id, "updated", tuple(changes)))
        return record

    def remove(self, record: R) -> None:
        key = record.id
        age = self._age[key]
        self._discard(key, record)
        self._log.note(lambda: self._restore(key, record, age), Change(self.name, key, "removed"))

    def _apply(self, record: R, changes: dict[str, Any]) -> None:
        watchers = [watcher for watcher in self._watchers if not watcher[0].isdisjoint(changes)]
        for _, _, before in watchers:
            before(record)
        self._set(record, changes)
        for _, after, _ in watchers:
            after(record)

    def _set(self, record: R, changes: dict[str, Any]) -> None:
        key = record.id
        if self._looked_up.isdisjoint(changes) and self._sorted_by.isdisjoint(changes):
            for field, value in changes.items():
                setattr(record, field, value)
            return
        self._drop_indexes(key, record)
        for field, value in changes.items():
            setattr(record, field, value)
        self._add_indexes(key, record)

    def _link(self, key: Any, record: R) -> None:
        self._rows[key] = record
        self._add_indexes(key, record)
        for _, after, _ in self._watchers:
            after(record)

    def _discard(self, key: Any, record: R) -> None:
        for _, _, before in self._watchers:
            before(record)
        del self._rows[key], self._age[key]
        self._drop_indexes(key, record)

    def _restore(self, key: Any, record: R, age: int) -> None:
        self._age[key] = age
        self._link(key, record)
        self._rows = dict(sorted(self._rows.items(), key=lambda item: self._age[item[0]]))

    def _add_indexes(self, key: Any, record: R) -> None:
        if self._span is not None:
            self._longest = max(self._longest, getattr(record, self._span[1]) - getattr(record, self._span[0]))
        for field, unique in self._unique.items():
            value = getattr(record, field)
            if value is not None:
                unique[value] = record
        for field, index in self._index.items():
            value = getattr(record, field)
            if value is None and field in self._sparse:
                continue
            rows = index.get(value)
            if rows is None:
                index[value] = record
            elif isinstance(rows, dict):
                rows[key] = record
            else:
                index[value] = {rows.id: rows, key: record}
        for field, ordered in self._ordered.items():
            insort(ordered.setdefault(getattr(record, field), []), (getattr(record, self._sort_field[field]), key))

    def _drop_indexes(self, key: Any, record: R) -> None:
        for field, unique in self._unique.items():
            unique.pop(getattr(record, field), None)
        for field, index in self._index.items():
            value = getattr(record, field)
            rows = index.get(value)
            if isinstance(rows, dict):
                rows.pop(key, None)
                if not rows:
                    del index[value]
            elif rows is not None:
                del index[value]
        for field, ordered in self._ordered.items():
            keys = ordered[getattr(record, field)]
            del keys[bisect_left(keys, (getattr(record, self._sort_field[field]), key))]
