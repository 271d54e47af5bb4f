"""The events that can be subscribed to, by Cal.com's names and in its order (live.md 2.4)."""

from __future__ import annotations

from datetime import timedelta
from types import MappingProxyType
from typing import Final

TRIGGERS: Final = (
    "BOOKING_CREATED",
    "BOOKING_PAYMENT_INITIATED",
    "BOOKING_PAID",
    "BOOKING_RESCHEDULED",
    "BOOKING_REQUESTED",
    "BOOKING_CANCELLED",
    "BOOKING_REJECTED",
    "BOOKING_NO_SHOW_UPDATED",
    "BOOKING_LOCATION_UPDATED",
    "BOOKING_REASSIGNED",
    "FORM_SUBMITTED",
    "MEETING_ENDED",
    "MEETING_STARTED",
    "RECORDING_READY",
    "INSTANT_MEETING",
    "INSTANT_MEETING_ACCEPTED",
    "RECORDING_TRANSCRIPTION_GENERATED",
    "OOO_CREATED",
    "AFTER_HOSTS_CAL_VIDEO_NO_SHOW",
    "AFTER_GUESTS_CAL_VIDEO_NO_SHOW",
    "FORM_SUBMITTED_NO_EVENT",
    "ROUTING_FORM_FALLBACK_HIT",
    "DELEGATION_CREDENTIAL_ERROR",
    "WRONG_ASSIGNMENT_REPORT",
    "DELEGATION_CREDENTIAL_SECRET_ROTATION_FAILED",
    "DELEGATION_CREDENTIAL_ROTATION_REQUIRED",
    "DELEGATION_CREDENTIAL_SECRET_ROTATED",
    "CALENDAR_ENTRY_REJECTED",
)
MEETINGS: Final = frozenset({"MEETING_STARTED", "MEETING_ENDED"})
"""Sent when the clock gets there, as the flat row of the booking."""

HOSTS_ABSENT: Final = "AFTER_HOSTS_CAL_VIDEO_NO_SHOW"
GUESTS_ABSENT: Final = "AFTER_GUESTS_CAL_VIDEO_NO_SHOW"
UNITS: Final = MappingProxyType({"DAY": timedelta(days=1), "HOUR": timedelta(hours=1), "MINUTE": timedelta(minutes=1)})
"""What a webhook's `timeUnit` may be: how long after the start these two look who is there."""

GENERIC: Final = frozenset(
    {
        "FORM_SUBMITTED",
        "FORM_SUBMITTED_NO_EVENT",
        "ROUTING_FORM_FALLBACK_HIT",
        HOSTS_ABSENT,
        GUESTS_ABSENT,
        "INSTANT_MEETING",
        "WRONG_ASSIGNMENT_REPORT",
    }
)
"""Templates see these inside their envelope: `{{payload.formId}}`, not `{{formId}}` (webhooks.md 3.2)."""

WITH_INVITATIONS: Final = frozenset(
    {"BOOKING_CREATED", "BOOKING_RESCHEDULED", "BOOKING_CANCELLED", "BOOKING_REASSIGNED", "BOOKING_PAID"}
)
"""Carry calendar files from payload version 2026-07-27 on."""

OLD_VERSION: Final = "2021-10-20"
NEW_VERSION: Final = "2026-07-27"
