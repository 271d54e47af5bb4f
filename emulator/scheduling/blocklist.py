"""Addresses that may not book (bookings.md 3.2, step 12)."""

from __future__ import annotations

from emulator.errors import bookings as errors
from emulator.scheduling.email_verification import guarded_by, is_valid
from emulator.world.appointments import EventType
from emulator.world.records import User
from emulator.world.world import World


def check_booker(world: World, event_type: EventType, email: str, caller: User | None, code: str | None) -> None:
    """Raise a 403 for a blocked booker, and for the address of a user who wants to be asked, unless that user calls.

    A code that was sent to the address serves as well as calling under its name.
    """
    if is_blocked(world, event_type, email):
        raise errors.email_blocked()
    owner = guarded_by(world, email)
    if owner is None or (caller is not None and caller.id == owner.id):
        return
    if not (code and is_valid(world, email, code)):
        raise errors.login_as_owner(email)


def is_blocked(world: World, event_type: EventType | None, email: str) -> bool:
    """Is the address, or its domain, blocked everywhere or in the organization that the event type belongs to?"""
    if not len(world.blocked_emails):
        return False
    email = email.lower()
    entries = [
        *(each for each in world.blocked_emails.where("value", email) if each.block_type == "EMAIL"),
        *(
            each
            for each in world.blocked_emails.where("value", email.rpartition("@")[2])
            if each.block_type == "DOMAIN"
        ),
    ]
    organization_id = organization_of(world, event_type)
    return any(each.organization_id in (None, organization_id) for each in entries)


def organization_of(world: World, event_type: EventType | None) -> int | None:
    """The organization that an event type belongs to, by its team or its owner."""
    if event_type is None:
        return None
    team = world.teams.get(event_type.team_id)
    if team is not None:
        return team.id if team.is_organization else team.parent_id
    owner = world.users.get(event_type.owner_id)
    return owner.organization_id if owner is not None else None
