"""Who may speak to the control plane: it can read every key of a world, and change everything in it.

A page in the author's browser must not, whether it says openly where it comes from or has its own name point at this
machine (DNS rebinding). Nobody at another machine may, unless a setting lets them.
"""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from emulator.control.problems import ControlError

HERE: Final = "loopback"
OPEN: Final = "open"

# Top-level names that the public name service never gives out, so that no page of the web can be of such a host.
PRIVATE: Final = (".localhost", ".internal", ".local", ".test", ".home.arpa")
HINT: Final = "--control-access (CALCOM_EMULATOR_CONTROL_ACCESS) says who may: loopback, network or open"


def admit(method: str, headers: Mapping[str, str], address: str | None, access: str) -> None:
    """Raise a 403 for whoever has no business here. `headers` has lower-case names, `address` is the peer."""
    if access == OPEN:
        return
    if access == HERE and not _is_here(address):
        raise ControlError(403, f"the control plane answers this machine only, not {address}", hint=HINT)
    host = headers.get("host", "")
    if not _is_private_name(host):
        raise ControlError(403, f"the control plane does not answer to the name {host!r}", where="Host", hint=HINT)
    origin = headers.get("origin")
    if origin is not None and origin.partition("://")[2] != host:
        raise ControlError(403, f"the control plane does not answer pages of {origin}", where="Origin", hint=HINT)
    if headers.get("sec-fetch-site") in ("cross-site", "same-site") and not _is_link(method, headers):
        raise ControlError(
            403, "the control plane does not answer other sites' pages", where="Sec-Fetch-Site", hint=HINT
        )


def _is_link(method: str, headers: Mapping[str, str]) -> bool:
    """Whether a link was followed, to a page of its own and not to a frame in the other site's."""
    to_itself = headers.get("sec-fetch-dest", "document") == "document"
    return method in ("GET", "HEAD") and headers.get("sec-fetch-mode") == "navigate" and to_itself


def _is_here(address: str | None) -> bool:
    """Whether a peer is this machine; what is no address is a caller in the same process."""
    try:
        peer = ip_address((address or "").partition("%")[0])
    except ValueError:
        return True
    return (getattr(peer, "ipv4_mapped", None) or peer).is_loopback


def _is_private_name(host: str) -> bool:
    """Addresses, names without a dot and names that only private networks have."""
    try:
        name = urlsplit(f"//{host}").hostname or ""
        ip_address(name)
    except ValueError:
        name = host.rpartition(":")[0] if host.rpartition(":")[2].isdecimal() else host
        name = name.lower().rstrip(".")
        return "." not in name or name.endswith(PRIVATE)
    return True
