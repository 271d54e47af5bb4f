"""What faults do to a delivery, before it sets out."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from emulator.webhooks.delivery import Delivery
from emulator.webhooks.lanes import Desk
from emulator.webhooks.signature import HEADER, signature
from emulator.world.faults import Fault

WRONG: Final = "not-the-secret-of-this-subscription"


def _spoil(delivery: Delivery, faults: Sequence[Fault]) -> None:
    """Change the bytes and headers as the faults say, and note which did."""
    for fault in faults:
        delivery.faults.append(fault.effect)
        if fault.effect == "truncate":
            # What arrives is cut off; the signature is that of the whole.
            delivery.body = delivery.body[: len(delivery.body) // 2]
        elif fault.effect == "wrong-secret":
            delivery.headers = {**delivery.headers, HEADER: signature(WRONG, delivery.body)}
        elif fault.effect == "unsigned":
            delivery.headers = {name: value for name, value in delivery.headers.items() if name != HEADER}


def enter(desk: Desk, delivery: Delivery, faults: Sequence[Fault]) -> tuple[list[Delivery], list[Delivery]]:
    """Remember a delivery and send it off, spoilt as the faults say; what was made of it, and what found no room.

    A delayed one waits for the world's clock, so that nothing hangs while that stands still. One out of order waits for
    the subscriber's next delivery, or until somebody waits for the lanes to be empty.
    """
    several = [delivery]
    if not faults:
        desk.remember(delivery)
        return several, [] if desk.enter(delivery) else several
    _spoil(delivery, faults)
    effects = {fault.effect for fault in faults}
    if "drop" in effects:
        delivery.state = "dropped"
    elif "duplicate" in effects:
        several.append(dataclasses.replace(delivery, id=desk.next_number(), attempts=[], duplicate_of=delivery.id))
    desk.remember(*several)
    if "drop" in effects:
        return several, []
    seconds = max((fault.seconds or 0 for fault in faults if fault.effect == "delay"), default=0)
    if seconds:
        due = desk.world.now() + timedelta(seconds=seconds)
        return several, [one for one in several if not desk.enter_later(one, due)]
    if "reorder" in effects:
        return several, [one for one in several if not desk.enter_behind(one)]
    return several, [one for one in several if not desk.enter(one)]
