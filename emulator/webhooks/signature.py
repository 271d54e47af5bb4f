"""The signature of a delivery: bare lower-case hexadecimal HMAC-SHA256 over the exact bytes."""

from __future__ import annotations

import hmac
from typing import Final

HEADER: Final = "X-Cal-Signature-256"

UNSIGNED: Final = "no-secret-provided"
"""Stands in the header when the subscription has no secret (webhooks.md 2.1)."""


def signature(secret: str | None, body: bytes) -> str:
    """The value of `X-Cal-Signature-256`."""
    if not secret:
        return UNSIGNED
    return hmac.digest(secret.encode(), body, "sha256").hex()
