"""The inspector's routes, below `/_emulator`: pages for people, beside the JSON for programs."""

from __future__ import annotations

import asyncio
import mimetypes
from collections.abc import Awaitable, Callable
from typing import Final
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from emulator.control.plane import Ask, Plane
from emulator.control.problems import ControlError
from emulator.inspector import actions, pages, rendering
from emulator.inspector.asking import asking
from emulator.world.universe import DEFAULT, TooManyWorldsError, WorldNameError

Page = Callable[[Ask], Awaitable[Response]]
Action = Callable[[Ask], Awaitable[tuple[str, str]]]

PAGES: Final[dict[str, Page]] = {
    "/": pages.happened,
    "/ui/bookings": pages.bookings,
    "/ui/bookings/{uid}": pages.booking,
    "/ui/requests": pages.request_list,
    "/ui/requests/{id}": pages.request_page,
    "/ui/deliveries": pages.delivery_list,
    "/ui/deliveries/{id}": pages.delivery,
    "/ui/slots": pages.event_types,
    "/ui/slots/{id}": pages.slots,
    "/ui/clock": pages.time,
    "/ui/faults": pages.trouble,
    "/ui/trigger": pages.trigger,
    "/ui/worlds": pages.all_worlds,
}
ACTIONS: Final[dict[str, Action]] = {
    "/ui/deliveries/{id}/replay": actions.replay,
    "/ui/clock/advance": actions.advance,
    "/ui/clock/set": actions.set_time,
    "/ui/faults/add": actions.add_fault,
    "/ui/faults/{id}/remove": actions.remove_fault,
    "/ui/trigger/send": actions.send,
    "/ui/worlds/reset": actions.reset,
}
PATIENCE: Final = 20.0
TICK: Final = 0.25
"""Seconds of the machine's time: how long a page waits for news, and how often it looks."""


def routes(plane: Plane) -> list[Route]:
    """Starlette routes, their paths below `/_emulator`; the world of a request stands in `scope["world"]`."""
    return [
        *(Route(path, _page(plane, page), methods=["GET", "HEAD"]) for path, page in PAGES.items()),
        *(Route(path, _action(plane, action), methods=["POST"]) for path, action in ACTIONS.items()),
        Route("/ui-news", _news(plane), methods=["GET"]),
        Route("/ui-static/{name}", _static, methods=["GET", "HEAD"]),
    ]


def _page(plane: Plane, page: Page) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        ask = asking(plane, request)
        try:
            return await page(ask)
        except ControlError as error:
            return rendering.render(ask, "refused", error.status, error=error, section="")

    return endpoint


def _action(plane: Plane, action: Action) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        ask = asking(plane, request)
        base = "/_emulator" if ask.world.name == DEFAULT else f"/w/{ask.world.name}/_emulator"
        try:
            where, done = await action(ask)
            says = urlencode({"done": done})
        except (ControlError, WorldNameError, TooManyWorldsError) as error:
            hint = f" ({error.hint})" if isinstance(error, ControlError) and error.hint else ""
            where = request.url.path.partition("/ui/")[2].partition("/")[0]
            says = urlencode({"problem": f"{error}{hint}"})
        return RedirectResponse(f"{base}/{f'ui/{where}' if where else ''}?{says}", 303)

    return endpoint


def _news(plane: Plane) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        """Answers when the world has changed since `mark`, or after a while; a page waits here."""
        ask = asking(plane, request)
        seen, name = request.query_params.get("mark"), ask.world.name
        loop = asyncio.get_running_loop()
        until = loop.time() + PATIENCE
        while True:
            current = rendering.mark(Ask(plane, plane.universe.get(name), request))
            if current != seen or loop.time() >= until or await request.is_disconnected():
                return JSONResponse({"mark": current}, headers={"cache-control": "no-store"})
            await asyncio.sleep(TICK)

    return endpoint


async def _static(request: Request) -> Response:
    path = rendering.FOLDER / "static" / request.path_params["name"]
    if path.parent != rendering.FOLDER / "static" or not path.is_file():
        return Response("there is no such file", 404)
    return Response(
        path.read_bytes(), media_type=mimetypes.guess_type(path.name)[0], headers={"cache-control": "no-cache"}
    )
