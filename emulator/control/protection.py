"""Who may speak to the control plane."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.requests import Request

from emulator.control.problems import ControlError


def admit(request: Request) -> None:
    """Raise a 403 for a page of another site, open in the author's browser: it has no business here."""
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
        raise ControlError(403, f"the control plane does not answer pages of {origin}")
