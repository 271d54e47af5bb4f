from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulator.api.pagination import pagination


@given(st.integers(0, 500), st.integers(0, 600), st.integers(1, 250))
def test_the_numbers_agree(total: int, skip: int, take: int) -> None:
    """bookings.md 4.3"""
    block = pagination(total, skip, take)
    before = min(skip, total)
    assert block["returnedItems"] == len(range(total)[skip : skip + take])
    assert before + block["returnedItems"] + block["remainingItems"] == total
    assert block["hasNextPage"] == (block["remainingItems"] > 0)
    assert block["hasPreviousPage"] == (before > 0)
    assert block["totalPages"] == len(range(0, total, take))
    assert (block["currentPage"] == 0) == (total == 0)
    assert block["currentPage"] <= block["totalPages"]


@pytest.mark.parametrize(("skip", "take", "page"), [(0, 100, 1), (3, 2, 2), (4, 2, 3), (99, 2, 3)])
def test_the_page_number_is_bounded(skip: int, take: int, page: int) -> None:
    assert pagination(5, skip, take)["currentPage"] == page


def test_an_empty_list_has_page_nought() -> None:
    """bookings.md 4.3"""
    assert pagination(0, 5, 10) == {
        "totalItems": 0,
        "remainingItems": 0,
        "returnedItems": 0,
        "itemsPerPage": 10,
        "currentPage": 0,
        "totalPages": 0,
        "hasNextPage": False,
        "hasPreviousPage": False,
    }
