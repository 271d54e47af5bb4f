"""What the code under test asked of the API."""

from __future__ import annotations

import json
from typing import Any, Final

from emulator.testing.http import ControlPlane
from emulator.testing.layout import NARROW, fold
from emulator.testing.matching import differences
from emulator.testing.records import Record, text

MOST: Final = 20
"""Requests that a failure names."""

__unittest = True  # its failures are shown where the test stands, not here


class Requests:
    """The world's journal: every request to `/v2`, with its verdict and what it brought about."""

    def __init__(self, control: ControlPlane) -> None:
        self._control = control

    def list(self, **filters: Any) -> list[Record]:
        """Entries, oldest first, by `operation`, `method`, `path` (may have `*`), `status` (`400`, `4xx`), `since`."""
        found: list[Record] = self._control.get("/requests", **{name: text(v) for name, v in filters.items()})
        return found

    def expect(
        self,
        method: str,
        path: str,
        *,
        status: int | str | None = None,
        body: Any = ...,
        times: int | None = None,
    ) -> Record:
        """The last request like this; `path` may have `*`, `status` be a class such as `2xx`.

        `body` is compared as `matching.differences` says, `times` asks for an exact number. Raises `AssertionError`
        that shows what was asked instead.

            calcom.requests.expect("POST", "/v2/bookings/*/cancel", status=200, body={"cancellationReason": "Ill"})
        """
        __tracebackhide__ = True
        filters = {"method": method, "path": path} | ({} if status is None else {"status": status})
        like = self.list(**filters)
        fit = [entry for entry in like if not differences(body, body_of(entry))]
        if fit and times in (None, len(fit)):
            return fit[-1]
        wanted = f"{method} {path}" + (f" answered {status}" if status is not None else "")
        if fit or times == 0:
            lines = [f"{wanted} was called {_often(len(fit))}, not {_often(times or 0)}"]
        else:
            lines = [f"{wanted} was not called" + (" with the body expected" if like else "")]
        for entry in like[-MOST:] if not fit else ():
            lines += [f"  {line_of(entry)}", *(f"    {each}" for each in differences(body, body_of(entry)))]
        shown = {entry["number"] for entry in like} if not fit else set()
        rest = [entry for entry in self.list() if entry["number"] not in shown]
        lines += ["what else was asked:" if shown else "what was asked:"] if rest or not shown else []
        lines += [f"  {line_of(entry)}" for entry in rest[-MOST:]] or ([] if shown else ["  nothing"])
        raise AssertionError(fold("\n".join(lines), NARROW))

    def expect_none(self, method: str = "*", path: str = "*", **filters: Any) -> None:
        """No request like this was made. Raises `AssertionError` naming those that were."""
        __tracebackhide__ = True
        like = self.list(path=path, **({} if method == "*" else {"method": method}), **filters)
        if like:
            lines = [f"no {method} {path} expected, but:", *(f"  {line_of(entry)}" for entry in like[-MOST:])]
            raise AssertionError(fold("\n".join(lines), NARROW))

    def clear(self) -> None:
        """Forget every request up to now."""
        self._control.delete("/requests")


def body_of(entry: Record) -> Any:
    """The JSON body that was sent; the text itself where it is none."""
    sent = entry["request"]["body"]
    try:
        return json.loads(sent) if sent is not None else None
    except ValueError:
        return sent


def line_of(entry: Record) -> str:
    """A request in one line: what, the answer, and why it was refused."""
    query = f"?{entry['query']}" if entry["query"] else ""
    refusal = f": {entry['refusal']['message']}" if entry["refusal"] else ""
    return f"{entry['method']} {entry['path']}{query} -> {entry['status']}{refusal}"


def _often(times: int) -> str:
    return "once" if times == 1 else f"{times} times"
