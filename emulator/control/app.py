"""The control plane: whatever a test author needs to bring about or to know, under `/_emulator`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from emulator.control.endpoints import (
    clock,
    consent,
    deliveries,
    explain,
    faults,
    forms,
    health,
    incidents,
    payments,
    providers,
    records,
    requests,
    rooms,
    signature,
    state,
    trigger,
    worlds,
)
from emulator.control.plane import Action, Ask, Plane, Routes
from emulator.control.problems import ControlError, suggestion
from emulator.world.universe import TooManyWorldsError, WorldNameError

ENDPOINTS: Final[tuple[Routes, ...]] = (
    health.ROUTES,
    worlds.ROUTES,
    state.ROUTES,
    records.ROUTES,
    clock.ROUTES,
    requests.ROUTES,
    faults.ROUTES,
    deliveries.ROUTES,
    trigger.ROUTES,
    signature.ROUTES,
    explain.ROUTES,
    rooms.ROUTES,
    payments.ROUTES,
    forms.ROUTES,
    incidents.ROUTES,
    consent.ROUTES,
    providers.ROUTES,
)
"""One module a resource; a literal path stands before one with variables."""


JOURNAL: Final = "x-emulator-journal"
METHODS: Final = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")


def paths() -> list[str]:
    """Every path below `/_emulator`."""
    return [path for endpoints in ENDPOINTS for path in endpoints]


async def nowhere(scope: Scope, receive: Receive, send: Send) -> None:
    """Answers a path that there is not."""
    path = scope["path"]
    hint = f"{suggestion(path, paths())}GET /_emulator/openapi.json describes them all"
    await problem(ControlError(404, f"there is no /_emulator{path}", hint=hint))(scope, receive, send)


def routes(plane: Plane) -> list[Route]:
    """Starlette routes, their paths below `/_emulator`; the world of a request stands in `scope["world"]`."""
    return [
        Route(path, _endpoint(plane, actions), methods=METHODS)
        for endpoints in ENDPOINTS
        for path, actions in endpoints.items()
    ]


def _endpoint(plane: Plane, actions: Mapping[str, tuple[int, Action]]) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        try:
            found = actions.get("GET" if request.method == "HEAD" else request.method)
            if found is None:
                raise ControlError(
                    405, f"{request.url.path} takes no {request.method}", hint=f"it takes {', '.join(actions)}"
                )
            status, action = found
            answer = await action(Ask(plane, request.scope["world"], request))
        except ControlError as error:
            return problem(error)
        except (WorldNameError, TooManyWorldsError) as error:
            return problem(ControlError(400, str(error)))
        response = answer if isinstance(answer, Response) else _json(answer, status)
        response.headers[JOURNAL] = str(_asked(plane, request.scope["world"].name))
        return response

    return endpoint


def _asked(plane: Plane, name: str) -> int:
    """How many requests the world of this name has answered; whoever tells it something can then say after which."""
    return plane.gateway.journal(plane.universe.get(name)).last if plane.universe.known(name) else 0


def problem(error: ControlError) -> Response:
    """A refusal as an answer."""
    return _json(error.body(), error.status)


def _json(body: Any, status: int) -> Response:
    return Response(orjson.dumps(body), status, media_type="application/json")
