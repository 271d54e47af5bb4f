"""The records of what can be booked and what was booked."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Literal

Json = dict[str, Any]

Status = Literal["accepted", "pending", "cancelled", "rejected", "awaiting_host"]
SchedulingType = Literal["roundRobin", "collective", "managed"]
Priority = Literal["lowest", "low", "medium", "high", "highest"]


class ReasonRule(StrEnum):
    """Who must give a reason for a cancellation: the values of an event type's `requires_cancellation_reason`."""

    BOTH = "MANDATORY_BOTH"
    HOST = "MANDATORY_HOST_ONLY"
    ATTENDEE = "MANDATORY_ATTENDEE_ONLY"
    NOBODY = "OPTIONAL_BOTH"


@dataclass(slots=True, eq=False)
class EventType:
    """An event type of a user (`owner_id`) or a team (`team_id`).

    Lengths, buffers and notice are minutes. `locations` and `booking_fields` are complete lists in the form that API
    version 2024-06-14 shows (system fields included, in stored order), questions with the four keys that 2026-06-12
    adds. Nested settings hold the API's object, or None when never set.
    """

    id: int
    title: str
    slug: str
    length: int = field(metadata={"name": "lengthInMinutes"})
    owner_id: int | None = None
    team_id: int | None = None
    parent_id: int | None = field(default=None, metadata={"name": "parentEventTypeId"})
    description: str | None = None
    length_options: list[int] | None = field(default=None, metadata={"name": "lengthInMinutesOptions"})
    locations: list[Json] = field(default_factory=list)
    booking_fields: list[Json] = field(default_factory=list)
    disable_guests: bool = False
    slot_interval: int | None = None
    minimum_booking_notice: int = 120
    before_buffer: int = field(default=0, metadata={"name": "beforeEventBuffer"})
    after_buffer: int = field(default=0, metadata={"name": "afterEventBuffer"})
    schedule_id: int | None = None
    booking_limits_count: Json | None = None
    booking_limits_duration: Json | None = None
    active_bookings_limit: Json | None = field(default=None, metadata={"name": "bookerActiveBookingsLimit"})
    only_first_slot: bool = field(default=False, metadata={"name": "onlyShowFirstAvailableSlot"})
    booking_window: Json | None = None
    offset_start: int = 0
    booker_layouts: Json | None = None
    confirmation_policy: Json | None = None
    recurrence: Json | None = None
    seats: Json | None = None
    color: Json | None = None
    custom_name: str | None = None
    destination_calendar: Json | None = None
    success_redirect_url: str | None = None
    cal_video_settings: Json | None = None
    hidden: bool = False
    requires_authentication: bool = field(default=False, metadata={"name": "bookingRequiresAuthentication"})
    requires_email_verification: bool = field(default=False, metadata={"name": "requiresBookerEmailVerification"})
    requires_cancellation_reason: str | None = None
    disable_cancelling: Json | None = None
    disable_rescheduling: Json | None = None
    minimum_reschedule_notice: int | None = None
    interface_language: str | None = None
    allow_rescheduling_past: bool = field(default=False, metadata={"name": "allowReschedulingPastBookings"})
    allow_rescheduling_cancelled: bool = field(default=False, metadata={"name": "allowReschedulingCancelledBookings"})
    show_optimized_slots: bool = False
    hide_calendar_notes: bool = False
    hide_calendar_event_details: bool = False
    hide_organizer_email: bool = False
    lock_time_zone: bool = field(default=False, metadata={"name": "lockTimeZoneToggleOnBookingPage"})
    use_destination_calendar_email: bool = False
    booking_proposal_count: int | None = None
    skip_deliverability_check: bool = field(default=False, metadata={"name": "skipAttendeeEmailDeliverabilityCheck"})
    email_settings: Json | None = None
    private_note_enabled: bool = False
    private_note_mode: str | None = None
    private_note_template: str | None = None
    forward_params_success_redirect: bool | None = True
    is_instant_event: bool = False
    scheduling_type: SchedulingType | None = None
    assign_all: bool = field(default=False, metadata={"name": "assignAllTeamMembers"})
    keep_host: bool = field(default=False, metadata={"name": "rescheduleWithSameRoundRobinHost"})
    host_choice: bool = field(default=False, metadata={"name": "allowRRHostChoiceOnReschedule"})
    host_subset: bool = field(default=False, metadata={"name": "rrHostSubsetEnabled"})
    weighted: bool = field(default=False, metadata={"name": "isRRWeightsEnabled"})
    price: int = 0
    currency: str = "usd"
    metadata: Json = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Host:
    """A member's part in a team's event type.

    A `fixed` host is in every booking; of the others a round robin takes one, by `priority`, then, if the event type
    goes by weights, by `weight` (100 where none was given). `schedule_id` replaces the member's default hours.
    """

    id: int
    event_type_id: int
    user_id: int
    fixed: bool = field(default=False, metadata={"name": "mandatory"})
    priority: Priority = "medium"
    weight: int | None = None
    schedule_id: int | None = None


@dataclass(slots=True, eq=False)
class Booking:
    """One appointment, kept as long as the world lives, whatever became of it.

    `responses` is the whole stored answer sheet, `metadata` the client's own (without `videoCallUrl`, which is
    `video_call_url`). `from_reschedule` is the uid of the booking that this one replaced; the replaced one has status
    cancelled and `rescheduled`; one whose host asked for another time is cancelled and `reschedule_requested`.
    `recurring_uid` is shared by a series. `references` are what other apps hold of it;
    `recordings`, `transcripts` (URLs) and `sessions` are what Cal Video knows, in the form that the API shows; the
    participants of sessions carry more (`email`, `participantId`, `leftAt`), which the API leaves out.
    """

    id: int
    uid: str
    uuid: str
    title: str
    start: datetime
    end: datetime
    created_at: datetime
    updated_at: datetime | None
    user_id: int | None = None
    user_email: str | None = field(default=None, metadata={"name": "userPrimaryEmail"})
    event_type_id: int | None = None
    status: Status = "accepted"
    description: str | None = ""
    responses: Json | None = field(default=None, metadata={"name": "bookingFieldsResponses"})
    metadata: Json = field(default_factory=dict)
    location: str | None = None
    video_call_url: str | None = None
    cancellation_reason: str | None = None
    cancelled_by: str | None = field(default=None, metadata={"name": "cancelledByEmail"})
    rejection_reason: str | None = None
    rescheduled: bool = False
    reschedule_requested: bool = False
    rescheduled_by: str | None = field(default=None, metadata={"name": "rescheduledByEmail"})
    from_reschedule: str | None = field(default=None, metadata={"name": "rescheduledFromUid"})
    recurring_uid: str | None = field(default=None, metadata={"name": "recurringBookingUid"})
    ics_uid: str = ""
    ics_sequence: int = 0
    rating: int | None = None
    no_show_host: bool = field(default=False, metadata={"name": "absentHost"})
    one_time_password: str | None = None
    paid: bool = False
    references: list[Json] = field(default_factory=list)
    recordings: list[Json] = field(default_factory=list)
    transcripts: list[str] = field(default_factory=list)
    sessions: list[Json] = field(default_factory=list, metadata={"name": "conferencingSessions"})
    routing_trace: Json | None = None


@dataclass(slots=True, eq=False)
class Attendee:
    """Somebody who comes: the booker first, then guests. `name` is empty when only a guest's address is known."""

    id: int
    booking_id: int
    email: str
    name: str
    time_zone: str
    locale: str | None = field(default="en", metadata={"name": "language"})
    phone_number: str | None = None
    no_show: bool = field(default=False, metadata={"name": "absent"})


@dataclass(slots=True, eq=False)
class Seat:
    """One attendee's place in a seated booking, with what that person answered."""

    id: int
    uid: str = field(metadata={"name": "seatUid"})
    booking_id: int
    attendee_id: int
    created_at: datetime
    responses: Json = field(default_factory=dict, metadata={"name": "bookingFieldsResponses"})
    description: str | None = None
    metadata: Json = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Payment:
    """What somebody was asked to pay for a booking, or for one seat of it; amounts are in the currency's least unit.

    `success` is set once it was paid, `failed` when the last try was not, `refunded` when it was given back.
    """

    id: int
    uid: str
    booking_id: int
    amount: int
    created_at: datetime
    currency: str = "usd"
    app_id: str = "stripe"
    fee: int = 0
    success: bool = False
    failed: bool = False
    refunded: bool = False
    external_id: str | None = None
    payment_option: str = "ON_BOOKING"
    seat_uid: str | None = None


@dataclass(slots=True, eq=False)
class Reservation:
    """A slot held for a short while. `minutes` is how long it holds."""

    id: int
    uid: str = field(metadata={"name": "reservationUid"})
    event_type_id: int
    start: datetime = field(metadata={"name": "slotStart"})
    end: datetime = field(metadata={"name": "slotEnd"})
    until: datetime = field(metadata={"name": "reservationUntil"})
    minutes: int = field(default=5, metadata={"name": "reservationDuration"})
    is_seat: bool = False
