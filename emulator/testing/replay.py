"""A capsule replayed: the same world, the same requests, and whether the answers are the same."""

from __future__ import annotations

import http.client
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from emulator.testing.calcom import Calcom
from emulator.testing.capsule import Capsule, CapsuleError
from emulator.testing.http import ControlPlaneError
from emulator.testing.matching import about, differences

Json = Any

NOBODY: Final = "cal_nobody"
"""Stands for a credential that was refused; the one that was sent is not in the capsule."""

TIMEOUT: Final = 30
UNAUTHORIZED: Final = 401
MOMENT: Final = 5.0
"""Seconds by which instants may be off where the clock ran."""

INSTANT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


@dataclass(frozen=True)
class Replayed:
    """One step: what was done, and what came out otherwise than the first time."""

    what: str
    differences: tuple[str, ...] = ()


def replay(made: Capsule, world: Calcom) -> Iterator[Replayed]:
    """Let everything of a capsule happen in `world`, step by step; webhooks are made, but not sent.

    Raises `CapsuleError` for a world that cannot be loaded.
    """
    try:
        world.control.put("/state", made["world"])
        world.faults.set(effect="drop")
    except ControlPlaneError as error:
        raise CapsuleError(f"the capsule's world cannot be loaded: {error}") from None
    stands_still = _stands_still(made["world"])
    for step in made["steps"]:
        if "told" in step:
            yield _tell(world, step["told"])
        else:
            if not stands_still:
                world.clock.freeze(step["at"])
            yield _ask(world, step, MOMENT if not stands_still else 0)


def _stands_still(state: dict[str, Json]) -> bool:
    head = state.get("emulator")
    return head["clock"]["mode"] == "frozen" if head else "now" in state


def _tell(world: Calcom, told: dict[str, Json]) -> Replayed:
    what = f"{told['method']} /_emulator{told['path']}"
    try:
        world.control.tell(told["method"], told["path"], told["body"])
    except ControlPlaneError as error:
        return Replayed(what, (str(error),))
    return Replayed(what)


def _ask(world: Calcom, step: dict[str, Json], tolerance: float) -> Replayed:
    """Ask again; instants in the answer may be off by `tolerance` seconds."""
    asked, before = step["request"], step["answer"]
    query = f"?{asked['query']}" if asked["query"] else ""
    refused = f": {step['refused']}" if step.get("refused") else ""
    what = f"{asked['method']} {asked['path']}{query} -> {before['status']}{refused}"
    status, body = _send(world, asked, query, before["status"])
    found = [] if status == before["status"] else [f"status: expected {before['status']}, got {status}"]
    if not step["truncated"]:
        found += _unlike(before["body"], body, tolerance)
    return Replayed(what, tuple(found))


def _unlike(before: str | None, after: str, tolerance: float) -> list[str]:
    if (before or "") == after:
        return []
    try:
        was, now = json.loads(before or "null"), json.loads(after or "null")
    except ValueError:
        return [f"body: expected {before!r}, got {after!r}"]
    if was == now:
        return []
    return differences(_blurred(was, tolerance), now) or differences(_blurred(now, tolerance), was)


def _blurred(value: Json, tolerance: float) -> Json:
    """A value whose instants are equal to those near them: where the clock ran an answer took its time to be made."""
    if not tolerance:
        return value
    if isinstance(value, dict):
        return {name: _blurred(each, tolerance) for name, each in value.items()}
    if isinstance(value, list):
        return [_blurred(each, tolerance) for each in value]
    return about(value, tolerance) if isinstance(value, str) and INSTANT.fullmatch(value) else value


def _send(world: Calcom, asked: dict[str, Json], query: str, before: int) -> tuple[int, str]:
    parts = urlsplit(world.url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=TIMEOUT)
    headers = {**asked["headers"], **_credentials(world, asked["credentials"], before)}
    body = asked["body"].encode() if asked["body"] is not None else None
    try:
        connection.request(asked["method"], f"{parts.path}{asked['path']}{query}", body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    except http.client.HTTPException:
        return 0, ""  # the connection was cut, as a fault wanted it
    finally:
        connection.close()


def _credentials(world: Calcom, who: dict[str, Json], before: int) -> dict[str, str]:
    """A key of whoever asked; the journal says who it was, not how they showed it.

    Of those who were let in without being asked who they are, as by public operations, it says nothing: any key does.
    """
    if not who["given"]:
        return {}
    if who["userId"] is not None:
        keys = world.records.list("api-keys", userId=who["userId"])
    else:
        keys = world.records.list("api-keys") if before != UNAUTHORIZED else []
    same = [key for key in keys if key["id"] == who["apiKeyId"]] or keys
    clear = next((key["apiKey"] for key in same if key["apiKey"]), NOBODY)
    return {"authorization": f"Bearer {clear}"}
