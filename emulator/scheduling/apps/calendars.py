"""A user's connected calendars: which there are, which count, and which bookings are written to."""

from __future__ import annotations

from typing import Any, Final

from emulator.scheduling.apps.catalog import APPLE_CALENDAR, GOOGLE_CALENDAR, ICS_FEED, OFFICE_CALENDAR
from emulator.scheduling.apps.credentials import connect, credential_of, credentials
from emulator.world.appointments import EventType
from emulator.world.connections import Calendar, Credential, DestinationCalendar, SelectedCalendar
from emulator.world.records import User
from emulator.world.world import World

PRIMARY: Final = "primary"
"""What clients may call an account's main calendar instead of its id."""


def connect_account(world: World, user: User, kind: str, email: str) -> Credential:
    """Connect a calendar account: its main calendar is there at once, and its busy times count."""
    credential = connect(world, user, kind, email=email)
    if not world.calendars.where("credential_id", credential.id):
        calendar = world.calendars.add(
            Calendar(
                id=world.ids.next("calendars"),
                user_id=user.id,
                credential_id=credential.id,
                integration=kind,
                external_id=provider_id(world, kind, email),
                name=email if kind == GOOGLE_CALENDAR else "Calendar",
                email=email,
                primary=True,
            )
        )
        select(world, calendar)
    return credential


def connect_feeds(world: World, user: User, urls: list[str], *, read_only: bool) -> Credential:
    """Subscribe to calendar files in place of those before: one account, one calendar a file, none of them selected."""
    settings = {"urls": list(urls), "readOnly": read_only}
    credential = credential_of(world, user, ICS_FEED)
    if credential is None:
        credential = connect(world, user, ICS_FEED, settings=settings)
    else:
        world.credentials.update(credential, settings=settings, invalid=False)
    before = {calendar.external_id: calendar for calendar in world.calendars.where("credential_id", credential.id)}
    for url in dict.fromkeys(urls):
        if before.pop(url, None) is None:
            world.calendars.add(
                Calendar(
                    id=world.ids.next("calendars"),
                    user_id=user.id,
                    credential_id=credential.id,
                    integration=ICS_FEED,
                    external_id=url,
                    name=url,
                    read_only=True,
                )
            )
    for calendar in before.values():
        unselect(world, calendar)
        world.calendars.remove(calendar)
    return credential


def provider_id(world: World, kind: str, email: str) -> str:
    """How a provider would name the main calendar of an account."""
    if kind == OFFICE_CALENDAR:
        return f"AAMk{world.ids.hexadecimal(40)}"
    if kind == APPLE_CALENDAR:
        account = int(world.ids.hexadecimal(8), 16)
        return f"https://caldav.icloud.com/{account}/calendars/{world.ids.uuid().upper()}/"
    return email


def connected(world: World, user: User) -> list[tuple[Credential, list[Calendar]]]:
    """The user's calendar accounts and the calendars in each, oldest first."""
    return [
        (credential, world.calendars.where("credential_id", credential.id))
        for credential in credentials(world, user)
        if credential.type.endswith("_calendar")
    ]


def select(world: World, calendar: Calendar) -> None:
    """Let the busy times of a calendar count."""
    if not is_selected(world, calendar):
        world.selected_calendars.add(
            SelectedCalendar(
                id=world.ids.next("selected-calendars"),
                user_id=calendar.user_id,
                integration=calendar.integration,
                external_id=calendar.external_id,
                credential_id=calendar.credential_id,
            )
        )


def unselect(world: World, calendar: Calendar) -> None:
    """Let the calendar's busy times count no more; nothing happens if they did not."""
    for selected in world.selected_calendars.where("user_id", calendar.user_id):
        if _stands_for(selected, calendar):
            world.selected_calendars.remove(selected)


def is_selected(world: World, calendar: Calendar) -> bool:
    """Whether the calendar is marked as one whose busy times count."""
    return any(_stands_for(each, calendar) for each in world.selected_calendars.where("user_id", calendar.user_id))


def selected(world: World, user: User) -> list[Calendar]:
    """The user's connected calendars whose busy times count."""
    marks = world.selected_calendars.where("user_id", user.id)
    if not marks:
        return []
    return [
        calendar
        for calendar in world.calendars.where("user_id", user.id)
        if any(_stands_for(mark, calendar) for mark in marks)
    ]


def _stands_for(mark: SelectedCalendar, calendar: Calendar) -> bool:
    return (
        mark.external_id == calendar.external_id
        and mark.integration == calendar.integration
        and mark.credential_id in (None, calendar.credential_id)
    )


def in_account(world: World, credential: Credential, name: str = PRIMARY) -> Calendar | None:
    """The account's calendar of that id; `primary` means its main one, or the first where none is."""
    calendars = world.calendars.where("credential_id", credential.id)
    if name == PRIMARY:
        return next((calendar for calendar in calendars if calendar.primary), calendars[0] if calendars else None)
    return next((calendar for calendar in calendars if calendar.external_id == name), None)


def writable(world: World, user: User) -> list[Calendar]:
    """The user's calendars that bookings can be written to, main ones first."""
    found = [
        calendar
        for _, calendars in connected(world, user)
        for calendar in calendars
        if not calendar.read_only and calendar.integration != ICS_FEED
    ]
    return sorted(found, key=lambda calendar: not calendar.primary)


def find_writable(world: World, user: User, integration: str, external_id: str) -> Calendar | None:
    """The user's calendar of that name at a provider, if it can be written to."""
    for calendar in writable(world, user):
        if (calendar.integration, calendar.external_id) == (integration, external_id):
            return calendar
    return None


def ensure_destination(world: World, user: User) -> DestinationCalendar | None:
    """The user's destination calendar; without one, the first writable calendar becomes it. None if there is none."""
    chosen = world.destination_calendars.where("user_id", user.id)
    if chosen:
        return chosen[0]
    candidates = writable(world, user)
    return set_destination(world, user, candidates[0]) if candidates else None


def set_destination(world: World, user: User, calendar: Calendar) -> DestinationCalendar:
    """Have the user's bookings written into this calendar from now on."""
    fields: dict[str, Any] = {
        "integration": calendar.integration,
        "external_id": calendar.external_id,
        "credential_id": calendar.credential_id,
        "primary_email": calendar.email,
    }
    chosen = world.destination_calendars.where("user_id", user.id)
    if chosen:
        return world.destination_calendars.update(chosen[0], **fields)
    number = world.ids.next("destination-calendars")
    return world.destination_calendars.add(DestinationCalendar(id=number, user_id=user.id, **fields))


def destination_of(world: World, user: User, event_type: EventType | None) -> Calendar | None:
    """The calendar that a booking of the event type with this host is written to.

    The event type's own destination counts before the user's; one that is not connected any more counts for nothing.
    """
    own = event_type.destination_calendar if event_type is not None else None
    if own:
        found = find_writable(world, user, str(own.get("integration")), str(own.get("externalId")))
        if found is not None:
            return found
    for chosen in world.destination_calendars.where("user_id", user.id):
        return find_writable(world, user, chosen.integration, chosen.external_id)
    candidates = writable(world, user)
    return candidates[0] if candidates else None
