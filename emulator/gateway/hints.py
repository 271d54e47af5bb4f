"""Plain words for the usual mistakes: what a client may have meant, said in a header beside the real answer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import quote

import orjson

from emulator.auth.credentials import PREFIX
from emulator.contract.engine import Engine
from emulator.contract.router import OLDEST, VERSIONS, PathEntry
from emulator.gateway.exchange import Exchange
from emulator.gateway.misnomers import METADATA, misnomers
from emulator.world.instants import wire

Json = Any

BEARER: Final = "Bearer "
FORM: Final = "application/x-www-form-urlencoded"

MOST: Final = 900
"""Characters of a hint: a header is no place for more."""

CREATES_BOOKING: Final = "createBooking"
RESCHEDULES: Final = "rescheduleBooking"
NO_EVENT_TYPE: Final = re.compile(r"event type\b.* not found", re.IGNORECASE)
CONTROLS: Final = re.compile(rb"[\x00-\x1f\x7f]")
PAST: Final = "in the past"
WRONG_TIME: Final = (PAST, 'at the "start" time provided', "is not available")
"""What the service says of a time that cannot be booked; it never says why."""


def hint(exchange: Exchange, headers: Mapping[str, str], engine: Engine) -> bytes | None:
    """The value of the hint header, if there is anything to say. `headers` has lower-case names."""
    if _is_plain(exchange, headers):
        return None
    said = "; ".join(_all(exchange, headers, engine))
    if not said:
        return None
    text = said if len(said) <= MOST else f"{said[:MOST]}..."
    # Names of members are repeated here, and clients refuse answers whose headers have control characters in them.
    return CONTROLS.sub(b" ", text.encode("ascii", "replace"))


def _is_plain(exchange: Exchange, headers: Mapping[str, str]) -> bool:
    """Whether a request is of the usual kind, of which nothing is to be said: answered, and nothing odd about it."""
    return (
        exchange.step == "answered"
        and not exchange.ignored
        and exchange.status < 400
        and headers.get("cal-api-version") in VERSIONS
        and headers.get("authorization", BEARER).startswith(BEARER)
        and not exchange.path.endswith("/")
        and (not exchange.body or headers.get("content-type") == "application/json")
        and METADATA not in exchange.body
    )


def _all(exchange: Exchange, headers: Mapping[str, str], engine: Engine) -> Iterator[str]:
    entry = exchange.entry
    if exchange.step == "fault":
        yield f"{exchange.message}: taken away with DELETE /_emulator/faults"
        return
    if entry is None:
        if exchange.step == "route":
            yield from _of_path(exchange, engine)
        return
    if exchange.path.endswith("/"):
        yield "the path needs no slash at its end"
    yield from _of_version(exchange, headers, entry, engine)
    yield from _of_credentials(exchange, headers)
    if exchange.body and not _is_read(exchange, headers.get("content-type", "").lower()):
        yield "the body was not read: its Content-Type is not application/json"
    if exchange.ignored:
        yield f"ignored: {', '.join(exchange.ignored)}"
    yield from misnomers(exchange)
    if exchange.status == 404 and NO_EVENT_TYPE.search(exchange.message or ""):
        yield "GET /_emulator/records/event-types lists those that this world has"
    if exchange.operation is not None and exchange.operation.id.endswith((CREATES_BOOKING, RESCHEDULES)):
        yield from _of_time(exchange)


def _of_path(exchange: Exchange, engine: Engine) -> Iterator[str]:
    path = exchange.path
    # Clients of v1 keep the version in their base URL; given one that ends before it, their paths have none.
    of_v1 = path.startswith(("/v1", "/api/v1"))
    if of_v1 or (not path.startswith(("/v2", "/api/")) and _has_v1_key(exchange)):
        yield "this is a request of API v1, which is not served: v2 has other paths and shapes"
        return
    if "//" in path:
        yield "there are two slashes in a row in the path"
        return
    if path != path.lower() and engine.match(path.lower()) is not None:
        yield f"paths are written in lower case: {path.lower()}"
        return
    if not path.startswith(("/v2", "/api/v2")):
        if engine.match(f"/v2{path}") is not None:
            yield f"paths begin with /v2: /v2{path}"
        else:
            yield "paths begin with /v2; /openapi.json lists them, /_emulator is the control plane"
        return
    templates = [entry.template for entry in engine.router.entries]
    from difflib import get_close_matches  # noqa: PLC0415 - no start needs it

    near = get_close_matches(path, templates, n=2, cutoff=0.75)
    yield f"near it are {' and '.join(near)}" if near else "this path is not served; /openapi.json lists those that are"


def _of_version(exchange: Exchange, headers: Mapping[str, str], entry: PathEntry, engine: Engine) -> Iterator[str]:
    """A version that is missing or unknown, where it matters."""
    sent = headers.get("cal-api-version")
    if exchange.operation is not None and sent in VERSIONS:
        return
    method = "GET" if exchange.method == "HEAD" else exchange.method
    if method not in entry.operations:
        yield f"this path takes {', '.join(sorted(entry.operations))}, not {exchange.method}"
        return
    versions = _versions(entry, method)
    if exchange.operation is None:
        asked = f"cal-api-version {sent}" if sent in VERSIONS else f"{_missing(sent)}, which stands for {OLDEST}"
        yield f"{asked}: this path answers {method} to {', '.join(versions)}"
    elif versions and entry.select(method, versions[-1]) is not exchange.operation:
        served = f"served as {OLDEST}" if OLDEST in (exchange.operation.versions or ()) else "served as to any version"
        yield f"{_missing(sent)}: {served}; send cal-api-version: {versions[-1]} for newer shapes"
    elif OLDEST in versions:
        newer = _newer_path(entry, method, engine)
        yield f"{_missing(sent)}: served as {OLDEST}, whose generation this path is of{newer}"


def _versions(entry: PathEntry, method: str | None = None) -> list[str]:
    """What a path, or one method of it, answers to by name, oldest first."""
    several = [entry.operations.get(method, [])] if method else entry.operations.values()
    return sorted({version for operations in several for one in operations for version in one.versions or ()})


def _newer_path(entry: PathEntry, method: str, engine: Engine) -> str:
    """Where the resource of a path that only old clients ask for is to be had in its newer versions."""
    root = "/".join(entry.template.split("/")[:3])
    match = engine.match(root)
    if match is None:
        return ""
    newest = (_versions(match.entry, method) or _versions(match.entry) or [OLDEST])[-1]
    return "" if newest == OLDEST else f"; newer ones begin with {root}, for example with cal-api-version: {newest}"


def _missing(sent: str | None) -> str:
    return "there is no cal-api-version header" if sent is None else f"nobody knows cal-api-version {sent}"


def _of_credentials(exchange: Exchange, headers: Mapping[str, str]) -> Iterator[str]:
    sent = headers.get("authorization")
    if exchange.step != "credentials":
        if sent and not sent.startswith(BEARER) and exchange.status < 400 and exchange.caller is not None:
            yield "Authorization has no Bearer before its key: Cal.com takes it so, other services do not"
    elif exchange.status == HTTPStatus.FORBIDDEN:
        # Whoever asked is known, and told in the answer which scope or permission is missing.
        return
    elif _has_v1_key(exchange):
        yield "apiKey in the query is how v1 took keys: v2 wants Authorization: Bearer"
    elif headers.get("x-cal-secret-key"):
        yield "GET /_emulator/records/oauth-clients lists the clients there are, and their secrets"
    elif sent:
        yield _of_key(sent)
    elif "x-api-key" in headers:
        yield "x-api-key is not read: send Authorization: Bearer cal_..."
    elif not headers.get("x-cal-client-id"):
        yield "no Authorization header came: send Authorization: Bearer cal_..."


def _is_read(exchange: Exchange, content_type: str) -> bool:
    """Whether a body of this type is looked at; a few operations take a form as well."""
    if "application/json" in content_type:
        return True
    return exchange.operation is not None and exchange.operation.takes_forms and FORM in content_type


def _of_key(sent: str) -> str:
    """What is wrong with a key or token that nobody knows."""
    key = sent.removeprefix(BEARER)
    if key.startswith(PREFIX):
        return "nobody in this world has that key; GET /_emulator/records/api-keys lists those there are"
    if PREFIX in key:
        return f"only Bearer and one space stand before a key, which begins with {PREFIX}"
    if key != sent and key:
        return (
            f"what does not begin with {PREFIX} is taken for an access token; GET /_emulator/records/access-tokens "
            "lists those there are, and until when each is good"
        )
    return f"credentials come as Authorization: Bearer {PREFIX}..."


def _of_time(exchange: Exchange) -> Iterator[str]:
    """Where to read why a time cannot be booked."""
    said = exchange.message or ""
    if exchange.step != "handler" or not any(words in said for words in WRONG_TIME):
        return
    if PAST in said:
        yield f"this world's clock says {wire(exchange.at)}"
    body = orjson.loads(exchange.body)
    if exchange.operation is not None and exchange.operation.id.endswith(RESCHEDULES):
        asked = {"bookingUidToReschedule": exchange.path.rstrip("/").split("/")[-2], "start": body["start"]}
    else:
        asked = {"eventTypeId": body.get("eventTypeId", "ID"), "start": body["start"]}
    if body.get("lengthInMinutes"):
        asked["duration"] = body["lengthInMinutes"]
    query = "&".join(f"{name}={quote(str(value), safe=':')}" for name, value in asked.items())
    yield f"GET /_emulator/explain/slots?{query} tells why"


def _has_v1_key(exchange: Exchange) -> bool:
    return "apikey=" in exchange.query.decode("latin-1").lower()
