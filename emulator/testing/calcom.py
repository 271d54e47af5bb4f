"""One world of an emulator, as a test holds it in its hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from emulator.testing.http import ControlPlane

Record = dict[str, Any]


class Calcom:
    """A fresh Cal.com for one test.

    `url` is the base URL to give to the code under test (its API is at `url + "/v2"`), `api_key` a key of the first
    user. `records`, `clock` and `webhooks` bring about and tell what the API cannot.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self._control = ControlPlane(url)
        self.records = Records(self._control)
        self.clock = ClockHand(self._control)
        self.webhooks = Webhooks(self._control, self.records)

    @property
    def api_key(self) -> str:
        """The API key of the world's first user."""
        users = self.records.list("users")
        if not users or users[0]["apiKey"] is None:
            raise LookupError("this world has no user with an API key: create one with calcom.records.create('users')")
        key: str = users[0]["apiKey"]
        return key

    @property
    def headers(self) -> dict[str, str]:
        """Headers of an authorised request to the booking operations."""
        return {"Authorization": f"Bearer {self.api_key}", "cal-api-version": "2024-08-13"}

    def reset(self) -> None:
        """Back to the baseline: its records, its clock, no deliveries."""
        self._control.post("/reset")

    def close(self) -> None:
        self._control.close()


class Records:
    """Any record, written and read directly; writes are silent. Fields are named as in the API (`lengthInMinutes`)."""

    def __init__(self, control: ControlPlane) -> None:
        self._control = control

    def create(self, kind: str, **fields: Any) -> Record:
        """Write a record (`kind` is `users`, `bookings`, `event-types` …) and give it back completed."""
        created: Record = self._control.post(f"/records/{kind}", _plain(fields))
        return created

    def list(self, kind: str, **filters: Any) -> list[Record]:
        """Every record whose fields have these values."""
        found: list[Record] = self._control.get(f"/records/{kind}", **{name: _text(v) for name, v in filters.items()})
        return found

    def read(self, kind: str, key: int | str) -> Record:
        """A record by id; bookings, seats and reservations by uid too."""
        found: Record = self._control.get(f"/records/{kind}/{key}")
        return found

    def patch(self, kind: str, key: int | str, **changes: Any) -> Record:
        """Change fields of a record, whatever the rules of the API say."""
        patched: Record = self._control.patch(f"/records/{kind}/{key}", _plain(changes))
        return patched

    def delete(self, kind: str, key: int | str) -> Record:
        """Remove a record and what hangs on it."""
        removed: Record = self._control.delete(f"/records/{kind}/{key}")
        return removed


class ClockHand:
    """The world's time. Instants are aware datetimes or ISO texts; what has no zone is UTC."""

    def __init__(self, control: ControlPlane) -> None:
        self._control = control

    @property
    def now(self) -> datetime:
        """The world's time, in UTC."""
        return datetime.fromisoformat(self._control.get("/clock")["now"])

    def freeze(self, instant: datetime | str) -> None:
        """Stand still at an instant; nothing that lies between fires."""
        self._control.put("/clock", {"now": _iso(instant)})

    def release(self) -> None:
        """Follow the machine's time again."""
        self._control.put("/clock", {"now": None})

    def advance(self, step: timedelta | float | None = None, *, to: datetime | str | None = None) -> datetime:
        """Move on by a step (seconds if a number) or to an instant, firing what falls due on the way.

        Returns the new time when every delivery has ended.
        """
        if (step is None) == (to is None):
            raise TypeError("advance(step) or advance(to=instant)")
        if to is not None:
            body: dict[str, Any] = {"to": _iso(to)}
        else:
            body = {"seconds": step.total_seconds() if isinstance(step, timedelta) else step}
        return datetime.fromisoformat(self._control.post("/clock/advance", body)["now"])


class Webhooks:
    """Subscriptions, and what was sent to them."""

    def __init__(self, control: ControlPlane, records: Records) -> None:
        self._control = control
        self._records = records

    def subscribe(self, url: str, triggers: Sequence[str], *, secret: str | None = None, **fields: Any) -> Record:
        """Subscribe a URL for the first user, or for the owner named in `fields` (`userId`, `eventTypeId`)."""
        if not fields.keys() & {"userId", "eventTypeId", "teamId", "oAuthClientId"}:
            fields["userId"] = self._records.list("users")[0]["id"]
        return self._records.create("webhooks", subscriberUrl=url, triggers=list(triggers), secret=secret, **fields)

    def deliveries(self, **filters: Any) -> list[Record]:
        """What was sent or tried, oldest first, with bytes, headers and attempts."""
        found: list[Record] = self._control.get("/deliveries", **{name: _text(v) for name, v in filters.items()})
        return found

    def drain(self) -> Record:
        """Wait until everything on its way has ended."""
        summary: Record = self._control.post("/drain")
        return summary

    def replay(self, delivery: int | Record) -> Record:
        """Send a delivery once more, the same bytes."""
        number = delivery["id"] if isinstance(delivery, dict) else delivery
        again: Record = self._control.post(f"/deliveries/{number}/replay")
        return again


def _iso(instant: datetime | str) -> str:
    if isinstance(instant, str):
        return instant
    return (instant if instant.tzinfo else instant.replace(tzinfo=UTC)).isoformat()


def _plain(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: _iso(value) if isinstance(value, datetime) else value for name, value in fields.items()}


def _text(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    return _iso(value) if isinstance(value, datetime) else str(value)
