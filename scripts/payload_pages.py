"""Pages of docs/payloads/: what each trigger sends, taken from a run of the emulator, with the document's types.

The run is the same every time: one seed, a clock that stands still, a booking made over the API.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from typing import Any

import httpx2

from emulator.app import Emulator
from emulator.contract.document import Document, builtin_documents
from emulator.contract.fold import Folded, branches, type_of
from emulator.contract.schemas import Schemas
from emulator.control.staging import STATUSES, WITHOUT_BOOKING
from emulator.webhooks.triggers import NEW_VERSION, OLD_VERSION, TRIGGERS

Json = Any

NOW = "2030-01-07T08:00:00Z"
KEY = {"authorization": "Bearer cal_test_ada", "cal-api-version": "2024-08-13"}
BOOKING = {
    "eventTypeId": 3,
    "start": "2030-01-08T13:00:00Z",
    "attendee": {"name": "Bob Guest", "email": "bob@example.com", "timeZone": "Asia/Kolkata", "language": "en"},
    "guests": ["grace@example.com"],
    "metadata": {"order": "4711"},
}
NOWHERE = "http://127.0.0.1:9/"
LONGEST = 60


def pages() -> dict[str, str]:
    """Every page's text by its path from the root."""
    bodies = asyncio.run(_bodies())
    document = builtin_documents()[0]
    found = {f"docs/payloads/{trigger}.md": _page(trigger, bodies[trigger], document) for trigger in TRIGGERS}
    return {"docs/payloads/README.md": _index(document), **found}


async def _bodies() -> dict[str, dict[str, Json]]:
    """By trigger, then by payload version, what is sent."""
    transport = httpx2.ASGITransport(app=Emulator(now=NOW, seed=0, webhook_policy="once"))
    async with httpx2.AsyncClient(transport=transport, base_url="http://emulator") as client:
        booked = await client.post("/v2/bookings", json=BOOKING, headers=KEY)
        booked.raise_for_status()
        uid = booked.json()["data"]["uid"]
        found: dict[str, dict[str, Json]] = {}
        for trigger in TRIGGERS:
            # What was never a booking of that status is made up; everything else tells of the one that was booked.
            about = {} if trigger in WITHOUT_BOOKING or trigger in STATUSES else {"uid": uid}
            for version in (OLD_VERSION, NEW_VERSION):
                asked = {"trigger": trigger, "url": NOWHERE, "version": version, **about}
                answer = await client.post("/_emulator/trigger", json=asked)
                answer.raise_for_status()
                found.setdefault(trigger, {})[version] = json.loads(answer.json()["body"])
        return found


def _index(document: Document) -> str:
    lines = [
        "# Webhook payloads",
        "",
        "One page a trigger, each made from a run of the emulator. Send any of them to your own handler with",
        "`calcom-emulator trigger NAME` or `POST /_emulator/trigger`.",
        "",
        "| trigger | sent when |",
        "| --- | --- |",
    ]
    lines += [f"| [{trigger}]({trigger}.md) | {_described(document, trigger)['summary']} |" for trigger in TRIGGERS]
    return "\n".join(lines) + "\n"


def _page(trigger: str, versions: dict[str, Json], document: Document) -> str:
    described = _described(document, trigger)
    schema = described["requestBody"]["content"]["application/json"]["schema"]
    old, new = versions[OLD_VERSION], versions[NEW_VERSION]
    rows = {place: (kinds, value) for place, kinds, value in _fields(new, schema, Schemas(document), "")}
    both = {place for place, _, _ in _fields(old, schema, Schemas(document), "")}
    lines = [f"# {trigger}", "", f"{described['summary']}.", *_paragraph(described), "", "## Fields", ""]
    lines += ["| field | type | example | versions |", "| --- | --- | --- | --- |"]
    for place, (kinds, value) in rows.items():
        since = "both" if place in both else NEW_VERSION
        lines.append(f"| `{place}` | {kinds} | {_example(value)} | {since} |")
    lines += ["", f"## Example, version {OLD_VERSION}", "", *_written(old)]
    if old == new:
        lines += ["", f"## Example, version {NEW_VERSION}", "", "The same."]
    else:
        lines += ["", f"## Example, version {NEW_VERSION}", "", *_written(new)]
    return "\n".join(lines) + "\n"


def _described(document: Document, trigger: str) -> Json:
    return document.raw["webhooks"][trigger]["post"]


def _paragraph(described: Json) -> list[str]:
    text = str(described.get("description", "")).strip()
    return ["", text] if text else []


def _fields(value: Json, schema: Json, schemas: Schemas, place: str) -> Iterator[tuple[str, str, Json]]:
    """Every member of a value with its types by the document, as deep as the value goes; lists by their first item."""
    if isinstance(value, dict):
        properties = _properties(schemas, schema)
        for name, inner in value.items():
            yield from _field(inner, properties.get(name), schemas, f"{place}.{name}" if place else name)


def _field(value: Json, schema: Json | None, schemas: Schemas, place: str) -> Iterator[tuple[str, str, Json]]:
    yield place, _types(schemas, schema, value), value
    if isinstance(value, list) and value:
        items = schemas.fold(schema).items if schema is not None else {}
        yield from _fields(value[0], items, schemas, f"{place}[]")
    elif isinstance(value, dict):
        yield from _fields(value, schema if schema is not None else {}, schemas, place)


def _properties(schemas: Schemas, schema: Json) -> dict[str, Json]:
    folded: Folded = schemas.fold(schema)
    found = dict(folded.properties)
    for union in folded.unions:
        for branch in branches(union):
            found |= _properties(schemas, branch)
    return found


def _types(schemas: Schemas, schema: Json | None, value: Json) -> str:
    """By the document where it says, else by the value."""
    types = _known_types(schemas, schema) if schema is not None else frozenset()
    names = sorted(types - {"null"}) or [type_of(value)]
    may_be_null = value is None or "null" in types
    return " or ".join(names + (["null"] if may_be_null and names != ["null"] else []))


def _known_types(schemas: Schemas, schema: Json) -> frozenset[str]:
    folded = schemas.fold(schema)
    found = folded.types or frozenset()
    for union in folded.unions:
        for branch in branches(union):
            found |= _known_types(schemas, branch)
    return found


def _example(value: Json) -> str:
    if isinstance(value, dict | list):
        return "" if value else f"`{json.dumps(value)}`"
    text = json.dumps(value, ensure_ascii=False).replace("|", "\\|")
    return f"`{text if len(text) <= LONGEST else text[: LONGEST - 1] + '…'}`"


def _written(body: Json) -> list[str]:
    return ["```json", json.dumps(body, indent=2, ensure_ascii=False), "```"]
