"""Variables of the environment by which a test run is told of an emulator that runs already."""

from __future__ import annotations

from typing import Final

URL_VARIABLE: Final = "CALCOM_EMULATOR_URL"
"""Its base URL; commands that ask a server read it too."""

RECEIVER_VARIABLE: Final = "CALCOM_EMULATOR_RECEIVER_HOST"
"""What it calls the machine that the tests run on."""
