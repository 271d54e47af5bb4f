"""Signed JSON, the form of tokens and client secrets. Signatures are for show: what counts is what the world stores."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping
from typing import Any, Final

import orjson

HEADER: Final = {"alg": "HS256", "typ": "JWT"}


def signed(claims: Mapping[str, Any], key: bytes) -> str:
    """A JWT over the claims, in their order, by HMAC-SHA256."""
    head = f"{_part(orjson.dumps(HEADER))}.{_part(orjson.dumps(claims))}"
    return f"{head}.{_part(hmac.digest(key, head.encode(), hashlib.sha256))}"


def _part(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")
