"""How soon and how far ahead an event type can be booked."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any, Final

from emulator.scheduling.intervals import span
from emulator.world.appointments import EventType

FARTHEST: Final = 36_500
"""Days ahead: any larger value means the same, and calendars end in 9999."""


def earliest(event_type: EventType, now: datetime) -> datetime:
    """The first instant that respects the minimum notice."""
    return now + span(event_type.minimum_booking_notice)


def out_of_bounds(
    event_type: EventType, start: datetime, now: datetime, booker_zone: tzinfo, schedule_zone: tzinfo
) -> bool:
    """Whether a booking at `start` violates the notice or the window, as booking creation sees it.

    A rolling window of bookable days is not enforced there (bookings.md 3.2, step 19); slots keep to it.
    """
    if start < earliest(event_type, now):
        return True
    window = event_type.booking_window or {}
    if window.get("rolling"):
        return False
    first, last = window_limits(event_type, now, booker_zone, schedule_zone)
    return (first is not None and start < first) or (last is not None and start > last)


def window_limits(
    event_type: EventType, now: datetime, booker_zone: tzinfo, schedule_zone: tzinfo
) -> tuple[datetime | None, datetime | None]:
    """First and last instant of a fixed window; None where it is open. Rolling windows have no fixed limits."""
    window: dict[str, Any] = event_type.booking_window or {}
    kind, value = window.get("type"), window.get("value")
    if window.get("disabled") or kind is None or window.get("rolling"):
        return None, None
    if kind == "range" and isinstance(value, list):
        return _start_of(_date(value[0]), schedule_zone), _end_of(_date(value[1]), schedule_zone)
    if value is None:
        return None, None
    today = now.astimezone(booker_zone).date()
    days = min(int(value), FARTHEST)
    last = add_business_days(today, days) if kind == "businessDays" else today + timedelta(days=days)
    return None, _end_of(last, booker_zone)


def rolling_days(event_type: EventType) -> int | None:
    """How many bookable days a rolling window spans; None for any other window."""
    window = event_type.booking_window or {}
    return int(window["value"]) if window.get("rolling") and not window.get("disabled") else None


def counts(event_type: EventType, day: date) -> bool:
    """Whether a day counts towards a rolling window: business days leave out Saturday and Sunday."""
    return (event_type.booking_window or {}).get("type") != "businessDays" or day.weekday() < 5


def add_business_days(day: date, number: int) -> date:
    """The date `number` weekdays after `day`; the day itself for none."""
    if number <= 0:
        return day
    # From a weekend one counts as from the Friday before.
    day -= timedelta(days=max(0, day.weekday() - 4))
    weeks, rest = divmod(number, 5)
    over_weekend = day.weekday() + rest > 4
    return day + timedelta(days=7 * weeks + rest + (2 if over_weekend else 0))


def _date(text: str) -> date:
    return date.fromisoformat(text[:10])


def _start_of(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)


def _end_of(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(23, 59, 59, 999000), zone).astimezone(UTC)
