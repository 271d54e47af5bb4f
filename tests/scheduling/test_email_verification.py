from __future__ import annotations

from datetime import timedelta

from emulator.scheduling.email_verification import code_for, is_valid
from tests.office import NOW, office


def test_a_code_is_good_for_its_address_and_for_a_while() -> None:
    world = office()
    code = code_for(world, "Bob@example.com")
    assert len(code) == 6
    assert code.isdigit()
    assert is_valid(world, "bob@example.com", code)
    assert not is_valid(world, "eve@example.com", code)
    world.clock.freeze(NOW + timedelta(minutes=16))
    assert is_valid(world, "bob@example.com", code)
    world.clock.freeze(NOW + timedelta(minutes=31))
    assert not is_valid(world, "bob@example.com", code)


def test_codes_follow_from_the_seed() -> None:
    assert code_for(office(1), "bob@example.com") == code_for(office(1), "bob@example.com")
    assert code_for(office(1), "bob@example.com") != code_for(office(2), "bob@example.com")
