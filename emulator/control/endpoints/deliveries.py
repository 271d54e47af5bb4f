"""What was sent to subscribers: every message an object, with its bytes, its attempts and why it was sent."""

from __future__ import annotations

from collections.abc import Callable
from fnmatch import fnmatchcase
from typing import Any, Final, get_args

from starlette.responses import Response

from emulator.control.asking import LONGEST_NUMBER, of_status, one_of, only, since, wait_until, waiting, whole
from emulator.control.plane import Ask, Routes
from emulator.control.problems import ControlError
from emulator.webhooks.delivery import Delivery, State, Trouble
from emulator.webhooks.triggers import TRIGGERS

Json = Any

SELECTING: Final[dict[str, Callable[[Delivery, str], bool]]] = {
    "trigger": lambda one, wanted: one.trigger == wanted,
    "uid": lambda one, wanted: one.booking_uid == wanted,
    "subscriber": lambda one, wanted: one.webhook_id == wanted or fnmatchcase(one.url, wanted),
    "webhookId": lambda one, wanted: one.webhook_id == wanted,
    "url": lambda one, wanted: one.url == wanted,
    "state": lambda one, wanted: one.state == wanted,
    "outcome": lambda one, wanted: bool(one.attempts) and one.attempts[-1].outcome == wanted,
    "cause": lambda one, wanted: one.cause == wanted,
    "replayOf": lambda one, wanted: str(one.replay_of) == wanted,
}
VALUES: Final = {
    "trigger": TRIGGERS,
    "state": get_args(State),
    "outcome": ("ok", "status", *get_args(Trouble)),
}
"""Filters by a word: with any other nothing would ever be found."""
MOST: Final = 100_000
MOST_SENT: Final = 10**LONGEST_NUMBER


async def list_deliveries(ask: Ask) -> Json:
    """Those that fit every filter, the newest `limit`; waits until `count` of them have been tried, if asked to."""
    limit = whole(ask.query, "limit", MOST, 0, MOST)
    count = whole(ask.query, "count", 1, 1, MOST)
    seconds = waiting(ask.query)
    found = fitting(ask)
    moved = ask.plane.dispatcher.moved
    await wait_until(
        lambda: sum(one.settled for one in found()) >= count,
        lambda: moved(ask.world),
        lambda: ask.plane.universe.goes_on(ask.world),
        seconds,
    )
    rows = found()
    return [one.to_json() for one in rows[max(0, len(rows) - limit) :]]


def fitting(ask: Ask) -> Callable[[], list[Delivery]]:
    """What looks for those that fit every filter of the query, oldest first. Raises a 400 for what is no filter."""
    query = dict(ask.query)
    only(query, (*SELECTING, "status", "since", "limit", "wait", "count"), "deliveries")
    for name, known_values in VALUES.items():
        one_of(query, name, known_values)
    whole(query, "replayOf", 0, 0, MOST_SENT)
    is_late_enough = since(query)
    has_status = of_status(query)
    tests = [(test, query[name]) for name, test in SELECTING.items() if name in query]
    return lambda: [
        one
        for one in ask.plane.dispatcher.deliveries(ask.world)
        if is_late_enough(one.id, one.created_at)
        and has_status(one.attempts[-1].status if one.attempts else None)
        and all(test(one, wanted) for test, wanted in tests)
    ]


async def read_delivery(ask: Ask) -> Json:
    return known(ask).to_json()


async def read_body(ask: Ask) -> Response:
    """The very bytes, under the headers that they were sent with."""
    delivery = known(ask)
    return Response(delivery.body, headers={**delivery.headers, "X-Content-Type-Options": "nosniff"})


async def replay(ask: Ask) -> Json:
    number = known(ask).id
    return ask.plane.dispatcher.replay(ask.world, number, f"POST /_emulator/deliveries/{number}/replay").to_json()


async def drain(ask: Ask) -> Json:
    return await ask.plane.dispatcher.drain(ask.world)


def known(ask: Ask) -> Delivery:
    """The delivery that the path names. Raises a 404."""
    wanted = ask.path["id"]
    for delivery in ask.plane.dispatcher.deliveries(ask.world):
        if str(delivery.id) == wanted:
            return delivery
    raise ControlError(404, f"there is no delivery {wanted!r}", hint="GET /_emulator/deliveries lists them")


ROUTES: Final[Routes] = {
    "/drain": {"POST": (200, drain)},
    "/deliveries": {"GET": (200, list_deliveries)},
    "/deliveries/{id}": {"GET": (200, read_delivery)},
    "/deliveries/{id}/body": {"GET": (200, read_body)},
    "/deliveries/{id}/replay": {"POST": (201, replay)},
}
