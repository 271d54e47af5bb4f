"""What is asked of the domain: values cut from a request, free of HTTP and of API versions."""

from __future__ import annotations

from dataclasses import field
from datetime import datetime
from typing import Any, Final

from emulator.frozen import frozen

Json = dict[str, Any]


@frozen(kw_only=True)
class Overrides:
    """Rules that a host of the event type may set aside; from anybody else the wish is ignored."""

    conflicts: bool = False
    out_of_bounds: bool = False
    limits: bool = False


NONE: Final = Overrides()


@frozen(kw_only=True)
class HostWishes:
    """Who should host, of those who take turns: one of each set in `among`, before all others the one of address
    `first`, and the one with id `keep`, who has hosted the booking so far.
    """

    among: tuple[frozenset[int], ...] = ()
    first: str | None = None
    keep: int | None = None


@frozen(kw_only=True)
class Booker:
    """Who books. At least one of `email` and `phone` is given; `time_zone` is an IANA name."""

    name: str
    time_zone: str
    email: str | None = None
    phone: str | None = None
    language: str = "en"

    @property
    def address(self) -> str:
        """The e-mail address, made of the phone number where there is no other."""
        return self.email or f"{(self.phone or '').removeprefix('+')}@sms.cal.com"


@frozen(kw_only=True)
class BookingRequest:
    """A wish to book an event type, which is named by id, or by slug and user or team.

    `start` is an aware instant in UTC, `length` minutes. `guests` None means that the request said nothing of guests;
    `location` is the API's object, or the old plain string. `answers` are those to the booking fields. `routed_to` are
    the hosts that a routing form allows, `contact_owner` the address of the one whom it prefers; `host_subset` counts
    only where the event type has it. `instant` asks for whichever host of a team comes first, at once.
    """

    start: datetime
    booker: Booker
    event_type_id: int | None = None
    event_type_slug: str | None = None
    username: str | None = None
    team_slug: str | None = None
    organization_slug: str | None = None
    guests: list[str] | None = None
    answers: Json = field(default_factory=dict)
    location: str | Json | None = None
    metadata: Json = field(default_factory=dict)
    length: int | None = None
    recurrence_count: int | None = None
    verification_code: str | None = None
    overrides: Overrides = NONE
    routed_to: frozenset[int] = frozenset()
    contact_owner: str | None = None
    host_subset: frozenset[int] = frozenset()
    instant: bool = False


@frozen(kw_only=True)
class RescheduleRequest:
    """A wish to move the booking `uid`. `by` is the address of who moves it, if told."""

    uid: str
    start: datetime
    by: str | None = None
    reason: str | None = None
    seat_uid: str | None = None
    overrides: Overrides = NONE
    host_subset: frozenset[int] = frozenset()


@frozen(kw_only=True)
class CancelRequest:
    """A wish to cancel the booking or the whole series `uid`, or one occurrence and all after it (`subsequent`)."""

    uid: str
    reason: str | None = None
    subsequent: bool = False
    seat_uid: str | None = None
