from __future__ import annotations

import base64
import hashlib
import hmac
import json

from emulator.auth.jwt import signed


def read(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def test_a_token_is_a_jwt_that_its_key_verifies() -> None:
    head, claims, signature = signed({"b": 1, "a": "ü"}, b"key").split(".")
    assert json.loads(read(head)) == {"alg": "HS256", "typ": "JWT"}
    assert list(json.loads(read(claims)).items()) == [("b", 1), ("a", "ü")]
    assert read(signature) == hmac.digest(b"key", f"{head}.{claims}".encode(), hashlib.sha256)
    assert "=" not in signature
