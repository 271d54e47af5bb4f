"""The control plane: whatever a test author needs to bring about or to know, under `/_emulator`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from emulator import __version__
from emulator.control import records
from emulator.control.problems import ControlError
from emulator.resources import resource
from emulator.webhooks.dispatcher import Dispatcher
from emulator.webhooks.timekeeper import Timekeeper
from emulator.world.instants import parse, wire
from emulator.world.universe import TooManyWorldsError, Universe, WorldNameError
from emulator.world.world import World

Json = Any
Action = Callable[[Request], Awaitable[Json]]


class Control:
    """Routes over all worlds. `loaded` describes the documents served; `trouble` counts answers that broke them."""

    def __init__(
        self,
        universe: Universe,
        dispatcher: Dispatcher,
        timekeeper: Timekeeper,
        loaded: Json,
        trouble: Callable[[], int],
        limit: int,
    ) -> None:
        self._universe = universe
        self._dispatcher = dispatcher
        self._timekeeper = timekeeper
        self._loaded = loaded
        self._trouble = trouble
        self._limit = limit

    @cached_property
    def routes(self) -> list[Route]:
        """Starlette routes, their paths below `/_emulator`; the world of a request stands in `scope["world"]`."""
        table: list[tuple[str, dict[str, tuple[int, Action]]]] = [
            ("/health", {"GET": (200, self.health)}),
            ("/openapi.json", {"GET": (200, self.document)}),
            ("/worlds", {"GET": (200, self.list_worlds)}),
            (
                "/worlds/{name}",
                {"GET": (200, self.read_world), "PUT": (200, self.create_world), "DELETE": (200, self.drop_world)},
            ),
            ("/reset", {"POST": (200, self.reset)}),
            ("/records/{kind}", {"GET": (200, self.list_records), "POST": (201, self.create_record)}),
            (
                "/records/{kind}/{id}",
                {
                    "GET": (200, self.read_record),
                    "PATCH": (200, self.patch_record),
                    "DELETE": (200, self.delete_record),
                },
            ),
            ("/clock", {"GET": (200, self.read_clock), "PUT": (200, self.set_clock)}),
            ("/clock/advance", {"POST": (200, self.advance)}),
            ("/drain", {"POST": (200, self.drain)}),
            ("/deliveries", {"GET": (200, self.list_deliveries)}),
            ("/deliveries/{id}", {"GET": (200, self.read_delivery)}),
            ("/deliveries/{id}/replay", {"POST": (201, self.replay)}),
        ]
        return [Route(path, self._endpoint(actions), methods=list(actions)) for path, actions in table]

    def _endpoint(self, actions: dict[str, tuple[int, Action]]) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            status, action = actions["GET" if request.method == "HEAD" else request.method]
            try:
                _same_origin(request)
                return _json(await action(request), status)
            except ControlError as error:
                return _json(error.body(), error.status)
            except (WorldNameError, TooManyWorldsError) as error:
                return _json(ControlError(400, str(error)).body(), 400)

        return endpoint

    async def health(self, request: Request) -> Json:
        return {
            "status": "ok",
            "version": __version__,
            "worlds": sum(1 for _ in self._universe),
            "documents": self._loaded,
            "contractViolations": self._trouble(),
        }

    async def document(self, request: Request) -> Json:
        return orjson.loads(resource("spec/emulator.json").read_bytes())

    async def list_worlds(self, request: Request) -> Json:
        return [_world(world) for world in self._universe]

    async def read_world(self, request: Request) -> Json:
        return _world(self._known(request))

    async def create_world(self, request: Request) -> Json:
        return _world(self._universe.get(request.path_params["name"]))

    async def drop_world(self, request: Request) -> Json:
        world = self._known(request)
        self._universe.drop(world.name)
        return {"dropped": world.name}

    async def reset(self, request: Request) -> Json:
        return _world(self._universe.reset(_of(request).name))

    async def list_records(self, request: Request) -> Json:
        return records.listed(_of(request), request.path_params["kind"], dict(request.query_params))

    async def create_record(self, request: Request) -> Json:
        created = records.create(_of(request), request.path_params["kind"], await self._body(request))
        self._timekeeper.wake()
        return created

    async def read_record(self, request: Request) -> Json:
        return records.read(_of(request), request.path_params["kind"], request.path_params["id"])

    async def patch_record(self, request: Request) -> Json:
        kind, key = request.path_params["kind"], request.path_params["id"]
        patched = records.patch(_of(request), kind, key, await self._body(request))
        self._timekeeper.wake()
        return patched

    async def delete_record(self, request: Request) -> Json:
        return records.delete(_of(request), request.path_params["kind"], request.path_params["id"])

    async def read_clock(self, request: Request) -> Json:
        return _clock(_of(request))

    async def set_clock(self, request: Request) -> Json:
        """Freeze at an instant without firing what lies between, or go back to the machine's time."""
        world, body = _of(request), await self._body(request)
        if not isinstance(body, dict) or "now" not in body:
            raise ControlError(
                400, "say which instant", where="/now", hint='{"now": "2030-01-08T13:00:00Z"} or {"now": null}'
            )
        if body["now"] is None:
            world.clock.release()
        else:
            world.clock.freeze(_instant(body["now"], "/now"))
        self._timekeeper.wake()
        return _clock(world)

    async def advance(self, request: Request) -> Json:
        """Move time on and answer when everything that fell due has been fired and every delivery has ended."""
        world, body = _of(request), await self._body(request)
        target = _target(world, body)
        if target < world.now():
            raise ControlError(
                400,
                f"{wire(target)} is before the world's time, {wire(world.now())}",
                hint="PUT /_emulator/clock sets any instant; advance only goes forward",
            )
        fired = await self._timekeeper.settle(world, target)
        return {**_clock(world), "fired": fired}

    async def drain(self, request: Request) -> Json:
        return await self._dispatcher.drain(_of(request))

    async def list_deliveries(self, request: Request) -> Json:
        rows = [delivery.to_json() for delivery in self._dispatcher.deliveries(_of(request))]
        for name, wanted in request.query_params.items():
            if rows and name not in rows[0]:
                raise ControlError(
                    400, f"deliveries have no field {name!r}", where=f"?{name}", hint=f"filter by {', '.join(rows[0])}"
                )
            rows = [row for row in rows if str(row[name]) == wanted]
        return rows

    async def read_delivery(self, request: Request) -> Json:
        wanted = request.path_params["id"]
        for delivery in self._dispatcher.deliveries(_of(request)):
            if str(delivery.id) == wanted:
                return delivery.to_json()
        raise ControlError(404, f"there is no delivery {wanted!r}", hint="GET /_emulator/deliveries lists them")

    async def replay(self, request: Request) -> Json:
        await self.read_delivery(request)
        return self._dispatcher.replay(_of(request), int(request.path_params["id"])).to_json()

    def _known(self, request: Request) -> World:
        name = request.path_params["name"]
        if not self._universe.known(name):
            raise ControlError(404, f"there is no world {name!r}", hint="GET /_emulator/worlds lists them")
        return self._universe.get(name)

    async def _body(self, request: Request) -> Json:
        body = b""
        async for chunk in request.stream():
            body += chunk
            if len(body) > self._limit:
                raise ControlError(413, f"the body is larger than {self._limit} bytes", hint="raise --max-body")
        if not body.strip():
            return {}
        try:
            return orjson.loads(body)
        except orjson.JSONDecodeError as error:
            raise ControlError(400, f"the body is not JSON: {error}", where="/") from None


def _of(request: Request) -> World:
    world: World = request.scope["world"]
    return world


def _json(body: Json, status: int) -> Response:
    return Response(orjson.dumps(body), status, media_type="application/json")


def _world(world: World) -> Json:
    return {"name": world.name, "seed": world.seed, "now": wire(world.now()), "bookings": len(world.bookings)}


def _clock(world: World) -> Json:
    mode = "frozen" if world.clock.frozen else "shifted" if world.clock.offset else "real"
    due = [{"at": wire(due.at), "trigger": due.trigger, "bookingId": due.booking_id} for due in world.agenda]
    return {"now": wire(world.now()), "mode": mode, "due": due[:100]}


def _target(world: World, body: Json) -> datetime:
    if isinstance(body, dict) and body.keys() == {"to"}:
        return _instant(body["to"], "/to")
    if isinstance(body, dict) and body.keys() == {"seconds"}:
        seconds = body["seconds"]
        if isinstance(seconds, int | float) and not isinstance(seconds, bool) and 0 <= seconds <= 10**10:
            try:
                return world.now() + timedelta(seconds=seconds)
            except OverflowError:
                pass
        raise ControlError(400, f"seconds must be a number from 0 to 10000000000, not {seconds!r}", where="/seconds")
    raise ControlError(400, "say how far", hint='{"to": "2030-01-08T13:00:00Z"} or {"seconds": 3600}')


def _instant(value: Json, where: str) -> datetime:
    if isinstance(value, str):
        try:
            return parse(value)
        except (ValueError, OverflowError):
            pass
    raise ControlError(
        400, f"{value!r} is not an ISO 8601 instant", where=where, hint="for example 2030-01-08T13:00:00Z"
    )


def _same_origin(request: Request) -> None:
    """A page of another site, open in the author's browser, has no business here."""
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
        raise ControlError(403, f"the control plane does not answer pages of {origin}")
