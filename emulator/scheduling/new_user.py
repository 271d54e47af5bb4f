"""What somebody owns who has just signed up (resources.md 10)."""

from __future__ import annotations

from emulator.scheduling.working_hours import office_hours
from emulator.world.records import Schedule, User
from emulator.world.world import World


def equip(world: World, user: User) -> Schedule:
    """Give a new user of the world the usual schedule, in a zone that was never chosen, and make it the default.

    Onboarding makes it the default; sign-up alone leaves that open, but then the only schedule counts anyway.
    """
    schedule = world.schedules.add(
        Schedule(world.ids.next("schedules"), user.id, "Working hours", availability=office_hours())
    )
    world.users.update(user, default_schedule_id=schedule.id)
    return schedule
