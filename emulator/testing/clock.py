"""A world's time, held in the hand."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from emulator.testing.http import ControlPlane
from emulator.testing.records import iso


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
        __tracebackhide__ = True
        self._control.put("/clock", {"now": iso(instant)})

    def release(self) -> None:
        """Follow the machine's time again."""
        self._control.put("/clock", {"now": None})

    def advance(self, step: timedelta | float | None = None, *, to: datetime | str | None = None) -> datetime:
        """Move on by a step (seconds if a number) or to an instant, firing what falls due on the way.

        Returns the new time when every delivery has ended.

            calcom.clock.advance(timedelta(hours=1))
            calcom.clock.advance(to="2030-01-08T13:00:00Z")
        """
        __tracebackhide__ = True
        if isinstance(step, str | datetime):
            raise TypeError(f"advance(to={step!r}): without its name it is a step, seconds or a timedelta")
        if (step is None) == (to is None):
            raise TypeError("advance(step) or advance(to=instant)")
        if to is not None:
            body: dict[str, Any] = {"to": iso(to)}
        else:
            body = {"seconds": step.total_seconds() if isinstance(step, timedelta) else step}
        return datetime.fromisoformat(self._control.post("/clock/advance", body)["now"])
