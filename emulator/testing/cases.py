"""For suites of `unittest`."""

from __future__ import annotations

import functools
import inspect
import os
import unittest
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar

from emulator.testing.calcom import Calcom
from emulator.testing.failure import FOLDER, TITLE, capsule_path, tell
from emulator.testing.running import RunningServer
from emulator.testing.server import Server
from emulator.testing.variables import RECEIVER_VARIABLE, URL_VARIABLE

__unittest = True  # frames of this module are no part of a failure


class CalcomTestCase(unittest.TestCase):
    """Every test has a fresh world in `self.calcom`; the class has one server, made with `calcom_options`.

    With `calcom_url`, or `CALCOM_EMULATOR_URL` in the environment, the worlds are on a server that runs already, and of
    the options `fixtures` and `now` alone count; `calcom_receiver_host` (`CALCOM_EMULATOR_RECEIVER_HOST`) is what it
    calls this machine.

    A test that fails tells what happened in its world, and leaves a capsule in the folder `calcom_capsules` (below the
    working directory; "" for none).

        class BookingTest(CalcomTestCase):
            calcom_options = {"now": "2030-01-07T08:00:00Z"}

            def test_a_booking(self):
                inbox = self.calcom.webhooks.inbox("BOOKING_CREATED")
                uid = shop.book(self.calcom.url, self.calcom.api_key)  # the code under test
                inbox.expect("BOOKING_CREATED", uid=uid)
    """

    calcom_options: ClassVar[dict[str, Any]] = {}
    calcom_capsules: ClassVar[str] = FOLDER
    calcom_url: ClassVar[str | None] = None
    calcom_receiver_host: ClassVar[str | None] = None
    calcom_server: ClassVar[Server | RunningServer]
    calcom: Calcom

    def __init__(self, methodName: str = "runTest") -> None:  # noqa: N803 - the name that unittest gives it
        super().__init__(methodName)
        method = getattr(self, methodName, None)
        if method is not None:
            setattr(self, methodName, self._telling(method))

    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        cls.calcom_server = cls._server().start()
        cls.addClassCleanup(cls.calcom_server.stop)

    @classmethod
    def _server(cls) -> Server | RunningServer:
        url = cls.calcom_url or os.environ.get(URL_VARIABLE)
        if not url:
            return Server(**cls.calcom_options)
        known = {name: cls.calcom_options[name] for name in ("fixtures", "now") if name in cls.calcom_options}
        host = cls.calcom_receiver_host or os.environ.get(RECEIVER_VARIABLE) or None
        return RunningServer(url, receiver_host=host, **known)

    def setUp(self) -> None:
        super().setUp()
        self.calcom = self.calcom_server.world()
        self.addCleanup(self.calcom.close)

    def _telling(self, method: Callable[..., Any]) -> Callable[..., Any]:
        """The test's method, whose failures have a note of what happened; the runner hears of one when all is gone."""
        if inspect.iscoroutinefunction(method):

            @functools.wraps(method)
            async def awaited() -> Any:
                with self._noting():
                    return await method()

            return awaited

        @functools.wraps(method)
        def called() -> Any:
            with self._noting():
                return method()

        return called

    @contextmanager
    def _noting(self) -> Iterator[None]:
        try:
            yield
        except unittest.SkipTest:
            raise
        except Exception as error:
            error.add_note(f"\n{TITLE}\n{self._story(error)}")
            raise

    def _story(self, error: Exception) -> str:
        if getattr(self, "calcom", None) is None:
            return "there is none: does a setUp of this class call super().setUp()?"
        path = capsule_path(Path.cwd() / self.calcom_capsules, self.id()) if self.calcom_capsules else None
        failure = f"{type(error).__name__}: {error}"
        return tell(self.calcom, path, test=self.id(), failure=failure, settings=self.calcom.settings)
