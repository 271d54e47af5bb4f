from __future__ import annotations

from emulator.scheduling.new_user import equip
from tests.office import office


def test_a_new_user_works_office_hours() -> None:
    """resources.md 10; live.md 3 for the name"""
    world = office()
    world.ids.reserve("schedules", 1)
    eve = world.users.get(2)
    assert eve is not None
    schedule = equip(world, eve)
    assert (schedule.name, schedule.user_id, schedule.time_zone) == ("Working hours", 2, None)
    assert [(each["startTime"], each["endTime"], len(each["days"])) for each in schedule.availability] == [
        ("09:00", "17:00", 5)
    ]
    assert eve.default_schedule_id == schedule.id
    assert world.schedules.get(schedule.id) is schedule
