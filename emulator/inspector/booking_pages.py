"""The inspector's pages about bookings: all of them, and the life of one with what may be done to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, get_args

from starlette.responses import Response

from emulator.control import records
from emulator.control.kinds import KINDS
from emulator.control.plane import Ask
from emulator.control.problems import ControlError
from emulator.inspector import lives
from emulator.inspector.hearing import ears
from emulator.inspector.offers import offers, refusal
from emulator.inspector.outside import credential_of, credentials
from emulator.inspector.pages import timeline
from emulator.inspector.rendering import paged, render
from emulator.scheduling.state_machine import Action, state_of
from emulator.webhooks.triggers import TRIGGERS
from emulator.world.appointments import Booking, Status
from emulator.world.world import World

Json = Any

TOLD: Final = tuple(name for name in TRIGGERS if name.startswith(("BOOKING_", "MEETING_")))
"""Triggers that are about a booking, and of which its page says who hears them."""


async def bookings(ask: Ask) -> Response:
    """All bookings, the newest first, as far as they have the status and the text that are asked for."""
    wanted = {name: ask.query.get(name, "") for name in ("status", "text")}
    found = [one for one in ask.world.bookings if _fits(ask.world, one, wanted)]
    rows, page = paged(found[::-1], ask.query)
    return render(
        ask,
        "bookings",
        rows=[_row(ask.world, one) for one in rows],
        page=page,
        wanted=wanted,
        statuses=get_args(Status),
        total=len(ask.world.bookings),
    )


async def booking(ask: Ask) -> Response:
    """A booking with those it was moved from and to, and everything that happened to them."""
    world = ask.world
    line = lives.lineage(world, ask.path["uid"])
    if not line:
        raise ControlError(404, f"there is no booking {ask.path['uid']!r}")
    latest = line[-1]
    asked, sent = list(ask.plane.gateway.journal(world)), ask.plane.dispatcher.deliveries(world)
    emails = [one.email for one in world.attendees.where("booking_id", line[0].id)]
    return render(
        ask,
        "booking",
        section="bookings",
        line=line,
        booking=latest,
        record=records.shown(world, KINDS["bookings"], latest),
        state=state_of(latest),
        event_type=world.event_types.get(latest.event_type_id),
        host=world.users.get(latest.user_id),
        attendees=world.attendees.where("booking_id", latest.id),
        seats=_seats(world, latest),
        payments=world.payments.where("booking_id", latest.id),
        series=_series(world, latest),
        story=timeline(world, lives.story(line, asked, sent)),
        refused=[
            {"at": one.at, "request": one, "touched": [], "unheard": []}
            for one in lives.refused_before(line[0], emails, asked)
        ],
        due=[one for one in world.agenda if one.booking_id == latest.id],
        offers=offers(world, latest),
        absence=refusal(world, latest, Action.MARK_ABSENT),
        known=credentials(world),
        mine=credential_of(world, latest.user_id),
        heard=list(_heard(world, latest)),
    )


def _fits(world: World, one: Booking, wanted: Mapping[str, str]) -> bool:
    if wanted["status"] and one.status != wanted["status"]:
        return False
    text = wanted["text"].lower()
    if not text:
        return True
    people = (person.email for person in world.attendees.where("booking_id", one.id))
    return any(text in each.lower() for each in (one.uid, one.title, *people))


def _row(world: World, one: Booking) -> Json:
    return {
        "booking": one,
        "people": [person.email for person in world.attendees.where("booking_id", one.id)],
        "event_type": world.event_types.get(one.event_type_id),
    }


def _seats(world: World, one: Booking) -> list[Json]:
    """The seats of a booking and who sits there."""
    return [
        {"seat": seat, "who": world.attendees.get(seat.attendee_id)} for seat in world.seats.where("booking_id", one.id)
    ]


def _series(world: World, one: Booking) -> list[Booking]:
    """The occurrences of a booking's series, by start; none where it is no series."""
    if one.recurring_uid is None:
        return []
    return sorted(world.bookings.where("recurring_uid", one.recurring_uid), key=lambda each: each.start)


def _heard(world: World, one: Booking) -> Iterator[Json]:
    """Every subscription, with the triggers of this booking that it hears of, and why it hears of no other."""
    heard: dict[str, list[str]] = {}
    why: dict[str, str] = {}
    for trigger in TOLD:
        for ear in ears(world, trigger, one):
            if not ear.reason:
                heard.setdefault(ear.hook.id, []).append(trigger)
            elif trigger in ear.hook.triggers:
                why[ear.hook.id] = ear.reason
    for hook in world.webhooks:
        reason = why.get(hook.id) or ("" if hook.id in heard else "it has no trigger that is about a booking")
        yield {"hook": hook, "triggers": heard.get(hook.id, []), "reason": reason}
