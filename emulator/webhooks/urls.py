"""Which URLs may be subscribed (webhooks.md 6.3)."""

from __future__ import annotations

import re
from ipaddress import IPv4Address, ip_address
from typing import Final
from urllib.parse import urlsplit

METADATA: Final = frozenset({"169.254.169.254", "169.254.169.253", "metadata.google.internal", "metadata.google.com"})
AVATAR: Final = re.compile(r"/api/avatar/.*\.png")
NUMBER: Final = re.compile(r"0x[0-9a-f]*|\d+")
FORBIDDEN: Final = re.compile(r"[\x00-\x20#%/<>?@\\^|\x7f]")
LOCAL: Final = frozenset({"localhost", "127.0.0.1", "::1", "0.0.0.0"})  # noqa: S104 - refused, not bound


def reason_against(url: str, *, hosted: bool) -> str | None:
    """Why a subscriber URL is refused, in the service's words; None when it is taken.

    A self-hosted service takes http and private addresses, the hosted one neither (`hosted`). Names are not looked up.
    """
    if url.startswith("data:"):
        return None if url.startswith("data:image/") else "Non-image data URL"
    if AVATAR.fullmatch(url):
        return None
    try:
        parts = urlsplit(url.strip())
        host = _ipv4((parts.hostname or "").lower())
        parts.port  # noqa: B018 - raises for a port that is none
    except ValueError:
        return "Invalid URL format"
    is_web = parts.scheme in ("http", "https")
    if not parts.scheme or (is_web and (not host or FORBIDDEN.search(host))):
        return "Invalid URL format"
    if host in METADATA:
        return "Blocked hostname"
    if not hosted:
        return None if is_web else "Only HTTP and HTTPS protocols are allowed"
    if parts.scheme != "https":
        return "Only HTTPS URLs are allowed"
    if host in LOCAL:
        return "Blocked hostname"
    return "Private IP address" if _is_private(host) else None


def _ipv4(host: str) -> str:
    """The dotted form of an address written as numbers (`2130706433`, `0x7f.1`), as every URL parser reads it."""
    numbers = host.removesuffix(".").split(".")
    if not 1 <= len(numbers) <= 4 or not all(NUMBER.fullmatch(number) for number in numbers):
        return host
    *first, last = [_number(number) for number in numbers]
    if any(byte > 255 for byte in first) or last >= 256 ** (4 - len(first)):
        raise ValueError(host)
    return str(IPv4Address(sum(byte << 24 - 8 * index for index, byte in enumerate(first)) + last))


def _number(text: str) -> int:
    if text.startswith("0x"):
        return int(text[2:] or "0", 16)
    return int(text, 8) if len(text) > 1 and text.startswith("0") else int(text)


def _is_private(host: str) -> bool:
    try:
        address = ip_address(host)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return not (mapped or address).is_global
