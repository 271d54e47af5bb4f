"""Where a test receives webhooks: what came, in order, and what was expected of it."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from time import monotonic
from typing import Any, Final

from emulator.testing.layout import NARROW, fold, short
from emulator.testing.matching import differences
from emulator.webhooks.triggers import TRIGGERS

SIGNATURE = "x-cal-signature-256"
MOST: Final = 10
"""Events that a failure names."""

__unittest = True  # its failures are shown where the test stands, not here


@dataclass(frozen=True)
class Event:
    """One webhook as it arrived; header names are lower case. `signed` tells whether its signature fits the secret."""

    headers: Mapping[str, str]
    body: bytes
    signed: bool

    @cached_property
    def json(self) -> Any:
        """The body; None where it is no JSON (a template may send anything)."""
        try:
            return json.loads(self.body)
        except ValueError:
            return None

    @property
    def trigger(self) -> str | None:
        return self.json.get("triggerEvent") if isinstance(self.json, dict) else None

    @property
    def payload(self) -> Any:
        """What the event tells: the member `payload`, or the whole body where the service sends it flat."""
        if isinstance(self.json, dict) and isinstance(self.json.get("payload"), dict):
            return self.json["payload"]
        return self.json

    @property
    def uid(self) -> str | None:
        """The uid of the booking concerned, if any."""
        return self.payload.get("uid") if isinstance(self.payload, dict) else None

    def __str__(self) -> str:
        return f"{self.trigger or 'no event'}{f' of {self.uid}' if self.uid else ''}"

    def __repr__(self) -> str:
        return f"<Event {self}{'' if self.signed else ', not signed'}>"


class Inbox:
    """A subscriber of one world. `url` is subscribed with `secret`; `events` are all that came.

    Every expectation first waits until the world has sent what it has to send.

        inbox = calcom.webhooks.inbox("BOOKING_CREATED")
        ...  # the code under test books
        event = inbox.expect("BOOKING_CREATED", uid=booking["uid"], metadata={"order": "17"})
        assert event.signed
        inbox.expect_none()
    """

    def __init__(
        self,
        secret: str | None,
        settle: Callable[[], object],
        explain: Callable[[str, str, str | None], list[str]],
    ) -> None:
        """`settle` waits until everything is sent, `explain` knows why an event did not come (to a URL, by trigger and
        uid)."""
        self.url = ""
        self.secret = secret
        self.events: list[Event] = []
        self._settle = settle
        self._explain = explain
        self._taken: set[int] = set()
        self._statuses: list[int | None] = []
        self._arrived = threading.Condition()

    def __repr__(self) -> str:
        return f"<Inbox {self.url}: {len(self.events)} events>"

    def receive(self, headers: Mapping[str, str], body: bytes) -> int | None:
        """Keep what came and say how to answer it."""
        with self._arrived:
            self.events.append(Event(headers, body, self._is_signed(headers, body)))
            self._arrived.notify_all()
            return self._statuses.pop(0) if self._statuses else 200

    def answer(self, status: int | None, times: int = 1) -> None:
        """Answer the next `times` webhooks with this status; None hangs up without an answer."""
        with self._arrived:
            self._statuses += [status] * times

    def all(self, trigger: str | None = None, *, uid: str | None = None) -> list[Event]:
        """Every event that came, of this trigger and booking, taken or not; waits for what is on its way."""
        _known(trigger)
        self._settle()
        return [each for each in self.events if self._is(each, trigger, uid)]

    def expect(self, trigger: str, *, uid: str | None = None, timeout: float = 2.0, **payload: Any) -> Event:
        """The next event of this trigger, booking and payload that was not expected before.

        `payload` are members of the payload, compared as `matching.differences` says: of objects only what is named
        counts, `...` stands for anything, a compiled pattern for text like it, a `datetime` for the same instant.

            inbox.expect("BOOKING_CREATED", uid=uid, title=re.compile("Demo.*"), attendees=[{"email": "bob@b.com"}])

        The code under test may take `timeout` seconds of the machine's time until it does what causes it. Raises
        `AssertionError` that says what came instead, and why; `ValueError` for a trigger that Cal.com does not have.
        """
        __tracebackhide__ = True
        _known(trigger)
        self._settle()
        until = monotonic() + timeout
        with self._arrived:
            while True:
                event = self._take(trigger, uid, payload)
                if event is not None:
                    return event
                left = until - monotonic()
                if left <= 0 or not self._arrived.wait(left):
                    break
        self._settle()
        event = self._take(trigger, uid, payload)
        if event is not None:
            return event
        raise AssertionError(self._missing(trigger, uid, payload))

    def expect_in_order(self, *triggers: str, uid: str | None = None, timeout: float = 2.0) -> list[Event]:
        """The events that were not expected before (of this booking), which must be these triggers in this order.

        Raises `AssertionError` that shows what came, and `ValueError` as `expect` does.

            inbox.expect_in_order("BOOKING_CREATED", "BOOKING_CANCELLED", uid=booking["uid"])
        """
        __tracebackhide__ = True
        for trigger in triggers:
            _known(trigger)
        self._settle()
        with self._arrived:
            self._arrived.wait_for(lambda: len(self._untaken(None, uid)) >= len(triggers), timeout)
        self._settle()
        found = self._untaken(None, uid)
        came = [self.events[number].trigger for number in found]
        if came != list(triggers):
            whose = f" of {uid}" if uid else ""
            shown = [str(self.events[number]) for number in found] or ["nothing"]
            lines = [
                f"expected in this order{whose}: {', '.join(triggers)}",
                "but there came:",
                *(f"  {each}" for each in shown),
            ]
            for trigger in dict.fromkeys(each for each in triggers if each not in came):
                lines += self._explain(self.url, trigger, uid)
            raise AssertionError(_set(lines))
        self._taken.update(found)
        return [self.events[number] for number in found]

    def expect_none(self, trigger: str | None = None, *, uid: str | None = None) -> None:
        """Nothing (of this trigger and booking) came that was not expected.

        Raises `AssertionError` naming what did, and `ValueError` as `expect` does.
        """
        __tracebackhide__ = True
        _known(trigger)
        self._settle()
        extra = [str(self.events[number]) for number in self._untaken(trigger, uid)]
        if extra:
            more = [f"and {len(extra) - MOST} more"] if len(extra) > MOST else []
            raise AssertionError(_set([f"no {trigger or 'webhooks'} expected, but there came:", *extra[:MOST], *more]))

    def _untaken(self, trigger: str | None, uid: str | None) -> list[int]:
        return [n for n, each in enumerate(self.events) if n not in self._taken and self._is(each, trigger, uid)]

    def _take(self, trigger: str, uid: str | None, payload: Mapping[str, Any]) -> Event | None:
        for number, event in enumerate(self.events):
            fits = number not in self._taken and self._is(event, trigger, uid)
            if fits and not differences(payload, event.payload):
                self._taken.add(number)
                return event
        return None

    def _missing(self, trigger: str, uid: str | None, payload: Mapping[str, Any]) -> str:
        lines = [f"no {trigger}{f' of {uid}' if uid else ''} came" + (" with the payload expected" if payload else "")]
        near = [(number, each) for number, each in enumerate(self.events) if self._is(each, trigger, uid)]
        for number, event in near[-MOST:]:
            wrong = differences(payload, event.payload)
            taken = " (which an earlier expect has taken)" if number in self._taken else ""
            lines.append(f"there came {event}{taken}" + (", but" if wrong else ""))
            lines += [f"  {each}" for each in wrong]
        if not near:
            lines += self._explain(self.url, trigger, uid)
        others = [str(event) for event in self.events if not self._is(event, trigger, uid)]
        if others:
            lines += ["what came to this inbox:", *(f"  {each}" for each in others[-MOST:])]
        elif not near:
            lines.append("nothing came to this inbox")
        return _set(lines)

    @staticmethod
    def _is(event: Event, trigger: str | None, uid: str | None) -> bool:
        return (trigger is None or event.trigger == trigger) and (uid is None or event.uid == uid)

    def _is_signed(self, headers: Mapping[str, str], body: bytes) -> bool:
        if self.secret is None:
            return headers.get(SIGNATURE) == "no-secret-provided"
        made = hmac.new(self.secret.encode(), body, hashlib.sha256).hexdigest()
        return hmac.compare_digest(made, headers.get(SIGNATURE, ""))


def _known(trigger: str | None) -> None:
    """Raises `ValueError` for a trigger that there is not: it would be waited for, or found missing, in vain."""
    __tracebackhide__ = True
    if trigger is not None and trigger not in TRIGGERS:
        near = get_close_matches(trigger.upper(), TRIGGERS, n=2)
        meant = f"did you mean {' or '.join(near)}?" if near else f"there are {', '.join(TRIGGERS)}"
        raise ValueError(f"Cal.com has no trigger {short(trigger)}: {meant}")


def _set(lines: list[str]) -> str:
    """A headline, and under it what explains it."""
    first, *more = lines
    return fold("\n".join([first, *(f"  {line}" for text in more for line in text.splitlines())]), NARROW)
