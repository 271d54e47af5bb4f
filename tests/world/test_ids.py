from __future__ import annotations

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from emulator.world.ids import BASE58, Ids


def test_sequences_are_per_kind_and_skip_what_others_chose() -> None:
    ids = Ids(0)
    assert [ids.next("users"), ids.next("users"), ids.next("bookings")] == [1, 2, 1]
    ids.reserve("users", 10)
    ids.reserve("users", 4)
    assert ids.next("users") == 11


def test_the_seed_decides_every_opaque_id() -> None:
    def draw(seed: int) -> list[str]:
        ids = Ids(seed)
        return [ids.uid(), ids.uuid(), ids.uuid7(1_900_000_000_000), ids.hexadecimal(32)]

    assert draw(7) == draw(7)
    assert draw(7) != draw(8)


def test_a_uid_is_22_characters_of_base58() -> None:
    uid = Ids(1).uid()
    assert len(uid) == 22
    assert set(uid) <= set(BASE58)


def test_uuids_carry_their_version() -> None:
    ids = Ids(1)
    assert UUID(ids.uuid()).version == 4
    seventh = UUID(ids.uuid7(1_900_000_000_123))
    assert seventh.version == 7
    assert seventh.variant == "specified in RFC 4122"
    assert seventh.int >> 80 == 1_900_000_000_123


@given(st.lists(st.sampled_from(["uid", "uuid", "cuid", "hexadecimal", "uuid7", "next"]), max_size=12))
def test_a_position_is_where_the_identifiers_go_on(draws: list[str]) -> None:
    arguments: dict[str, tuple[object, ...]] = {"hexadecimal": (7,), "uuid7": (1234,), "next": ("bookings",)}
    ids, other = Ids(5), Ids(5)
    for name in draws:
        getattr(ids, name)(*arguments.get(name, ()))
    other.move_to(ids.position)
    assert [ids.uid(), ids.uuid(), ids.next("bookings")] == [other.uid(), other.uuid(), other.next("bookings")]
    assert ids.position == other.position
