from __future__ import annotations

from typing import Any

import pytest

from emulator.api.private_links import HANDLERS
from emulator.errors.base import ApiError
from emulator.world.appointments import EventType
from emulator.world.world import World
from tests.answers import ask
from tests.office import event_type, office


@pytest.fixture
def world() -> World:
    return office()


@pytest.fixture
def kind(world: World) -> EventType:
    return event_type(world)


def run(world: World, verb: str, body: Any = None, *, caller: int = 1, **path: Any) -> Any:
    operation = f"EventTypesPrivateLinksController_{verb}"
    return ask(HANDLERS, operation, world, world.users.get(caller), body=body, **path)


def test_a_link_for_several_bookings(world: World, kind: EventType) -> None:
    """resources.md 11 #134"""
    link = run(world, "createPrivateLink", {"maxUsageCount": 5}, eventTypeId=kind.id)
    assert list(link) == ["linkId", "eventTypeId", "isExpired", "bookingUrl", "maxUsageCount", "usageCount"]
    assert (link["maxUsageCount"], link["usageCount"], link["isExpired"]) == (5, 0, False)
    assert len(link["linkId"]) == 22


def test_a_link_is_good_for_one_booking_unless_told(world: World, kind: EventType) -> None:
    assert run(world, "createPrivateLink", eventTypeId=kind.id)["maxUsageCount"] == 1


def test_an_expiry_outranks_the_number_of_uses(world: World, kind: EventType) -> None:
    """live.md 3"""
    body = {"maxUsageCount": 5, "expiresAt": "2030-01-01T00:00:00Z"}
    link = run(world, "createPrivateLink", body, eventTypeId=kind.id)
    assert list(link) == ["linkId", "eventTypeId", "isExpired", "bookingUrl", "expiresAt"]
    assert link["expiresAt"] == "2030-01-01T00:00:00.000Z"


def test_links_expire_and_are_used_up(world: World, kind: EventType) -> None:
    past = run(world, "createPrivateLink", {"expiresAt": "2029-01-01T00:00:00Z"}, eventTypeId=kind.id)
    assert past["isExpired"] is True
    once = run(world, "createPrivateLink", eventTypeId=kind.id)
    record = world.private_links.get(once["linkId"])
    assert record is not None
    world.private_links.update(record, usage_count=1)
    assert run(world, "getPrivateLinks", eventTypeId=kind.id)[1]["isExpired"] is True


def test_the_list_has_all_links_of_the_event_type(world: World, kind: EventType) -> None:
    """resources.md 11 #135"""
    links = [run(world, "createPrivateLink", eventTypeId=kind.id) for _ in range(2)]
    run(world, "createPrivateLink", eventTypeId=event_type(world, slug="other").id)
    assert run(world, "getPrivateLinks", eventTypeId=kind.id) == links


def test_changing_a_link_sets_both_limits_anew(world: World, kind: EventType) -> None:
    """resources.md 11 #136"""
    link = run(world, "createPrivateLink", {"expiresAt": "2030-01-01T00:00:00Z"}, eventTypeId=kind.id)
    path = {"eventTypeId": kind.id, "linkId": link["linkId"]}
    changed = run(world, "updatePrivateLink", {"maxUsageCount": 10}, **path)
    assert (changed["maxUsageCount"], "expiresAt" in changed) == (10, False)
    assert run(world, "updatePrivateLink", **path)["maxUsageCount"] is None


def test_a_deleted_link_is_gone(world: World, kind: EventType) -> None:
    """resources.md 11 #137"""
    path = {"eventTypeId": kind.id, "linkId": run(world, "createPrivateLink", eventTypeId=kind.id)["linkId"]}
    answer = run(world, "deletePrivateLink", **path)
    assert answer == {"linkId": path["linkId"], "message": "Private link deleted successfully"}
    with pytest.raises(ApiError, match="Deleted link not found"):
        run(world, "deletePrivateLink", **path)


def test_links_belong_to_one_event_type(world: World, kind: EventType) -> None:
    link = run(world, "createPrivateLink", eventTypeId=kind.id)["linkId"]
    other = event_type(world, slug="other").id
    with pytest.raises(ApiError, match="Updated link not found") as refusal:
        run(world, "updatePrivateLink", eventTypeId=other, linkId=link)
    assert refusal.value.status == 404


@pytest.mark.parametrize(("event_type_id", "caller", "status"), [(99, 1, 404), (1, 2, 404), (0, 1, 400)])
def test_only_for_the_owner(world: World, kind: EventType, event_type_id: int, caller: int, status: int) -> None:
    with pytest.raises(ApiError) as refusal:
        run(world, "getPrivateLinks", caller=caller, eventTypeId=event_type_id)
    assert refusal.value.status == status
