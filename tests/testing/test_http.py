from __future__ import annotations

from typing import Any

import pytest

from emulator.testing import Calcom, ControlPlaneError


def refusal(world: Calcom, kind: str, **fields: Any) -> list[str]:
    with pytest.raises(ControlPlaneError) as caught:
        world.records.create(kind, **fields)
    return str(caught.value).splitlines()


def test_a_refusal_says_what_where_and_what_was_meant(world: Calcom) -> None:
    assert refusal(world, "booking") == [
        "POST /records/booking: there is no kind of record called 'booking'",
        "  hint: did you mean bookings?",
    ]
    assert refusal(world, "webhooks", subscriberUrl="http://127.0.0.1:9/", triggers=["BOOKING_CANCELED"], userId=1) == [
        "POST /records/webhooks: triggers cannot be 'BOOKING_CANCELED'",
        "  where: /triggers/0",
        "  hint: did you mean BOOKING_CANCELLED?",
    ]


def test_where_nothing_comes_near_there_is_the_list(world: Calcom) -> None:
    headline, *lines = refusal(world, "dragons")
    assert headline.endswith("'dragons'")
    assert lines[0].startswith("  hint: kinds are users, ")
    assert len(lines) > 2
    assert all(len(line) <= 92 for line in lines)
