from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulator.scheduling.slug import slugify


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("intro-call", "intro-call"),
        ("  Intro Call! ", "intro-call"),
        ("Café à la carte", "cafe-a-la-carte"),
        ("v1.2", "v1.2"),
        ("a..b", "a.b"),
        ("--x--", "x"),
        ("會議", "會議"),
        ("", ""),
    ],
)
def test_examples(text: str, slug: str) -> None:
    assert slugify(text) == slug


@given(st.text())
def test_a_slug_stays_as_it_is(text: str) -> None:
    assert slugify(slugify(text)) == slugify(text)
