from __future__ import annotations

import re
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulator.contract.pattern import UnsupportedPatternError, matching

PATTERNS = (
    "",
    "abc",
    r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}(Z|[+-]\d{2}:\d{2})$",
    "^cal_",
    r"^\s*\d+\s*(,\s*\d+\s*)*$",
    "^([tT][iI][mM][eE]|[rR][aA])$",
    "a|b|",
    "(?:ab)+c*?d?",
    "[^a-z]{2,}",
    r"[\d\-_.]+",
    "x{0}y{1,3}",
    r"\x41é\n\.",
    r"\w\W\s\S\D.",
    "[a]",
)


@pytest.mark.parametrize("pattern", PATTERNS)
@given(seed=st.integers())
def test_text_matches(pattern: str, seed: int) -> None:
    assert re.search(pattern, matching(pattern)(Random(seed)))


@pytest.mark.parametrize("pattern", ["(?=a)b", "(a", "a)", r"(a)\1", r"\bx", "[a", "a{x}", "\\", "a{2", r"\p{L}"])
def test_other_expressions_are_refused(pattern: str) -> None:
    with pytest.raises(UnsupportedPatternError):
        matching(pattern)
