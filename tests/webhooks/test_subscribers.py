from __future__ import annotations

import pytest

from emulator.webhooks.subscribers import subscribers
from emulator.world.world import World
from tests.office import event_type, office, stored
from tests.webhooks.subscriptions import event, subscribe


@pytest.fixture
def world() -> World:
    return office()


def heard(world: World, trigger: str = "BOOKING_CREATED", **changes: int | None) -> list[str]:
    """Who hears of an event about a booking of a new event type."""
    kind = event_type(world, **changes)
    for hook in list(world.webhooks):
        if hook.event_type_id == 0:
            world.webhooks.update(hook, event_type_id=kind.id)
    return [hook.id for hook in subscribers(world, event(trigger, stored(world, kind)))]


@pytest.mark.behaviour("webhooks", 70)
def test_only_active_subscriptions_to_the_trigger(world: World) -> None:
    """webhooks.md 10 #70; 5: each only for its own triggers."""
    subscribe(world, active=False)
    subscribe(world, triggers=["BOOKING_CANCELLED"])
    subscribe(world, triggers=[])
    wanted = subscribe(world, triggers=["MEETING_ENDED", "BOOKING_CREATED"])
    subscribe(world, user_id=2)
    assert heard(world) == [wanted.id]


def test_the_user_first_then_the_event_type_each_by_id(world: World) -> None:
    subscribe(world, id="d", event_type_id=0)
    subscribe(world, id="c")
    subscribe(world, id="b", event_type_id=0)
    subscribe(world, id="a", event_type_id=99)
    subscribe(world, id="e")
    assert heard(world) == ["c", "e", "b", "d"]


@pytest.mark.behaviour("webhooks", 72)
def test_one_url_in_two_scopes_is_heard_twice(world: World) -> None:
    """webhooks.md 10 #72"""
    first, second = subscribe(world), subscribe(world, event_type_id=0)
    assert first.subscriber_url == second.subscriber_url
    assert heard(world) == [first.id, second.id]


def test_a_subscription_is_heard_once_however_many_scopes_it_fits(world: World) -> None:
    kind = event_type(world)
    both = subscribe(world, event_type_id=kind.id, user_id=1)
    assert subscribers(world, event("BOOKING_CREATED", stored(world, kind))) == [both]


@pytest.mark.behaviour("webhooks", 71)
def test_a_managed_parent_is_heard_with_the_user(world: World) -> None:
    """webhooks.md 10 #71, as far as users and event types go."""
    subscribe(world, id="user")
    subscribe(world, id="parent", event_type_id=77)
    assert heard(world, team_id=5, parent_id=77) == ["user", "parent"]


@pytest.mark.parametrize(
    ("trigger", "ids"),
    [("BOOKING_CREATED", ["type"]), ("BOOKING_NO_SHOW_UPDATED", ["type"]), ("BOOKING_REJECTED", ["user", "type"])],
)
def test_a_teams_bookings_are_not_the_hosts(world: World, trigger: str, ids: list[str]) -> None:
    """webhooks.md 5: a refusal alone goes to the host's own subscriptions too."""
    subscribe(world, id="user")
    subscribe(world, id="type", event_type_id=0)
    assert heard(world, trigger, team_id=5, owner_id=None) == ids


def test_absences_are_told_to_the_owner_of_the_event_type(world: World) -> None:
    subscribe(world, id="host")
    subscribe(world, id="owner", user_id=2)
    assert heard(world, "BOOKING_NO_SHOW_UPDATED", owner_id=2) == ["owner"]
    assert heard(world, "BOOKING_CREATED", owner_id=2) == ["host"]


def test_bookings_without_event_type_or_host(world: World) -> None:
    hook = subscribe(world)
    booking = stored(world, None)
    for trigger in ("BOOKING_CANCELLED", "BOOKING_NO_SHOW_UPDATED"):
        assert subscribers(world, event(trigger, booking)) == [hook]
    world.bookings.update(booking, user_id=None)
    assert subscribers(world, event("BOOKING_CANCELLED", booking)) == []
    world.bookings.remove(booking)
    assert subscribers(world, event("BOOKING_CANCELLED", booking)) == []
