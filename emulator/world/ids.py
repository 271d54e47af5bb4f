"""Identifiers of a world, all drawn from its seed: same seed, same requests, same identifiers."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

BASE58 = "123456789abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ"
BASE36 = "0123456789abcdefghijklmnopqrstuvwxyz"
VARIANTS = {digit: "89ab"[int(digit, 16) & 3] for digit in "0123456789abcdef"}
"""The digit of a UUID that tells its variant, by what chance put there."""
PAIRS = [first + second for first in BASE58 for second in BASE58]


class Ids:
    """Sequences for numeric ids (one a kind; teams and organizations share theirs) and seeded opaque ids."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._random = random.Random(seed)  # noqa: S311 - reproducible on purpose, guards nothing
        self._words = 0
        self._last: defaultdict[str, int] = defaultdict(int)
        self._claimed: frozenset[tuple[str, int]] = frozenset()

    @property
    def position(self) -> dict[str, Any]:
        """How far the identifiers have come: the words of chance drawn, and the last number of each kind."""
        return {"words": self._words, "last": dict(self._last)}

    def move_to(self, position: Mapping[str, Any]) -> None:
        """Go on from a `position`, forwards or backwards."""
        self._random = random.Random(self._seed)  # noqa: S311
        self._words = 0
        if position["words"]:
            self._bits(32 * position["words"])
        self._last = defaultdict(int, position["last"])

    def _bits(self, number: int) -> int:
        # The generator gives whole words of 32 bits: counting them is enough to get back to where it was.
        self._words += (number + 31) // 32
        return self._random.getrandbits(number)

    def next(self, kind: str) -> int:
        """The next number of a sequence, from 1 on."""
        self._last[kind] += 1
        while (kind, self._last[kind]) in self._claimed:
            self._last[kind] += 1
        return self._last[kind]

    def reserve(self, kind: str, number: int) -> None:
        """Tell that `number` was chosen by somebody else, so that it is never given out."""
        self._last[kind] = max(self._last[kind], number)

    @contextmanager
    def claimed(self, numbers: Iterable[tuple[str, int]]) -> Iterator[None]:
        """Meanwhile give out none of these: they are chosen by records that are about to be written."""
        before, self._claimed = self._claimed, frozenset(numbers)
        try:
            yield
        finally:
            self._claimed = before

    def uid(self) -> str:
        """22 characters, base58: what a booking is called by."""
        number = self._bits(132)
        pairs = []
        for _ in range(11):
            number, pair = divmod(number, 58 * 58)
            pairs.append(PAIRS[pair])
        return "".join(pairs)

    def uuid(self) -> str:
        """A version 4 UUID."""
        return _written(self._bits(128), "4")

    def uuid7(self, milliseconds: int) -> str:
        """A version 7 UUID whose prefix is the given Unix time in milliseconds."""
        return _written((milliseconds & (1 << 48) - 1) << 80 | self._bits(80), "7")

    def cuid(self) -> str:
        """25 characters, a `c` and base36: what clients are called by."""
        number = self._bits(124)
        characters = []
        for _ in range(24):
            number, digit = divmod(number, 36)
            characters.append(BASE36[digit])
        return "c" + "".join(characters)

    def hexadecimal(self, length: int) -> str:
        """So many random digits, in lower case."""
        return f"{self._bits(4 * length):0{length}x}"


def _written(value: int, version: str) -> str:
    """A UUID's usual text; six times as fast as by way of `uuid.UUID`, and every request wants one."""
    text = value.to_bytes(16, "big").hex()
    return f"{text[:8]}-{text[8:12]}-{version}{text[13:16]}-{VARIANTS[text[16]]}{text[17:20]}-{text[20:]}"
