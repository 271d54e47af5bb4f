"""Telling of unwanted bookers, and keeping them out of an organization (live.md 6)."""

from __future__ import annotations

from typing import Literal

from emulator.scheduling.blocklist import organization_of
from emulator.scheduling.lifecycle.rows import close
from emulator.world.appointments import Booking
from emulator.world.records import BlockedEmail
from emulator.world.world import World

Reach = Literal["EMAIL", "DOMAIN"]


def booker_of(world: World, booking: Booking, reach: Reach) -> str:
    """The address of who booked, or its domain; empty when nobody attends."""
    people = world.attendees.where("booking_id", booking.id)
    email = people[0].email.lower() if people else ""
    return email if reach == "EMAIL" else email.rpartition("@")[2]


def belongs_to(world: World, booking: Booking, organization_id: int) -> bool:
    """Is it a booking of the organization: by its event type, or by its host?"""
    host = world.users.get(booking.user_id)
    if host is not None and host.organization_id == organization_id:
        return True
    return organization_of(world, world.event_types.get(booking.event_type_id)) == organization_id


def cancel_upcoming(world: World, organization_id: int, value: str, reach: Reach) -> int:
    """Cancel what the booker still has in the organization, silently; how many bookings that were."""
    if not value:
        return 0
    now = world.now()
    if reach == "EMAIL":
        rows = world.attendees.where("email", value)
    else:
        rows = [each for each in world.attendees if each.email.lower().endswith(f"@{value}")]
    found = {each.booking_id: world.bookings.get(each.booking_id) for each in rows}
    doomed = [
        booking
        for booking in found.values()
        if booking is not None
        and booking.status in ("accepted", "pending")
        and booking.end >= now
        and belongs_to(world, booking, organization_id)
        and booker_of(world, booking, reach) == value
    ]
    for booking in doomed:
        close(world, booking, status="cancelled", ics_sequence=booking.ics_sequence + 1)
    return len(doomed)


def block(world: World, organization_id: int, value: str, reach: Reach) -> None:
    """Let the address or domain book nothing more in the organization."""
    known = world.blocked_emails.where("value", value)
    if any(each.block_type == reach and each.organization_id == organization_id for each in known):
        return
    world.blocked_emails.add(BlockedEmail(world.ids.next("blocked-emails"), reach, value, organization_id))
