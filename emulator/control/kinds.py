"""The kinds of records that the control plane writes directly, and what completes each of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

from emulator.auth.credentials import digest
from emulator.control.problems import ControlError
from emulator.control.vocabulary import Vocabulary
from emulator.scheduling.event_type_defaults import default_booking_fields, default_locations
from emulator.scheduling.locations import CAL_VIDEO, location_of, meeting_place
from emulator.world.appointments import Attendee, Booking, EventType, Reservation, Seat
from emulator.world.records import ApiKey, Membership, OutOfOffice, PrivateLink, Schedule, Team, User, Webhook
from emulator.world.tables import Table
from emulator.world.world import World

Attributes = dict[str, Any]


def nothing(_world: World, _given: Attributes) -> None:
    """Most kinds need nothing beyond their defaults."""


@dataclass(frozen=True)
class Kind:
    """`complete` fills in, in place, what the caller left out (attribute names); it may read the world, not change it.

    `references` maps attributes to the kind they point at. `children` are (kind, attribute) pairs that go when a record
    goes; `links` are (kind, attribute) pairs that are merely emptied.
    """

    name: str
    vocabulary: Vocabulary
    table: Callable[[World], Table[Any]]
    complete: Callable[[World, Attributes], None] = nothing
    references: Mapping[str, str] = field(default_factory=dict)
    children: tuple[tuple[str, str], ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    opaque_id: Callable[[World], str] | None = None

    def new_id(self, world: World) -> int | str:
        return self.opaque_id(world) if self.opaque_id else world.ids.next(self.name)


def _user(world: World, given: Attributes) -> None:
    if "email" not in given and "username" not in given:
        raise ControlError(400, "a user needs an email or a username", where="/email")
    given.setdefault("username", str(given.get("email", "")).partition("@")[0].lower())
    given.setdefault("email", f"{given['username']}@example.com")
    given.setdefault("name", str(given["username"]).replace("-", " ").replace(".", " ").title())
    given.setdefault("created_at", world.now())


def _api_key(world: World, given: Attributes) -> None:
    given.setdefault("clear", f"cal_test_{world.ids.hexadecimal(32)}")
    if not str(given["clear"]).startswith("cal_"):
        raise ControlError(400, "an API key begins with cal_", where="/apiKey", hint="for example cal_test_ada")
    given["digest"] = digest(given["clear"])
    given.setdefault("created_at", world.now())


def _event_type(_world: World, given: Attributes) -> None:
    given.setdefault("booking_fields", default_booking_fields())
    given.setdefault("locations", default_locations())


def _booking(world: World, given: Attributes) -> None:
    event_type = world.event_types.get(given.get("event_type_id"))
    if "start" not in given:
        raise ControlError(400, "a booking needs a start", where="/start", hint='for example "2030-01-08T13:00:00Z"')
    start = given["start"]
    if "end" not in given:
        if event_type is None:
            raise ControlError(400, "a booking needs an end or an event type that tells its length", where="/end")
        given["end"] = start + timedelta(minutes=event_type.length)
    if given["end"] <= start:
        raise ControlError(400, "a booking ends after it starts", where="/end")
    given.setdefault("user_id", event_type.owner_id if event_type else None)
    host = world.users.get(given["user_id"])
    given.setdefault("user_email", host.email if host else None)
    given.setdefault("title", event_type.title if event_type else "Meeting")
    given.setdefault("uid", world.ids.uid())
    given.setdefault("uuid", world.ids.uuid7(int(start.timestamp() * 1000)))
    given.setdefault("ics_uid", f"{given['uid']}@Cal.com")
    given.setdefault("created_at", world.now())
    given.setdefault("updated_at", given["created_at"])
    chosen = given.get("location") or (location_of(event_type, None) if event_type else CAL_VIDEO)
    place, url = meeting_place(chosen, given["uid"], confirmed=given.get("status", "accepted") == "accepted")
    given.setdefault("location", place)
    given.setdefault("video_call_url", url)


def _attendee(world: World, given: Attributes) -> None:
    given.setdefault("name", "")
    booking = world.bookings.get(given.get("booking_id"))
    host = world.users.get(booking.user_id) if booking else None
    given.setdefault("time_zone", host.time_zone if host else "UTC")


def _seat(world: World, given: Attributes) -> None:
    given.setdefault("uid", world.ids.uuid())
    given.setdefault("created_at", world.now())


def _reservation(world: World, given: Attributes) -> None:
    given.setdefault("uid", world.ids.uuid())
    event_type = world.event_types.get(given.get("event_type_id"))
    if "start" in given and event_type is not None:
        given.setdefault("end", given["start"] + timedelta(minutes=event_type.length))
    given.setdefault("until", world.now() + timedelta(minutes=given.get("minutes", 5)))


def _created_now(world: World, given: Attributes) -> None:
    given.setdefault("created_at", world.now())


def _out_of_office(world: World, given: Attributes) -> None:
    given.setdefault("uuid", world.ids.uuid())


def _kinds() -> list[Kind]:
    return [
        Kind(
            "users",
            Vocabulary(User),
            lambda world: world.users,
            _user,
            children=(
                ("api-keys", "user_id"),
                ("schedules", "user_id"),
                ("out-of-office", "user_id"),
                ("memberships", "user_id"),
                ("webhooks", "user_id"),
                ("bookings", "user_id"),
                ("event-types", "owner_id"),
            ),
        ),
        Kind(
            "api-keys",
            Vocabulary(ApiKey),
            lambda world: world.api_keys,
            _api_key,
            {"user_id": "users"},
            opaque_id=lambda world: world.ids.uuid(),
        ),
        Kind(
            "schedules",
            Vocabulary(Schedule),
            lambda world: world.schedules,
            references={"user_id": "users"},
            links=(("event-types", "schedule_id"), ("users", "default_schedule_id")),
        ),
        Kind(
            "out-of-office",
            Vocabulary(OutOfOffice),
            lambda world: world.out_of_office,
            _out_of_office,
            {"user_id": "users"},
        ),
        Kind(
            "teams",
            Vocabulary(Team),
            lambda world: world.teams,
            children=(("memberships", "team_id"), ("event-types", "team_id")),
        ),
        Kind(
            "memberships",
            Vocabulary(Membership),
            lambda world: world.memberships,
            references={"team_id": "teams", "user_id": "users"},
        ),
        Kind(
            "event-types",
            Vocabulary(EventType),
            lambda world: world.event_types,
            _event_type,
            {"owner_id": "users", "team_id": "teams", "schedule_id": "schedules"},
            children=(
                ("private-links", "event_type_id"),
                ("webhooks", "event_type_id"),
                ("reservations", "event_type_id"),
            ),
            links=(("bookings", "event_type_id"),),
        ),
        Kind(
            "private-links",
            Vocabulary(PrivateLink),
            lambda world: world.private_links,
            references={"event_type_id": "event-types"},
            opaque_id=lambda world: world.ids.uid(),
        ),
        Kind(
            "bookings",
            Vocabulary(Booking),
            lambda world: world.bookings,
            _booking,
            {"user_id": "users", "event_type_id": "event-types"},
            children=(("seats", "booking_id"), ("attendees", "booking_id")),
        ),
        Kind(
            "attendees",
            Vocabulary(Attendee),
            lambda world: world.attendees,
            _attendee,
            {"booking_id": "bookings"},
            children=(("seats", "attendee_id"),),
        ),
        Kind(
            "seats",
            Vocabulary(Seat),
            lambda world: world.seats,
            _seat,
            {"booking_id": "bookings", "attendee_id": "attendees"},
        ),
        Kind(
            "reservations",
            Vocabulary(Reservation),
            lambda world: world.reservations,
            _reservation,
            {"event_type_id": "event-types"},
        ),
        Kind(
            "webhooks",
            Vocabulary(Webhook),
            lambda world: world.webhooks,
            _created_now,
            {"user_id": "users", "event_type_id": "event-types", "team_id": "teams"},
            opaque_id=lambda world: world.ids.uuid(),
        ),
    ]


KINDS: Final[Mapping[str, Kind]] = {kind.name: kind for kind in _kinds()}


def kind_named(name: str) -> Kind:
    """Raises a 404 that lists the kinds there are."""
    kind = KINDS.get(name)
    if kind is None:
        raise ControlError(404, f"there is no kind of record called {name!r}", hint=f"kinds are {', '.join(KINDS)}")
    return kind
