"""Cal Video without Cal Video: who is in a booking's room and when, what was recorded, what was written down.

Sessions are kept in the form that the API shows (bookings.md 7.6), their participants with what the no-show triggers
tell besides. Times in them are whole seconds since 1970, as the video provider counts.
"""

from __future__ import annotations

from copy import deepcopy
from datetime import datetime
from typing import Any, Final

from emulator.frozen import frozen
from emulator.world.appointments import Booking
from emulator.world.world import World

Json = dict[str, Any]

REFERENCE: Final = "daily_video"
DOWNLOADS: Final = "https://app.cal.com/api/video/recording?token="
FORMATS: Final = ("json", "srt", "txt", "vtt")
SHOWN: Final = ("userId", "userName", "joinTime", "duration")


class RoomError(ValueError):
    """What was asked of a room cannot be; the message says why."""


@frozen
class Visitor:
    """Who joins. Hosts are known by `user_id`, attendees by their address; a stranger may have a name only."""

    name: str
    email: str | None = None
    user_id: int | None = None


def room_of(booking: Booking) -> str | None:
    """The name of the booking's room, if it has one."""
    return next((str(each.get("eventUid")) for each in booking.references if each.get("type") == REFERENCE), None)


def video_reference(world: World) -> Json:
    """A new room, as a booking refers to it."""
    return {
        "type": REFERENCE,
        "eventUid": world.ids.uid(),
        "id": world.ids.next("references"),
        "destinationCalendarId": None,
    }


def join(world: World, booking: Booking, visitor: Visitor) -> None:
    """Let somebody into the room. The first one opens a session. Raises `RoomError`."""
    room, sessions, now = _room(booking), deepcopy(booking.sessions), _seconds(world.now())
    session = _ongoing(sessions)
    if session is None:
        session = {
            "id": world.ids.uuid(),
            "room": room,
            "startTime": now,
            "duration": 0,
            "ongoing": True,
            "maxParticipants": 0,
            "participants": [],
        }
        sessions.append(session)
    if _present(session, visitor) is not None:
        raise RoomError(f"{visitor.email or visitor.name} is in the room already")
    session["participants"].append(
        {
            "userId": None if visitor.user_id is None else str(visitor.user_id),
            "userName": visitor.name,
            "joinTime": now,
            "duration": 0,
            "email": visitor.email,
            "participantId": world.ids.uuid(),
            "leftAt": None,
        }
    )
    here = sum(1 for each in session["participants"] if _is_here(each))
    session["maxParticipants"] = max(session["maxParticipants"], here)
    world.bookings.update(booking, sessions=sessions)


def leave(world: World, booking: Booking, visitor: Visitor) -> None:
    """Let somebody out. The last one ends the session. Raises `RoomError`."""
    _room(booking)
    sessions, now = deepcopy(booking.sessions), _seconds(world.now())
    session = _ongoing(sessions)
    participant = None if session is None else _present(session, visitor)
    if session is None or participant is None:
        raise RoomError(f"{visitor.email or visitor.name} is not in the room")
    participant |= {"leftAt": now, "duration": now - participant["joinTime"]}
    if not any(_is_here(each) for each in session["participants"]):
        session |= {"ongoing": False, "duration": now - session["startTime"]}
    world.bookings.update(booking, sessions=sessions)


def finish_recording(world: World, booking: Booking, **more: Any) -> Json:
    """Add a finished recording and give it; `more` replaces its members. Emits RECORDING_READY."""
    room, now = _room(booking), _seconds(world.now())
    token = world.ids.hexadecimal(32)
    last = booking.sessions[-1] if booking.sessions else None
    start = last["startTime"] if last else _seconds(booking.start)
    recording = {
        "id": world.ids.uuid(),
        "roomName": room,
        "startTs": start,
        "status": "finished",
        "maxParticipants": last["maxParticipants"] if last else 1,
        "duration": max(0, now - start) or _seconds(booking.end) - _seconds(booking.start),
        "shareToken": token,
        "downloadLink": DOWNLOADS + token,
        **more,
    }
    world.bookings.update(booking, recordings=[*booking.recordings, recording])
    world.emit("RECORDING_READY", booking, recording=recording)
    return recording


def finish_transcript(world: World, booking: Booking) -> Json:
    """Add a transcript and give its links by format. Emits RECORDING_TRANSCRIPTION_GENERATED."""
    room = _room(booking)
    number = len(booking.transcripts) + 1
    stem = f"https://app.cal.com/api/video/transcript/{room}/{number}"
    links = [{"format": each, "link": f"{stem}.{each}"} for each in FORMATS]
    world.bookings.update(booking, transcripts=[*booking.transcripts, links[-1]["link"]])
    recording = booking.recordings[-1]["downloadLink"] if booking.recordings else None
    world.emit("RECORDING_TRANSCRIPTION_GENERATED", booking, transcription=links, recording=recording)
    return {"transcription": links, "recording": recording}


def shown_sessions(booking: Booking, now: datetime) -> list[Json]:
    """The sessions as the API shows them; what goes on lasts until `now`."""
    seconds = _seconds(now)
    shown = []
    for session in booking.sessions:
        people = [dict(each) for each in session.get("participants", ())]
        for each in people:
            if session.get("ongoing") and _is_here(each):
                each["duration"] = max(0, seconds - each["joinTime"])
        duration = max(0, seconds - session["startTime"]) if session.get("ongoing") else session.get("duration", 0)
        participants = [{key: each.get(key) for key in SHOWN} for each in people]
        shown.append({**session, "duration": duration, "participants": participants})
    return shown


def _room(booking: Booking) -> str:
    room = room_of(booking)
    if room is None:
        raise RoomError(f"the booking {booking.uid} has no room in Cal Video: it must be accepted and take place there")
    return room


def _ongoing(sessions: list[Json]) -> Json | None:
    return next((each for each in reversed(sessions) if each.get("ongoing")), None)


def _present(session: Json, visitor: Visitor) -> Json | None:
    """The visitor among those who are in: by user, else by address, else by name."""
    for each in session["participants"]:
        if not _is_here(each):
            continue
        if visitor.user_id is not None:
            same = each.get("userId") == str(visitor.user_id)
        elif visitor.email is not None:
            same = each.get("email") == visitor.email
        else:
            same = each.get("email") is None and each.get("userName") == visitor.name
        if same:
            found: Json = each
            return found
    return None


def _is_here(participant: Json) -> bool:
    return "leftAt" in participant and participant["leftAt"] is None


def _seconds(instant: datetime) -> int:
    return int(instant.timestamp())
