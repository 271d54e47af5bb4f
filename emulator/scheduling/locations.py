"""Where a booking takes place: what may be asked for, how the answer is stored, what becomes of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from emulator.errors import bookings as errors
from emulator.scheduling.shapes import printed
from emulator.world.appointments import EventType

Json = dict[str, Any]

CAL_VIDEO: Final = "integrations:daily"
GOOGLE_MEET: Final = "integrations:google:meet"
DEFAULT_APP: Final = "conferencing"
VIDEO_URL: Final = "https://app.cal.com/video/"

INTEGRATIONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "cal-video": CAL_VIDEO,
        "google-meet": GOOGLE_MEET,
        "zoom": "integrations:zoom",
        "whereby-video": "integrations:whereby_video",
        "whatsapp-video": "integrations:whatsapp_video",
        "webex-video": "integrations:webex_video",
        "telegram-video": "integrations:telegram_video",
        "tandem": "integrations:tandem",
        "sylaps-video": "integrations:sylaps_video",
        "skype-video": "integrations:skype_video",
        "sirius-video": "integrations:sirius_video_video",
        "signal-video": "integrations:signal_video",
        "shimmer-video": "integrations:shimmer_video",
        "salesroom-video": "integrations:salesroom_video",
        "roam-video": "integrations:roam_video",
        "riverside-video": "integrations:riverside_video",
        "ping-video": "integrations:ping_video",
        "office365-video": "integrations:office365_video",
        "mirotalk-video": "integrations:mirotalk_video",
        "jitsi": "integrations:jitsi",
        "jelly-video": "integrations:jelly_video",
        "jelly-conferencing": "integrations:jelly_conferencing",
        "huddle": "integrations:huddle01",
        "facetime-video": "integrations:facetime_video",
        "element-call-video": "integrations:element-call_video",
        "eightxeight-video": "integrations:eightxeight_video",
        "discord-video": "integrations:discord_video",
        "demodesk-video": "integrations:demodesk_video",
        "campfire-video": "integrations:campfire_video",
    }
)
"""The API's name of an app → what is stored."""


class Kind(NamedTuple):
    """A kind of location: the stored word for it, and the key of the text that comes with it (if one does).

    `by_attendee` tells who gives that text: the attendee in the request, or the organizer in the event type.
    """

    stored: str
    key: str | None
    by_attendee: bool = False


KINDS: Final[Mapping[str, Kind]] = MappingProxyType(
    {
        "address": Kind("inPerson", "address"),
        "link": Kind("link", "link"),
        "phone": Kind("userPhone", "phone"),
        "organizersDefaultApp": Kind(DEFAULT_APP, None),
        "attendeeAddress": Kind("attendeeInPerson", "address", by_attendee=True),
        "attendeePhone": Kind("phone", "phone", by_attendee=True),
        "attendeeDefined": Kind("somewhereElse", "location", by_attendee=True),
    }
)

NOTHING: Final = (None, "", False, 0)
"""What JavaScript takes for no location; an empty object is one, without a type."""

URL = re.compile(r"(?:https?://|www\.|(?=[\w-]+\.))(?:[\w-]+\.)+[a-z]{2,}(?::\d+)?(?:[/?#]\S*)?", re.IGNORECASE)


def choose(event_type: EventType, wanted: str | Json | None) -> Json | None:
    """The stored answer `{value, optionValue}` to the location question; None when nothing is asked for.

    A plain string is the old form and never checked. Raises a 400 for kinds and apps that the event type has not.
    """
    if wanted in NOTHING:
        return None
    if isinstance(wanted, str):
        return {"value": _guess(wanted), "optionValue": wanted}
    kind = wanted.get("type") if isinstance(wanted, dict) else None
    offered = [place.get("type") for place in event_type.locations]
    if kind not in offered:
        raise errors.location_type_not_offered(_said(wanted, "type"), event_type.id, [str(each) for each in offered])
    if kind == "integration":
        app = wanted.get("integration")
        apps = [str(place["integration"]) for place in event_type.locations if place.get("integration")]
        if app not in apps:
            raise errors.integration_not_offered(_said(wanted, "integration"), event_type.id, apps)
    return stored_answer(wanted)


def stored_answer(wanted: Json, *, with_organizers_text: bool = False) -> Json:
    """`{value, optionValue}` for a location object of the API.

    Texts of the organizer (address, link, phone) come from the event type, so they are left out unless
    `with_organizers_text`. A text the attendee owes but did not send is left out, for the core schema to miss.
    """
    kind = str(wanted.get("type"))
    if kind == "integration":
        app = str(wanted.get("integration"))
        if app not in INTEGRATIONS:
            raise errors.unknown_integration(app)
        return {"value": INTEGRATIONS[app], "optionValue": ""}
    if kind not in KINDS:
        raise errors.unknown_location_type(kind)
    stored, key, by_attendee = KINDS[kind]
    if key is None or not (by_attendee or with_organizers_text):
        return {"value": stored, "optionValue": ""}
    text = wanted.get(key)
    return {"value": stored} if text is None else {"value": stored, "optionValue": text}


def location_of(event_type: EventType, answer: Json | None, default_app: str | None = None) -> str:
    """What the booking stores as its location for an answer `{value, optionValue}`.

    Without one it is the event type's first location, else the organizer's default app, which is Cal Video unless
    `default_app` names another integration.
    """
    default = INTEGRATIONS.get(default_app or "", CAL_VIDEO)
    if answer is not None:
        if answer.get("optionValue"):
            return str(answer["optionValue"])
        value = str(answer.get("value") or "")
        for place in event_type.locations:
            if _stored_kind(place) == value:
                return _organizers_text(place, default)
        return default if value in ("", DEFAULT_APP) else value
    return _organizers_text(event_type.locations[0], default) if event_type.locations else default


def meeting_place(location: str, uid: str, *, confirmed: bool, meets: bool = False) -> tuple[str, str | None]:
    """The location as it ends up and the URL to meet at, if there is one, for the booking `uid`.

    A room exists once the booking is `confirmed`; an organizer's link is known before. `meets` says that Google makes
    meetings for the organizer.
    """
    if location.startswith("http"):
        return location, location
    if location == GOOGLE_MEET and not meets:
        # Without a connected Google Calendar the service falls back to Cal Video.
        location = CAL_VIDEO
    if location == CAL_VIDEO and confirmed:
        return location, VIDEO_URL + uid
    return location, None


def _said(wanted: object, name: str) -> str:
    """A property of what was sent, whatever that is, as the service prints it."""
    return printed(wanted[name]) if isinstance(wanted, dict) and name in wanted else "undefined"


def is_phone_number(text: str) -> bool:
    """Is it a valid number in international form?"""
    import phonenumbers  # noqa: PLC0415 - no start needs its tables

    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(text))
    except phonenumbers.NumberParseException:
        return False


def _guess(text: str) -> str:
    if text.startswith("www.") or URL.fullmatch(text):
        return "link"
    return "phone" if is_phone_number(text) else "somewhereElse"


def _stored_kind(place: Json) -> str | None:
    kind = str(place.get("type"))
    if kind == "integration":
        return INTEGRATIONS.get(str(place.get("integration")))
    return KINDS[kind].stored if kind in KINDS else None


def _organizers_text(place: Json, default: str) -> str:
    """What an event type's location amounts to: its text, or the stored word when it has none."""
    kind = str(place.get("type"))
    if kind == "integration":
        return INTEGRATIONS.get(str(place.get("integration")), CAL_VIDEO)
    if kind not in KINDS or kind == "organizersDefaultApp":
        return default
    stored, key, by_attendee = KINDS[kind]
    return stored if by_attendee or key is None else str(place.get(key) or stored)
