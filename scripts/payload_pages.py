"""Pages of docs/payloads/: what each trigger sends, taken from a run of the emulator, with the document's types.

The run is the same every time: one seed, a clock that stands still, a booking made over the API.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

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
ABSENT: Final = object()
"""Of a member that the example does not have."""


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
        "`calcom-emulator trigger NAME` or `POST /_emulator/trigger`. A field is there `always`, that is whenever what",
        "it stands in is, or `sometimes`: those without an example belong to seats, series, teams and whatever else",
        "the example does not have.",
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
    rows = list(_fields(new, schema, Schemas(document), ""))
    both = {row.place for row in _fields(old, schema, Schemas(document), "") if row.value is not ABSENT}
    lines = [f"# {trigger}", "", f"{described['summary']}.", *_paragraph(described), "", "## Fields", ""]
    lines += ["| field | type | present | example | versions |", "| --- | --- | --- | --- | --- |"]
    for row in rows:
        since = NEW_VERSION if row.value is not ABSENT and row.place not in both else "both"
        present = "always" if row.always else "sometimes"
        lines.append(f"| `{row.place}` | {row.kinds} | {present} | {_example(row.value)} | {since} |")
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


@dataclass(slots=True, frozen=True)
class Row:
    """A member: where it stands, its types by the document, whether it is there whenever its parent is; the value."""

    place: str
    kinds: str
    always: bool
    value: Json


def _fields(value: Json, schema: Json, schemas: Schemas, place: str) -> Iterator[Row]:
    """Every member of an object, those that this one does not have last; lists by their first item."""
    given = value if isinstance(value, dict) else {}
    properties, required = _properties(schemas, schema)
    others = schemas.fold(schema).first("additionalProperties")
    for name in (*given, *(name for name in properties if name not in given)):
        inner = given.get(name, ABSENT)
        known = properties.get(name, others if isinstance(others, dict) else None)
        where = f"{place}.{name}" if place else name
        yield Row(where, _types(schemas, known, inner), name in required, inner)
        yield from _inside(inner, known if known is not None else {}, schemas, where)


def _inside(value: Json, schema: Json, schemas: Schemas, place: str) -> Iterator[Row]:
    kinds = _known_types(schemas, schema)
    if isinstance(value, list) or (value in (ABSENT, None) and "array" in kinds):
        first = value[0] if isinstance(value, list) and value else ABSENT
        yield from _fields(first, schemas.fold(schema).items, schemas, f"{place}[]")
    elif isinstance(value, dict) or (value in (ABSENT, None) and "object" in kinds):
        yield from _fields(value, schema, schemas, place)


def _properties(schemas: Schemas, schema: Json) -> tuple[dict[str, Json], set[str]]:
    """What an object may have, and what it must."""
    folded: Folded = schemas.fold(schema)
    found, required = dict(folded.properties), set(folded.required)
    for union in folded.unions:
        several = [_properties(schemas, branch) for branch in branches(union)]
        for properties, _ in several:
            found |= properties
        asked = [needed for properties, needed in several if properties]
        if asked:
            required |= set.intersection(*asked)
    return found, required


def _types(schemas: Schemas, schema: Json | None, value: Json) -> str:
    """By the document where it says, else by the value."""
    types = _known_types(schemas, schema) if schema is not None else frozenset()
    names = sorted(types - {"null"}) or ["any" if value is ABSENT else type_of(value)]
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
    if value is ABSENT:
        return ""
    if isinstance(value, dict | list):
        return "" if value else f"`{json.dumps(value)}`"
    text = json.dumps(value, ensure_ascii=False).replace("|", "\\|")
    return f"`{text if len(text) <= LONGEST else text[: LONGEST - 1] + '…'}`"


def _written(body: Json) -> list[str]:
    return ["```json", json.dumps(body, indent=2, ensure_ascii=False), "```"]
