"""Everything that happened in a test's world, in one file: how it began, requests with answers, what it was told.

A capsule is JSON. Whoever has it can let the same happen again (`replay.py`), without the test and the code it tested.
"""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path
from typing import Any, Final

from emulator import __version__
from emulator.settings import Settings
from emulator.testing.http import ControlPlane, Told

Json = Any
Capsule = dict[str, Any]

FORMAT: Final = 1
RESTARTS: Final = ("/reset", "/state")
"""What was told before does not matter any more afterwards."""

SENT_ANEW: Final = frozenset(
    {"authorization", "x-cal-secret-key", "content-length", "host", "connection", "accept-encoding"}
)
"""Request headers that a replay makes itself."""

TEXT: Final = {"type": "string"}
TEXT_OR_NONE: Final = {"type": ["string", "null"]}
NUMBER_OR_NONE: Final = {"type": ["integer", "null"]}


def _exactly(**members: Json) -> dict[str, Json]:
    return {"type": "object", "properties": members, "required": list(members)}


REQUEST: Final = _exactly(
    method=TEXT,
    path={"type": "string", "pattern": "^/"},
    query=TEXT,
    headers={"type": "object", "additionalProperties": TEXT},
    credentials=_exactly(given={"type": "boolean"}, userId=NUMBER_OR_NONE, apiKeyId={}),
    body=TEXT_OR_NONE,
)
STEP: Final = {
    "type": "object",
    "if": {"required": ["told"]},
    "then": _exactly(told=_exactly(method={"enum": ["POST", "PUT", "PATCH", "DELETE"]}, path=TEXT, body={})),
    "else": _exactly(
        request=REQUEST,
        at=TEXT,
        truncated={"type": "boolean"},
        answer=_exactly(status={"type": "integer"}, body=TEXT_OR_NONE),
    ),
}
SHAPE: Final = _exactly(
    emulator=TEXT,
    settings={"type": "object"},
    world={"type": "object"},
    steps={"type": "array", "items": STEP},
)
"""What a replay needs of a capsule; its world is judged by the emulator that it is put into."""


class CapsuleError(Exception):
    """A file that is no capsule, or one that cannot be replayed; the message says why."""


def capsule(control: ControlPlane, settings: dict[str, Json], **about: Json) -> Capsule:
    """What happened in the world behind `control` since it began. `settings` are those that shape answers."""
    told = _since_restart(control.told)
    begun = next((each.body for each in control.told if each.path == "/state" and each not in told), None)
    return {
        "capsule": FORMAT,
        "emulator": __version__,
        **about,
        "settings": settings,
        "world": begun if begun is not None else control.get("/state", of="beginning"),
        "steps": _steps(control.get("/requests"), told),
    }


def write(made: Capsule, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(made, indent=1, default=str) + "\n", encoding="utf-8")


def read(path: Path) -> Capsule:
    """Raises `CapsuleError`."""
    try:
        made = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise CapsuleError(f"{path}: cannot be read: {error.strerror}") from None
    except ValueError as error:
        raise CapsuleError(f"{path}: is not JSON: {error}") from None
    if not isinstance(made, dict) or made.get("capsule") != FORMAT:
        raise CapsuleError(f"{path}: is no capsule of format {FORMAT}; failed tests write them")
    wrong = _wrong(made)
    if wrong:
        version = made.get("emulator", "unknown")
        raise CapsuleError(f"{path}: {wrong}; it was written by version {version}, and this is version {__version__}")
    return made


def _wrong(made: Capsule) -> str:
    """What keeps a capsule from being replayed: it was changed, or another version has written it."""
    import jsonschema_rs

    for error in jsonschema_rs.Draft202012Validator(SHAPE).iter_errors(made):
        where = "/".join(map(str, error.instance_path)) or "the whole"
        return f"is damaged at {where}: {error.message[:200]}"
    unknown = sorted(made["settings"].keys() - {one.name for one in fields(Settings)})
    return f"has settings that are not known here: {', '.join(unknown)}" if unknown else ""


def _since_restart(told: list[Told]) -> list[Told]:
    restarts = [number for number, each in enumerate(told) if each.path in RESTARTS]
    return told[restarts[-1] + 1 :] if restarts else list(told)


def _steps(requests: list[dict[str, Json]], told: list[Told]) -> list[dict[str, Json]]:
    """Requests and what the world was told, in their order. Waiting for deliveries changes nothing."""
    steps = [(entry["number"], 0, _request(entry)) for entry in requests]
    steps += [
        (each.after, 1, {"told": {"method": each.method, "path": each.path, "body": each.body}})
        for each in told
        if each.path != "/drain"
    ]
    return [step for _, _, step in sorted(steps, key=lambda each: each[:2])]


def _request(entry: dict[str, Json]) -> dict[str, Json]:
    caller = entry["caller"] or {}
    sent = entry["request"]
    return {
        "request": {
            "method": entry["method"],
            "path": entry["path"],
            "query": entry["query"],
            "headers": {name: value for name, value in sent["headers"].items() if name not in SENT_ANEW},
            "credentials": {
                "given": "authorization" in sent["headers"] or "x-cal-secret-key" in sent["headers"],
                "userId": caller.get("userId"),
                "apiKeyId": caller.get("apiKeyId"),
            },
            "body": sent["body"],
        },
        "at": entry["at"],
        "truncated": entry["truncated"],
        "answer": {"status": entry["status"], "body": entry["answer"]["body"]},
        "refused": entry["refusal"]["message"] if entry["refusal"] else None,
    }
