"""The payload catalogue: a page a trigger, the same on every run."""

from __future__ import annotations

from emulator.webhooks.triggers import TRIGGERS
from scripts.payload_pages import pages


def test_every_trigger_has_a_page_with_its_fields_and_both_versions() -> None:
    found = pages()
    assert set(found) == {"docs/payloads/README.md", *(f"docs/payloads/{trigger}.md" for trigger in TRIGGERS)}
    for trigger in TRIGGERS:
        page = found[f"docs/payloads/{trigger}.md"]
        assert f'| `triggerEvent` | string | always | `"{trigger}"` | both |' in page
        assert "## Example, version 2021-10-20" in page
        assert "## Example, version 2026-07-27" in page
        assert f"[{trigger}]({trigger}.md)" in found["docs/payloads/README.md"]
    created = found["docs/payloads/BOOKING_CREATED.md"]
    assert "| `payload.eventTypeId` | integer or null | always | `3` | both |" in created
    assert "| 2026-07-27 |" in created
    assert "`payload.attendees[].email`" in created
    # Members that this example does not have are told all the same, as deep as they go.
    assert "| `payload.attendeeSeatId` | string | sometimes |  | both |" in created
    assert "| `payload.team.members[].email` | string | always |  | both |" in created
    assert "| `payload.responses.name.label` | string | always |" in created
    assert "rescheduleUid" not in created
    assert pages() == found
