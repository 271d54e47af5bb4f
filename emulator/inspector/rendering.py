"""Pages out of templates: what every page shows, and how values are written for people."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from starlette.responses import HTMLResponse

from emulator import __version__
from emulator.control.plane import Ask
from emulator.world.instants import wire
from emulator.world.universe import DEFAULT

if TYPE_CHECKING:
    from jinja2 import Environment

FOLDER: Final = Path(__file__).parent
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; form-action 'self'"
)

SECTIONS: Final = (
    ("", "What happened"),
    ("bookings", "Bookings"),
    ("requests", "Requests"),
    ("deliveries", "Deliveries"),
    ("slots", "Event types"),
    ("clock", "Clock"),
    ("faults", "Faults"),
    ("trigger", "Trigger"),
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
    made.filters.update(instant=_instant, pretty=_pretty, tone=_tone)
    return made


def render(ask: Ask, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """A whole page. `section` is the part of the navigation it belongs to, by default the template's name."""
    name = ask.world.name
    base = "/_emulator" if name == DEFAULT else f"/w/{name}/_emulator"
    clock = ask.world.clock
    shared: Mapping[str, Any] = {
        "base": base,
        "world": name,
        "worlds": [world.name for world in ask.plane.universe],
        "now": wire(ask.world.now()),
        "mode": "frozen" if clock.frozen else "shifted" if clock.offset else "real",
        "sections": SECTIONS,
        "section": template,
        "version": __version__,
        "mark": mark(ask),
        "problem": ask.request.query_params.get("problem"),
        "done": ask.request.query_params.get("done"),
    }
    page = environment().get_template(f"{template or 'happened'}.html").render({**shared, **values})
    return HTMLResponse(page, status, {"content-security-policy": POLICY, "cache-control": "no-store"})


def mark(ask: Ask) -> str:
    """Changes whenever a page may have something new to show."""
    world = ask.world
    deliveries = ask.plane.dispatcher.deliveries(world)
    states = sum(len(one.attempts) for one in deliveries[-50:])
    clock = f"{world.clock.frozen}{wire(world.now()) if world.clock.frozen else world.clock.offset}"
    journal = ask.plane.gateway.journal(world).last
    return f"{id(world):x}.{journal}.{len(deliveries)}.{states}.{len(world.bookings)}.{len(world.faults)}.{clock}"


def _instant(text: str | None) -> str:
    """An instant as people read it; milliseconds only where there are some."""
    return "" if text is None else text.replace("T", " ").replace(".000Z", "Z")


def _pretty(value: Any) -> str:
    """JSON with one member a line; other text as it is."""
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            return str(value)
    return json.dumps(value, indent=2, ensure_ascii=False)


def _tone(word: Any) -> str:
    """The kind of news a status or state is: good, bad, so-so or none."""
    if isinstance(word, int):
        return "bad" if word >= 500 or word == 0 else "so-so" if word >= 400 else "good"
    good, bad = ("accepted", "delivered", "valid"), ("failed", "rejected", "invalid", "dropped")
    return "good" if word in good else "bad" if word in bad else "so-so" if word in ("pending", "waiting") else "none"
