"""The emulator as an ASGI application: the only place where the parts meet."""

from __future__ import annotations

import dataclasses
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import orjson
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.routing import Router
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from emulator import consent, viewer
from emulator.contract.engine import Engine
from emulator.control.app import ControlPlane, first_part, nowhere, problem
from emulator.control.baselines import Baseline, Baselines
from emulator.control.plane import Plane
from emulator.control.problems import ControlError
from emulator.control.protection import admit
from emulator.control.state import exported
from emulator.gateway.gateway import Gateway
from emulator.gateway.headers import OWN
from emulator.settings import Settings
from emulator.webhooks.dispatcher import Dispatcher
from emulator.webhooks.timekeeper import Timekeeper
from emulator.world.instants import parse
from emulator.world.universe import DEFAULT, TooManyWorldsError, Universe, WorldNameError
from emulator.world.world import World

CONTROL: Final = "/_emulator"
INSPECTOR: Final = ("", "ui", "ui-news", "ui-static")
"""With what paths below `CONTROL` begin that are pages for people."""
WORLD: Final = "/w/"


class Emulator:
    """An ASGI application that answers as Cal.com's API v2, for any number of worlds.

    The default world answers at `/v2/…`, any other at `/w/NAME/v2/…`; each has its control plane beside it, at
    `/_emulator/…`. Keyword arguments are the fields of `Settings`. Raises `FixtureError` or `DocumentError` when a
    world file or an OpenAPI document cannot be used.
    """

    def __init__(self, settings: Settings | None = None, **options: Any) -> None:
        self.settings = dataclasses.replace(settings or Settings(), **options)
        self.baselines = Baselines(self.settings.fixtures)
        self.universe = Universe(self._from_baseline, self.settings.max_worlds)
        self.engine = Engine.of(self.settings.spec, seed=self.settings.seed)
        self.dispatcher = Dispatcher(self.settings, self.engine.check_event)
        self.timekeeper = Timekeeper(self.universe, self.dispatcher)
        self.gateway = Gateway(self.engine, self.dispatcher, self.settings)
        self.plane = Plane(
            self.universe,
            self.dispatcher,
            self.timekeeper,
            self.gateway,
            self.engine,
            self.settings,
            self.baselines,
        )
        self.control = ControlPlane(self.plane)
        self._life = Router(lifespan=self._lifespan)
        self.universe.on_leave += [self.dispatcher.forget, self.gateway.forget]
        self.universe.get(DEFAULT)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._life(scope, receive, send)
            return
        path = scope.get("raw_path", b"").decode("latin-1") or scope["path"]
        path = path.partition("?")[0]
        name = DEFAULT
        if path.startswith(WORLD):
            name, _, rest = path[len(WORLD) :].partition("/")
            path = f"/{rest}"
        try:
            world = self.universe.get(name)
        except (WorldNameError, TooManyWorldsError) as error:
            await problem(ControlError(400, str(error)))(scope, receive, _marked(send))
            return
        own = self._own(world, path, scope)
        if own is not None:
            await own(scope, receive, _marked(send))
            return
        self.dispatcher.pace.asked()
        await self.gateway(world, path, scope, receive, send)
        self.timekeeper.noticed(world)

    def _own(self, world: World, path: str, scope: Scope) -> ASGIApp | None:
        """What answers in the emulator's own name: the control plane, documents, pages; None where Cal.com would."""
        if path.startswith(CONTROL):
            address = (scope.get("client") or (None,))[0]
            try:
                admit(scope["method"], Headers(scope=scope), address, self.settings.control_access)
            except ControlError as error:
                return problem(error)
            below = scope["path"].partition(CONTROL)[2].rstrip("/") or "/"
            plane = self.inspector if first_part(below) in INSPECTOR else self.control
            return _within(plane, {**scope, "path": below, "world": world, "root_path": ""})
        if path in self.engine.documents:
            document = orjson.dumps(self.engine.documents[path].raw)
            return Response(document, media_type="application/json")
        if path == consent.PATH:
            from emulator.consent.page import answer  # noqa: PLC0415 - few tests let users consent

            return lambda _, receive, send: answer(world, scope, receive, send)
        if path == viewer.PATH or path.startswith(f"{viewer.PATH}/"):
            return self._page(world.name, path)
        return Response("OK", media_type="text/html") if path == "/health" else None

    def end_waiting(self) -> None:
        """Let everybody go who waits for something to happen: nothing will, the server stops."""
        self.universe.ending = True
        self.dispatcher.tell()
        self.gateway.tell()

    def _page(self, world: str, path: str) -> ASGIApp:
        """What people see of the documents below `/docs`."""
        from emulator.viewer.app import answer  # noqa: PLC0415 - no program asks for it

        base = "" if world == DEFAULT else f"{WORLD}{world}"
        return answer(path, [*self.engine.documents, f"{CONTROL}/openapi.json"], base)

    @cached_property
    def inspector(self) -> ASGIApp:
        """The pages for people, imported when the first is opened."""
        from emulator.inspector.app import routes  # noqa: PLC0415 - with its templates it is a good part of a start

        return Router(routes=routes(self.plane), default=nowhere)

    def warm(self) -> None:
        """Import what the first clients would otherwise wait for, which takes about half a second."""
        self.gateway.registry.load()
        self.engine.warm()
        self.dispatcher.warm()

    def new_world(self, name: str, fixtures: str | Path | Sequence[str | Path] = (), now: str | None = None) -> World:
        """A world in its first state, not yet among the others.

        It starts from world files (those of the settings unless `fixtures` are given); its clock stands still at `now`,
        or as files and settings say. Raises `FixtureError`.
        """
        world = self._empty(name)
        if fixtures:
            self.baselines.fill_from(world, fixtures)
        else:
            self.baselines.fill(world, DEFAULT)
        if now is not None:
            world.clock.freeze(parse(now))
        world.baseline = exported(world)
        return world

    def _from_baseline(self, name: str, baseline: Baseline) -> World:
        world = self.baselines.fill(self._empty(name), baseline)
        world.baseline = baseline
        return world

    def _empty(self, name: str) -> World:
        world = World(name, self.settings.seed)
        if self.settings.now is not None:
            world.clock.freeze(parse(self.settings.now))
        return world

    @asynccontextmanager
    async def _lifespan(self, _: Any) -> AsyncIterator[None]:
        self.universe.ending = False
        await self.dispatcher.start()
        await self.timekeeper.start()
        yield
        await self.timekeeper.stop()
        await self.dispatcher.stop(self.settings.shutdown_timeout)


def _within(app: ASGIApp, scope: Scope) -> ASGIApp:
    """An application that answers another scope than it is called with."""

    async def within(_: Scope, receive: Receive, send: Send) -> None:
        await app(scope, receive, send)

    return within


def _marked(send: Send) -> Send:
    """Say of an answer that it is the emulator's own; Cal.com gives none like it."""

    async def marked(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message.get("headers", ()), OWN]}
        await send(message)

    return marked
