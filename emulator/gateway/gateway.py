"""One request for the API, from route to bytes: who is asking, is it valid, what happens, is the answer right."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping, Sequence
from typing import Any, Protocol
from urllib.parse import unquote
from weakref import WeakSet

import orjson
from starlette.types import Receive, Scope, Send

from emulator.api.call import Call, Handler, Redirect
from emulator.api.registry import Registry
from emulator.auth import permissions
from emulator.auth.credentials import identify
from emulator.contract.engine import Engine
from emulator.contract.operation import Operation
from emulator.contract.router import effective_version
from emulator.contract.values import ABSENT
from emulator.errors import common
from emulator.errors.base import ApiError
from emulator.errors.emulator import NotEmulated, ignored_there, not_emulated
from emulator.faults.striking import of_request
from emulator.gateway import body as request_body
from emulator.gateway import headers as fixed
from emulator.gateway.address import address, client_named, decoded
from emulator.gateway.exchange import Exchange
from emulator.gateway.hints import hint
from emulator.gateway.journal import Journal
from emulator.gateway.strictness import unread
from emulator.gateway.throttle import BLOCK, Throttle, limits_of_key, limits_of_operation
from emulator.gateway.weather import HUNG_UP, answer_instead, hang_up, passed
from emulator.settings import Settings
from emulator.world.events import Event
from emulator.world.ids import Ids
from emulator.world.instants import wire
from emulator.world.world import World

log = logging.getLogger("emulator")


class Publisher(Protocol):
    """Takes what happened in a world and tells its subscribers, later and elsewhere; gives the deliveries' numbers."""

    def publish(self, world: World, events: list[Event], cause: str | None) -> Sequence[int]: ...


class Gateway:
    """Answers `/v2` requests. `violations` counts answers that did not fit the document."""

    def __init__(self, engine: Engine, publisher: Publisher, settings: Settings) -> None:
        self._engine = engine
        self.registry = Registry()
        self._publisher = publisher
        self._settings = settings
        self._desks: dict[int, _Desk] = {}
        self._gone: WeakSet[World] = WeakSet()
        self.violations = 0

    def forget(self, world: World) -> None:
        """Drop the counters and the journal of a world that is gone."""
        self._gone.add(world)
        desk = self._desks.pop(id(world), None)
        if desk is not None:
            desk.journal.tell()

    def tell(self) -> None:
        """Let everybody who waits for a request look again."""
        for desk in self._desks.values():
            desk.journal.tell()

    def journal(self, world: World) -> Journal:
        """What was asked of a world."""
        return self._desk(world).journal

    def _desk(self, world: World) -> _Desk:
        desk = self._desks.get(id(world))
        if desk is None:
            desk = _Desk(world, self._settings.journal)
            if world not in self._gone:
                self._desks[id(world)] = desk
        return desk

    async def __call__(self, world: World, path: str, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; `path` is the request's path without the world's prefix, still percent-encoded."""
        began = time.perf_counter()
        desk = self._desk(world)
        request_id = desk.request_ids.uuid()
        method: str = scope["method"]
        if method == "OPTIONS":
            await _respond(send, 204, b"", [*fixed.PREFLIGHT, (b"x-request-id", request_id.encode())])
            return
        exchange = Exchange(request_id, world.now(), method, path, scope["query_string"], scope["headers"])
        # Node's parser cuts what is blank off the ends of a value; httptools does so at its beginning only.
        headers = {name.decode("latin-1"): value.decode("latin-1").rstrip(" \t") for name, value in scope["headers"]}
        try:
            exchange.body = await request_body.read(receive, self._settings.max_body)
        except ApiError as refusal:
            exchange.refuse(refusal, world.now())
        else:
            if len(world.faults):
                await self._answer_in_weather(exchange, desk, headers, scope)
            else:
                self._answer(exchange, desk, headers, scope)
        content = exchange.content
        exchange.hint = hint(exchange, headers, self._engine)
        told = list(exchange.answer_headers)
        if exchange.hint:
            told.append((b"x-emulator-hint", exchange.hint))
        if exchange.status != 204:
            told.append((b"content-length", b"%d" % len(content)))
        told += ((b"x-request-id", request_id.encode()), exchange.fidelity, *fixed.CORS)
        for reading in exchange.readings:
            told += reading.headers()
        told += fixed.SECURITY
        exchange.seconds = time.perf_counter() - began
        desk.journal.add(exchange)
        if exchange.status == HUNG_UP:
            await hang_up(receive, send)
            return
        await _respond(send, exchange.status, b"" if method == "HEAD" else content, told)

    async def _answer_in_weather(
        self, exchange: Exchange, desk: _Desk, headers: Mapping[str, str], scope: Scope
    ) -> None:
        """Answer where faults are about: before the work, after it, or in its place."""
        match = self._engine.match(unquote(exchange.path))
        operation = match.entry.select(exchange.method, headers.get("cal-api-version")) if match else None
        struck = of_request(desk.world, exchange.method, exchange.path, operation.id if operation else None)
        fault = await passed(struck, after=False)
        if fault is None:
            self._answer(exchange, desk, headers, scope)
            fault = await passed(struck, after=True)
        if fault is None:
            return
        exchange.operation = operation
        answer_instead(exchange, fault)
        if fault.effect == "rate-limit":
            seconds = int(fault.seconds or BLOCK.total_seconds())
            exchange.readings = desk.throttle.exhausted(
                headers, address(scope), seconds, limits_of_operation(operation)
            )

    def _answer(self, exchange: Exchange, desk: _Desk, headers: Mapping[str, str], scope: Scope) -> None:
        """Answer one way or the other; nothing is raised."""
        world = desk.world
        try:
            self._serve(exchange, desk, headers, scope)
        except ApiError as refusal:
            exchange.refuse(refusal, world.now())
            if exchange.operation is not None and not isinstance(refusal, NotEmulated):
                self._check(exchange, refusal.status, refusal.body(wire(world.now()), exchange.url))
        except OverflowError:
            # A time or length beyond what any calendar holds.
            exchange.refuse(common.bad_request("Invalid time value"), world.now())
        except Exception:
            log.exception("%s %s: the emulator itself failed", exchange.method, exchange.url)
            exchange.refuse(common.internal(), world.now())

    def _serve(self, exchange: Exchange, desk: _Desk, headers: Mapping[str, str], scope: Scope) -> None:
        world, method, path = desk.world, exchange.method, exchange.path
        # The body parser stands before the router there, so malformed JSON is refused whatever the path.
        body = request_body.parse(headers, exchange.body)
        exchange.step = "route"
        match = self._engine.match(decoded(path))
        if match is None:
            raise common.no_such_route(method, path)
        exchange.entry = match.entry
        version = exchange.version = effective_version(headers.get("cal-api-version"))
        operation = match.entry.select(method, version)
        if operation is None:
            raise common.no_such_route(method, path)
        exchange.operation = operation
        if body is ABSENT and operation.takes_forms:
            body = request_body.parse_form(headers, exchange.body)
        exchange.step = "rate-limit"
        of_operation = limits_of_operation(operation)
        limits = of_operation or limits_of_key(world, headers)
        exchange.readings = desk.throttle.hit(headers, address(scope), world.now(), limits)
        # Whoever gives a key limits of its own wants to see them kept; of the others that takes a setting.
        kept = self._settings.rate_limit or (limits and not of_operation)
        if kept and all(reading.exceeded for reading in exchange.readings):
            raise common.too_many_requests()
        exchange.step = "credentials"
        caller = exchange.caller = identify(world, headers, operation.demand, client_named(operation, match.path))
        permissions.check(caller, operation.permissions, operation.scopes)
        exchange.step = "validation"
        try:
            accepted = self._engine.accept(operation, match.path, exchange.query.decode("latin-1"), body)
        except ApiError:
            self._guard(exchange, operation, match.path, version, world)
            raise
        exchange.ignored = unread(accepted)
        if exchange.ignored and self._settings.strict:
            raise ignored_there(exchange.ignored)
        exchange.step = "handler"
        handler = self.registry.handler(operation.id)
        if handler is None:
            self._sample(exchange, operation)
            return
        call = Call(
            world,
            operation.id,
            version,
            accepted.path,
            accepted.query,
            accepted.body,
            caller,
            self._settings,
            headers,
            scope.get("scheme", "http"),
        )
        self._handle(exchange, operation, handler, call)

    def _handle(self, exchange: Exchange, operation: Operation, handler: Handler, call: Call) -> None:
        """Let the handler do its work, wholly or not at all, and tell the world what came of it."""
        world = call.world
        with world.transaction():
            result = handler(call)
            content = b"" if result is None or isinstance(result, Redirect | ApiError) else orjson.dumps(result)
        if not isinstance(result, ApiError):
            exchange.succeed(operation.success_status, content)
            exchange.answer_headers = [*exchange.answer_headers, *operation.success_headers]
        if isinstance(result, Redirect):
            exchange.answer_headers, result = [fixed.location(result.url)], None
        elif result is None:
            exchange.answer_headers = []
        exchange.changes = world.changes
        events = world.take_events()
        if events:
            exchange.events = [event.trigger for event in events]
            exchange.deliveries = self._publisher.publish(world, events, exchange.request_id)
        if isinstance(result, ApiError):
            raise result
        self._check(exchange, operation.success_status, result)

    def _guard(self, exchange: Exchange, operation: Operation, path: Sequence[str], version: str, world: World) -> None:
        """Refuse, in place of an invalid request, whoever should not have come as far as validation."""
        guard = self.registry.guard(operation.id)
        values = self._engine.path_values(operation, path)
        if guard is not None and values is not None:
            exchange.step = "guard"
            guard(Call(world, operation.id, version, values, {}, None, exchange.caller, self._settings))
            exchange.step = "validation"

    def _sample(self, exchange: Exchange, operation: Operation) -> None:
        if self._settings.strict:
            raise not_emulated(f"answer {operation.id} from its state")
        exchange.fidelity = fixed.SAMPLED
        body = self._engine.sample(operation)
        exchange.succeed(operation.success_status, b"" if body is ABSENT else orjson.dumps(body))
        if body is ABSENT:
            exchange.answer_headers = []

    def _check(self, exchange: Exchange, status: int, body: Any) -> None:
        operation = exchange.operation
        wrong = self._engine.check(operation, status, body) if operation is not None else []
        if operation is None or not wrong:
            return
        self.violations += 1
        log.error(
            "%s answered %d with a body that its document does not allow: %s", operation.id, status, "; ".join(wrong)
        )
        if self._settings.loud:
            exchange.status = 500
            message = f"the answer of {operation.id} does not fit its document"
            exchange.content = orjson.dumps({"statusCode": 500, "message": message, "violations": wrong})


class _Desk:
    """What the gateway keeps of one world: counters, and identifiers of requests that leave the world's own alone."""

    def __init__(self, world: World, remembered: int) -> None:
        self.world = world
        self.throttle = Throttle()
        self.request_ids = Ids(~world.seed)
        self.journal = Journal(remembered)


async def _respond(send: Send, status: int, content: bytes, headers: fixed.RawHeaders) -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": content})
