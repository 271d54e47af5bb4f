"""The inspector asks the control plane what a person asks the inspector."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

from starlette.requests import Request

from emulator.control.plane import Ask, Plane
from emulator.world.world import World

Json = Any

UNSAID: Final = ("secret", "done", "problem", "request")
LONGEST: Final = 2000
"""Characters of a field that are handed back to a form; a longer one is filled in again."""


@dataclass(slots=True, frozen=True)
class Inner(Ask):
    """A question to an endpoint of the control plane, made of something else than a request's own query and body."""

    asked: Mapping[str, str] = field(default_factory=dict)
    given: Json = None
    named: Mapping[str, str] = field(default_factory=dict)

    @property
    def path(self) -> Mapping[str, str]:
        return self.named

    @property
    def query(self) -> Mapping[str, str]:
        return self.asked

    async def body(self) -> Json:
        return {} if self.given is None else self.given


@dataclass(slots=True, frozen=True)
class Done:
    """What came of an action: the page to go to, below the inspector, and what to say there.

    What was `filled` in goes back into the form. `request` is the number of the API's request, where one was made;
    `world` another world than the one asked, to go to.
    """

    page: str
    said: str
    ok: bool = True
    filled: Mapping[str, str] = field(default_factory=dict)
    request: int | None = None
    world: str | None = None

    def query(self) -> str:
        """The address's query: what is said, and what was filled in as far as an address can hold it."""
        said: dict[str, str] = {"done" if self.ok else "problem": self.said}
        if self.request is not None:
            said["request"] = str(self.request)
        kept = {name: value for name, value in self.filled.items() if len(value) <= LONGEST and name not in UNSAID}
        return urlencode({**said, **kept})


def inner(ask: Ask, given: Json = None, *, query: Mapping[str, str] | None = None, **named: str) -> Inner:
    """The same world asked something: `query` without what is empty, a body, the variables of the path."""
    asked = {name: value for name, value in (query or {}).items() if value}
    return Inner(ask.plane, ask.world, ask.request, asked, given, named)


async def form(ask: Ask) -> dict[str, str]:
    """What a person filled in; fields left empty are not among it."""
    content = (await ask.text()).decode("utf-8", "replace")
    ask.request.state.filled = {name: value.strip() for name, value in parse_qsl(content) if value.strip()}
    return dict(ask.request.state.filled)


def filled(request: Request) -> dict[str, str]:
    """What `form` has read of a request; nothing where it was not asked to."""
    return getattr(request.state, "filled", {})


class Given(dict[str, str]):
    """Fields of a form; one that is not there is empty."""

    def __missing__(self, name: str) -> str:
        return ""


def given(ask: Ask) -> Given:
    """What a form shall hold when its page opens: what the address brings along."""
    return Given(ask.query)


def asking(plane: Plane, request: Request) -> Ask:
    """What a page is asked."""
    world: World = request.scope["world"]
    return Ask(plane, world, request)
