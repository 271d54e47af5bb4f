"""The inspector asks the control plane what a person asks the inspector."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request

from emulator.control.plane import Ask, Plane
from emulator.world.world import World

Json = Any


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


def inner(ask: Ask, given: Json = None, *, query: Mapping[str, str] | None = None, **named: str) -> Inner:
    """The same world asked something: `query` without what is empty, a body, the variables of the path."""
    asked = {name: value for name, value in (query or {}).items() if value}
    return Inner(ask.plane, ask.world, ask.request, asked, given, named)


async def form(ask: Ask) -> dict[str, str]:
    """What a person filled in; fields left empty are not among it."""
    content = (await ask.text()).decode("utf-8", "replace")
    return {name: value.strip() for name, value in parse_qsl(content) if value.strip()}


def asking(plane: Plane, request: Request) -> Ask:
    """What a page is asked."""
    world: World = request.scope["world"]
    return Ask(plane, world, request)
