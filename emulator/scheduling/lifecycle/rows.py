"""The rows that make up a booking: writing a new one, and what follows from its being accepted or gone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field
from datetime import datetime, timedelta
from typing import Any

from emulator.frozen import frozen
from emulator.scheduling import cal_video, locations
from emulator.scheduling.apps import booking_events, rooms
from emulator.scheduling.lifecycle.answers import notes_of
from emulator.scheduling.lifecycle.requests import Booker
from emulator.scheduling.meetings import plan_meeting
from emulator.scheduling.titles import full_name, team_name, title_of
from emulator.world.appointments import Attendee, Booking, EventType, Status
from emulator.world.records import User
from emulator.world.world import World

Json = dict[str, Any]


@frozen(kw_only=True)
class Person:
    """An attendee to be: the booker first, then guests, whose name is not known."""

    email: str
    name: str
    time_zone: str
    locale: str | None = "en"
    phone: str | None = None


def co_host(user: User) -> Person:
    """A host who is not the organizer, as one more attendee."""
    return Person(email=user.email, name=user.name or "", time_zone=user.time_zone, locale=user.locale or "en")


@frozen(kw_only=True)
class Draft:
    """A booking to be. `start` is an aware instant in UTC, `answers` the sheet as stored, `location` as chosen.

    `co_hosts` come as attendees behind `people`; `more` sets further fields of the record, or sets them otherwise.
    """

    event_type: EventType
    host: User
    start: datetime
    minutes: float
    status: Status
    asks_host: bool
    people: Iterable[Person]
    answers: Json
    location: str
    metadata: Json
    co_hosts: tuple[User, ...] = ()
    more: Json = field(default_factory=dict)


def write(world: World, draft: Draft) -> Booking:
    """Insert the booking and its attendees, and plan its meeting if it is accepted."""
    now = world.now()
    event_type, host = draft.event_type, draft.host
    uid = world.ids.uid()
    location, url = locations.meeting_place(draft.location, uid, confirmed=False, meets=rooms.can_meet(world, host))
    fields: Json = {
        "title": title_of(
            event_type,
            host.name,
            draft.answers["name"],
            round(draft.minutes),
            location,
            draft.answers,
            team=team_name(world, event_type, alone=not draft.co_hosts),
        ),
        "description": notes_of(draft.answers),
        "responses": draft.answers,
        "user_id": host.id,
        "user_email": host.email,
        "ics_uid": f"{uid}@Cal.com",
        # A one-time word for the links in the host's mail exists exactly when the host is asked (live.md 2.4).
        "one_time_password": world.ids.uuid() if draft.asks_host else None,
        **draft.more,
    }
    booking = world.bookings.add(
        Booking(
            id=world.ids.next("bookings"),
            uid=uid,
            uuid=world.ids.uuid7(int(draft.start.timestamp() * 1000)),
            start=draft.start,
            end=draft.start + timedelta(minutes=draft.minutes),
            created_at=now,
            updated_at=now,
            event_type_id=event_type.id,
            status=draft.status,
            metadata=dict(draft.metadata),
            location=location,
            video_call_url=url,
            **fields,
        )
    )
    for person in (*draft.people, *map(co_host, draft.co_hosts)):
        add_person(world, booking, person)
    open_room(world, booking)
    plan_meeting(world, booking)
    return booking


def add_person(world: World, booking: Booking, person: Person) -> Attendee:
    """One more attendee of the booking."""
    added = world.attendees.add(
        Attendee(
            id=world.ids.next("attendees"),
            booking_id=booking.id,
            email=person.email,
            name=person.name,
            time_zone=person.time_zone,
            locale=person.locale,
            phone_number=person.phone,
        )
    )
    booking_events.refresh(world, booking)
    return added


def booker_of(booker: Booker, answers: Json) -> Person:
    """Who books, under the name in the assembled answers."""
    return Person(
        email=booker.address,
        name=full_name(answers["name"]),
        time_zone=booker.time_zone,
        locale=booker.language,
        phone=booker.phone,
    )


def again(person: Attendee) -> Person:
    """The attendee as one of another booking."""
    return Person(
        email=person.email,
        name=person.name,
        time_zone=person.time_zone,
        locale=person.locale,
        phone=person.phone_number,
    )


def open_room(world: World, booking: Booking) -> None:
    """Give an accepted booking its meeting, and its place in the organizer's calendar.

    A meeting is a URL, and the reference under which the app knows it. Who asks for an instant meeting waits there
    already.
    """
    if booking.status not in ("accepted", "awaiting_host"):
        return
    if booking.location is not None:
        organizer = world.users.get(booking.user_id)
        meets = rooms.can_meet(world, organizer)
        location, url = locations.meeting_place(booking.location, booking.uid, confirmed=True, meets=meets)
        reference = None
        if url is None:
            url, reference = rooms.meeting(world, booking, location, organizer)
        elif location == locations.CAL_VIDEO and cal_video.room_of(booking) is None:
            reference = cal_video.video_reference(world)
        changes: Json = {"location": location, "video_call_url": url}
        if reference is not None:
            changes["references"] = [*booking.references, reference]
        world.bookings.update(booking, **changes)
    booking_events.follow(world, booking)


def close(world: World, booking: Booking, **changes: Any) -> None:
    """Write a change that ends the booking: its references go, and nothing is planned for it any more."""
    world.bookings.update(booking, references=[], updated_at=world.now(), **changes)
    booking_events.follow(world, booking)
    plan_meeting(world, booking)
