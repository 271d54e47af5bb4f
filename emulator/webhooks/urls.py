"""Which URLs may be subscribed (webhooks.md 6.3)."""

from __future__ import annotations

import re
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

METADATA: Final = frozenset({"169.254.169.254", "169.254.169.253", "metadata.google.internal", "metadata.google.com"})
LOCAL: Final = frozenset({"localhost", "127.0.0.1", "::1", "0.0.0.0"})  # noqa: S104 - refused, not bound


def reason_against(url: str, *, hosted: bool) -> str | None:
    """Why a subscriber URL is refused, in the service's words; None when it is taken.

    A self-hosted service takes http and private addresses, the hosted one neither (`hosted`). Names are not looked up.
    """
    if url.startswith("data:"):
        return None if url.startswith("data:image/") else "Non-image data URL"
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
        parts.port  # noqa: B018 - raises for a port that is none
    except ValueError:
        return "Invalid URL format"
    if not parts.scheme or not (host or parts.scheme not in ("http", "https")):
        return "Invalid URL format"
    if re.fullmatch(r".*/api/avatar/.*\.png", parts.path):
        return None
    if host in METADATA:
        return "Blocked hostname"
    if not hosted:
        return None if parts.scheme in ("http", "https") else "Only HTTP and HTTPS protocols are allowed"
    if parts.scheme != "https":
        return "Only HTTPS URLs are allowed"
    if host in LOCAL:
        return "Blocked hostname"
    return "Private IP address" if _is_private(host) else None


def _is_private(host: str) -> bool:
    try:
        address = ip_address(host)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return not (mapped or address).is_global
