"""What `serve` prints: everything that a newcomer needs for a first booking."""

from __future__ import annotations

from datetime import timedelta

from emulator.world.appointments import EventType
from emulator.world.instants import wire
from emulator.world.world import World


def banner(world: World, url: str) -> str:
    """Hosts with keys and event types, teams with theirs, the clock if it stands still, and where to go on."""
    lines = [f"Cal.com emulator at {url}", ""]
    for user in world.users:
        keys = world.api_keys.where("user_id", user.id)
        lines.append(f"  host         {user.name} ({user.username}), {user.time_zone}")
        if keys and keys[0].clear:
            lines.append(f"  API key      {keys[0].clear}")
        lines += [_event_type(event_type) for event_type in world.event_types.where("owner_id", user.id)]
    for team in world.teams:
        lines.append(f"  {'organization' if team.is_organization else 'team':<12} {team.name}")
        lines += [_event_type(event_type) for event_type in world.event_types.where("team_id", team.id)]
    if world.clock.frozen:
        lines.append(f"  clock        stands still at {wire(world.now())}")
    lines += [
        f"  base URL     {url}/v2",
        f"  control      {url}/_emulator",
        f"  webhooks     {url}/_emulator/sink takes any, where there is no receiver",
        f"  in a browser {url}/_emulator/ shows this world, {url}/docs the API",
        "",
    ]
    return "\n".join(lines)


def _event_type(event_type: EventType) -> str:
    return f"  event type   {event_type.id}  {event_type.slug}, {event_type.length} minutes"


def first_booking(world: World, url: str) -> str | None:
    """What to type for a first booking; None in a world in which nothing is free."""
    command = booking_command(world, url)
    return (
        None if command is None else "\n".join(["Book something:", "", *(f"  {line}" for line in command.splitlines())])
    )


def booking_command(world: World, url: str) -> str | None:
    """One command that books the first free time of an event type, from tomorrow on; None in a world without any."""
    from emulator.scheduling.slots import first_slot  # noqa: PLC0415 - the first answer must not wait for all its rules

    tomorrow = (world.now() + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    for event_type in world.event_types:
        start = first_slot(world, event_type, tomorrow, tomorrow + timedelta(days=14))
        if start is not None:
            return (
                f"curl -s {url}/v2/bookings \\\n"
                "  -H 'cal-api-version: 2024-08-13' -H 'content-type: application/json' \\\n"
                f"""  -d '{{"eventTypeId": {event_type.id}, "start": "{wire(start)}","""
                """ "attendee": {"name": "Bob", "email": "bob@example.com", "timeZone": "Europe/London"}}'"""
            )
    return None
