"""The signature doctor's surgery: a body, a signature and a secret, and what is wrong with them."""

from __future__ import annotations

import base64
import binascii
from typing import Any, Final

import orjson

from emulator.control.diagnosis import SERIALISED, Finding, diagnose, expected
from emulator.control.plane import Ask, Routes
from emulator.control.problems import ControlError
from emulator.webhooks.delivery import Delivery
from emulator.webhooks.signature import HEADER

Json = Any

QUOTED: Final = 24


async def verify_signature(ask: Ask) -> Json:
    """Whether the signature holds, and if not which step went wrong; the world's own deliveries help to tell."""
    given = await ask.members("body", "bodyBase64", "signature", "secret")
    body, parsed = _body(given)
    signature, secret = _text(given, "signature"), _text(given, "secret")
    found = diagnose(body, signature, secret)
    if parsed and not found:
        found = [SERIALISED]
    sent = _sent(ask, signature)
    if sent is not None and found and found[0].step == "unknown":
        found = _compared(ask, sent, body, secret) or found
    return {
        "valid": not found,
        "expected": expected(body, secret) if secret else None,
        "received": signature,
        "findings": [one.to_json() for one in found],
        "deliveryId": sent.id if sent else None,
    }


def _body(given: dict[str, Json]) -> tuple[bytes, bool]:
    """The bytes, and whether they came as parsed JSON, which nothing can be verified with."""
    if ("body" in given) == ("bodyBase64" in given):
        raise ControlError(
            400,
            "give the body that was received, as text in body or as bytes in bodyBase64",
            where="/body",
            hint='{"body": "{\\"triggerEvent\\":…}", "signature": "…", "secret": "…"}',
        )
    if "bodyBase64" in given:
        try:
            return base64.b64decode(given["bodyBase64"], validate=True), False
        except (binascii.Error, ValueError, TypeError):
            raise ControlError(400, "bodyBase64 is not base64", where="/bodyBase64") from None
    if isinstance(given["body"], str):
        return given["body"].encode("utf-8", "surrogatepass"), False
    return orjson.dumps(given["body"]), True


def _text(given: dict[str, Json], name: str) -> str | None:
    value = given.get(name)
    if value is None or isinstance(value, str):
        return value
    raise ControlError(400, f"{name} must be text, not {value!r}", where=f"/{name}")


def _sent(ask: Ask, signature: str | None) -> Delivery | None:
    """The delivery that carried this signature."""
    if not signature:
        return None
    digest = signature.strip().rpartition("=")[2].lower()
    deliveries = reversed(ask.plane.dispatcher.deliveries(ask.world))
    return next((one for one in deliveries if one.headers.get(HEADER) == digest), None)


def _compared(ask: Ask, sent: Delivery, body: bytes, secret: str | None) -> list[Finding]:
    """What the delivery itself tells: another secret, other bytes."""
    found = []
    hook = ask.world.webhooks.get(sent.webhook_id)
    if hook is not None and hook.secret is not None and secret is not None and hook.secret != secret:
        text = "the secret is not that of the subscription that this was sent to"
        found.append(Finding("other-secret", text, f"use the secret of webhook {hook.id}"))
    if body != sent.body and _says_the_same(body, sent.body):
        found.append(SERIALISED)
    elif body != sent.body:
        place = next(
            (number for number, (one, other) in enumerate(zip(body, sent.body, strict=False)) if one != other),
            min(len(body), len(sent.body)),
        )
        was = sent.body[place : place + QUOTED].decode(errors="replace")
        came = body[place : place + QUOTED].decode(errors="replace")
        text = f"the body differs from what was sent at byte {place}: sent {was!r}, given {came!r}"
        found.append(Finding("other-body", text, f"verify the raw bytes; they stand in delivery {sent.id}"))
    return found


def _says_the_same(body: bytes, sent: bytes) -> bool:
    """Is it the same JSON? Members in another order cannot be put back without knowing what was sent."""
    try:
        said = orjson.loads(body)
        return bool((orjson.loads(said) if isinstance(said, str) else said) == orjson.loads(sent))
    except orjson.JSONDecodeError:
        return False


ROUTES: Final[Routes] = {"/verify-signature": {"POST": (200, verify_signature)}}
