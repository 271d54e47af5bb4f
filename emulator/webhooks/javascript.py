"""How JavaScript writes values: as text, as JSON, and in which order it names an object's members."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

Json = Any

MOST_EXACT: Final = 2**53
INDEX: Final = re.compile(r"0|[1-9]\d{0,9}")
SURROGATE: Final = re.compile("[\ud800-\udfff]")


def text(value: Json) -> str:
    """What `'' + value` gives; nothing for null, which is how templates print it."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return number(value)
    if isinstance(value, list):
        return ",".join(text(item) for item in value)
    return "[object Object]"


def number(value: float) -> str:
    """The shortest digits that read back as the same double, without a fraction where there is none."""
    if isinstance(value, int) and abs(value) < MOST_EXACT:
        return str(value)
    value = float(value)
    if value == 0:
        return "0"
    if 1e-6 <= abs(value) < 1e21:
        plain = format(Decimal(repr(value)), "f")
        return plain.rstrip("0").rstrip(".") if "." in plain else plain
    mantissa, _, exponent = repr(value).partition("e")
    return f"{mantissa.removesuffix('.0')}e{int(exponent):+d}"


def keys(value: Mapping[str, Json]) -> list[str]:
    """Names that look like indexes come first, in order of number; the others follow as they were put in."""
    indexes = [key for key in value if INDEX.fullmatch(key)]
    if not indexes:
        return list(value)
    return [*sorted(indexes, key=int), *(key for key in value if not INDEX.fullmatch(key))]


def parse(source: str) -> Json:
    """What `JSON.parse` gives. Raises `ValueError`."""
    return json.loads(source, parse_constant=_refuse)


def stringify(value: Json) -> str:
    """What `JSON.stringify` gives for a parsed value."""
    if isinstance(value, str):
        written = json.dumps(value, ensure_ascii=False)
        return SURROGATE.sub(lambda match: f"\\u{ord(match[0]):x}", written)
    if value is None:
        return "null"
    if isinstance(value, list):
        return f"[{','.join(stringify(item) for item in value)}]"
    if isinstance(value, Mapping):
        return f"{{{','.join(f'{stringify(key)}:{stringify(value[key])}' for key in keys(value))}}}"
    return text(value)


def _refuse(name: str) -> None:
    raise ValueError(f"{name} is not JSON")
