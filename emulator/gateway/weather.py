"""What faults do to a request: make it wait, answer in its place, or cut the line."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from http import HTTPStatus
from typing import Final

import orjson
from starlette.types import Receive, Send

from emulator.errors.base import ApiError, HttpProblem
from emulator.errors.common import internal, too_many_requests
from emulator.gateway import headers as fixed
from emulator.gateway.exchange import Exchange
from emulator.world.faults import Fault
from emulator.world.instants import wire

HUNG_UP: Final = 0
"""Stands for a status where there was none."""

HTML: Final = (b"content-type", b"text/html; charset=utf-8")


async def passed(struck: Sequence[Fault], *, after: bool) -> Fault | None:
    """Wait as the faults of this stage say, and give the one that answers instead, if there is one.

    Waiting is real time, whatever the world's clock does: the client at the other end waits in real time.
    """
    here = [fault for fault in struck if fault.after is after]
    for fault in here:
        if fault.effect == "latency":
            await asyncio.sleep(fault.seconds or 0)
    return next((fault for fault in here if fault.effect != "latency"), None)


def answer_instead(exchange: Exchange, fault: Fault) -> None:
    """Put the fault's answer in the place of the real one; what the request did before stays done."""
    exchange.fidelity = fixed.FAULT
    exchange.step = "fault"
    exchange.message = f"fault {fault.id}: {fault.effect}"
    exchange.answer_headers = [fixed.JSON]
    if fault.effect == "disconnect":
        exchange.status = HUNG_UP
        exchange.content = b""
    elif fault.effect == "rate-limit":
        _refuse(exchange, too_many_requests())
    else:
        exchange.status = fault.status or 500
        if isinstance(fault.body, str):
            # A proxy's page: what stands in front of a real service answers like this.
            exchange.answer_headers = [HTML]
            exchange.content = fault.body.encode()
        elif fault.body is not None:
            exchange.content = orjson.dumps(fault.body)
        else:
            _refuse(exchange, _usual(exchange.status))
    exchange.answer_headers += [(name.lower().encode(), str(value).encode()) for name, value in fault.headers.items()]


def _refuse(exchange: Exchange, refusal: ApiError) -> None:
    exchange.status = refusal.status
    exchange.content = orjson.dumps(refusal.body(wire(exchange.at), exchange.url))


def _usual(status: int) -> ApiError:
    return internal() if status == HTTPStatus.INTERNAL_SERVER_ERROR else HttpProblem(status, _phrase(status))


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"


async def hang_up(receive: Receive, send: Send) -> None:
    """End the connection without an answer. Raises `ConnectionResetError` where there is no connection to end."""
    transport = getattr(getattr(send, "__self__", None), "transport", None)
    if transport is None:
        raise ConnectionResetError("a fault hung up before the answer")
    transport.abort()
    while (await receive())["type"] != "http.disconnect":
        pass
