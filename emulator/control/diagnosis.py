"""The signature doctor: which step between the subscriber's raw bytes and the comparison went wrong.

Whatever a verification gets wrong can be done again here: undo one supposed mistake after the other, in the header, in
the secret and in the body, until the signature holds. The fewest mistakes that explain everything are the diagnosis.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Final

from emulator.webhooks import javascript
from emulator.webhooks.signature import UNSIGNED

ALGORITHMS: Final = ("sha1", "sha512", "sha384", "md5")


@dataclass(frozen=True, slots=True)
class Finding:
    """One mistake: `step` is its name for programs, `message` what is wrong, `fix` what to do."""

    step: str
    message: str
    fix: str

    def to_json(self) -> dict[str, str]:
        return {"step": self.step, "message": self.message, "fix": self.fix}


PREFIX: Final = Finding(
    "prefix",
    "the signature begins with sha256=, which Cal.com does not send",
    "compare with the bare hexadecimal digest",
)
BASE64: Final = Finding(
    "base64",
    "the signature is the digest in base64; Cal.com sends it in hexadecimal",
    "use hexdigest() or digest('hex')",
)
UPPER: Final = Finding(
    "upper-case",
    "the signature is in upper case; Cal.com sends lower-case hexadecimal",
    "write the digest in lower case before comparing",
)
HEADER_SPACE: Final = Finding(
    "header-whitespace", "there is white space round the signature", "strip the header's value before comparing"
)
SECRET_SPACE: Final = Finding(
    "secret-whitespace",
    "there is white space round the secret, often a newline at the end of a file or an environment variable",
    "strip the secret when it is read",
)
SECRET_QUOTES: Final = Finding(
    "secret-quotes", "the secret is wrapped in quotes", "take the quotes away where the secret is configured"
)
SECRET_DECODED: Final = Finding(
    "secret-decoded", "the secret was decoded before it was used as key", "use the secret's own characters as key"
)
SERIALISED: Final = Finding(
    "re-serialised",
    "the body was parsed and written again: spaces, escapes or number formats are not those that were signed",
    "verify the raw bytes of the request before anything parses them (express.raw, request.body(), req.text())",
)
ENDING: Final = Finding(
    "line-ending",
    "the body has gained white space at its ends or other line endings",
    "verify the raw bytes, not lines or text that was read and joined",
)
DECODED: Final = Finding(
    "decoding",
    "the body was decoded as another character set than UTF-8 and encoded again",
    "verify the raw bytes, or decode and encode them as UTF-8",
)
LOST: Final = Finding(
    "decoding-lost",
    "the body contains U+FFFD: it was decoded as something that it is not, and what it said is lost",
    "verify the raw bytes before they are decoded",
)
BOM: Final = Finding("byte-order-mark", "the body begins with a byte order mark", "verify the raw bytes")
NO_HEADER: Final = Finding(
    "no-header",
    "there is no signature: Cal.com always sends X-Cal-Signature-256",
    "look for proxies that drop headers, and read the header's name without regard to case",
)
NO_SUBSCRIPTION_SECRET: Final = Finding(
    "no-subscription-secret",
    f"the signature says {UNSIGNED}: the subscription has no secret",
    "give the subscription a secret (PATCH /v2/webhooks/{id})",
)
NO_SECRET: Final = Finding(
    "no-secret", "no secret was given, so nothing can be verified", "configure the subscription's secret"
)
EMPTY_BODY: Final = Finding(
    "empty-body",
    "the body is empty: something has read it before",
    "read the raw body first and hand the same bytes to whoever parses them",
)
UNKNOWN: Final = Finding(
    "unknown",
    "neither body, secret nor signature can be made to fit by undoing a usual mistake",
    "compare the secret with the subscription's, and the body with that of the delivery (GET /_emulator/deliveries)",
)


def _algorithm(name: str) -> Finding:
    return Finding(
        "algorithm", f"the signature is an HMAC with {name}; Cal.com uses SHA-256", "use SHA-256 for the HMAC"
    )


PLAIN_HASH: Final = Finding(
    "plain-hash",
    "the signature is a bare SHA-256 of secret and body, not an HMAC",
    "use an HMAC, with the secret as key",
)


def expected(body: bytes, secret: str) -> str:
    """The signature that Cal.com sends."""
    return _hmac(body, secret.encode())


def diagnose(body: bytes, header: str | None, secret: str | None) -> list[Finding]:
    """What is wrong, as few mistakes as explain it; nothing when the signature holds."""
    if header is None or not header.strip():
        return [NO_HEADER]
    if header.strip() == UNSIGNED:
        return [NO_SUBSCRIPTION_SECRET]
    if not secret:
        return [NO_SECRET]
    best: list[Finding] | None = None
    for (digest, first), (key, second), (content, third) in product(
        _headers(header), _secrets(secret), _contents(body)
    ):
        found = [*first, *second, *third]
        if (best is None or len(found) < len(best)) and hmac.compare_digest(_hmac(content, key), digest):
            best = found
    if best is not None:
        return best
    return _other_digests(body, header, secret) or (
        [EMPTY_BODY] if not body else [LOST] if _is_lost(body) else [UNKNOWN]
    )


def _hmac(body: bytes, key: bytes, algorithm: str = "sha256") -> str:
    return hmac.new(key, body, algorithm).hexdigest()


def _headers(header: str) -> Iterator[tuple[str, list[Finding]]]:
    """Every hexadecimal digest that the header may have meant, with the mistakes that this takes."""
    text, found = header, []
    if text != text.strip():
        text, found = text.strip(), [HEADER_SPACE]
    if text.lower().startswith("sha256="):
        text, found = text[len("sha256=") :], [*found, PREFIX]
    if text.isascii():
        yield text, found
        if text != text.lower():
            yield text.lower(), [*found, UPPER]
    try:
        decoded = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_" if set(text) & set("-_") else None)
    except (binascii.Error, ValueError):
        return
    if len(decoded) == hashlib.sha256().digest_size:
        yield decoded.hex(), [*found, BASE64]


def _secrets(secret: str) -> Iterator[tuple[bytes, list[Finding]]]:
    yield secret.encode(), []
    bare = secret.strip()
    found = []
    if bare != secret:
        found = [SECRET_SPACE]
        yield bare.encode(), found
    if len(bare) > 1 and bare[0] == bare[-1] and bare[0] in "\"'":
        yield bare[1:-1].encode(), [*found, SECRET_QUOTES]
    for decode in (binascii.unhexlify, base64.b64decode):
        try:
            key = decode(bare.encode())
        except (binascii.Error, ValueError):
            continue
        if key:
            yield key, [*found, SECRET_DECODED]


def _contents(body: bytes) -> Iterator[tuple[bytes, list[Finding]]]:
    """Every body that may have been sent, with what must have happened to it."""
    yield body, []
    mark = b"\xef\xbb\xbf"
    if body.startswith(mark):
        yield body[len(mark) :], [BOM]
    if body != body.strip():
        yield body.strip(), [ENDING]
    if b"\r\n" in body:
        yield body.replace(b"\r\n", b"\n").strip(), [ENDING]
    written = [(text, [SERIALISED]) for text in _written_by_cal(body)]
    yield from written
    for text, found in [(body, []), *written]:
        yield from ((restored, [*found, DECODED]) for restored in _decoded_again(text))


def _decoded_again(body: bytes) -> Iterator[bytes]:
    """What it may have been before somebody took UTF-8 for something else."""
    for wrong in ("latin-1", "cp1252"):
        try:
            restored = body.decode().encode(wrong)
        except (UnicodeError, ValueError):
            continue
        if restored != body:
            yield restored


def _written_by_cal(body: bytes) -> Iterator[bytes]:
    """The JSON of the body as JavaScript writes it."""
    try:
        text = javascript.stringify(javascript.parse(body.decode()))
    except (ValueError, RecursionError):
        return
    if text.encode() != body:
        yield text.encode()


def _other_digests(body: bytes, header: str, secret: str) -> list[Finding]:
    text = header.strip().rpartition("=")[2].lower()
    for name in ALGORITHMS:
        if text == _hmac(body, secret.encode(), name):
            return [_algorithm(name.upper())]
    for mixed in (secret.encode() + body, body + secret.encode(), body):
        if text == hashlib.sha256(mixed).hexdigest():
            return [PLAIN_HASH]
    return []


def _is_lost(body: bytes) -> bool:
    return "\ufffd".encode() in body
