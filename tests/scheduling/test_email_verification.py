from __future__ import annotations

from datetime import timedelta

from emulator.scheduling.email_verification import guarded_by, is_valid, send_code
from tests.office import NOW, office, user


def test_a_code_is_good_for_its_address_and_for_a_while() -> None:
    world = office()
    code = send_code(world, "Bob@example.com").code
    assert len(code) == 6
    assert code.isdigit()
    assert is_valid(world, "bob@example.com", code)
    assert is_valid(world, "BOB@example.com", code)
    assert not is_valid(world, "eve@example.com", code)
    assert not is_valid(world, "bob@example.com", "x")
    world.clock.freeze(NOW + timedelta(minutes=14, seconds=59))
    assert is_valid(world, "bob@example.com", code)
    world.clock.freeze(NOW + timedelta(minutes=15))
    assert not is_valid(world, "bob@example.com", code)


def test_every_code_that_was_sent_stays_good() -> None:
    world = office()
    codes = {send_code(world, "bob@example.com").code for _ in range(3)}
    assert all(is_valid(world, "bob@example.com", code) for code in codes)


def test_codes_follow_from_the_seed() -> None:
    assert send_code(office(1), "bob@example.com").code == send_code(office(1), "bob@example.com").code
    assert send_code(office(1), "bob@example.com").code != send_code(office(2), "bob@example.com").code


def test_only_users_who_want_it_guard_their_address() -> None:
    world = office()
    assert guarded_by(world, "eve@example.com") is None
    assert guarded_by(world, "nobody@example.com") is None
    world.users.update(user(world, 2), requires_booker_email_verification=True)
    assert guarded_by(world, "eve@example.com") is user(world, 2)
