"""What a failed test's report shows of its world."""

from __future__ import annotations

import pytest

from emulator.testing.calcom import Calcom


def tell(item: pytest.Item, world: Calcom, report: pytest.TestReport) -> list[tuple[str, str]]:
    """Sections for the report. Whatever goes wrong while looking must not hide the failure itself."""
    try:
        return [("Cal.com world", world.story())]
    except Exception as error:
        return [("Cal.com world", f"could not be looked at: {error!r}")]
