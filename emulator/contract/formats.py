"""String formats, judged as the service's validators judge them; the same functions serve every validator here.

Each takes any value and answers whether it may stand under that format; what is no string always may.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from typing import Any, Final
from zoneinfo import available_timezones

_ATOM: Final = "[A-Za-z0-9!#$%&'*+\\-/=?^_`{|}~…]+"
_LETTERS: Final = "\u00a1-\ud7ff\uf900-\ufdcf\ufdf0-\uffef"
_PLAIN_ATOM: Final = _ATOM.replace("…", "")
_ANY_ATOM: Final = _ATOM.replace("…", _LETTERS)
_PLAIN_EMAIL: Final = re.compile(
    f"{_PLAIN_ATOM}(\\.{_PLAIN_ATOM})*@((?!-)[A-Za-z0-9-]{{1,63}}(?<!-)\\.)+([A-Za-z]{{2,63}}|[xX][nN][A-Za-z0-9-]{{2,61}})"
)
_ISO_8601: Final = re.compile(
    r"\d{4}-?(0[1-9]|1[0-2])-?(0[1-9]|[12]\d|3[01])"
    r"([T\s]([01]\d|2[0-3])(:?[0-5]\d(:?[0-5]\d([.,]\d+)?)?)?([zZ]|[+-]([01]\d|2[0-3]):?([0-5]\d)?)?)?",
    re.ASCII,
)
_UUID: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
_HH_MM: Final = re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII)
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_IPV6: Final = re.compile(r"\[([^\]]+)\](?::([0-9]+))?")
_PROTOCOLS: Final = ("http", "https", "ftp")


def is_date_time(value: Any) -> bool:
    """An ISO 8601 date or date-time with any offset or none, as class-validator's `isDateString` reads it.

    It must exist in the calendar. Years near the ends of what can be computed with are left out.
    """
    if not isinstance(value, str):
        return True
    if _ISO_8601.fullmatch(value) is None or not "1000" <= value[:4] <= "9000":
        return False
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


def is_date(value: Any) -> bool:
    """A calendar date, `YYYY-MM-DD`."""
    return not isinstance(value, str) or (_DATE.fullmatch(value) is not None and is_date_time(value))


def is_hh_mm(value: Any) -> bool:
    """A time of day on the 24-hour clock, two digits each."""
    return not isinstance(value, str) or _HH_MM.fullmatch(value) is not None


def is_time_zone(value: Any) -> bool:
    """The IANA name of a time zone."""
    return not isinstance(value, str) or value in _time_zones()


def is_uuid(value: Any) -> bool:
    return not isinstance(value, str) or _UUID.fullmatch(value) is not None


def is_email(value: Any) -> bool:
    """An address as validator.js takes it: a dotted domain with a top level of letters, no display name."""
    if not isinstance(value, str):
        return True
    local, at, domain = value.rpartition("@")
    if not at or len(domain.encode("utf-8", "replace")) > 254 or len(local.encode("utf-8", "replace")) > 64:
        return False
    if _PLAIN_EMAIL.fullmatch(value):
        return value[-1] != "-"
    if len(local) > 1 and local[0] == local[-1] == '"':
        return _is_domain(domain) and _exotic("quoted").fullmatch(local[1:-1]) is not None
    return _is_domain(domain) and _exotic("local").fullmatch(local) is not None


def is_phone(value: Any) -> bool:
    """A telephone number in international form that can exist."""
    return not isinstance(value, str) or _is_phone(value)


def is_url(value: Any) -> bool:
    """A URL as validator.js takes it: http, https or ftp or no scheme at all, and a dotted domain or an IP address."""
    if not isinstance(value, str):
        return True
    if not value or len(value) >= 2083 or re.search(r"[\s<>]", value) or value.startswith("mailto:"):
        return False
    rest = value.split("#", 1)[0].split("?", 1)[0]
    protocol, scheme, after = rest.partition("://")
    if scheme:
        if protocol.lower() not in _PROTOCOLS:
            return False
        rest = after
    elif rest.startswith("//"):
        return False
    authority = rest.split("/", 1)[0]
    credentials, at, address = authority.partition("@")
    if at and (credentials in ("", ":") or credentials.count(":") > 1):
        return False
    return _is_address(address if at else authority)


def _is_address(address: str) -> bool:
    version_6 = _IPV6.fullmatch(address)
    if version_6:
        host, port = version_6[1], version_6[2] or ""
    else:
        host, _, port = address.partition(":")
    if port and not (port.isascii() and port.isdecimal() and 0 < int(port[:6]) <= 65535):
        return False
    try:
        return ipaddress.ip_address(host).version == (6 if version_6 else 4)
    except ValueError:
        return not version_6 and _is_domain(host)


def _is_domain(domain: str) -> bool:
    labels = domain.split(".")
    return (
        len(labels) > 1
        and _exotic("top").fullmatch(labels[-1]) is not None
        and _exotic("full width").search(domain) is None
        and all(_exotic("label").fullmatch(label) for label in labels)
    )


@lru_cache
def _exotic(kind: str) -> re.Pattern[str]:
    """Patterns over all of Unicode, which take long to compile and are seldom needed."""
    return re.compile(
        {
            "full width": "[\uff01-\uff5e]",
            "label": "(?!-)[A-Za-z0-9\u00a1-\uffff\U00010000-\U0010ffff-]{1,63}(?<!-)",
            "top": "([A-Za-z\u00a1-\u00a8\u00aa-\ud7ff\uf900-\ufdcf\ufdf0-\uffef]{2,}|[xX][nN][A-Za-z0-9-]{2,})",
            "local": f"{_ANY_ATOM}(\\.{_ANY_ATOM})*",
            "quoted": (
                rf"([\s\x01-\x08\x0b\x0c\x0e-\x1f\x7f!\x23-\x5b\x5d-\x7e\u00a0{_LETTERS}]"
                rf"|(\\[\x01-\x09\x0b\x0c\x0d-\x7f\u00a0{_LETTERS}]))*"
            ),
        }[kind]
    )


@lru_cache(maxsize=1)
def _time_zones() -> frozenset[str]:
    return frozenset(available_timezones())


@lru_cache(maxsize=1024)
def _is_phone(value: str) -> bool:
    import phonenumbers  # noqa: PLC0415 (its tables take a while to load)

    try:
        return bool(phonenumbers.is_valid_number(phonenumbers.parse(value, None)))
    except phonenumbers.NumberParseException:
        return False


FORMATS: Final[dict[str, Callable[[Any], bool]]] = {
    "date": is_date,
    "date-time": is_date_time,
    "email": is_email,
    "hh-mm": is_hh_mm,
    "iso-date": is_date,
    "phone": is_phone,
    "time-zone": is_time_zone,
    "uri": is_url,
    "url": is_url,
    "uuid": is_uuid,
}
"""By the name that schemas use. A format that is not here means nothing."""
