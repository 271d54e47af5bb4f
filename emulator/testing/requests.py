"""What the code under test asked of the API."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from emulator.testing.http import ControlPlane
from emulator.testing.matching import differences
from emulator.testing.records import Record, text


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
        """
        filters = {"method": method, "path": path} | ({} if status is None else {"status": status})
        like = self.list(**filters)
        fit = [entry for entry in like if not differences(body, body_of(entry))]
        if fit and times in (None, len(fit)):
            return fit[-1]
        wanted = f"{method} {path}" + (f" answered {status}" if status is not None else "")
        many = "was not called" if not fit else f"was called {len(fit)} times, not {times}"
        lines = [f"{wanted} {many}" + (" with the body expected" if like and not fit else "")]
        for entry in like if not fit else ():
            lines += [f"  {line_of(entry)}", *(f"    {each}" for each in differences(body, body_of(entry)))]
        return self._fail(lines)

    def expect_none(self, method: str = "*", path: str = "*", **filters: Any) -> None:
        """No request like this was made. Raises `AssertionError` naming those that were."""
        like = self.list(path=path, **({} if method == "*" else {"method": method}), **filters)
        if like:
            raise AssertionError("\n".join([f"no {method} {path} expected, but:", *(f"  {line_of(e)}" for e in like)]))

    def clear(self) -> None:
        """Forget every request up to now."""
        self._control.delete("/requests")

    def _fail(self, lines: Sequence[str]) -> Record:
        asked = [f"  {line_of(entry)}" for entry in self.list()[-20:]]
        raise AssertionError("\n".join([*lines, "what was asked:", *(asked or ["  nothing"])]))


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
