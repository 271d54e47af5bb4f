"""Does a booking wait for the host's word?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final

from emulator.world.appointments import EventType

SECONDS: Final[Mapping[str, int]] = MappingProxyType({"minutes": 60, "hours": 3600})


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
