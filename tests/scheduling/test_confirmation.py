from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from emulator.scheduling.confirmation import needs_confirmation
from tests.office import NOW, event_type


@pytest.mark.parametrize(
    ("policy", "needed"),
    [
        (None, False),
        ({"disabled": True}, False),
        ({"type": "always", "blockUnconfirmedBookingsInBooker": False}, True),
        ({"type": "always", "disabled": False}, True),
    ],
)
def test_policy(policy: dict[str, Any] | None, needed: bool) -> None:
    assert needs_confirmation(event_type(confirmation_policy=policy), NOW + timedelta(days=9), NOW) is needed


@pytest.mark.parametrize(
    ("unit", "count", "minutes_away", "needed"),
    [
        ("minutes", 30, 10, True),
        ("minutes", 30, 30, True),
        ("minutes", 30, 31, False),
        ("hours", 2, 119, True),
        # Whole hours count: two hours and 59 minutes are two hours.
        ("hours", 2, 179, True),
        ("hours", 2, 180, False),
    ],
)
def test_a_threshold_lets_distant_starts_pass(unit: str, count: int, minutes_away: int, needed: bool) -> None:
    policy = {"type": "time", "noticeThreshold": {"unit": unit, "count": count}}
    kind = event_type(confirmation_policy=policy)
    assert needs_confirmation(kind, NOW + timedelta(minutes=minutes_away), NOW) is needed
