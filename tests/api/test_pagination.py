from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulator.api.pagination import pagination, window


def test_nothing_is_on_page_zero() -> None:
    """bookings.md 11 (14)"""
    block = pagination(0, 5, 10)
    assert (block["currentPage"], block["totalPages"], block["returnedItems"]) == (0, 0, 0)
    assert not block["hasNextPage"]
    assert not block["hasPreviousPage"]


def test_skipping_beyond_the_end_stays_on_the_last_page() -> None:
    block = pagination(25, 100, 10)
    assert (block["currentPage"], block["totalPages"], block["returnedItems"], block["remainingItems"]) == (3, 3, 0, 0)
    assert block["hasPreviousPage"]


@given(total=st.integers(0, 400), skip=st.integers(0, 500), take=st.integers(1, 250))
def test_the_block_describes_the_slice(total: int, skip: int, take: int) -> None:
    """bookings.md 4.3"""
    block = pagination(total, skip, take)
    items = range(total)
    assert block["totalItems"] == total
    assert block["itemsPerPage"] == take
    assert block["returnedItems"] == len(items[skip : skip + take])
    assert block["remainingItems"] == len(items[skip + take :])
    assert block["hasNextPage"] == bool(items[skip + take :])
    assert block["hasPreviousPage"] == bool(items[:skip])
    assert block["totalPages"] * take >= total > (block["totalPages"] - 1) * take or total == 0
    assert min(1, total) <= block["currentPage"] <= block["totalPages"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [({}, (0, 250)), ({"skip": 3, "take": 5}, (3, 5)), ({"skip": 2.8e27, "take": 1.0}, (2**53, 1))],
)
def test_the_window_that_a_query_asks_for(query: dict[str, Any], expected: tuple[int, int]) -> None:
    assert window(query) == expected
