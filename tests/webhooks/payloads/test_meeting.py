from __future__ import annotations

from emulator.webhooks.payloads.meeting import meeting_row
from tests.office import event_type, office, stored

COLUMNS = (
    "id uid idempotencyKey userId userPrimaryEmail eventTypeId title description customInputs responses "
    "startTime endTime location createdAt updatedAt status paid destinationCalendarId cancellationReason "
    "rejectionReason reassignReason reassignById dynamicEventSlugRef dynamicGroupSlugRef rescheduled "
    "fromReschedule recurringEventId smsReminderNumber scheduledJobs metadata isRecorded iCalUID "
    "iCalSequence rating ratingFeedback noShowHost oneTimePassword cancelledBy rescheduledBy "
    "creationSource"
)
RELATIONS = "user eventType attendees payment references userFieldsResponses"


def test_the_row_is_flat() -> None:
    """webhooks.md 4.8: columns, then relations; never organizer, type, bookingId or payload."""
    world = office()
    booking = stored(world, event_type(world), metadata={"a": "b"}, video_call_url="https://v")
    row = meeting_row(world, booking)
    assert " ".join(row) == f"{COLUMNS} {RELATIONS}"
    assert (row["id"], row["uid"], row["status"]) == (booking.id, booking.uid, "ACCEPTED")
    assert (row["startTime"], row["createdAt"]) == ("2030-01-08T13:00:00.000Z", "2029-12-03T08:00:00.000Z")
    assert row["metadata"] == {"a": "b", "videoCallUrl": "https://v"}
    assert row["user"] == {
        "email": "ada@example.com",
        "name": "Ada Host",
        "timeZone": "Europe/Rome",
        "username": "ada",
    }
    assert row["responses"]["name"] == {"label": "your_name", "value": "Bob Guest", "isHidden": False}
    assert row["attendees"] == [
        {
            "id": 1,
            "email": "bob@example.com",
            "name": "Bob Guest",
            "timeZone": "Europe/London",
            "phoneNumber": None,
            "locale": "en",
            "bookingId": booking.id,
            "noShow": False,
        }
    ]
    assert row["eventType"]["slug"] == "consultation"


def test_what_is_gone() -> None:
    world = office()
    row = meeting_row(world, stored(world, None, user_id=None, updated_at=None, responses=None))
    assert (row["user"], row["eventType"], row["updatedAt"]) == (None, None, None)
