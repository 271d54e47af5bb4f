"""What a fault must say to make sense."""

from __future__ import annotations

from typing import Any, Final

from emulator.control.problems import ControlError
from emulator.world.faults import OF_DELIVERIES, OF_REQUESTS
from emulator.world.world import World

Attributes = dict[str, Any]

OF_REQUESTS_ONLY: Final = ("operation", "method", "path", "after", "status", "body", "headers")
OF_DELIVERIES_ONLY: Final = ("trigger", "subscriber")
MOST_SECONDS: Final = 3600


def check(_world: World, given: Attributes) -> None:
    """Raise a 400 for a fault that could never strike, or that says what its effect does not know."""
    effect = given.get("effect")
    if effect is None:
        raise ControlError(
            400,
            "a fault needs an effect",
            where="/effect",
            hint=f"on requests {', '.join(sorted(OF_REQUESTS))}; on deliveries {', '.join(sorted(OF_DELIVERIES))}",
        )
    foreign, where = (OF_DELIVERIES_ONLY, "requests") if effect in OF_REQUESTS else (OF_REQUESTS_ONLY, "deliveries")
    for name in foreign:
        if given.get(name):
            raise ControlError(400, f"{effect} happens to {where}, which have no {name}", where=f"/{name}")
    path = given.get("path")
    if path and not path.startswith(("/", "*")):
        hint = f"for example /{path}, or */{path.lstrip('/')}"
        raise ControlError(400, f"a path begins with / or *, not {path!r}", where="/path", hint=hint)
    _numbers(effect, given)


def _numbers(effect: str, given: Attributes) -> None:
    seconds, status = given.get("seconds"), given.get("status")
    if effect in ("latency", "delay") and seconds is None:
        raise ControlError(400, f"{effect} needs seconds", where="/seconds", hint='for example {"seconds": 2}')
    if seconds is not None and effect not in ("latency", "delay", "rate-limit"):
        raise ControlError(400, f"{effect} takes no time", where="/seconds", hint="latency, delay and rate-limit do")
    if seconds is not None and not 0 < seconds <= MOST_SECONDS:
        raise ControlError(400, f"seconds must be more than 0 and at most {MOST_SECONDS}", where="/seconds")
    if (effect == "status") != (status is not None):
        hint = 'for example {"effect": "status", "status": 503}'
        raise ControlError(400, "a status belongs to the effect status, and that needs one", where="/status", hint=hint)
    if status is not None and not 200 <= status <= 599:
        raise ControlError(400, f"{status} is no status between 200 and 599", where="/status")
    if given.get("times") is not None and given["times"] < 1:
        raise ControlError(400, "times must be at least 1", where="/times", hint="leave it out for every time")
    if given.get("id", 1) < 1:
        raise ControlError(400, "faults are numbered from 1 on", where="/id", hint="leave it out for the next one")
    for name in ("met", "applied"):
        if given.get(name, 0) < 0:
            raise ControlError(400, f"{name} counts from 0", where=f"/{name}", hint="leave it out: it is counted")
    if not 0 < given.get("probability", 1) <= 1:
        raise ControlError(400, "probability must be more than 0 and at most 1", where="/probability")
