"""The inspector's routes, below `/_emulator`: pages for people, beside the JSON for programs."""

from __future__ import annotations

import asyncio
import mimetypes
from collections.abc import Awaitable, Callable
from typing import Final

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from emulator.control.plane import Ask, Plane
from emulator.control.problems import ControlError
from emulator.inspector import (
    actions,
    api_actions,
    booking_pages,
    pages,
    record_pages,
    rendering,
    slot_pages,
    subscriptions,
)
from emulator.inspector.asking import Done, asking, filled
from emulator.world.universe import DEFAULT, TooManyWorldsError, WorldNameError

Page = Callable[[Ask], Awaitable[Response]]
Action = Callable[[Ask], Awaitable[Done]]

PAGES: Final[dict[str, Page]] = {
    "/": pages.happened,
    "/ui/bookings": booking_pages.bookings,
    "/ui/bookings/{uid}": booking_pages.booking,
    "/ui/bookings/{uid}/start": slot_pages.start_of_booking,
    "/ui/requests": pages.request_list,
    "/ui/requests/{id}": pages.request_page,
    "/ui/deliveries": pages.delivery_list,
    "/ui/deliveries/{id}": pages.delivery,
    "/ui/slots": slot_pages.event_types,
    "/ui/slots/{id}": slot_pages.slots,
    "/ui/slots/{id}/start": slot_pages.start,
    "/ui/clock": pages.time,
    "/ui/faults": pages.trouble,
    "/ui/trigger": pages.trigger,
    "/ui/records": record_pages.kinds,
    "/ui/records/{kind}": record_pages.listed,
    "/ui/records/{kind}/{id}": record_pages.record,
    "/ui/worlds": pages.all_worlds,
}
ACTIONS: Final[dict[str, Action]] = {
    "/ui/slots/{id}/book": api_actions.book,
    "/ui/bookings/{uid}/move": api_actions.move,
    "/ui/bookings/{uid}/absent": api_actions.mark_absent,
    "/ui/bookings/{uid}/present": api_actions.mark_present,
    "/ui/bookings/{uid}/payment": actions.end_payment,
    "/ui/bookings/{uid}/call/{call}": api_actions.call,
    "/ui/requests/forget": actions.forget_requests,
    "/ui/deliveries/subscribe": subscriptions.subscribe,
    "/ui/deliveries/subscriptions/{id}/switch": subscriptions.switch,
    "/ui/deliveries/subscriptions/{id}/delete": subscriptions.delete,
    "/ui/deliveries/{id}/replay": actions.replay,
    "/ui/clock/advance": actions.advance,
    "/ui/clock/set": actions.set_time,
    "/ui/faults/add": actions.add_fault,
    "/ui/faults/{id}/remove": actions.remove_fault,
    "/ui/trigger/send": actions.send,
    "/ui/worlds/make": actions.make_world,
    "/ui/worlds/reset": actions.reset,
    "/ui/worlds/{name}/drop": actions.drop_world,
}
GONE: Final = "gone"
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
        try:
            done = await action(ask)
        except (ControlError, WorldNameError, TooManyWorldsError) as error:
            hint = f" ({error.hint})" if isinstance(error, ControlError) and error.hint else ""
            section = request.url.path.partition("/ui/")[2].partition("/")[0]
            done = Done(section, f"{error}{hint}", ok=False, filled=filled(request))
        base = rendering.base(done.world or ask.world.name)
        where = f"ui/{done.page}" if done.page else ""
        return RedirectResponse(f"{base}/{where}?{done.query()}", 303)

    return endpoint


def _news(plane: Plane) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        """Answers when `world` has changed since `mark` or is gone, or after a while; a page waits here.

        The world is named in the query: one that is named in the path is made when it is not there, and a page left
        open must not bring back a world that its test has dropped.
        """
        seen, name = request.query_params.get("mark"), request.query_params.get("world", DEFAULT)
        loop = asyncio.get_running_loop()
        until = loop.time() + PATIENCE
        while True:
            known = plane.universe.known(name)
            current = rendering.mark(Ask(plane, plane.universe.get(name), request)) if known else GONE
            if current != seen or loop.time() >= until or plane.universe.ending or await request.is_disconnected():
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
