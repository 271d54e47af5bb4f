"""Where webhooks may go that nobody receives: it takes anything, or fails as it is told to."""

from __future__ import annotations

from typing import Final

from starlette.responses import Response

from emulator.control.plane import Ask, Routes
from emulator.control.problems import ControlError
from emulator.webhooks.sink import status_of


async def take(ask: Ask) -> Response:
    """An empty answer of the status that the query asks for. Deliveries of the emulator itself do not come this way."""
    await ask.text()
    try:
        return Response(status_code=status_of(ask.query.get("status", ""), 0))
    except ValueError as error:
        raise ControlError(400, str(error), where="?status", hint="for example ?status=503,200") from None


ROUTES: Final[Routes] = {"/sink": {"POST": (200, take)}, "/sink/{name:path}": {"POST": (200, take)}}
