"""Cursors of lists that are in the order of time-based UUIDs (live.md 2.2)."""

from __future__ import annotations

import base64
import binascii
from uuid import UUID

import orjson

from emulator.errors import booking_reads as errors


def cursor_of(uuid: str) -> str:
    """What is sent to read on behind the row with that UUID."""
    return base64.b64encode(orjson.dumps({"v": 1, "sortUuid": uuid})).decode()


def read_cursor(cursor: str) -> str:
    """The UUID in a cursor. Raises a 400 for what no list ever gave."""
    try:
        held = orjson.loads(base64.b64decode(cursor, validate=True))
        if isinstance(held, dict) and held.get("v") == 1:
            return str(UUID(held["sortUuid"]))
    except (binascii.Error, ValueError, KeyError, TypeError, AttributeError):
        pass
    raise errors.bad_cursor()
