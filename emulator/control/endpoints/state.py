"""The whole world as one document, out and in."""

from __future__ import annotations

from typing import Any, Final

import orjson
import yaml
from starlette.responses import Response

from emulator.control import state
from emulator.control.fixtures import FixtureError, WorldFileLoader, populate, verified
from emulator.control.plane import Ask, Routes
from emulator.control.problems import ControlError
from emulator.world.world import World

Json = Any

YAML: Final = "application/yaml"
FORMATS: Final = ("json", "yaml")
OF: Final = ("now", "beginning")


async def read_state(ask: Ask) -> Json:
    """JSON, or YAML if `format` or the `Accept` header says so; the world as it is, or as it was in the beginning."""
    wanted = ask.query.get("format")
    if wanted is None:
        wanted = "yaml" if "yaml" in ask.request.headers.get("accept", "") else "json"
    if wanted not in FORMATS:
        raise ControlError(400, f"there is no format {wanted!r}", where="?format", hint="json or yaml")
    of = ask.query.get("of", OF[0])
    if of not in OF:
        raise ControlError(400, f"there is no state of {of!r}", where="?of", hint=" or ".join(OF))
    exported = state.exported(ask.world if of == OF[0] else ask.plane.universe.beginning(ask.world.name))
    return exported if wanted == "json" else Response(written(exported), media_type=YAML)


async def write_state(ask: Ask) -> Json:
    """Put a new world in the place of this one; if anything is wrong with it, this one stays as it is."""
    given = _parsed(await ask.text())
    world = World(ask.world.name, ask.world.seed)
    world.baseline = ask.world.baseline
    if state.HEAD in given:
        state.restore(world, given)
    else:
        try:
            populate(world, [verified(given, "state")])
        except FixtureError as error:
            raise ControlError(400, str(error)) from None
    ask.plane.universe.replace(world)
    ask.plane.timekeeper.wake()
    return state.exported(world)


def written(exported: Json) -> str:
    """A state as YAML."""
    text: str = yaml.dump(exported, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=120)
    return text


def _parsed(body: bytes) -> dict[str, Json]:
    try:
        given = orjson.loads(body)
    except orjson.JSONDecodeError:
        try:
            given = yaml.load(body.decode(), Loader=WorldFileLoader)  # noqa: S506 - a subclass of the safe loader
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            raise ControlError(400, f"the body is neither JSON nor YAML: {error}", where="/") from None
    if not isinstance(given, dict):
        hint = "GET /_emulator/state exports one; fixtures/*.yaml are others"
        raise ControlError(400, "a world is an object of record kinds and lists of records", where="/", hint=hint)
    return given


class _Dumper(yaml.SafeDumper):
    """Writes the same thing twice rather than pointing at it: people read this."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


ROUTES: Final[Routes] = {"/state": {"GET": (200, read_state), "PUT": (200, write_state)}}
