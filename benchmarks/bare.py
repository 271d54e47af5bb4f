"""The yardstick: a Starlette application that validates the same bodies and keeps bookings in a dictionary.

It knows nothing of availability, versions, credentials or webhooks; it only parses, validates, stores and answers.
"""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import jsonschema_rs
import orjson
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

DOCUMENT = orjson.loads((Path(__file__).parent.parent / "spec" / "openapi.json").read_bytes())
CREATE = jsonschema_rs.validator_for(
    {
        "$ref": "#/components/schemas/"
        + next(n for n in DOCUMENT["components"]["schemas"] if n.startswith("CreateBookingInput")),
        "components": DOCUMENT["components"],
    }
)
ANSWER = jsonschema_rs.validator_for(
    {"type": "object", "required": ["status", "data"], "properties": {"data": {"type": ["object", "array"]}}}
)
NUMBERS = itertools.count(1)
BOOKINGS: dict[str, dict[str, Any]] = {}


def answer(body: dict[str, Any], status: int = 200) -> JSONResponse:
    ANSWER.validate(body)
    return JSONResponse(body, status)


async def create(request: Request) -> JSONResponse:
    body = orjson.loads(await request.body())
    if not CREATE.is_valid(body):
        return JSONResponse({"status": "error"}, 400)
    number = next(NUMBERS)
    booking = {
        "id": number,
        "uid": f"uid-{number}",
        "title": "Meeting",
        "status": "accepted",
        "start": body["start"],
        "end": body["start"],
        "duration": 15,
        "eventTypeId": body["eventTypeId"],
        "attendees": [body["attendee"]],
        "hosts": [{"id": 1, "name": "Ada", "email": "ada@example.com", "timeZone": "UTC"}],
        "metadata": {},
        "bookingFieldsResponses": {"name": body["attendee"]["name"], "email": body["attendee"]["email"]},
        "createdAt": "2030-01-01T00:00:00.000Z",
        "updatedAt": "2030-01-01T00:00:00.000Z",
    }
    BOOKINGS[booking["uid"]] = booking
    return answer({"status": "success", "data": booking}, 201)


async def read(request: Request) -> JSONResponse:
    return answer({"status": "success", "data": BOOKINGS[request.path_params["uid"]]})


async def listing(request: Request) -> JSONResponse:
    take = int(request.query_params.get("take", 100))
    return answer({"status": "success", "data": list(itertools.islice(BOOKINGS.values(), take)), "pagination": {}})


app = Starlette(
    routes=[
        Route("/v2/bookings", create, methods=["POST"]),
        Route("/v2/bookings", listing, methods=["GET"]),
        Route("/v2/bookings/{uid}", read, methods=["GET"]),
    ]
)
