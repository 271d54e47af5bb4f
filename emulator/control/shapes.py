"""What the values of a record's fields look like where their type does not say it: one of a few words, or of a form.

Records may be in any state, but a time zone that does not exist or a day called `Mon` is no state: nothing could be
done with it. The schemas here say so to whoever writes a record, and to editors (`fixtures schema`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final

from emulator.auth.permissions import PERMISSIONS
from emulator.scheduling.apps.catalog import APPS
from emulator.scheduling.event_type_locations import SHAPES as LOCATIONS
from emulator.scheduling.working_hours import DAYS
from emulator.webhooks.triggers import NEW_VERSION, OLD_VERSION, TRIGGERS, UNITS
from emulator.world.appointments import ReasonRule

Shape = dict[str, Any]

_SPOKEN: Final = (
    "ar", "az", "bg", "bn", "ca", "cs", "da", "de", "el", "en", "es", "es-419", "et", "eu", "fi", "fr", "he",
    "hu", "it", "ja", "km", "ko", "nl", "no", "pl", "pt", "pt-BR", "ro", "ru", "sr", "sv", "tr", "uk", "vi",
    "zh-CN", "zh-TW",
)  # fmt: skip
LANGUAGES: Final = tuple(sorted((*_SPOKEN, "hr", "id", "iw", "lv", "sk", "ta", "th")))
"""What the service writes to people in."""

INTERFACE_LANGUAGES: Final = ("", *_SPOKEN, "sk-SK")
"""What booking pages are in; empty follows the browser."""


def _one_of(words: Iterable[str]) -> Shape:
    return {"enum": list(words)}


def _text(form: str, title: str) -> Shape:
    return {"type": "string", "format": form, "title": title}


def _object(*required: str, **members: Shape) -> Shape:
    return {"type": "object", "properties": members, "additionalProperties": False, "required": list(required)}


def _with(*required: str) -> Shape:
    """An object that every answer shows with these members, and perhaps with others."""
    return {"type": "object", "required": list(required)}


def _list(items: Shape) -> Shape:
    return {"type": "array", "items": items}


def _setting(**members: Shape) -> Shape:
    """A setting of an event type that can be switched off."""
    return _object(disabled={"type": ["boolean", "null"]}, **members)


WHOLE: Final[Shape] = {"type": ["integer", "null"]}
SOME: Final[Shape] = {"type": "integer", "minimum": 1}
SWITCH: Final[Shape] = {"type": ["boolean", "null"]}
ZONE: Final = _text("time-zone", "an IANA time zone such as Europe/Rome")
EMAIL: Final = _text("email", "an e-mail address such as ada@example.com")
PHONE: Final = _text("phone-digits", "a telephone number with its country, such as +15551234567")
URL: Final = _text("http-url", "an http or https URL such as http://127.0.0.1:9000/hooks")
CURRENCY: Final = _text("currency", "the three letters of a currency, such as usd")
HOUR: Final = _text("hh-mm", "a time of day such as 09:00")
DATE: Final = _text("date", "a date such as 2030-01-08")
WINDOW: Final[Shape] = {"type": ["integer", "array"], "minimum": 1, "items": DATE, "minItems": 2, "maxItems": 2}
COLOUR: Final = _text("colour", "a colour such as #292929")
SCOPES: Final = _list(_text("scope", "a scope such as BOOKING_READ or TEAM_BOOKING_READ"))
LANGUAGE: Final = _one_of(LANGUAGES)
CLOCK: Final[Shape] = {"enum": [12, 24]}
LIMITS: Final = _setting(day=WHOLE, week=WHOLE, month=WHOLE, year=WHOLE)
PERIODS: Final = _object(perDay=WHOLE, perWeek=WHOLE, perMonth=WHOLE, perYear=WHOLE)

HOURS: Final = _list(_object("days", "startTime", "endTime", days=_list(_one_of(DAYS)), startTime=HOUR, endTime=HOUR))
OVERRIDES: Final = _list(_object("date", "startTime", "endTime", date=DATE, startTime=HOUR, endTime=HOUR))

# Of locations and questions any type may be stored: what no version of the API knows reads back as `unknown`.
EVENT_TYPE: Final[Mapping[str, Shape]] = {
    "currency": CURRENCY,
    "interfaceLanguage": _one_of(INTERFACE_LANGUAGES),
    "requiresCancellationReason": _one_of(map(str, ReasonRule)),
    "successRedirectUrl": URL,
    "bookingLimitsCount": LIMITS,
    "bookingLimitsDuration": LIMITS,
    "bookerActiveBookingsLimit": _setting(maximumActiveBookings=SOME, offerReschedule=SWITCH),
    "bookingWindow": {
        **_setting(type=_one_of(("businessDays", "calendarDays", "range")), value=WINDOW, rolling=SWITCH),
        "dependentRequired": {"type": ["value"], "value": ["type"], "rolling": ["type"]},
    },
    "bookerLayouts": _object(
        "defaultLayout",
        "enabledLayouts",
        defaultLayout=_one_of(("month", "week", "column")),
        enabledLayouts=_list(_one_of(("month", "week", "column"))),
    ),
    "confirmationPolicy": {
        **_setting(
            type=_one_of(("always", "time")),
            noticeThreshold=_object("unit", "count", unit=_one_of(("minutes", "hours")), count=SOME),
            blockUnconfirmedBookingsInBooker=SWITCH,
        ),
        "dependentRequired": {"noticeThreshold": ["type"], "blockUnconfirmedBookingsInBooker": ["type"]},
        "if": {"properties": {"type": {"const": "time"}}, "required": ["type"]},
        "then": {"required": ["noticeThreshold"]},
    },
    "recurrence": {
        **_setting(interval=SOME, occurrences=SOME, frequency=_one_of(("yearly", "monthly", "weekly"))),
        "dependentRequired": {
            "frequency": ["occurrences"],
            "occurrences": ["frequency"],
            "interval": ["frequency", "occurrences"],
        },
    },
    "seats": {
        **_setting(seatsPerTimeSlot=SOME, showAttendeeInfo=SWITCH, showAvailabilityCount=SWITCH),
        "dependentRequired": {
            "showAttendeeInfo": ["seatsPerTimeSlot"],
            "showAvailabilityCount": ["seatsPerTimeSlot"],
        },
    },
    "color": _object("lightThemeHex", "darkThemeHex", lightThemeHex=COLOUR, darkThemeHex=COLOUR),
    "destinationCalendar": _with("integration", "externalId"),
    "locations": _list(
        {
            "type": "object",
            "allOf": [
                {
                    "if": {"properties": {"type": {"const": kind}}, "required": ["type"]},
                    "then": {"required": [name for name in members if name != "public"]},
                }
                for kind, members in LOCATIONS.items()
            ],
        }
    ),
    "disableCancelling": _object(disabled=SWITCH),
    "disableRescheduling": _object(disabled=SWITCH, minutesBefore=WHOLE),
    "emailSettings": _object(disableEmailsToAttendees=SWITCH, disableEmailsToHosts=SWITCH),
}

SHAPES: Final[Mapping[str, Mapping[str, Shape]]] = MappingProxyType(
    {
        "users": {
            "email": EMAIL,
            "timeZone": ZONE,
            "timeFormat": CLOCK,
            "weekStart": _one_of(DAYS),
            "locale": LANGUAGE,
            "role": _one_of(("USER", "ADMIN")),
            "bookingLimits": PERIODS,
        },
        "teams": {"timeZone": ZONE, "timeFormat": CLOCK, "weekStart": _one_of(DAYS)},
        "organizations": {"timeZone": ZONE, "timeFormat": CLOCK, "weekStart": _one_of(DAYS)},
        "memberships": {"bookingLimits": PERIODS},
        "schedules": {"timeZone": ZONE, "availability": HOURS, "overrides": OVERRIDES},
        "out-of-office": {"reason": _one_of(("unspecified", "vacation", "travel", "sick", "public_holiday"))},
        "event-types": EVENT_TYPE,
        "bookings": {
            "userPrimaryEmail": EMAIL,
            "references": _list(_with("type", "eventUid", "id")),
            "recordings": _list(_with("id", "roomName", "startTs", "status", "duration", "shareToken")),
            "conferencingSessions": _list(
                _with("id", "room", "startTime", "duration", "ongoing", "maxParticipants", "participants")
            ),
        },
        "attendees": {"email": EMAIL, "timeZone": ZONE, "language": LANGUAGE, "phoneNumber": PHONE},
        "payments": {"currency": CURRENCY, "paymentOption": _one_of(("ON_BOOKING", "HOLD"))},
        "webhooks": {
            "subscriberUrl": URL,
            "triggers": _list(_one_of(TRIGGERS)),
            "version": _one_of((OLD_VERSION, NEW_VERSION)),
            "timeUnit": _one_of(UNITS),
        },
        "oauth-clients": {"permissions": _list(_one_of((*PERMISSIONS, "*")))},
        "oauth2-clients": {"scopes": SCOPES},
        "access-tokens": {"scopes": SCOPES},
        "refresh-tokens": {"scopes": SCOPES},
        "authorization-codes": {"scopes": SCOPES},
        "credentials": {"type": _one_of(APPS), "email": EMAIL},
        "calendars": {"integration": _one_of(name for name in APPS if name.endswith("_calendar")), "email": EMAIL},
        "calendar-events": {"timeZone": ZONE},
        "destination-calendars": {"primaryEmail": EMAIL},
        "verification-codes": {"email": EMAIL, "phoneNumber": PHONE},
        "verified-emails": {"email": EMAIL},
        "verified-phones": {"phoneNumber": PHONE},
        "faults": {"trigger": _one_of(TRIGGERS)},
    }
)
"""Kind → JSON name of a field → its shape. None always fits; whether it may stand there is the type's business."""
