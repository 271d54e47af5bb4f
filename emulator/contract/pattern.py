"""Text that matches a regular expression, for the plain expressions that schemas use."""

from __future__ import annotations

import string
from collections.abc import Callable
from random import Random
from typing import Final

Maker = Callable[[Random], str]

_DIGITS: Final = string.digits
_WORD: Final = string.ascii_letters + string.digits + "_"
_PRINTABLE: Final = "".join(chr(code) for code in range(32, 127))
_CLASSES: Final = {
    "d": _DIGITS,
    "w": _WORD,
    "s": " ",
    "D": "".join(one for one in _PRINTABLE if one not in _DIGITS),
    "W": "".join(one for one in _PRINTABLE if one not in _WORD),
    "S": _PRINTABLE.strip(),
}
_CONTROLS: Final = {"n": "\n", "t": "\t", "r": "\r", "f": "\f", "v": "\v"}
_MOST: Final = 8
"""How often something is repeated at most where the expression sets no end."""


class UnsupportedPatternError(ValueError):
    """An expression with lookaround, backreferences or the like."""


def matching(pattern: str) -> Maker:
    """A function that makes text matching `pattern` out of chance. Raises `UnsupportedPatternError`."""
    parser = _Parser(pattern)
    make = parser.alternatives()
    if parser.rest:
        raise UnsupportedPatternError(pattern)
    return make


class _Parser:
    def __init__(self, pattern: str) -> None:
        self.rest = pattern
        self._pattern = pattern

    def _take(self, count: int = 1) -> str:
        taken, self.rest = self.rest[:count], self.rest[count:]
        if len(taken) < count:
            raise UnsupportedPatternError(self._pattern)
        return taken

    def alternatives(self) -> Maker:
        makers = [self._sequence()]
        while self.rest[:1] == "|":
            self._take()
            makers.append(self._sequence())
        return lambda random: random.choice(makers)(random)

    def _sequence(self) -> Maker:
        makers: list[Maker] = []
        while self.rest and self.rest[0] not in "|)":
            makers.append(self._repeated(self._atom()))
        return lambda random: "".join(make(random) for make in makers)

    def _repeated(self, make: Maker) -> Maker:
        mark = self.rest[:1]
        if mark not in ("*", "+", "?", "{"):
            return make
        self._take()
        if mark == "{":
            bounds, closed, self.rest = self.rest.partition("}")
            low, comma, high = bounds.partition(",")
            if not closed or not low.isdecimal():
                raise UnsupportedPatternError(self._pattern)
            least, most = int(low), int(high) if high else int(low) + (_MOST if comma else 0)
        else:
            least, most = {"*": (0, _MOST), "+": (1, _MOST), "?": (0, 1)}[mark]
        if self.rest[:1] == "?":
            self._take()
        return lambda random: "".join(make(random) for _ in range(random.randint(least, most)))

    def _atom(self) -> Maker:
        sign = self._take()
        if sign in "^$":
            return lambda _: ""
        if sign == "(":
            if self.rest[:1] == "?" and self._take(2) != "?:":
                raise UnsupportedPatternError(self._pattern)
            make = self.alternatives()
            if self._take() != ")":
                raise UnsupportedPatternError(self._pattern)
            return make
        choice = self._set() if sign == "[" else self._escape() if sign == "\\" else _WORD if sign == "." else sign
        return lambda random: random.choice(choice)

    def _escape(self) -> str:
        sign = self._take()
        if sign in "xu":
            return chr(int(self._take(2 if sign == "x" else 4), 16))
        if sign.isdecimal() or sign in "bBkpP":
            raise UnsupportedPatternError(self._pattern)
        return _CLASSES.get(sign) or _CONTROLS.get(sign) or sign

    def _set(self) -> str:
        negated = self.rest[:1] == "^"
        if negated:
            self._take()
        members = ""
        while self.rest[:1] != "]":
            sign = self._take()
            choice = self._escape() if sign == "\\" else sign
            if len(choice) == 1 and self.rest[:1] == "-" and self.rest[1:2] not in ("", "]"):
                self._take()
                last = self._take()
                last = self._escape() if last == "\\" else last
                choice = "".join(map(chr, range(ord(choice), ord(last) + 1)))
            members += choice
        self._take()
        return "".join(one for one in _PRINTABLE if one not in members) if negated else members
