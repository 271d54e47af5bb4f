"""The control plane: whatever a test author needs to bring about or to know, under `/_emulator`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping
from importlib import import_module
from types import MappingProxyType
from typing import Any, Final

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route, Router
from starlette.types import ASGIApp, Receive, Scope, Send

from emulator.control.plane import Action, Ask, Plane, Routes
from emulator.control.problems import ControlError, suggestion
from emulator.world.universe import TooManyWorldsError, WorldNameError

ENDPOINTS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "bookings": ("payments", "rooms"),
        "clock": ("clock",),
        "deliveries": ("deliveries",),
        "drain": ("deliveries",),
        "explain": ("explain",),
        "faults": ("faults",),
        "health": ("health",),
        "incidents": ("incidents",),
        "oauth2": ("consent",),
        "openapi.json": ("health",),
        "providers": ("providers",),
        "records": ("records",),
        "requests": ("requests",),
        "reset": ("worlds",),
        "routing-forms": ("forms",),
        "sink": ("sink",),
        "state": ("state",),
        "trigger": ("trigger",),
        "verify-signature": ("signature",),
        "worlds": ("worlds",),
    }
)
"""By the first part of a path below `/_emulator`: the modules that answer there, imported when one is asked for."""

JOURNAL: Final = "x-emulator-journal"
WORLD: Final = "x-emulator-world"
"""Another number: another world, whose requests and deliveries count from one again."""
METHODS: Final = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")


class ControlPlane:
    """An ASGI application for the paths below `/_emulator`; the world of a request stands in `scope["world"]`."""

    def __init__(self, plane: Plane) -> None:
        self._plane = plane
        self._routers: dict[str, ASGIApp] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        resource = first_part(scope["path"])
        router = self._routers.get(resource)
        if router is None:
            router = nowhere
            if resource in ENDPOINTS:
                router = self._routers[resource] = Router(routes=self._routes(resource), default=nowhere)
        await router(scope, receive, send)

    def _routes(self, resource: str) -> list[Route]:
        return [
            Route(path, _endpoint(self._plane, actions), methods=METHODS)
            for endpoints in _endpoints(resource)
            for path, actions in endpoints.items()
        ]


def first_part(path: str) -> str:
    """What stands between the first slash and the next; empty where there is no slash."""
    return path.partition("/")[2].partition("/")[0]


def _endpoints(resource: str) -> Iterator[Routes]:
    for name in ENDPOINTS[resource]:
        routes: Routes = import_module(f"emulator.control.endpoints.{name}").ROUTES
        yield {path: actions for path, actions in routes.items() if first_part(path) == resource}


def paths() -> list[str]:
    """Every path below `/_emulator`."""
    return [
        path.replace(":path", "") for resource in ENDPOINTS for endpoints in _endpoints(resource) for path in endpoints
    ]


async def nowhere(scope: Scope, receive: Receive, send: Send) -> None:
    """Answers a path that there is not."""
    path = scope["path"]
    hint = f"{suggestion(path, paths())}GET /_emulator/openapi.json describes them all"
    await problem(ControlError(404, f"there is no /_emulator{path}", hint=hint))(scope, receive, send)


def _endpoint(plane: Plane, actions: Mapping[str, tuple[int, Action]]) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        found = actions.get("GET" if request.method == "HEAD" else request.method)
        if found is None:
            return _wrong_method(request, actions)
        status, action = found
        try:
            answer = await action(Ask(plane, request.scope["world"], request))
        except ControlError as error:
            return problem(error)
        except (WorldNameError, TooManyWorldsError) as error:
            return problem(ControlError(400, str(error)))
        response = answer if isinstance(answer, Response) else _json(answer, status)
        response.headers[WORLD] = str(request.scope["world"].number)
        response.headers[JOURNAL] = str(_asked(plane, request.scope["world"].name))
        return response

    return endpoint


def _wrong_method(request: Request, actions: Mapping[str, object]) -> Response:
    allowed = ", ".join(actions)
    refusal = ControlError(405, f"/_emulator{request.url.path} takes no {request.method}", hint=f"it takes {allowed}")
    response = problem(refusal)
    response.headers["allow"] = f"{allowed}, HEAD" if "GET" in actions else allowed
    return response


def _asked(plane: Plane, name: str) -> int:
    """How many requests the world of this name has answered; whoever tells it something can then say after which."""
    return plane.gateway.journal(plane.universe.get(name)).last if plane.universe.known(name) else 0


def problem(error: ControlError) -> Response:
    """A refusal as an answer."""
    return _json(error.body(), error.status)


def _json(body: Any, status: int) -> Response:
    return Response(orjson.dumps(body), status, media_type="application/json")
