from __future__ import annotations

import pytest

from emulator.scheduling.time_zones import canonical_zone


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("Europe/Rome", "Europe/Rome"),
        ("America/New_york", "America/New_York"),
        ("africa/dar_es_salaam", "Africa/Dar_es_Salaam"),
        ("utc", "UTC"),
        ("Narnia/Woods", None),
        ("", None),
    ],
)
def test_capitals_do_not_matter(name: str, zone: str | None) -> None:
    """resources.md 11 #207"""
    assert canonical_zone(name) == zone
