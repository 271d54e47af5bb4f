"""Headers that every answer carries."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

RawHeaders = list[tuple[bytes, bytes]]

CORS: Final[RawHeaders] = [(b"access-control-allow-origin", b"*")]

# The defaults of the header middleware that the service uses.
SECURITY: Final[RawHeaders] = [
    (
        b"content-security-policy",
        b"default-src 'self';base-uri 'self';font-src 'self' https: data:;form-action 'self';frame-ancestors 'self';"
        b"img-src 'self' data:;object-src 'none';script-src 'self';script-src-attr 'none';"
        b"style-src 'self' https: 'unsafe-inline';upgrade-insecure-requests",
    ),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"origin-agent-cluster", b"?1"),
    (b"referrer-policy", b"no-referrer"),
    (b"strict-transport-security", b"max-age=15552000; includeSubDomains"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-dns-prefetch-control", b"off"),
    (b"x-download-options", b"noopen"),
    (b"x-frame-options", b"SAMEORIGIN"),
    (b"x-permitted-cross-domain-policies", b"none"),
    (b"x-xss-protection", b"0"),
]

JSON: Final = (b"content-type", b"application/json; charset=utf-8")
STATEFUL: Final = (b"x-emulator-fidelity", b"stateful")
SAMPLED: Final = (b"x-emulator-fidelity", b"sampled")
FAULT: Final = (b"x-emulator-fidelity", b"fault")
OWN: Final = (b"x-emulator-fidelity", b"emulator")
"""Of what Cal.com has no likeness of: the control plane, pages for people."""

PREFLIGHT: Final[RawHeaders] = [
    *CORS,
    (b"access-control-allow-methods", b"GET,PATCH,DELETE,HEAD,POST,PUT,OPTIONS"),
    (
        b"access-control-allow-headers",
        b"x-cal-client-id,x-cal-secret-key,x-cal-platform-embed,cal-api-version,Accept,Authorization,Content-Type,Origin",
    ),
    (b"access-control-max-age", b"86400"),
    (b"content-length", b"0"),
    STATEFUL,
    *SECURITY,
]


def location(url: str) -> tuple[bytes, bytes]:
    """Where to go on; whatever cannot stand in a header is percent-encoded."""
    return b"location", quote(url, safe="!#$%&'()*+,/:;=?@[]~").encode()
