"""Every mistake that the signature doctor knows, made and found."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulator.control.diagnosis import diagnose, expected

BODY = '{"triggerEvent":"BOOKING_CREATED","payload":{"title":"Zoë & Bob","price":10,"ratio":0.5}}'.encode()
SECRET = "s3cret"
SIGNATURE = hmac.new(SECRET.encode(), BODY, hashlib.sha256).hexdigest()
RAW = bytes.fromhex(SIGNATURE)
PARSED = json.loads(BODY)


def mac(key: bytes, algorithm: str = "sha256") -> str:
    return hmac.new(key, BODY, algorithm).hexdigest()


@pytest.mark.parametrize(
    ("body", "header", "secret", "steps"),
    [
        (BODY, SIGNATURE, SECRET, []),
        (BODY, None, SECRET, ["no-header"]),
        (BODY, "  ", SECRET, ["no-header"]),
        (BODY, "no-secret-provided", SECRET, ["no-subscription-secret"]),
        (BODY, SIGNATURE, None, ["no-secret"]),
        (BODY, SIGNATURE, "", ["no-secret"]),
        (BODY, f"sha256={SIGNATURE}", SECRET, ["prefix"]),
        (BODY, f"sha256={SIGNATURE.upper()}", SECRET, ["prefix", "upper-case"]),
        (BODY, SIGNATURE.upper(), SECRET, ["upper-case"]),
        (BODY, f" {SIGNATURE}\n", SECRET, ["header-whitespace"]),
        (BODY, base64.b64encode(RAW).decode(), SECRET, ["base64"]),
        (BODY, base64.urlsafe_b64encode(RAW).decode().rstrip("="), SECRET, ["base64"]),
        (BODY, "sha256=" + base64.b64encode(RAW).decode(), SECRET, ["prefix", "base64"]),
        (BODY, SIGNATURE, f"{SECRET}\n", ["secret-whitespace"]),
        (BODY, SIGNATURE, f" {SECRET}\r\n", ["secret-whitespace"]),
        (BODY, SIGNATURE, f'"{SECRET}"', ["secret-quotes"]),
        (BODY, SIGNATURE, f"'{SECRET}'\n", ["secret-whitespace", "secret-quotes"]),
        (BODY, mac(bytes.fromhex("c0ffee")), "c0ffee", ["secret-decoded"]),
        (BODY, mac(b"hello"), base64.b64encode(b"hello").decode(), ["secret-decoded"]),
        (json.dumps(PARSED).encode(), SIGNATURE, SECRET, ["re-serialised"]),
        (json.dumps(PARSED, indent=2, ensure_ascii=False).encode(), SIGNATURE, SECRET, ["re-serialised"]),
        (BODY.replace(b":10,", b":10.0,"), SIGNATURE, SECRET, ["re-serialised"]),
        (
            json.dumps(PARSED).encode(),
            SIGNATURE.upper(),
            f"{SECRET}\n",
            ["upper-case", "secret-whitespace", "re-serialised"],
        ),
        (BODY + b"\n", SIGNATURE, SECRET, ["line-ending"]),
        (b"\xef\xbb\xbf" + BODY, SIGNATURE, SECRET, ["byte-order-mark"]),
        (BODY.decode("latin-1").encode(), SIGNATURE, SECRET, ["decoding"]),
        (json.dumps(json.loads(BODY.decode("latin-1"))).encode(), SIGNATURE, SECRET, ["re-serialised", "decoding"]),
        (BODY.decode("ascii", "replace").encode(), SIGNATURE, SECRET, ["decoding-lost"]),
        (b"", SIGNATURE, SECRET, ["empty-body"]),
        (BODY, mac(SECRET.encode(), "sha1"), SECRET, ["algorithm"]),
        (BODY, mac(SECRET.encode(), "sha512"), SECRET, ["algorithm"]),
        (BODY, hashlib.sha256(SECRET.encode() + BODY).hexdigest(), SECRET, ["plain-hash"]),
        (BODY, hashlib.sha256(BODY).hexdigest(), SECRET, ["plain-hash"]),
        (BODY, SIGNATURE, "another", ["unknown"]),
        (BODY.replace(b"Bob", b"Eve"), SIGNATURE, SECRET, ["unknown"]),
        (BODY, "ü", SECRET, ["unknown"]),
    ],
)
def test_a_mistake_is_found(body: bytes, header: str | None, secret: str | None, steps: list[str]) -> None:
    found = diagnose(body, header, secret)
    assert [one.step for one in found] == steps
    assert all(one.message and one.fix for one in found)


def test_windows_line_endings() -> None:
    body = b'{\n  "a": 1\n}'
    header = expected(body, SECRET)
    assert [one.step for one in diagnose(body.replace(b"\n", b"\r\n"), header, SECRET)] == ["line-ending"]


@given(st.binary(max_size=60), st.text(min_size=1, max_size=20))
def test_what_holds_is_never_faulted_and_nothing_else_passes(body: bytes, secret: str) -> None:
    header = expected(body, secret)
    assert diagnose(body, header, secret) == []
    other = ("0" if header[0] != "0" else "1") + header[1:]
    assert diagnose(body, other, secret) != []


@given(st.binary(max_size=40), st.text(max_size=40), st.text(max_size=20))
def test_nothing_makes_the_doctor_stumble(body: bytes, header: str, secret: str) -> None:
    assert diagnose(body, header, secret)
