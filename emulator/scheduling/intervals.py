"""Sets of time as sorted, disjoint, half-open intervals of aware UTC instants. Every operation is one sweep."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

CENTURY: Final = 100 * 365 * 24 * 60

Interval = tuple[datetime, datetime]


def span(minutes: float) -> timedelta:
    """So many minutes, at most a century of them: clients send any number, calendars end in 9999."""
    return timedelta(minutes=max(-CENTURY, min(minutes, CENTURY)))


def merged(intervals: Iterable[Interval]) -> list[Interval]:
    """The union: sorted, overlapping and touching ones joined, empty ones left out."""
    union: list[Interval] = []
    for start, end in sorted(intervals):
        if start >= end:
            continue
        if union and start <= union[-1][1]:
            if end > union[-1][1]:
                union[-1] = (union[-1][0], end)
        else:
            union.append((start, end))
    return union


def subtracted(whole: list[Interval], holes: list[Interval]) -> list[Interval]:
    """What of `whole` is outside `holes`; both merged."""
    rest: list[Interval] = []
    first = 0
    for start, end in whole:
        begin = start
        while first < len(holes) and holes[first][1] <= begin:
            first += 1
        number = first
        while number < len(holes) and holes[number][0] < end:
            hole_start, hole_end = holes[number]
            if hole_start > begin:
                rest.append((begin, hole_start))
            begin = max(begin, hole_end)
            number += 1
        if begin < end:
            rest.append((begin, end))
    return rest


def intersected(ours: list[Interval], theirs: list[Interval]) -> list[Interval]:
    """What is in both; both merged."""
    common: list[Interval] = []
    here = there = 0
    while here < len(ours) and there < len(theirs):
        start = max(ours[here][0], theirs[there][0])
        end = min(ours[here][1], theirs[there][1])
        if start < end:
            common.append((start, end))
        if ours[here][1] < theirs[there][1]:
            here += 1
        else:
            there += 1
    return common


def clipped(intervals: list[Interval], low: datetime, high: datetime) -> list[Interval]:
    """What lies within [low, high)."""
    return [(max(start, low), min(end, high)) for start, end in intervals if start < high and end > low]


def covers(intervals: list[Interval], start: datetime, end: datetime) -> bool:
    """Whether one of the merged intervals holds all of [start, end)."""
    return any(begin <= start and end <= finish for begin, finish in intervals)


def meets(intervals: Iterable[Interval], start: datetime, end: datetime) -> bool:
    """Whether any interval overlaps [start, end); touching is not overlapping."""
    return any(begin < end and start < finish for begin, finish in intervals)
