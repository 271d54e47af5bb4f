"""One server for these tests, and worlds on it."""

from __future__ import annotations

from tests.testing.served import server, world

__all__ = ["server", "world"]
