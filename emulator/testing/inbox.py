"""Where a test receives webhooks: what came, in order, and what was expected of it."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from time import monotonic
from typing import Any

from emulator.testing.matching import differences

SIGNATURE = "x-cal-signature-256"


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


class Inbox:
    """A subscriber of one world. `url` is subscribed with `secret`; `events` are all that came.

    `settle` waits until the world has sent what it has to send, `explain` tells what it knows of deliveries.
    """

    def __init__(self, secret: str | None, settle: Callable[[], object], explain: Callable[[], str]) -> None:
        self.url = ""
        self.secret = secret
        self.events: list[Event] = []
        self._settle = settle
        self._explain = explain
        self._taken: set[int] = set()
        self._statuses: list[int | None] = []
        self._arrived = threading.Condition()

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
        self._settle()
        return [each for each in self.events if self._is(each, trigger, uid)]

    def expect(self, trigger: str, *, uid: str | None = None, timeout: float = 2.0, **payload: Any) -> Event:
        """The next event of this trigger, booking and payload that was not expected before.

        `payload` are members of the payload, compared as `matching.differences` says. Raises `AssertionError` when none
        came; the code under test may take `timeout` seconds of the machine's time until it does what causes it.
        """
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

    def expect_none(self, trigger: str | None = None, *, uid: str | None = None) -> None:
        """Nothing (of this trigger and booking) came that was not expected. Raises `AssertionError` naming what did."""
        self._settle()
        extra = [e for n, e in enumerate(self.events) if n not in self._taken and self._is(e, trigger, uid)]
        if extra:
            what = trigger or "webhooks"
            raise AssertionError(f"no {what} expected, but there came:\n" + "\n".join(f"  {each}" for each in extra))

    def _take(self, trigger: str, uid: str | None, payload: Mapping[str, Any]) -> Event | None:
        for number, event in enumerate(self.events):
            fits = number not in self._taken and self._is(event, trigger, uid)
            if fits and not differences(payload, event.payload):
                self._taken.add(number)
                return event
        return None

    def _missing(self, trigger: str, uid: str | None, payload: Mapping[str, Any]) -> str:
        lines = [f"no {trigger}{f' of {uid}' if uid else ''} came" + (" with the payload expected" if payload else "")]
        near = [(n, e) for n, e in enumerate(self.events) if self._is(e, trigger, uid)]
        for number, event in near:
            wrong = differences(payload, event.payload)
            taken = " (which an earlier expect has taken)" if number in self._taken else ""
            lines.append(f"  there came {event}{taken}" + (", but" if wrong else ""))
            lines += [f"    {each}" for each in wrong]
        others = [str(event) for event in self.events if not self._is(event, trigger, uid)]
        if others:
            lines.append(f"  what else came: {', '.join(others)}")
        elif not near:
            lines.append("  nothing came at all")
        explained = self._explain()
        return "\n".join([*lines, *([explained] if explained else [])])

    @staticmethod
    def _is(event: Event, trigger: str | None, uid: str | None) -> bool:
        return (trigger is None or event.trigger == trigger) and (uid is None or event.uid == uid)

    def _is_signed(self, headers: Mapping[str, str], body: bytes) -> bool:
        if self.secret is None:
            return headers.get(SIGNATURE) == "no-secret-provided"
        made = hmac.new(self.secret.encode(), body, hashlib.sha256).hexdigest()
        return hmac.compare_digest(made, headers.get(SIGNATURE, ""))
