"""The journal: what the API was asked, what it made of it, and what that brought about."""

from __future__ import annotations

from collections.abc import Callable
from fnmatch import fnmatchcase
from typing import Any, Final

from emulator.control import masking
from emulator.control.asking import of_status, only, since, wait_until, waiting, whole
from emulator.control.kinds import KINDS
from emulator.control.plane import Ask, Routes
from emulator.control.problems import ControlError
from emulator.gateway.exchange import MOST_KEPT, Exchange
from emulator.world.instants import wire
from emulator.world.tables import Change

Json = Any

PARAMETERS: Final = ("operation", "method", "path", "status", "since", "limit", "wait", "count")
MOST: Final = 100_000


async def list_requests(ask: Ask) -> Json:
    """Entries that fit every filter, the newest `limit` of them; waits until there are `count` if asked to."""
    limit = whole(ask.query, "limit", MOST, 0, MOST)
    count = whole(ask.query, "count", 1, 1, MOST)
    seconds = waiting(ask.query)
    found = fitting(ask)
    grown = ask.plane.gateway.journal(ask.world).grown
    await wait_until(lambda: len(found()) >= count, grown, lambda: ask.plane.universe.goes_on(ask.world), seconds)
    entries = found()
    return [shown(one) for one in entries[max(0, len(entries) - limit) :]]


def fitting(ask: Ask) -> Callable[[], list[Exchange]]:
    """What looks for the entries that fit every filter of the query, oldest first. Raises a 400 for any other."""
    only(ask.query, PARAMETERS, "requests")
    journal = ask.plane.gateway.journal(ask.world)
    is_late_enough = since(ask.query)
    has_status = of_status(ask.query)
    return lambda: [
        one
        for one in journal
        if is_late_enough(one.number, one.at) and has_status(one.status) and _fits(one, dict(ask.query))
    ]


async def read_request(ask: Ask) -> Json:
    return shown(known(ask))


def known(ask: Ask) -> Exchange:
    """The entry that the path names, by its number or by the request's id. Raises a 404."""
    wanted = ask.path["id"]
    for one in ask.plane.gateway.journal(ask.world):
        if wanted in (str(one.number), one.request_id):
            return one
    raise ControlError(
        404,
        f"there is no request {wanted!r} in the journal",
        hint="GET /_emulator/requests lists them; older ones are forgotten, see --journal",
    )


async def clear_requests(ask: Ask) -> Json:
    return {"cleared": ask.plane.gateway.journal(ask.world).clear()}


def shown(one: Exchange) -> Json:
    """An entry without credentials. What depends on the machine's speed stands in `timing` alone."""
    return {
        "number": one.number,
        "requestId": one.request_id,
        "at": wire(one.at),
        "method": one.method,
        "path": one.path,
        "query": masking.query(one.query.decode("latin-1")),
        "operation": one.operation.id if one.operation else None,
        "version": one.version,
        "caller": _caller(one),
        "verdict": verdict(one),
        "refusal": _refusal(one),
        "fidelity": one.fidelity[1].decode(),
        "hint": one.hint.decode() if one.hint else None,
        "ignored": list(one.ignored),
        "effects": {
            "records": [_change(change) for change in _summed(one.changes)],
            "events": list(one.events),
            "deliveries": list(one.deliveries),
        },
        "status": one.status or None,
        "request": {"headers": _headers(one), "body": _body(one.body)},
        "answer": {"body": _body(one.content)},
        "truncated": MOST_KEPT in (len(one.body), len(one.content)),
        "timing": {"seconds": round(one.seconds, 6)},
    }


def _fits(one: Exchange, query: dict[str, str]) -> bool:
    operation = one.operation.id if one.operation else ""
    return (
        fnmatchcase(operation, query.get("operation", "*"))
        and one.method == query.get("method", one.method).upper()
        and fnmatchcase(one.path, query.get("path", "*"))
    )


def _caller(one: Exchange) -> Json:
    if one.caller is None:
        return None
    user, key, client = one.caller.user, one.caller.api_key, one.caller.client
    return {
        "userId": user.id,
        "username": user.username,
        "apiKeyId": key.id if key else None,
        "oAuthClientId": client.id if client else None,
        "byToken": one.caller.token is not None,
    }


def verdict(one: Exchange) -> str:
    """Whether a request was found valid, or whether it ended before anybody looked."""
    if one.step in ("handler", "answered"):
        return "valid"
    return "invalid" if one.step == "validation" else "not reached"


def _refusal(one: Exchange) -> Json:
    if one.message is None:
        return None
    return {"by": one.step, "message": one.message, "errors": one.errors}


def _headers(one: Exchange) -> dict[str, str]:
    decoded = ((name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in one.headers)
    return {name: masking.header(name, value) for name, value in decoded}


def _body(body: bytes) -> str | None:
    return masking.text(body.decode("utf-8", errors="replace")) if body else None


def _summed(changes: Any) -> list[Change]:
    """One entry a record: what was made and filled in was made; what was changed twice was changed."""
    summed: dict[tuple[str, Any], Change] = {}
    for change in changes:
        before = summed.get((change.table, change.id))
        if before is not None and change.done == "updated":
            fields = tuple(dict.fromkeys((*before.fields, *change.fields))) if before.done == "updated" else ()
            change = Change(change.table, change.id, before.done, fields)  # noqa: PLW2901 - the sum of both
        summed[change.table, change.id] = change
    return list(summed.values())


def _change(change: Change) -> Json:
    row: Json = {"kind": change.table, "id": change.id, "change": change.done}
    if change.done == "updated":
        kind = KINDS.get(change.table)
        names = {field.name: name for name, field in kind.vocabulary.fields.items()} if kind else {}
        row["fields"] = [names.get(field, field) for field in change.fields]
    return row


ROUTES: Final[Routes] = {
    "/requests": {"GET": (200, list_requests), "DELETE": (200, clear_requests)},
    "/requests/{id}": {"GET": (200, read_request)},
}
