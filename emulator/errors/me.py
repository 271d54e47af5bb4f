"""Refusals of the caller's own account."""

from __future__ import annotations

from emulator.errors.base import ApiError, InvalidRequest


def unknown_time_zone() -> ApiError:
    text = "timeZone must be a valid IANA time-zone"
    return InvalidRequest([{"property": "timeZone", "children": [], "constraints": {"isTimeZone": text}}])
