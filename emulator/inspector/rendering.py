"""Pages out of templates: what every page shows, and how values are written for people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar
from urllib.parse import urlencode

from starlette.responses import HTMLResponse

from emulator import __version__
from emulator.control.plane import Ask
from emulator.inspector import writing
from emulator.world.instants import wire
from emulator.world.universe import DEFAULT

if TYPE_CHECKING:
    from jinja2 import Environment

R = TypeVar("R")
Json = dict[str, Any]

FOLDER: Final = Path(__file__).parent
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
HEADERS: Final = {
    "content-security-policy": POLICY,
    "cache-control": "no-store",
    # With "no-referrer" a browser would say of its own forms that they come from "null", which is turned away.
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
}
PAGE: Final = 100
"""Rows of one page of a list."""

WATCHED: Final = 500
"""So many of the newest deliveries are looked at for news."""

FILTERS: Final = ("method", "path", "status", "operation", "trigger", "uid", "state", "text", "subscriber")
"""Parameters of lists, which the other pages of a list keep."""

SECTIONS: Final = (
    ("", "What happened"),
    ("bookings", "Bookings"),
    ("requests", "Requests"),
    ("deliveries", "Deliveries"),
    ("slots", "Event types"),
    ("clock", "Clock"),
    ("faults", "Faults"),
    ("trigger", "Trigger"),
    ("records", "Records"),
    ("worlds", "Worlds"),
)


@cache
def environment() -> Environment:
    """The templates; compiled once, when the first page is wanted."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape  # noqa: PLC0415 - a suite of tests wants no page

    made = Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=select_autoescape(),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(writing.FILTERS)
    return made


def render(ask: Ask, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """A whole page. `section` is the part of the navigation it belongs to, by default the template's name."""
    world = ask.world
    query = ask.request.query_params
    shared: Mapping[str, Any] = {
        "base": base(world.name),
        "world": world.name,
        "now": wire(world.now()),
        "mode": "frozen" if world.clock.frozen else "shifted" if world.clock.offset else "real",
        "weather": len(world.faults),
        "sections": SECTIONS,
        "section": template,
        "version": __version__,
        "mark": mark(ask),
        "problem": query.get("problem"),
        "done": query.get("done"),
        "told": query.get("request"),
    }
    page = environment().get_template(f"{template or 'happened'}.html").render({**shared, **values})
    return HTMLResponse(page, status, HEADERS)


def base(name: str) -> str:
    """The path of a world's inspector."""
    return "/_emulator" if name == DEFAULT else f"/w/{name}/_emulator"


def mark(ask: Ask) -> str:
    """Changes whenever a page may have something new to show."""
    world = ask.world
    deliveries = ask.plane.dispatcher.deliveries(world)
    states = sum(len(one.attempts) + one.settled for one in deliveries[-WATCHED:])
    clock = f"{world.clock.frozen}{wire(world.now()) if world.clock.frozen else world.clock.offset}"
    journal = ask.plane.gateway.journal(world)
    counts = f"{len(world.bookings)}.{len(world.faults)}.{len(world.event_types)}"
    hooks = f"{len(world.webhooks)}.{sum(hook.active for hook in world.webhooks)}"
    worlds = sum(1 for _ in ask.plane.universe)
    return f"{id(world):x}.{worlds}.{journal.last}.{len(journal)}.{len(deliveries)}.{states}.{counts}.{hooks}.{clock}"


def paged(rows: Sequence[R], query: Mapping[str, str], size: int = PAGE) -> tuple[Sequence[R], Json]:
    """The rows of the page that `?page=` names, the first by default, and where among how many it stands."""
    text = query.get("page", "1")
    last = max(1, -(-len(rows) // size))
    number = min(max(1, int(text[:9])), last) if text.isdecimal() else 1
    kept = {name: value for name, value in query.items() if name in FILTERS and value}
    return rows[(number - 1) * size : number * size], {
        "number": number,
        "last": last,
        "total": len(rows),
        "older": urlencode({**kept, "page": number + 1}) if number < last else "",
        "newer": urlencode({**kept, "page": number - 1}) if number > 1 else "",
    }
