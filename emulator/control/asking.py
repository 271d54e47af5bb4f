"""Query parameters that several lists share: which entries, how many, and how long to wait for them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

from emulator.control.problems import ControlError, suggestion
from emulator.world.instants import parse

LONGEST_WAIT: Final = 60.0


def only(query: Mapping[str, str], known: Iterable[str], what: str) -> None:
    """Refuse parameters that are not `known`, by name."""
    names = list(known)
    for name in query:
        if name not in names:
            raise ControlError(
                400,
                f"{what} have no parameter {name!r}",
                where=f"?{name}",
                hint=f"{suggestion(name, names)}known are {', '.join(names)}",
            )


LONGEST_NUMBER: Final = 18
"""Digits of a number that is looked at; Python reads no more than some thousand."""


def number_in(text: str) -> int | None:
    """The whole number that is written; None for anything else, and for one that nothing is ever numbered by.

    World files may number records below nought, if they like.
    """
    digits = text.removeprefix("-")
    return int(text) if digits.isdecimal() and len(digits) <= LONGEST_NUMBER else None


def one_of(query: Mapping[str, str], name: str, known: Sequence[str]) -> None:
    """Refuse a parameter with a value that it never has."""
    text = query.get(name)
    if text is not None and text not in known:
        hint = f"{suggestion(text, known)}there are {', '.join(known)}"
        raise ControlError(400, f"there is no {name} {text!r}", where=f"?{name}", hint=hint)


def whole(query: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    """A whole number within bounds."""
    text = query.get(name)
    if text is None:
        return default
    number = number_in(text)
    if number is None or not least <= number <= most:
        raise ControlError(400, f"{name} must be a whole number from {least} to {most}, not {text!r}", where=f"?{name}")
    return number


def since(query: Mapping[str, str]) -> Callable[[int, datetime], bool]:
    """Whether an entry with that number and instant comes after `since`: a number, itself excluded, or an instant."""
    text = query.get("since")
    if text is None:
        return lambda _number, _at: True
    last = number_in(text)
    if last is not None:
        return lambda number, _at: number > last
    try:
        first = parse(text.replace(" ", "+"))
    except (ValueError, OverflowError):
        raise ControlError(
            400,
            f"since must be the number of an entry or an ISO 8601 instant, not {text!r}",
            where="?since",
            hint="for example since=12 or since=2030-01-08T13:00:00Z",
        ) from None
    return lambda _number, at: at >= first


def of_status(query: Mapping[str, str]) -> Callable[[int | None], bool]:
    """Whether a status is the one in `status`: exact, or of a class such as `4xx`."""
    text = query.get("status")
    if text is None:
        return lambda _status: True
    if text.isdecimal() and len(text) == 3:
        exact = int(text)
        return lambda status: status == exact
    if len(text) == 3 and text[0].isdecimal() and text[1:].lower() == "xx":
        hundred = int(text[0])
        return lambda status: status is not None and status // 100 == hundred
    raise ControlError(400, f"status must be a number or a class, not {text!r}", where="?status", hint="400 or 4xx")


def waiting(query: Mapping[str, str]) -> float:
    """Seconds of the machine's time that the caller is willing to wait."""
    text = query.get("wait", "0")
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds <= LONGEST_WAIT:
        raise ControlError(
            400, f"wait must be seconds from 0 to {LONGEST_WAIT:g}, not {text!r}", where="?wait", hint="for example 5"
        )
    return seconds


async def wait_until(
    enough: Callable[[], bool], grown: Callable[[], Awaitable[None]], goes_on: Callable[[], bool], seconds: float
) -> None:
    """Come back when there is enough, when the time is over or when no more can come, whichever is first."""
    try:
        async with asyncio.timeout(seconds):
            while goes_on() and not enough():
                await grown()
    except TimeoutError:
        return
