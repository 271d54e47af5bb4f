from __future__ import annotations

import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulator.webhooks.signature import signature


@pytest.mark.behaviour("webhooks", 38)
def test_a_known_signature() -> None:
    """RFC 4231, case 2. webhooks.md 10 #38: bare lower-case hex."""
    assert signature("Jefe", b"what do ya want for nothing?") == (
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    )


@pytest.mark.behaviour("webhooks", 37)
@pytest.mark.parametrize("secret", [None, ""])
def test_no_secret(secret: str | None) -> None:
    """webhooks.md 10 #37"""
    assert signature(secret, b"{}") == "no-secret-provided"


@given(st.text(min_size=1).filter(lambda text: text.isprintable()), st.binary())
def test_the_exact_bytes_are_signed(secret: str, body: bytes) -> None:
    assert signature(secret, body) == hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
