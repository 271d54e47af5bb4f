"""How reports are set: instants as people read them, lines that fit a page."""

from __future__ import annotations

import re
from textwrap import wrap
from typing import Final

WIDTH: Final = 100
NARROW: Final = 92
"""For messages of failures, which pytest sets in."""

LONGEST: Final = 160
"""Characters of a value that is shown."""

BEGINNING: Final = re.compile(r"[ -]*(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d  )?")
"""What stands before the text of a line: a bullet, space, the time."""

INBOX: Final = re.compile(r"https?://[^/]+/(inbox/\d+)")


def when(instant: str) -> str:
    """An instant of the wire as people read it: `2030-01-07 08:00:00`, in UTC."""
    return instant.replace("T", " ").partition(".")[0].removesuffix("Z")


def span(start: str, end: str) -> str:
    """From one instant to another; the day is said once."""
    first, last = when(start), when(end)
    return f"{first} to {last.removeprefix(f'{first[:10]} ')}"


def who(url: str) -> str:
    """A subscriber: its URL, or the number of the test's own inbox."""
    own = INBOX.fullmatch(url)
    return own[1].replace("/", " ") if own else url


def short(value: object) -> str:
    """A value as Python writes it, cut where it becomes a wall."""
    text = repr(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}… ({len(text) - LONGEST} more characters)"


def fold(text: str, width: int = WIDTH) -> str:
    """Lines broken at spaces where they are too long; what goes on stands further in. No word is broken."""
    return "\n".join(part for line in text.splitlines() for part in _folded(line, width))


def _folded(line: str, width: int) -> list[str]:
    beginning = BEGINNING.match(line)
    start = len(beginning[0]) if beginning else 0
    inside = " " * (start if line.startswith("-") else start + 2)
    return wrap(
        line,
        width,
        subsequent_indent=inside,
        break_long_words=False,
        break_on_hyphens=False,
        replace_whitespace=False,
    ) or [""]
