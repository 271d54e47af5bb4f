"""Meetings in connected video apps: their addresses, and the references under which the apps know them.

An address follows from the booking's `icsUid`, which it keeps when it is moved: so does the meeting, as in the service.
"""

from __future__ import annotations

import hashlib
from typing import Any

from emulator.scheduling.apps.catalog import GOOGLE_CALENDAR, OFFICE_CALENDAR, TEAMS, ZOOM
from emulator.scheduling.apps.credentials import credentials
from emulator.scheduling.locations import GOOGLE_MEET, INTEGRATIONS
from emulator.world.appointments import Booking
from emulator.world.records import User
from emulator.world.world import World

Json = dict[str, Any]

ZOOM_PLACE = INTEGRATIONS["zoom"]
TEAMS_PLACE = INTEGRATIONS["office365-video"]
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def can_meet(world: World, organizer: User | None) -> bool:
    """Whether Google makes meetings for this organizer: it does so through a calendar."""
    return organizer is not None and _has(world, organizer, GOOGLE_CALENDAR)


def meeting(world: World, booking: Booking, location: str, organizer: User | None) -> tuple[str | None, Json | None]:
    """The address of a meeting at `location`, and the app's reference to it; None for what no connected app makes."""
    if organizer is None:
        return None, None
    number = int(hashlib.sha256(f"{world.seed}:{booking.ics_uid}".encode()).hexdigest(), 16)
    if location == GOOGLE_MEET and can_meet(world, organizer):
        code = "".join(LETTERS[number // 26**place % 26] for place in range(10))
        return f"https://meet.google.com/{code[:3]}-{code[3:7]}-{code[7:]}", None
    if location == ZOOM_PLACE and _has(world, organizer, ZOOM):
        meeting_id = str(10**10 + number % (9 * 10**10))
        return f"https://zoom.us/j/{meeting_id}", _reference(world, ZOOM, meeting_id)
    if location == TEAMS_PLACE:
        thread = f"19:meeting_{number:064x}@thread.v2"
        url = f"https://teams.microsoft.com/l/meetup-join/{thread.replace(':', '%3a').replace('@', '%40')}/0"
        if _has(world, organizer, TEAMS):
            return url, _reference(world, TEAMS, thread)
        if _has(world, organizer, OFFICE_CALENDAR):
            return url, None
    return None, None


def _has(world: World, user: User, kind: str) -> bool:
    return any(not credential.invalid for credential in credentials(world, user, kind))


def _reference(world: World, kind: str, uid: str) -> Json:
    return {"type": kind, "eventUid": uid, "id": world.ids.next("references"), "destinationCalendarId": None}
