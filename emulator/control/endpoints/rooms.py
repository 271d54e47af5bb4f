"""Cal Video without Cal Video: let people join and leave a booking's room, finish a recording or a transcript."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from emulator.control.asking import number_in
from emulator.control.plane import Ask, Routes
from emulator.control.problems import ControlError
from emulator.scheduling import cal_video
from emulator.scheduling.attendance import expected_hosts
from emulator.scheduling.cal_video import RoomError, Visitor
from emulator.world.appointments import Booking

Json = Any

WHO: Final = '"host", "guest", an address, or {"name": …, "email": …, "userId": …}'


async def read_room(ask: Ask) -> Json:
    return _shown(ask, found_booking(ask))


async def use_room(ask: Ask) -> Json:
    """First everybody in `join` comes, then everybody in `leave` goes."""
    booking = found_booking(ask)
    body = await ask.members("join", "leave")
    if not body:
        raise ControlError(400, "say who joins or leaves", hint='{"join": "host"} or {"leave": ["host", "guest"]}')
    with ask.happening():
        for name, act in (("join", cal_video.join), ("leave", cal_video.leave)):
            for visitor in _visitors(ask, booking, body.get(name, []), f"/{name}"):
                try:
                    act(ask.world, booking, visitor)
                except RoomError as error:
                    raise ControlError(409, str(error), where=f"/{name}") from None
    return _shown(ask, booking)


async def finish_recording(ask: Ask) -> Json:
    booking = found_booking(ask)
    more = await ask.members("startTs", "duration", "maxParticipants")
    for name, value in more.items():
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise ControlError(400, f"{name} must be a whole number, not {value!r}", where=f"/{name}")
    try:
        with ask.happening():
            return cal_video.finish_recording(ask.world, booking, **more)
    except RoomError as error:
        raise ControlError(409, str(error)) from None


async def finish_transcript(ask: Ask) -> Json:
    booking = found_booking(ask)
    await ask.members()
    try:
        with ask.happening():
            return cal_video.finish_transcript(ask.world, booking)
    except RoomError as error:
        raise ControlError(409, str(error)) from None


def found_booking(ask: Ask) -> Booking:
    """The booking in the path, by uid or number. Raises a 404."""
    uid = ask.path["uid"]
    booking = ask.world.bookings.by("uid", uid) or ask.world.bookings.get(number_in(uid))
    if booking is None:
        raise ControlError(404, f"there is no booking {uid!r}", hint="GET /_emulator/records/bookings lists them")
    return booking


def _shown(ask: Ask, booking: Booking) -> Json:
    return {"room": cal_video.room_of(booking), "sessions": cal_video.shown_sessions(booking, ask.world.now())}


def _visitors(ask: Ask, booking: Booking, who: Json, where: str) -> Iterable[Visitor]:
    for each in who if isinstance(who, list) else [who]:
        yield _visitor(ask, booking, each, where)


def _visitor(ask: Ask, booking: Booking, who: Json, where: str) -> Visitor:
    """A host or attendee of the booking by role or address; anybody else by what is told of them."""
    world = ask.world
    hosts = expected_hosts(world, booking)
    addresses = {user.email for user in hosts}
    guests = [each for each in world.attendees.where("booking_id", booking.id) if each.email not in addresses]
    if isinstance(who, dict) and who and who.keys() <= {"name", "email", "userId"}:
        user_id, email = who.get("userId"), who.get("email")
        if (user_id is None or type(user_id) is int) and (email is None or isinstance(email, str)):
            return Visitor(str(who.get("name") or email or user_id), email, user_id)
    elif isinstance(who, str):
        for user in hosts:
            if who in ("host", user.email):
                return Visitor(user.name or user.email, user.email, user.id)
        for person in guests:
            if who in ("guest", person.email):
                return Visitor(person.name or person.email, person.email)
        if "@" in who:
            return Visitor(who, who)
    raise ControlError(400, f"{who!r} is nobody who could be in the room", where=where, hint=f"give {WHO}")


ROUTES: Final[Routes] = {
    "/bookings/{uid}/room": {"GET": (200, read_room), "POST": (200, use_room)},
    "/bookings/{uid}/recording": {"POST": (201, finish_recording)},
    "/bookings/{uid}/transcript": {"POST": (201, finish_transcript)},
}
