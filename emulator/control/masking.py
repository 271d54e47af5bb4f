"""Taking credentials out of what is shown: a journal may end up in a build log."""

from __future__ import annotations

import re
from typing import Final

MASK: Final = "***"

_NAMES: Final = (
    r"(?:\w*[sS]ecret|api_?[kK]ey|access_?[tT]oken|refresh_?[tT]oken|\w*[pP]assword|code_?[vV]erifier|client_?[sS]ecret"
    r"|x-cal-secret-key|authorization)"
)
_MEMBER: Final = re.compile(rf'("{_NAMES}"\s*:\s*")((?:[^"\\]|\\.)*)("|$)')
_PARAMETER: Final = re.compile(rf"((?:^|&){_NAMES}=)[^&]*")
_KEY: Final = re.compile(r"cal_(live_|test_)\w+")
_AUTHORIZATION: Final = re.compile(r"^(\s*(?:Bearer |Basic )?)(cal_(?:live_|test_)?)?.*$", re.IGNORECASE | re.DOTALL)
_SECRET_HEADERS: Final = frozenset({"x-cal-secret-key", "cookie", "proxy-authorization"})


def header(name: str, value: str) -> str:
    """A header's value as it may be shown; of an authorization its scheme and the kind of key stay."""
    if name == "authorization":
        return _AUTHORIZATION.sub(rf"\1\2{MASK}", value) if value.strip() else value
    return MASK if name in _SECRET_HEADERS else _KEY.sub(rf"cal_\1{MASK}", value)


def text(body: str) -> str:
    """JSON or form text, possibly cut off, without its credentials."""
    masked = _MEMBER.sub(rf"\1{MASK}\3", body)
    if "=" in masked and not masked.lstrip().startswith(("{", "[")):
        masked = _PARAMETER.sub(rf"\1{MASK}", masked)
    return _KEY.sub(rf"cal_\1{MASK}", masked)


def query(text_: str) -> str:
    """A query string without its credentials."""
    return _KEY.sub(rf"cal_\1{MASK}", _PARAMETER.sub(rf"\1{MASK}", text_))
