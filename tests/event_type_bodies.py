"""Bodies of event types as clients may send them, drawn by hypothesis."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

Json = dict[str, Any]

TYPED = ("phone", "address", "text", "url", "number", "textarea", "multiemail")
CHOSEN = ("select", "multiselect", "checkbox", "radio")
LOCATIONS: list[Json] = [
    {"type": "address", "address": "1 High Street", "public": True},
    {"type": "link", "link": "https://example.com/room", "public": False},
    {"type": "integration", "integration": "cal-video"},
    {"type": "phone", "phone": "+37255556666", "public": True},
    {"type": "attendeeAddress"},
    {"type": "attendeePhone"},
    {"type": "attendeeDefined"},
]
OFF: Json = {"disabled": True}

words = st.text(alphabet="abcxyz äé", min_size=1, max_size=8)
slugs = st.from_regex(r"[a-z]{1,3}-[a-z]{1,3}", fullmatch=True)
numbers = st.integers(0, 500)


def some(**optional: st.SearchStrategy[Any]) -> st.SearchStrategy[Json]:
    """An object with any of these keys."""
    return st.fixed_dictionaries({}, optional=optional)


def with_(base: Json, **optional: st.SearchStrategy[Any]) -> st.SearchStrategy[Json]:
    """`base` with any of these keys."""
    return some(**optional).map(lambda more: {**base, **more})


def booking_fields() -> st.SearchStrategy[list[Json]]:
    """Valid questions; whoever books leaves an e-mail address."""
    face: Json = {"label": words, "placeholder": words, "disableOnPrefill": st.booleans()}
    switches: Json = {"required": st.booleans(), "hidden": st.booleans()}
    split = dict.fromkeys(("firstNameLabel", "firstNamePlaceholder", "lastNameLabel", "lastNamePlaceholder"), words)
    name = with_({"type": "name"}, **face) | with_({"type": "splitName"}, lastNameRequired=st.booleans(), **split)
    system = [
        st.sampled_from(("title", "notes", "guests", "rescheduleReason")).flatmap(
            lambda slug: with_({"slug": slug}, **face, **switches)
        ),
        with_({"slug": "location"}, label=words),
        name,
        with_({"type": "email"}, **face),
        with_({"type": "phone", "slug": "attendeePhoneNumber", "label": "Phone", "required": False}, **face),
    ]
    own_keys: Json = {"slug": slugs, "label": words, "required": st.booleans()}
    own_more: Json = {"hidden": st.booleans(), "disableOnPrefill": st.booleans()}
    own = [
        st.fixed_dictionaries(
            {"type": st.sampled_from(TYPED), **own_keys}, optional={**own_more, "placeholder": words}
        ),
        st.fixed_dictionaries(
            {"type": st.sampled_from(CHOSEN), **own_keys, "options": st.lists(words, max_size=3)}, optional=own_more
        ),
        st.fixed_dictionaries({"type": st.just("boolean"), **own_keys}, optional=own_more),
    ]
    return st.lists(st.one_of(*system, *own), min_size=1, max_size=6, unique_by=_question)


def settings() -> st.SearchStrategy[Json]:
    """Settings that go together: no seats beside what seats exclude, no limit a recurrence excludes."""
    return st.one_of(_kinds()).flatmap(lambda kind: _common().map(lambda common: {**common, **kind}))


def _kinds() -> list[st.SearchStrategy[Json]]:
    seats = st.fixed_dictionaries(
        {
            "seatsPerTimeSlot": st.integers(1, 1000),
            "showAttendeeInfo": st.booleans(),
            "showAvailabilityCount": st.booleans(),
        }
    )
    recurrence = st.fixed_dictionaries(
        {
            "interval": st.integers(1, 5),
            "occurrences": st.integers(1, 30),
            "frequency": st.sampled_from(["yearly", "monthly", "weekly"]),
        }
    )
    block = {"blockUnconfirmedBookingsInBooker": st.booleans()}
    threshold = st.fixed_dictionaries({"unit": st.sampled_from(["minutes", "hours"]), "count": numbers})
    confirmation = (
        st.fixed_dictionaries({"type": st.just("always"), **block})
        | st.fixed_dictionaries({"type": st.just("time"), "noticeThreshold": threshold, **block})
        | st.just(OFF)
    )
    active = st.fixed_dictionaries(
        {"maximumActiveBookings": st.integers(1, 9)}, optional={"offerReschedule": st.booleans()}
    )
    several = st.lists(st.sampled_from(LOCATIONS), min_size=1, max_size=4)
    single = st.sampled_from(LOCATIONS).map(lambda place: [place])
    return [
        some(seats=seats, locations=single, confirmationPolicy=st.just(OFF)),
        some(recurrence=recurrence, locations=several, confirmationPolicy=confirmation, seats=st.just(OFF)),
        some(bookerActiveBookingsLimit=active | st.just(OFF), locations=several, confirmationPolicy=confirmation),
    ]


def _common() -> st.SearchStrategy[Json]:
    limits = st.lists(st.integers(1, 500), min_size=4, max_size=4).map(
        lambda amounts: dict(zip(("day", "week", "month", "year"), sorted(amounts), strict=True))
    )
    day_window = st.fixed_dictionaries(
        {"type": st.sampled_from(["businessDays", "calendarDays"]), "value": numbers},
        optional={"rolling": st.booleans()},
    )
    dates = st.lists(st.dates().map(str).filter(lambda day: "1900" < day < "2900"), min_size=2, max_size=2)
    window = day_window | st.fixed_dictionaries({"type": st.just("range"), "value": dates}) | st.just(OFF)
    layouts = st.lists(st.sampled_from(["month", "week", "column"]), min_size=1, max_size=3, unique=True).map(
        lambda chosen: {"defaultLayout": chosen[0], "enabledLayouts": chosen}
    )
    flags = {
        name: st.booleans()
        for name in (
            "disableGuests",
            "onlyShowFirstAvailableSlot",
            "requiresBookerEmailVerification",
            "hideCalendarNotes",
            "lockTimeZoneToggleOnBookingPage",
            "hideCalendarEventDetails",
            "hideOrganizerEmail",
            "hidden",
            "bookingRequiresAuthentication",
            "allowReschedulingPastBookings",
            "allowReschedulingCancelledBookings",
            "showOptimizedSlots",
            "privateNoteEnabled",
        )
    }
    return some(
        **flags,
        description=words,
        lengthInMinutesOptions=st.lists(st.integers(1, 480), min_size=1, max_size=3, unique=True),
        bookingFields=booking_fields(),
        slotInterval=numbers,
        minimumBookingNotice=numbers,
        beforeEventBuffer=numbers,
        afterEventBuffer=numbers,
        offsetStart=numbers,
        scheduleId=st.just(1),
        bookingLimitsCount=limits | st.just(OFF),
        bookingLimitsDuration=limits | st.just(OFF),
        bookingWindow=window,
        bookerLayouts=layouts,
        color=st.just({"lightThemeHex": "#112233", "darkThemeHex": "#445566"}),
        customName=st.just("{Event type title} with {Organiser}"),
        successRedirectUrl=st.just("https://example.com/thanks"),
        calVideoSettings=some(disableRecordingForGuests=st.booleans(), sendTranscriptionEmails=st.booleans()),
        disableCancelling=some(disabled=st.booleans()),
        disableRescheduling=some(disabled=st.booleans(), minutesBefore=numbers),
        interfaceLanguage=st.sampled_from(["", "it", "pt-BR"]),
        bookingProposalCount=st.none() | st.integers(1, 5),
        privateNoteTemplate=words,
    )


def _question(field: Json) -> str:
    if field.get("type") in ("name", "splitName"):
        return "name"
    return str(field.get("slug") or field["type"])
