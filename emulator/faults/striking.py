"""Which faults strike, and when chance decides, decided by the world's seed."""

from __future__ import annotations

import random
from fnmatch import fnmatchcase

from emulator.world.faults import OF_DELIVERIES, OF_REQUESTS, Fault
from emulator.world.records import Webhook
from emulator.world.world import World


def of_request(world: World, method: str, path: str, operation_id: str | None) -> list[Fault]:
    """The faults that strike a request, oldest first. Counts them."""
    return [
        fault
        for fault in world.faults
        if fault.effect in OF_REQUESTS
        and (fault.method is None or fault.method.upper() == method)
        and _fits(fault.operation, operation_id)
        and _fits(fault.path, path)
        and _strikes(world, fault)
    ]


def of_delivery(world: World, trigger: str, hook: Webhook) -> list[Fault]:
    """The faults that strike what is about to be sent to a subscriber, oldest first. Counts them."""
    return [
        fault
        for fault in world.faults
        if fault.effect in OF_DELIVERIES
        and (fault.trigger is None or fault.trigger == trigger)
        and (fault.subscriber in (None, hook.id) or _fits(fault.subscriber, hook.subscriber_url))
        and _strikes(world, fault)
    ]


def _fits(pattern: str | None, text: str | None) -> bool:
    return pattern is None or (text is not None and fnmatchcase(text, pattern))


def _strikes(world: World, fault: Fault) -> bool:
    if fault.spent:
        return False
    met = fault.met + 1
    # Each meeting has a draw of its own, so that what else goes on in the world does not change the outcome.
    chance = random.Random(f"{world.seed} fault {fault.id} {met}").random()  # noqa: S311 - guards nothing
    struck = chance < fault.probability
    world.faults.update(fault, met=met, applied=fault.applied + struck)
    return struck
