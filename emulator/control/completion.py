"""What the control plane fills in where a record was posted without it, and what no record can do without."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from emulator.auth.credentials import digest
from emulator.control.problems import ControlError
from emulator.scheduling.cal_video import video_reference
from emulator.scheduling.event_type_defaults import default_booking_fields, default_locations
from emulator.scheduling.event_type_fields import named
from emulator.scheduling.event_type_locations import SHAPES as LOCATIONS
from emulator.scheduling.locations import CAL_VIDEO, location_of, meeting_place
from emulator.scheduling.slug import slugify
from emulator.scheduling.working_hours import office_hours
from emulator.world.world import World

Attributes = dict[str, Any]


class Setting(NamedTuple):
    """A setting that can be written in short: the member that switches it on, what others are unless somebody says
    otherwise, and the order in which answers have them.
    """

    decisive: str
    usual: Attributes
    order: tuple[str, ...]


IN_SHORT: Final[Mapping[str, Setting]] = MappingProxyType(
    {
        "seats": Setting(
            "seatsPerTimeSlot",
            {"showAttendeeInfo": False, "showAvailabilityCount": True},
            ("seatsPerTimeSlot", "showAttendeeInfo", "showAvailabilityCount"),
        ),
        "confirmation_policy": Setting(
            "type",
            {"blockUnconfirmedBookingsInBooker": False},
            ("type", "noticeThreshold", "blockUnconfirmedBookingsInBooker"),
        ),
        "recurrence": Setting("frequency", {"interval": 1}, ("interval", "occurrences", "frequency")),
    }
)


def nothing(_world: World, _given: Attributes) -> None:
    """Most kinds need nothing beyond their defaults."""


def user(world: World, given: Attributes) -> None:
    if "email" not in given and "username" not in given:
        raise ControlError(400, "a user needs an email or a username", where="/email")
    given.setdefault("username", str(given.get("email", "")).partition("@")[0].lower())
    given.setdefault("email", f"{given['username']}@example.com")
    given.setdefault("name", str(given["username"]).replace("-", " ").replace(".", " ").title())
    given.setdefault("created_at", world.now())


def api_key(world: World, given: Attributes) -> None:
    given.setdefault("clear", f"cal_test_{world.ids.hexadecimal(32)}")
    if not str(given["clear"]).startswith("cal_"):
        raise ControlError(400, "an API key begins with cal_", where="/apiKey", hint="for example cal_test_ada")
    given["digest"] = digest(given["clear"])
    given.setdefault("created_at", world.now())


def schedule(_world: World, given: Attributes) -> None:
    # As POST /v2/schedules does (resources.md 6); who wants it closed all week says so with an empty list.
    given.setdefault("availability", office_hours())


def settings(_world: World, given: Attributes) -> None:
    """Take the settings of an event type as the API does, and in short.

    Default questions go without slug, type or `isDefault`; seats, confirmation, recurrence and locations without what
    is mostly the same, though every answer shows it.
    """
    if "booking_fields" in given:
        given["booking_fields"] = [named(field) for field in given["booking_fields"]]
    if "locations" in given:
        given["locations"] = [{**one, "public": False} if _is_hidden(one) else one for one in given["locations"]]
    for name, (decisive, usual, order) in IN_SHORT.items():
        setting = given.get(name)
        if setting and not setting.get("disabled") and decisive in setting:
            whole = {**usual, **setting}
            given[name] = {member: whole[member] for member in order if member in whole} | whole


def _is_hidden(location: Attributes) -> bool:
    return "public" not in location and "public" in LOCATIONS.get(str(location.get("type")), {})


def event_type(_world: World, given: Attributes) -> None:
    given.setdefault("booking_fields", default_booking_fields())
    given.setdefault("locations", default_locations())
    # A payment app in the metadata, as the service stores it, sets the price that everything else goes by.
    apps = (given.get("metadata") or {}).get("apps")
    for app in apps.values() if isinstance(apps, dict) else ():
        if isinstance(app, dict) and app.get("enabled") and isinstance(app.get("price"), int):
            given.setdefault("price", app["price"])
            given.setdefault("currency", str(app.get("currency") or "usd").lower())


def booking(world: World, given: Attributes) -> None:
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
    if given["location"] == CAL_VIDEO and given["video_call_url"] is not None:
        # A meeting that has an address has a room: what the API says of recordings and sessions hangs on it.
        given.setdefault("references", [video_reference(world)])


def attendee(world: World, given: Attributes) -> None:
    given.setdefault("name", "")
    booking = world.bookings.get(given.get("booking_id"))
    host = world.users.get(booking.user_id) if booking else None
    given.setdefault("time_zone", host.time_zone if host else "UTC")


def payment(world: World, given: Attributes) -> None:
    booking = world.bookings.get(given.get("booking_id"))
    event_type = world.event_types.get(booking.event_type_id) if booking else None
    given.setdefault("uid", world.ids.uid())
    given.setdefault("amount", event_type.price if event_type else 0)
    given.setdefault("currency", event_type.currency if event_type else "usd")
    given.setdefault("created_at", world.now())


def seat(world: World, given: Attributes) -> None:
    given.setdefault("uid", world.ids.uuid())
    given.setdefault("created_at", world.now())


def reservation(world: World, given: Attributes) -> None:
    given.setdefault("uid", world.ids.uuid())
    event_type = world.event_types.get(given.get("event_type_id"))
    if "start" in given and event_type is not None:
        given.setdefault("end", given["start"] + timedelta(minutes=event_type.length))
    given.setdefault("until", world.now() + timedelta(minutes=given.get("minutes", 5)))


def created_now(world: World, given: Attributes) -> None:
    given.setdefault("created_at", world.now())


def team(world: World, given: Attributes) -> None:
    if given.get("is_organization"):
        raise ControlError(
            400,
            "an organization is no team",
            where="/isOrganization",
            hint="POST it to /_emulator/records/organizations",
        )
    given.setdefault("slug", slugify(str(given.get("name", ""))))


def organization(world: World, given: Attributes) -> None:
    given["is_organization"] = True
    given.setdefault("slug", slugify(str(given.get("name", ""))))


def membership(world: World, given: Attributes) -> None:
    others = world.memberships.where("team_id", given.get("team_id"))
    if any(other.user_id == given.get("user_id") for other in others):
        raise ControlError(409, "this user has a membership in this team already", where="/userId")
    given.setdefault("created_at", world.now())
    given.setdefault("updated_at", given["created_at"])


def profile(world: World, given: Attributes) -> None:
    user = world.users.get(given.get("user_id"))
    if user is not None and user.username:
        given.setdefault("username", user.username)


def host(world: World, given: Attributes) -> None:
    others = world.hosts.where("event_type_id", given.get("event_type_id"))
    if any(other.user_id == given.get("user_id") for other in others):
        raise ControlError(409, "this user hosts this event type already", where="/userId")


def routing_form(world: World, given: Attributes) -> None:
    created_now(world, given)
    given.setdefault("user_id", None)
    if given["user_id"] is None and given.get("team_id") is None:
        raise ControlError(400, "a routing form belongs to a user or a team", where="/userId")
    for number, each in enumerate(given.get("fields", ())):
        if not isinstance(each, dict) or not (each.get("identifier") or each.get("label")):
            raise ControlError(400, "a field has an identifier or a label", where=f"/fields/{number}")
        each.setdefault("id", world.ids.uuid())


def form_response(world: World, given: Attributes) -> None:
    created_now(world, given)
    given.setdefault("uuid", world.ids.uuid())


def out_of_office(world: World, given: Attributes) -> None:
    given.setdefault("uuid", world.ids.uuid())


def blocked_email(_world: World, given: Attributes) -> None:
    given.setdefault("block_type", "EMAIL" if "@" in str(given.get("value", "")) else "DOMAIN")
    if "value" in given:
        given["value"] = str(given["value"]).lower()
