"""For suites of `unittest`."""

from __future__ import annotations

import unittest
from typing import Any, ClassVar

from emulator.testing.calcom import Calcom
from emulator.testing.server import Server


class CalcomTestCase(unittest.TestCase):
    """Every test has a fresh world in `self.calcom`; the class has one server, made with `calcom_options`."""

    calcom_options: ClassVar[dict[str, Any]] = {}
    calcom_server: ClassVar[Server]
    calcom: Calcom

    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        cls.calcom_server = Server(**cls.calcom_options).start()
        cls.addClassCleanup(cls.calcom_server.stop)

    def setUp(self) -> None:
        super().setUp()
        self.calcom = self.calcom_server.world()
        self.addCleanup(self.calcom_server.drop, self.calcom)
