"""What a test brings about behind the API, in meetings, payments, forms and apps, and what it finds out there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal
from urllib.parse import quote

from emulator.testing.http import ControlPlane
from emulator.testing.records import Record, iso

Visitor = str | Record
"""`host`, `guest`, an address, or an object with `name`, `email`, `userId`."""


class Backstage:
    """Everything of the control plane that has no place of its own. Whatever it refuses is a `ControlPlaneError`."""

    def __init__(self, control: ControlPlane) -> None:
        self._control = control

    def pay(self, uid: str, outcome: Literal["succeed", "fail"] = "succeed", *, payment: str | None = None) -> Record:
        """End a payment of a booking; gives `payment` and `booking` as they are then."""
        return self._record("POST", f"/bookings/{_part(uid)}/payment", _given(outcome=outcome, payment=payment))

    def room(self, uid: str) -> Record:
        """Who was or is in a booking's room."""
        return self._record("GET", f"/bookings/{_part(uid)}/room")

    def visit(
        self, uid: str, *, join: Visitor | Sequence[Visitor] = (), leave: Visitor | Sequence[Visitor] = ()
    ) -> Record:
        """Let people come into a booking's room, then let people go."""
        return self._record("POST", f"/bookings/{_part(uid)}/room", {"join": join, "leave": leave})

    def finish_recording(self, uid: str, **members: int) -> Record:
        """Finish a recording of a meeting; `startTs`, `duration`, `maxParticipants` may be given."""
        return self._record("POST", f"/bookings/{_part(uid)}/recording", members)

    def finish_transcript(self, uid: str) -> Record:
        """Finish a transcript of a meeting."""
        return self._record("POST", f"/bookings/{_part(uid)}/transcript")

    def fill_in(
        self, form: str, responses: Record, *, route: str | None = None, booking_uid: str | None = None
    ) -> Record:
        """Fill in a routing form; answers by the fields' identifiers."""
        body = {"responses": responses, **_given(routeId=route, bookingUid=booking_uid)}
        return self._record("POST", f"/routing-forms/{_part(form)}/responses", body)

    def incident(self, kind: str, **members: Any) -> Record:
        """Let something go wrong behind the API; gives the `trigger` that tells of it."""
        return self._record("POST", f"/incidents/{_part(kind)}", members)

    def consent(self, client: str, **members: Any) -> Record:
        """Consent to an application of a third party without a browser; gives `redirectTo`, `code`, `error`."""
        return self._record("POST", "/oauth2/consent", {"clientId": client, **members})

    def explain(
        self,
        event_type: int,
        start: datetime | str,
        end: datetime | str | None = None,
        *,
        time_zone: str | None = None,
        duration: int | None = None,
        moving: str | None = None,
    ) -> Record:
        """Why starts are offered or not; `moving` is the uid of a booking to look past."""
        query = _given(
            eventTypeId=event_type,
            start=iso(start),
            end=None if end is None else iso(end),
            timeZone=time_zone,
            duration=duration,
            bookingUidToReschedule=moving,
        )
        answer: Record = self._control.get("/explain/slots", **{name: str(value) for name, value in query.items()})
        return answer

    def verify_signature(self, body: str, signature: str | None, secret: str | None) -> Record:
        """Whether a signature fits, and if not which usual mistake explains it (`findings`)."""
        return self._record("POST", "/verify-signature", {"body": body, "signature": signature, "secret": secret})

    def state(self, of: Literal["now", "beginning"] = "now") -> Record:
        """The whole world, to keep or to put into another."""
        answer: Record = self._control.get("/state", of=of)
        return answer

    def put_state(self, state: Record) -> Record:
        """Put another world in the place of this one."""
        return self._record("PUT", "/state", state)

    def health(self) -> Record:
        """Version, baselines, documents, and how many answers broke their document."""
        return self._record("GET", "/health")

    def worlds(self) -> list[Record]:
        """The worlds of the process, oldest first."""
        found: list[Record] = self._control.get("/worlds")
        return found

    def world(self, name: str) -> Record:
        """One world of the process."""
        return self._record("GET", f"/worlds/{_part(name)}")

    def make_world(self, name: str, *, baseline: str | None = None, copy_of: str | None = None) -> Record:
        """Make a world, from a named baseline or as a copy of another; it is at `/w/NAME` of the server."""
        return self._record("PUT", f"/worlds/{_part(name)}", _given(baseline=baseline, copyOf=copy_of))

    def drop_world(self, name: str) -> None:
        """Forget a world and everything in it."""
        self._control.delete(f"/worlds/{_part(name)}")

    def kinds(self) -> list[Record]:
        """The kinds of records, with their fields and what they refer to."""
        found: list[Record] = self._control.get("/records")
        return found

    def _record(self, method: str, path: str, body: Record | None = None) -> Record:
        answer: Record = self._control.tell(method, path, body)
        return answer


def _part(value: str) -> str:
    return quote(value, safe="")


def _given(**members: Any) -> Record:
    return {name: value for name, value in members.items() if value is not None}
