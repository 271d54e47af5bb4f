"""What `serve` prints: everything that a newcomer needs for a first booking."""

from __future__ import annotations

from datetime import timedelta

from emulator.world.instants import wire
from emulator.world.world import World


def banner(world: World, url: str) -> str:
    """Base URL, key, hosts, event types and control plane."""
    lines = [f"Cal.com emulator at {url}", ""]
    for user in world.users:
        keys = world.api_keys.where("user_id", user.id)
        lines.append(f"  host         {user.name} ({user.username}), {user.time_zone}")
        if keys and keys[0].clear:
            lines.append(f"  API key      {keys[0].clear}")
        lines += [
            f"  event type   {event_type.id}  {event_type.slug}, {event_type.length} minutes"
            for event_type in world.event_types.where("owner_id", user.id)
        ]
    lines += [f"  base URL     {url}/v2", f"  control      {url}/_emulator/health", ""]
    return "\n".join(lines)


def first_booking(world: World, url: str) -> str | None:
    """One command that books the first free time of an event type, from tomorrow on; None in a world without any."""
    from emulator.scheduling.slots import first_slot  # noqa: PLC0415 - the first answer must not wait for all its rules

    tomorrow = (world.now() + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    for event_type in world.event_types:
        start = first_slot(world, event_type, tomorrow, tomorrow + timedelta(days=14))
        if start is not None:
            return (
                "Book something:\n\n"
                f"  curl -s {url}/v2/bookings \\\n"
                "    -H 'cal-api-version: 2024-08-13' -H 'content-type: application/json' \\\n"
                f"""    -d '{{"eventTypeId": {event_type.id}, "start": "{wire(start)}","""
                """ "attendee": {"name": "Bob", "email": "bob@example.com", "timeZone": "Europe/London"}}'"""
            )
    return None
