from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

import pytest

from emulator.webhooks.bodies import bodies
from emulator.webhooks.handlebars.error import TemplateError
from emulator.webhooks.triggers import NEW_VERSION, OLD_VERSION
from emulator.world.world import World
from tests.office import event_type, office, stored
from tests.webhooks.subscriptions import check, event, subscribe


@pytest.fixture
def world() -> World:
    return office()


def sent(world: World, trigger: str, version: str = OLD_VERSION, template: str | None = None, **changes: Any) -> bytes:
    """The body about a new booking; `facts` among the changes are the event's, `old` makes a booking that was moved."""
    facts = changes.pop("facts", {})
    kind = event_type(world)
    if changes.pop("old", False):
        facts["previous_id"] = stored(world, kind, status="cancelled").id
    hook = subscribe(world, version=version, payload_template=template)
    return bodies(world, event(trigger, stored(world, kind, **changes), **facts))(hook).content


CASES: dict[str, dict[str, Any]] = {
    "BOOKING_CREATED": {},
    "BOOKING_REQUESTED": {"status": "pending", "one_time_password": "otp", "old": True},
    "BOOKING_RESCHEDULED": {"old": True, "facts": {"rescheduled_by": "bob@example.com"}},
    "BOOKING_CANCELLED": {"status": "cancelled", "cancellation_reason": "Ill", "facts": {"request_reschedule": True}},
    "BOOKING_REJECTED": {"status": "rejected", "facts": {"reason": "Full"}},
    "BOOKING_NO_SHOW_UPDATED": {"facts": {"attendees": [{"email": "bob@example.com", "noShow": True}]}},
    "MEETING_STARTED": {},
    "MEETING_ENDED": {"recurring_uid": "series"},
}


@pytest.mark.parametrize("version", [OLD_VERSION, NEW_VERSION])
@pytest.mark.parametrize("trigger", CASES)
def test_every_body_fits_the_document(world: World, trigger: str, version: str) -> None:
    body = json.loads(sent(world, trigger, version, **deepcopy(CASES[trigger])))
    check(body)
    assert next(iter(body)) == "triggerEvent"
    assert body["triggerEvent"] == trigger


def test_the_envelope(world: World) -> None:
    body = json.loads(sent(world, "BOOKING_CREATED"))
    assert list(body) == ["triggerEvent", "createdAt", "payload"]
    assert body["createdAt"] == "2029-12-03T08:00:00.000Z"


def test_bodies_are_compact_and_in_utf_8(world: World) -> None:
    content = sent(world, "BOOKING_CREATED", title="Ünï")
    assert '"title":"Ünï","startTime":' in content.decode()


def test_meetings_have_no_envelope_and_heed_no_template(world: World) -> None:
    """webhooks.md 2.3"""
    content = sent(world, "MEETING_STARTED", template="{{title}}")
    body = json.loads(content)
    assert list(body)[:3] == ["triggerEvent", "id", "uid"]
    assert "payload" not in body


@pytest.mark.parametrize("trigger", ["BOOKING_CREATED", "BOOKING_RESCHEDULED", "BOOKING_CANCELLED"])
def test_calendar_files_in_the_new_version(world: World, trigger: str) -> None:
    """live.md 2.4: two keys more, at the end; nothing else differs."""
    old, new = (json.loads(sent(world, trigger, version))["payload"] for version in (OLD_VERSION, NEW_VERSION))
    assert list(new) == [*old, "attendeeIcsContent", "organizerIcsContent"]
    method = "CANCEL" if trigger == "BOOKING_CANCELLED" else "REQUEST"
    assert f"METHOD:{method}\r\n" in new["attendeeIcsContent"]


@pytest.mark.parametrize("trigger", ["BOOKING_REQUESTED", "BOOKING_REJECTED", "BOOKING_NO_SHOW_UPDATED"])
def test_no_calendar_files_elsewhere(world: World, trigger: str) -> None:
    payload = json.loads(sent(world, trigger, NEW_VERSION, facts={"attendees": []}))["payload"]
    assert not [key for key in payload if key.endswith("IcsContent")]


@pytest.mark.behaviour("webhooks", 75)
def test_variables_of_a_template_stand_at_the_root(world: World) -> None:
    """webhooks.md 10 #75, 3.2: `{{title}}`, with the trigger and the time beside it."""
    template = "{{triggerEvent}} {{createdAt}} {{title}} {{organizer.name}} [{{payload.title}}]"
    text = sent(world, "BOOKING_CREATED", template=template, title="Talk").decode()
    assert text == "BOOKING_CREATED 2029-12-03T08:00:00.000Z Talk Ada Host []"
    absent = sent(
        world, "BOOKING_NO_SHOW_UPDATED", template="{{message}}", facts={"attendees": [{"email": "b", "noShow": True}]}
    )
    assert absent == b"b marked as no-show"


@pytest.mark.behaviour("webhooks", 39)
def test_media_types_and_shared_bodies(world: World) -> None:
    """webhooks.md 10 #39; an empty template is none."""
    body_for = bodies(world, event("BOOKING_CREATED", stored(world, event_type(world))))
    plain, empty = body_for(subscribe(world)), body_for(subscribe(world, payload_template=""))
    assert plain.media_type == empty.media_type == "application/json"
    assert plain.content is empty.content
    text = body_for(subscribe(world, payload_template="string"))
    assert (text.content, text.media_type) == (b"string", "application/x-www-form-urlencoded")
    with pytest.raises(TemplateError):
        body_for(subscribe(world, payload_template="{{attendees[0].name}}"))
