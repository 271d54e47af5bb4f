"""Does a booking wait for the host's word?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final, Literal

from emulator.frozen import frozen
from emulator.world.appointments import EventType

SECONDS: Final[Mapping[str, int]] = MappingProxyType({"minutes": 60, "hours": 3600})


@frozen
class Opening:
    """How a booking begins: does it wait (`pending`), is the host asked, is it to be paid (`payable`)?"""

    pending: bool
    asks_host: bool
    payable: bool

    @property
    def status(self) -> Literal["pending", "accepted"]:
        return "pending" if self.pending else "accepted"

    def trigger(self, usual: str) -> str:
        """What tells of it; `usual` is for one that stands at once. Of what is to be paid nothing else is told."""
        if self.payable:
            return "BOOKING_PAYMENT_INITIATED"
        return "BOOKING_REQUESTED" if self.pending else usual


def opening(
    event_type: EventType, start: datetime, now: datetime, *, by_organizer: bool = False, paid: bool = False
) -> Opening:
    """How a booking at `start` begins. `by_organizer` and `paid` are about one that is moved."""
    asked = needs_confirmation(event_type, start, now)
    payable = event_type.price > 0 and not paid
    # A price counts as a reason to wait even when it is paid already: who moves a paid booking asks the host anew.
    confirmed = by_organizer or not (asked or event_type.price > 0)
    pending = payable or not confirmed
    return Opening(pending=pending, asks_host=asked or (pending and not payable), payable=payable)


def needs_confirmation(event_type: EventType, start: datetime, now: datetime) -> bool:
    """Does the event type's policy ask for it? A notice threshold lets starts that are farther away pass.

    The distance is counted in whole units of the threshold, as the service's date library does.
    """
    policy = event_type.confirmation_policy
    if not policy or policy.get("disabled"):
        return False
    threshold = policy.get("noticeThreshold") if policy.get("type") == "time" else None
    if not threshold:
        return True
    away = (start - now).total_seconds() // SECONDS.get(str(threshold.get("unit")), 60)
    return bool(away <= threshold.get("count", 0))
