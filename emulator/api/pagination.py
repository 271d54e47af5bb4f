"""The block beside a list that tells where the page lies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from emulator.api.call import Json

MOST: Final = 250
FARTHEST: Final = 2**53
"""Beyond it JavaScript counts no more; clients send any number."""


def window(query: Mapping[str, Any], most: int = MOST) -> tuple[int, int]:
    """`skip` and `take` of a validated query, `most` standing in for a `take` that was not sent."""
    return int(min(query.get("skip") or 0, FARTHEST)), int(query.get("take") or most)


def pagination(total: int, skip: int, take: int) -> dict[str, Json]:
    """The offset block for `total` items. `take` is at least 1; an empty list has page number 0 (bookings.md 4.3)."""
    skip = min(max(skip, 0), total)
    pages = -(-total // take)
    return {
        "totalItems": total,
        "remainingItems": max(0, total - (skip + take)),
        "returnedItems": min(total - skip, take),
        "itemsPerPage": take,
        "currentPage": min(skip // take + 1, pages),
        "totalPages": pages,
        "hasNextPage": skip + take < total,
        "hasPreviousPage": skip > 0,
    }
