"""The block beside a list that tells where the page lies."""

from __future__ import annotations

from emulator.api.call import Json


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
