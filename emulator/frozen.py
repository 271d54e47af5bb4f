"""Dataclasses that nobody changes once they are made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar, dataclass_transform, overload

T = TypeVar("T")


@overload
def frozen(cls: type[T], /) -> type[T]: ...


@overload
def frozen(*, kw_only: bool = False, order: bool = False) -> Callable[[type[T]], type[T]]: ...


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: type[Any] | None = None, /, *, kw_only: bool = False, order: bool = False) -> Any:
    """A dataclass with slots that compares and hashes by its fields, and is frozen for the type checker.

    It is not frozen at run time because that makes each one five times as slow to make, and a request makes a dozen.
    """
    made = dataclass(slots=True, unsafe_hash=True, kw_only=kw_only, order=order)
    return made if cls is None else made(cls)
