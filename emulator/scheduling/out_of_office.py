"""Being away: periods of whole UTC days, and who stands in meanwhile (platform.md 3.10, live.md 6)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from emulator.errors import out_of_office as errors
from emulator.frozen import frozen
from emulator.world.instants import parse
from emulator.world.records import OutOfOffice, User
from emulator.world.world import World

INSTANT: Final = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{3})?Z")


@frozen
class Absence:
    """What is said of an absence. None means that nothing was said."""

    start: datetime | None = None
    end: datetime | None = None
    to_user_id: int | None = None
    notes: str | None = None
    reason: str | None = None


def absence(body: Mapping[str, Any]) -> Absence:
    """An absence as a request describes it, stretched to whole days. Raises the service's 400 for odd dates."""
    start, end = _instant(body.get("start")), _instant(body.get("end"))
    return Absence(
        start.replace(hour=0, minute=0, second=0, microsecond=0) if start else None,
        end.replace(hour=23, minute=59, second=59, microsecond=999_000) if end else None,
        body.get("toUserId"),
        body.get("notes"),
        body.get("reason"),
    )


def enter(world: World, user: User, wanted: Absence) -> OutOfOffice:
    """A new absence of the user's. Raises what stands against it. Emits OOO_CREATED."""
    _check_period(wanted)
    if wanted.start is None or wanted.end is None:
        raise errors.half_a_period()
    _check_redirect(world, user, wanted, wanted.start, wanted.end)
    entry = OutOfOffice(
        id=world.ids.next("out-of-office"),
        user_id=user.id,
        start=wanted.start,
        end=wanted.end,
        uuid=world.ids.uuid(),
        to_user_id=wanted.to_user_id,
        notes=wanted.notes,
        reason=wanted.reason or "unspecified",
        created_at=world.now(),
        updated_at=world.now(),
    )
    world.out_of_office.add(entry)
    world.emit("OOO_CREATED", out_of_office_id=entry.id)
    return entry


def change(world: World, user: User, entry: OutOfOffice, wanted: Absence) -> OutOfOffice:
    """The absence with what is said of it now. Raises what stands against it; its own dates anew do.

    Emits OOO_CREATED.
    """
    _check_period(wanted)
    _check_redirect(world, user, wanted, wanted.start or entry.start, wanted.end or entry.end)
    said = {
        "start": wanted.start,
        "end": wanted.end,
        "to_user_id": wanted.to_user_id,
        "notes": wanted.notes,
        "reason": wanted.reason,
    }
    changes = {name: value for name, value in said.items() if value is not None}
    world.out_of_office.update(entry, **changes, updated_at=world.now())
    # The same handler tells of both: there is no trigger for a change (webhooks.md 1.2).
    world.emit("OOO_CREATED", out_of_office_id=entry.id)
    return entry


def sorted_by(
    entries: Iterable[OutOfOffice], by_start: str | None = None, by_end: str | None = None
) -> list[OutOfOffice]:
    """In order of entry, or by start or end, `asc` or `desc`; the end decides where both are asked for."""
    found = sorted(entries, key=lambda entry: entry.id)
    if by_end is not None:
        return sorted(found, key=lambda entry: entry.end, reverse=by_end == "desc")
    if by_start is not None:
        return sorted(found, key=lambda entry: entry.start, reverse=by_start == "desc")
    return found


def _instant(text: Any) -> datetime | None:
    if text is None:
        return None
    if not isinstance(text, str) or INSTANT.fullmatch(text) is None:
        raise errors.invalid_date()
    try:
        return parse(text)
    except (ValueError, OverflowError):
        raise errors.invalid_date() from None


def _check_period(wanted: Absence) -> None:
    if (wanted.start is None) != (wanted.end is None):
        raise errors.half_a_period()
    if wanted.start is not None and wanted.end is not None and wanted.start > wanted.end:
        raise errors.ends_before_it_starts()


def _check_redirect(world: World, user: User, wanted: Absence, start: datetime, end: datetime) -> None:
    """In the service's order. Somebody who stands in for others cannot go away at the same time (platform.md 3.10)."""
    for other in world.out_of_office.where("to_user_id", user.id):
        circle = wanted.to_user_id is None or other.user_id == wanted.to_user_id
        if circle and other.start <= end and other.end >= start:
            raise errors.redirects_in_circles()
    if wanted.start is not None:
        for own in world.out_of_office.where("user_id", user.id):
            if (own.start, own.end) == (wanted.start, wanted.end):
                raise errors.exists_already()
    if wanted.to_user_id is None:
        return
    if wanted.to_user_id == user.id:
        raise errors.redirects_to_self()
    teams = {each.team_id for each in world.memberships.where("user_id", user.id) if each.accepted}
    theirs = {each.team_id for each in world.memberships.where("user_id", wanted.to_user_id)}
    if not teams & theirs:
        raise errors.redirects_to_stranger()
